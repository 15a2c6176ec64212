using BatchEstimator.Estimation.Likelihoods;
using BatchEstimator.Estimation.Numerics;

namespace BatchEstimator.Estimation.Models;

/// <summary>
/// Computed columns of a formula with what rounding took from them. The tenth power of a number with five digits has fifty; a polynomial
/// of degree ten is so near to singular that the fit to rounded powers has eight right digits at most, whatever solves it. With the
/// remainder beside the rounded value the solver can refine its answer.
/// </summary>
/// <remarks>
/// The four operations, whole powers and square roots keep about 31 digits. The data, constants and the values of other functions (log, exp)
/// count as exact: powers of log(x) are powers of one double. Over- and underflow end as in plain arithmetic.
/// </remarks>
public static class ExactColumns
{
    private const int HighestPower = 1000;

    private enum Operation { Leaf, Constant, Add, Subtract, Multiply, Divide, Power, Root }

    /// <summary>The values of an expression for every row, each as the sum of two doubles.</summary>
    /// <param name="value">The expression, of data variables only.</param>
    /// <param name="columns">The data columns by index, each with at least <paramref name="rows"/> values.</param>
    /// <param name="rows">How many rows.</param>
    /// <returns>
    /// The values rounded to double (a column itself where the expression is one), and what is to be added to them; null where that is nothing in
    /// every row, or unknown since the expression is a function other than those above.
    /// </returns>
    public static (double[] High, double[]? Low) Evaluate(Expr value, double[][] columns, int rows)
    {
        var program = new Program(columns, rows);
        int root = program.Place(value);
        var steps = program.Steps;
        if (steps[root].Operation == Operation.Leaf)
            return (steps[root].Column!, null);
        double[] plain = new Tape(value).EvaluateColumns(columns, rows)[0], high = new double[rows], low = new double[rows];
        var values = new DoubleDouble[steps.Count];
        bool isExact = true;
        for (int row = 0; row < rows; row++)
        {
            for (int i = 0; i < steps.Count; i++)
                values[i] = Computed(steps[i], values, row);
            bool finite = DoubleDouble.IsFinite(values[root]);
            (high[row], low[row]) = finite ? (values[root].Hi, values[root].Lo) : (plain[row], 0);
            isExact &= low[row] == 0;
        }
        return (high, isExact ? null : low);
    }

    private static DoubleDouble Computed(Step step, DoubleDouble[] values, int row) => step.Operation switch
    {
        Operation.Leaf => step.Column![row],
        Operation.Constant => step.Number,
        Operation.Add => values[step.First] + values[step.Second],
        Operation.Subtract => values[step.First] - values[step.Second],
        Operation.Multiply => values[step.First] * values[step.Second],
        Operation.Divide => values[step.First] / values[step.Second],
        Operation.Root => DoubleDouble.Sqrt(values[step.First]),
        _ => Power(values[step.First], (int)step.Number),
    };

    private static DoubleDouble Power(DoubleDouble x, int exponent)
    {
        DoubleDouble result = 1;
        for (int rest = Math.Abs(exponent); rest > 0; rest >>= 1, x *= x)
        {
            if ((rest & 1) == 1)
                result *= x;
        }
        return exponent < 0 ? DoubleDouble.One / result : result;
    }

    private sealed record Step(Operation Operation, int First = -1, int Second = -1, double Number = 0, double[]? Column = null);

    // The expression in the order of evaluation, each shared part once; what cannot be followed exactly is computed beforehand, as a column.
    private sealed class Program(double[][] columns, int rows)
    {
        private readonly Dictionary<Expr, int> places = new(ReferenceEqualityComparer.Instance);

        public List<Step> Steps { get; } = [];

        public int Place(Expr expression)
        {
            if (places.TryGetValue(expression, out int place))
                return place;
            Steps.Add(StepOf(expression));
            places.Add(expression, Steps.Count - 1);
            return Steps.Count - 1;
        }

        private Step StepOf(Expr expression) => expression switch
        {
            Constant constant => new(Operation.Constant, Number: constant.Value),
            Variable column => new(Operation.Leaf, Column: columns[column.Index]),
            Unary { Function.Name: "sqrt" } root => new(Operation.Root, Place(root.Operands[0])),
            Binary { Function: var f } power when f == BinaryFunction.Power && power.Operands[1] is Constant { Value: var e } && e == Math.Floor(e) && Math.Abs(e) <= HighestPower
                => new(Operation.Power, Place(power.Operands[0]), Number: e),
            Binary { Function: var f } sum when f == BinaryFunction.Add => Of(Operation.Add, sum),
            Binary { Function: var f } difference when f == BinaryFunction.Subtract => Of(Operation.Subtract, difference),
            Binary { Function: var f } product when f == BinaryFunction.Multiply => Of(Operation.Multiply, product),
            Binary { Function: var f } quotient when f == BinaryFunction.Divide => Of(Operation.Divide, quotient),
            _ => new(Operation.Leaf, Column: new Tape(expression).EvaluateColumns(columns, rows)[0]),
        };

        private Step Of(Operation operation, Binary binary) => new(operation, Place(binary.Operands[0]), Place(binary.Operands[1]));
    }
}
