using BatchEstimator.Estimation.Likelihoods;
using BatchEstimator.Estimation.Tests.Support;
using static BatchEstimator.Estimation.Likelihoods.Functions;

namespace BatchEstimator.Estimation.Tests.Likelihoods;

/// <summary>Expressions differentiate by the rules and are evaluated alike at a point and over columns.</summary>
public class ExpressionTests
{
    private static readonly Variable X = new(VariableKind.Parameter, 0, "x"), Y = new(VariableKind.Parameter, 1, "y");

    [Fact]
    public void First_and_second_derivatives_are_those_of_differences()
    {
        var random = new Random(1846);
        var expressions = new RandomExpressions(random, VariableKind.Parameter, 2);
        int judged = 0;
        for (int i = 0; i < 400; i++)
        {
            var expression = expressions.Draw(4);
            var derivatives = new Derivatives(expression, [X, Y]);
            double[] at = [2 * random.NextDouble() - 1, 2 * random.NextDouble() - 1];
            var (value, gradient, hessian) = derivatives.At(at, []);
            double size = 1 + Math.Abs(value) + gradient.Concat(hessian).Max(Math.Abs);
            if (size > 1e5)
                continue;
            judged++;
            for (int j = 0; j < 2; j++)
            {
                Close.To(Along(j, at, p => derivatives.At(p, []).Value), gradient[j], 1e-6, $"derivative {j} of expression {i}", size);
                for (int k = 0; k < 2; k++)
                    Close.To(Along(j, at, p => derivatives.At(p, []).Gradient[k]), hessian[2 * k + j], 1e-6, $"derivative {k}, {j} of expression {i}", size);
            }
        }
        Assert.True(judged > 300, $"only {judged} expressions were of a size to judge");
    }

    [Fact]
    public void Over_columns_and_row_by_row_are_the_same_but_for_rounding()
    {
        var random = new Random(5);
        var expressions = new RandomExpressions(random, VariableKind.Data, 3);
        double[][] columns = [.. Enumerable.Range(0, 3).Select(_ => Seeded.Many(45, () => random.Normal(0, 1)))];
        for (int i = 0; i < 150; i++)
        {
            var tape = new Tape(expressions.Draw(3), expressions.Draw(2), expressions.Draw(0));
            double[][] together = tape.EvaluateColumns(columns, 45);
            for (int row = 0; row < 45; row++)
            {
                double[] alone = tape.Evaluate([.. columns.Select(column => column[row])], []);
                for (int k = 0; k < 3; k++)
                    Close.To(alone[k], together[k][row], 1e-10, $"expression {k} of draw {i}, row {row}", 1 + Math.Abs(alone[k]));
            }
        }
    }

    [Fact]
    public void Over_columns_a_value_does_not_depend_on_the_place_of_its_row()
    {
        var random = new Random(6);
        var expressions = new RandomExpressions(random, VariableKind.Data, 3);
        double[][] columns = [.. Enumerable.Range(0, 3).Select(_ => Seeded.Many(43, () => random.Normal(0, 1)))];
        for (int i = 0; i < 150; i++)
        {
            var tape = new Tape(expressions.Draw(4), expressions.Draw(2), Log(expressions.Draw(0)));
            double[][] together = tape.EvaluateColumns(columns, 43), later = tape.EvaluateColumns([.. columns.Select(column => column[3..])], 40);
            for (int k = 0; k < 3; k++)
                Assert.Equal(together[k][3..43].Select(BitConverter.DoubleToInt64Bits), later[k][..40].Select(BitConverter.DoubleToInt64Bits));
        }
    }

    [Fact]
    public void A_column_comes_back_as_itself_and_a_number_in_every_row()
    {
        double[] column = [1, 2, 3];
        var x = new Variable(VariableKind.Data, 0, "x");
        double[][] values = new Tape(x, 2 * Log(Exp(0.5)), -(-x)).EvaluateColumns([column], 3);
        Assert.Same(column, values[0]);
        Assert.Same(column, values[2]);
        Assert.Equal([1.0, 1, 1], values[1]);
    }

    [Fact]
    public void A_part_that_is_shared_is_computed_once()
    {
        int calls = 0;
        var counted = new Unary(new UnaryFunction("counted", v => { calls++; return v; }, (_, _) => 1), X);
        Assert.Equal([6.0, 9.0], new Tape(counted + counted, counted * counted).Evaluate([], [3]));
        Assert.Equal(1, calls);
    }

    [Theory]
    [InlineData(0, 0, 0), InlineData(0, -1, 0), InlineData(0, double.PositiveInfinity, 0), InlineData(2, 0, double.NegativeInfinity), InlineData(2, 1, 0), InlineData(-3, 0, double.PositiveInfinity)]
    public void X_log_y_is_zero_where_x_is(double x, double y, double expected)
    {
        Assert.Equal(expected, new Tape(XLogY(X, Y)).Evaluate([], [x, y])[0]);
        if (double.IsFinite(y))
            Assert.Equal(expected, new Tape(XLog1P(X, Y)).Evaluate([], [x, y - 1])[0]);
    }

    [Fact]
    public void X_log_y_with_a_constant_zero_has_no_slope_even_at_the_edge()
    {
        Assert.Equal(0, new Tape(XLogY(0, Y).Derivative(Y)).Evaluate([], [0, 0.25])[0]);
        Assert.Equal(0, new Tape(XLog1P(0, -Y).Derivative(Y)).Evaluate([], [0, 0.25])[0]);
        Assert.Equal(8, new Tape(XLogY(2, Y).Derivative(Y)).Evaluate([], [0, 0.25])[0]);
        Assert.Equal(-4, new Tape(XLog1P(2, -Y).Derivative(Y)).Evaluate([], [0, 0.5])[0]);
    }

    [Fact]
    public void X_log_one_plus_y_keeps_a_tiny_y() => Assert.Equal(3 * 1e-20, new Tape(XLog1P(3, Y)).Evaluate([], [0, 1e-20])[0]);

    private static double Along(int direction, double[] at, Func<double[], double> f) => Numeric.Slope(value =>
    {
        double[] moved = [.. at];
        moved[direction] = value;
        return f(moved);
    }, at[direction], 4e-3);
}
