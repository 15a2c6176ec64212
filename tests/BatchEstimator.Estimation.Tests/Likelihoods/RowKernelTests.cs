using System.Reflection;
using System.Runtime.Intrinsics;
using BatchEstimator.Estimation.Likelihoods;
using BatchEstimator.Estimation.Numerics;
using BatchEstimator.Estimation.Tests.Support;
using static BatchEstimator.Estimation.Likelihoods.Functions;

namespace BatchEstimator.Estimation.Tests.Likelihoods;

/// <summary>Compiled loops of every width say what the tape says, row by row and in sums.</summary>
public class RowKernelTests
{
    private static readonly Variable X = new(VariableKind.Data, 0, "x"), Y = new(VariableKind.Data, 1, "y");
    private static readonly Variable P = new(VariableKind.Parameter, 0, "p"), Q = new(VariableKind.Parameter, 1, "q");
    private static readonly Variable S = new(VariableKind.Summary, 0, "s");

    [Theory]
    [InlineData(512), InlineData(256), InlineData(128), InlineData(64)]
    public void Loops_of_every_width_agree_with_the_tape(int width)
    {
        var random = new Random(20);
        double[][] columns = [Seeded.Many(70, () => random.Normal(0, 1)), Seeded.Many(70, () => random.Normal(0, 1))];
        double[] weights = Seeded.Many(70, () => 0.5 + random.NextDouble()), parameters = [0.3, -0.7], summaries = [1.25];
        var inData = new RandomExpressions(random, VariableKind.Data, 2);
        var inParameters = new RandomExpressions(random, VariableKind.Parameter, 2);
        for (int i = 0; i < 60; i++)
        {
            var density = Mixed(inData, inParameters, i);
            var kernel = new RowKernel(density, [P, Q], width);
            var tape = new Tape(Derivatives.Expressions(density, [P, Q], KernelOrder.Hessian));
            int from = random.Next(8), to = from + random.Next(71 - from);
            var given = i % 2 == 0 ? weights : null;
            double[] expected = new double[6], size = new double[6], values = new double[to - from];
            kernel.Values(columns, from, to, parameters, summaries, values);
            for (int row = from; row < to; row++)
            {
                double[] alone = tape.Evaluate([columns[0][row], columns[1][row]], parameters, summaries);
                Near(alone[0], values[row - from], Math.Abs(alone[0]), $"row {row} of expression {i}");
                for (int k = 0; k < 6; k++)
                {
                    expected[k] += alone[k] * (given?[row] ?? 1);
                    size[k] += Math.Abs(alone[k]);
                }
            }
            foreach (var order in Enum.GetValues<KernelOrder>())
            {
                double[] sums = new double[6];
                kernel.Sum(columns, from, to, given, parameters, summaries, order, sums);
                for (int k = 0; k < RowKernel.LengthOf(2, order); k++)
                    Near(expected[k], sums[k], size.Max(), $"sum {k} of expression {i}, rows {from} to {to}");
            }
        }
    }

    [Fact]
    public void Every_vector_form_that_a_function_names_exists()
    {
        var named = typeof(Functions).GetFields(BindingFlags.NonPublic | BindingFlags.Static).Concat(typeof(BinaryFunction).GetFields())
            .SelectMany(field => field.GetValue(null) switch
            {
                UnaryFunction u => [(u.Vector, 1)],
                UnaryFunction[] many => many.Select(u => (u.Vector, 1)),
                BinaryFunction b => [(b.Vector, 2)],
                NaryFunction n => [(n.Vector, 3)],
                _ => Enumerable.Empty<(string?, int)>(),
            }).Where(form => form.Item1 is not null).ToList();
        Assert.True(named.Count > 25, $"only {named.Count} functions name a vector form");
        Assert.All(named, form => Assert.True(VectorForms<Vector256<double>, Simd256>.Find(form.Item1!, form.Item2) is not null,
            $"There is no vector form {form.Item1} of {form.Item2} arguments."));
    }

    // Rounding inside an expression may be of the size of its largest part, which the tolerance cannot see: hence 1e-9, not 1e-15.
    private static void Near(double expected, double actual, double size, string what)
    {
        if (!double.IsFinite(expected))
            Assert.False(double.IsFinite(actual), what);
        else
            Assert.True(Math.Abs(expected - actual) <= 1e-9 * (1 + size), $"{what}: {actual:R} instead of {expected:R}");
    }

    private static Expr Mixed(RandomExpressions data, RandomExpressions parameters, int i)
    {
        Expr a = data.Draw(2), b = parameters.Draw(2), c = data.Draw(1);
        return (i % 4) switch
        {
            0 => Exp(-Square(a * P - b)) + S * c,
            1 => LogNormalCdf(a - b) * Q + LogGamma(1 + Square(P) + Square(c)),
            2 => Log(1 + Square(a - P)) * b - Softplus(c * Q),
            _ => XLogY(Square(a), 1 + Square(b)) - IfPositive(c - P, Square(c - P), LogSumExp(c * Q, P)),
        };
    }
}
