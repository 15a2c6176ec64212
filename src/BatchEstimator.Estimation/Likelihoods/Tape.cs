using System.Collections.ObjectModel;

namespace BatchEstimator.Estimation.Likelihoods;

/// <summary>
/// Expressions laid out in the order of evaluation, each shared part once, so that they can be evaluated over and over:
/// at one point, or over whole columns.
/// </summary>
public sealed class Tape
{
    private const int Stack = 512;
    private readonly Step[] steps;
    private readonly int[] outputs;

    /// <summary>Lays out the expressions.</summary>
    /// <param name="expressions">What is to be computed.</param>
    public Tape(params IReadOnlyList<Expr> expressions)
    {
        var shared = new Interning();
        var layout = new Layout();
        outputs = [.. expressions.Select(expression => layout.Place(shared.Of(expression)))];
        steps = [.. layout.Steps];
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
        // No larger than needed: the runtime clears it.
        Span<double> values = steps.Length <= Stack ? stackalloc double[steps.Length] : new double[steps.Length];
        for (int i = 0; i < steps.Length; i++)
        {
            var step = steps[i];
            values[i] = step.Operation switch
            {
                Operation.Constant => step.Constant,
                Operation.Add => values[step.First] + values[step.Second],
                Operation.Subtract => values[step.First] - values[step.Second],
                Operation.Multiply => values[step.First] * values[step.Second],
                Operation.Divide => values[step.First] / values[step.Second],
                Operation.OfOne => step.OfOne!(values[step.First]),
                Operation.OfTwo => step.OfTwo!(values[step.First], values[step.Second]),
                Operation.OfMany => ((Nary)step.Expression).Function.Evaluate(Arguments.Gather(values, step.Operands)),
                Operation.Data => data[step.Index],
                Operation.Parameter => parameters[step.Index],
                _ => summaries[step.Index],
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
        var values = new double[steps.Length][];
        for (int i = 0; i < values.Length; i++)
            values[i] = steps[i].Expression is Variable v ? columns[v.Index] : ColumnLoops.Compute(steps[i], values, rows);
        return [.. outputs.Select(place => values[place])];
    }

    /// <summary>What is done to compute one value.</summary>
    internal enum Operation : byte
    {
        Constant, Add, Subtract, Multiply, Divide, OfOne, OfTwo, OfMany, Data, Parameter, Summary,
    }

    /// <summary>One value to compute, from the values of earlier steps.</summary>
    /// <param name="Expression">What it is.</param>
    /// <param name="Operands">The places of its operands.</param>
    internal sealed record Step(Expr Expression, int[] Operands)
    {
        /// <summary>What is done.</summary>
        public Operation Operation { get; } = Expression switch
        {
            Likelihoods.Constant => Operation.Constant,
            Unary => Operation.OfOne,
            Binary { Function: var f } => f == BinaryFunction.Add ? Operation.Add : f == BinaryFunction.Subtract ? Operation.Subtract
                : f == BinaryFunction.Multiply ? Operation.Multiply : f == BinaryFunction.Divide ? Operation.Divide : Operation.OfTwo,
            Nary => Operation.OfMany,
            Variable { Kind: VariableKind.Data } => Operation.Data,
            Variable { Kind: VariableKind.Parameter } => Operation.Parameter,
            Variable => Operation.Summary,
            _ => throw new InvalidOperationException($"{Expression.GetType().Name} has no value."),
        };

        /// <summary>The place of the first operand.</summary>
        public int First { get; } = Operands.Length > 0 ? Operands[0] : -1;

        /// <summary>The place of the second operand.</summary>
        public int Second { get; } = Operands.Length > 1 ? Operands[1] : -1;

        /// <summary>A variable's index.</summary>
        public int Index { get; } = (Expression as Variable)?.Index ?? -1;

        /// <summary>A constant's value.</summary>
        public double Constant { get; } = (Expression as Constant)?.Value ?? 0;

        /// <summary>The function of one argument.</summary>
        public Func<double, double>? OfOne { get; } = (Expression as Unary)?.Function.Evaluate;

        /// <summary>The function of two arguments.</summary>
        public Func<double, double, double>? OfTwo { get; } = (Expression as Binary)?.Function.Evaluate;
    }

    /// <summary>Gives every distinct expression its place, behind those of its operands.</summary>
    private sealed class Layout
    {
        private readonly Dictionary<Expr, int> places = new(ReferenceEqualityComparer.Instance);

        public List<Step> Steps { get; } = [];

        public int Place(Expr expression)
        {
            if (places.TryGetValue(expression, out int place))
                return place;
            int[] operands = [.. expression.Operands.Select(Place)];
            Steps.Add(new(expression, operands));
            places.Add(expression, Steps.Count - 1);
            return Steps.Count - 1;
        }
    }
}
