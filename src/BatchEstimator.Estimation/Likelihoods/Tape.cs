using System.Collections.ObjectModel;

namespace BatchEstimator.Estimation.Likelihoods;

/// <summary>
/// Expressions laid out in the order of evaluation, each shared part once, so that they can be evaluated over and over:
/// at one point, or over whole columns.
/// </summary>
public sealed class Tape
{
    private readonly List<(Expr Expression, int First, int Second)> steps = [];
    private readonly Dictionary<Expr, int> places = new(ReferenceEqualityComparer.Instance);
    private readonly int[] outputs;

    /// <summary>Lays out the expressions.</summary>
    /// <param name="expressions">What is to be computed.</param>
    public Tape(params IReadOnlyList<Expr> expressions) => outputs = [.. expressions.Select(Place)];

    /// <summary>The data columns that are used, by index.</summary>
    public ReadOnlyCollection<int> DataColumns =>
        new([.. steps.Select(step => step.Expression).OfType<Variable>().Where(v => v.Kind == VariableKind.Data).Select(v => v.Index).Distinct().Order()]);

    /// <summary>The values of the expressions at one point.</summary>
    /// <param name="data">The row; may be empty if no data variable occurs.</param>
    /// <param name="parameters">The parameters.</param>
    /// <param name="summaries">The summaries.</param>
    public double[] Evaluate(ReadOnlySpan<double> data, ReadOnlySpan<double> parameters, ReadOnlySpan<double> summaries = default)
    {
        var values = new double[steps.Count];
        for (int i = 0; i < values.Length; i++)
        {
            var (expression, first, second) = steps[i];
            values[i] = expression is Variable v
                ? v.Kind switch { VariableKind.Data => data[v.Index], VariableKind.Parameter => parameters[v.Index], _ => summaries[v.Index] }
                : expression.Apply(first < 0 ? 0 : values[first], second < 0 ? 0 : values[second]);
        }
        return [.. outputs.Select(place => values[place])];
    }

    /// <summary>The values of the expressions for every row of some columns; an expression that is a column comes back as that column itself.</summary>
    /// <param name="columns">The data columns, each with at least <paramref name="rows"/> values.</param>
    /// <param name="rows">How many rows.</param>
    public double[][] EvaluateColumns(IReadOnlyList<double[]> columns, int rows)
    {
        var values = new double[steps.Count][];
        for (int i = 0; i < values.Length; i++)
        {
            var (expression, first, second) = steps[i];
            values[i] = expression is Variable v ? columns[v.Index] : Compute(expression, rows, first < 0 ? null : values[first], second < 0 ? null : values[second]);
        }
        return [.. outputs.Select(place => values[place])];
    }

    private static double[] Compute(Expr expression, int rows, double[]? first, double[]? second)
    {
        var result = new double[rows];
        switch (expression)
        {
            case Constant constant:
                Array.Fill(result, constant.Value);
                break;
            case Unary unary:
                for (int row = 0; row < rows; row++)
                    result[row] = unary.Function.Evaluate(first![row]);
                break;
            case Binary binary:
                for (int row = 0; row < rows; row++)
                    result[row] = binary.Function.Evaluate(first![row], second![row]);
                break;
            default:
                throw new InvalidOperationException($"{expression.GetType().Name} has no column form.");
        }
        return result;
    }

    private int Place(Expr expression)
    {
        if (places.TryGetValue(expression, out int place))
            return place;
        var operands = expression.Operands;
        int first = operands.Count > 0 ? Place(operands[0]) : -1;
        int second = operands.Count > 1 ? Place(operands[1]) : -1;
        steps.Add((expression, first, second));
        places.Add(expression, steps.Count - 1);
        return steps.Count - 1;
    }
}
