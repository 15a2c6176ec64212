using System.Collections.ObjectModel;

namespace BatchEstimator.Estimation.Likelihoods;

/// <summary>
/// Expressions laid out in the order of evaluation, each shared part once, so that they can be evaluated over and over:
/// at one point, or over whole columns.
/// </summary>
public sealed class Tape
{
    private const int Stack = 512;
    private readonly List<Step> steps = [];
    private readonly Dictionary<Expr, int> places = new(ReferenceEqualityComparer.Instance);
    private readonly int[] outputs;

    /// <summary>Lays out the expressions.</summary>
    /// <param name="expressions">What is to be computed.</param>
    public Tape(params IReadOnlyList<Expr> expressions)
    {
        var shared = new Interning();
        outputs = [.. expressions.Select(expression => Place(shared.Of(expression)))];
    }

    /// <summary>The data columns that are used, by index.</summary>
    public ReadOnlyCollection<int> DataColumns =>
        new([.. steps.Select(step => step.Expression).OfType<Variable>().Where(v => v.Kind == VariableKind.Data).Select(v => v.Index).Distinct().Order()]);

    /// <summary>The values of the expressions at one point.</summary>
    /// <param name="data">The row; may be empty if no data variable occurs.</param>
    /// <param name="parameters">The parameters.</param>
    /// <param name="summaries">The summaries.</param>
    public double[] Evaluate(ReadOnlySpan<double> data, ReadOnlySpan<double> parameters, ReadOnlySpan<double> summaries = default)
    {
        var result = new double[outputs.Length];
        Evaluate(data, parameters, summaries, result);
        return result;
    }

    /// <summary>The values of the expressions at one point, without allocating.</summary>
    /// <param name="data">The row; may be empty if no data variable occurs.</param>
    /// <param name="parameters">The parameters.</param>
    /// <param name="summaries">The summaries.</param>
    /// <param name="result">Receives one value an expression.</param>
    public void Evaluate(ReadOnlySpan<double> data, ReadOnlySpan<double> parameters, ReadOnlySpan<double> summaries, Span<double> result)
    {
        Span<double> values = steps.Count <= Stack ? stackalloc double[Stack] : new double[steps.Count];
        for (int i = 0; i < steps.Count; i++)
        {
            var step = steps[i];
            values[i] = step.Expression switch
            {
                Constant c => c.Value,
                Unary u => u.Function.Evaluate(values[step.First]),
                Binary b => b.Function.Evaluate(values[step.First], values[step.Second]),
                Nary n => n.Function.Evaluate(Arguments.Gather(values, step.Operands)),
                Variable { Kind: VariableKind.Data } v => data[v.Index],
                Variable { Kind: VariableKind.Parameter } v => parameters[v.Index],
                Variable v => summaries[v.Index],
                _ => throw new InvalidOperationException($"{step.Expression.GetType().Name} has no value."),
            };
        }
        for (int k = 0; k < outputs.Length; k++)
            result[k] = values[outputs[k]];
    }

    /// <summary>The values of the expressions for every row of some columns; an expression that is a column comes back as that column itself.</summary>
    /// <param name="columns">The data columns, each with at least <paramref name="rows"/> values.</param>
    /// <param name="rows">How many rows.</param>
    public double[][] EvaluateColumns(IReadOnlyList<double[]> columns, int rows)
    {
        var values = new double[steps.Count][];
        for (int i = 0; i < values.Length; i++)
            values[i] = steps[i].Expression is Variable v ? columns[v.Index] : ColumnLoops.Compute(steps[i], values, rows);
        return [.. outputs.Select(place => values[place])];
    }

    private int Place(Expr expression)
    {
        if (places.TryGetValue(expression, out int place))
            return place;
        int[] operands = [.. expression.Operands.Select(Place)];
        steps.Add(new(expression, operands));
        places.Add(expression, steps.Count - 1);
        return steps.Count - 1;
    }

    /// <summary>One value to compute, from the values of earlier steps.</summary>
    /// <param name="Expression">What it is.</param>
    /// <param name="Operands">The places of its operands.</param>
    internal sealed record Step(Expr Expression, int[] Operands)
    {
        /// <summary>The place of the first operand.</summary>
        public int First { get; } = Operands.Length > 0 ? Operands[0] : -1;

        /// <summary>The place of the second operand.</summary>
        public int Second { get; } = Operands.Length > 1 ? Operands[1] : -1;
    }
}
