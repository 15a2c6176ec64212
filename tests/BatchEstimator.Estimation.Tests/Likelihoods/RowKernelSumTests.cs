using BatchEstimator.Estimation.Likelihoods;
using BatchEstimator.Estimation.Numerics;
using BatchEstimator.Estimation.Tests.Support;
using static BatchEstimator.Estimation.Likelihoods.Functions;

namespace BatchEstimator.Estimation.Tests.Likelihoods;

/// <summary>Sums of compiled loops keep their digits, do not depend on who sums what, and show an infeasible point.</summary>
public class RowKernelSumTests
{
    private static readonly Variable X = new(VariableKind.Data, 0, "x");
    private static readonly Variable P = new(VariableKind.Parameter, 0, "p"), Q = new(VariableKind.Parameter, 1, "q");

    private static readonly Lazy<(double[] Column, DoubleDouble SumOfSquares)> TenMillion = new(() =>
    {
        var random = new Random(1);
        double[] column = Seeded.Many(10_000_000, () => 1 + random.NextDouble());
        return (column, column.Aggregate(DoubleDouble.Zero, (sum, x) => sum + DoubleDouble.Product(x, x)));
    });

    [Theory]
    [InlineData(512), InlineData(256), InlineData(128), InlineData(64)]
    public void Ten_million_rows_add_up_to_fifteen_digits(int width)
    {
        var (column, exact) = TenMillion.Value;
        double[] sums = new double[1];
        new RowKernel(X * X, [], width).Sum([column], 0, column.Length, null, [], [], KernelOrder.Value, sums);
        Assert.True(Math.Abs(sums[0] - (double)exact) <= 1e-15 * sums[0], $"{sums[0]:R} instead of {(double)exact:R}");
    }

    [Fact]
    public void Work_split_at_blocks_adds_up_to_the_same_bits()
    {
        var random = new Random(2);
        double[] column = Seeded.Many(20 * RowKernel.BlockRows + 77, () => random.Normal(0, 3));
        var kernel = new RowKernel(-0.5 * Square((X - P) / Q) - Log(Q), [P, Q]);
        double[] whole = new double[6];
        kernel.Sum([column], 0, column.Length, null, [0.1, 2.7], [], KernelOrder.Hessian, whole);
        for (int pieces = 2; pieces < 20; pieces++)
        {
            var totals = new DoubleDouble[6];
            for (int piece = 0; piece < pieces; piece++)
            {
                int from = piece * 20 / pieces * RowKernel.BlockRows, to = piece == pieces - 1 ? column.Length : (piece + 1) * 20 / pieces * RowKernel.BlockRows;
                kernel.Accumulate([column], from, to, null, [0.1, 2.7], [], KernelOrder.Hessian, totals);
            }
            Assert.Equal(whole, totals.Select(total => (double)total));
        }
    }

    [Theory]
    [InlineData(512), InlineData(256), InlineData(128), InlineData(64)]
    public void A_row_that_is_not_finite_shows_wherever_it_is(int width)
    {
        double[] column = [.. Enumerable.Range(1, 37).Select(i => (double)i)];
        var kernel = new RowKernel(Log(X - P), [P], width);
        for (int bad = 0; bad < column.Length; bad++)
        {
            double[] with = [.. column], sums = new double[3];
            with[bad] = 0.5;
            kernel.Sum([with], 0, 37, null, [0.5], [], KernelOrder.Hessian, sums);
            Assert.False(double.IsFinite(sums[0]));
            with[bad] = 0;
            kernel.Sum([with], 0, 37, null, [0.5], [], KernelOrder.Value, sums);
            Assert.True(double.IsNaN(sums[0]));
        }
    }

    [Theory]
    [InlineData(512), InlineData(256), InlineData(128), InlineData(64)]
    public void Far_tails_keep_their_digits(int width)
    {
        Expect(-0.5 * Square((X - P) / Q) - Log(Q) - 0.5 * Math.Log(2 * Math.PI), width, 80, [0, 2], -801.6120857137646);
        Expect(XLogY(X, P) + XLog1P(1 - X, -P), width, 1, [1e-300, 0], -690.7755278982137);
        Expect(XLogY(X, P) + XLog1P(1 - X, -P), width, 0, [1e-300, 0], -1e-300);
        Expect(LogSumExp(P - X, Q - X), width, 1000, [-1, -2], -1000.6867383124818);
        Expect(Log(P) - Log(Q) + (P - 1) * Log(X / Q) - Exp(P * Log(X / Q)), width, 100, [8, 1], -9999999999999965.7);
        Expect(LogNormalCdf(X - P), width, -40, [0, 0], -804.6084420137538);
    }

    [Theory]
    [InlineData(512), InlineData(256), InlineData(128), InlineData(64)]
    public void Branches_do_not_leak_into_sums(int width)
    {
        double[] column = [.. Enumerable.Range(-20, 41).Select(i => i + 0.5)];
        var kernel = new RowKernel(IfPositive(X, Log(X) * P, Sqrt(-X) * Square(P)), [P], width);
        double[] sums = new double[3];
        kernel.Sum([column], 0, 41, null, [1.5], [], KernelOrder.Hessian, sums);
        double logs = column.Where(x => x > 0).Sum(Math.Log), roots = column.Where(x => x < 0).Sum(x => Math.Sqrt(-x));
        Close.To(1.5 * logs + 2.25 * roots, sums[0], 1e-13, "value", sums[0]);
        Close.To(logs + 3 * roots, sums[1], 1e-13, "slope", sums[1]);
        Close.To(2 * roots, sums[2], 1e-13, "curvature", sums[2]);
    }

    [Fact]
    public void Without_variables_or_data_there_is_still_a_sum()
    {
        double[] sums = new double[3], values = new double[5], weights = [1, 2, 3, 4, 5];
        new RowKernel(2 * P, [P]).Sum([], 0, 5, null, [3, 0], [], KernelOrder.Hessian, sums);
        Assert.Equal([30.0, 10, 0], sums);
        new RowKernel(7, []).Sum([], 1, 5, weights, [], [], KernelOrder.Hessian, sums);
        Assert.Equal(98, sums[0]);
        new RowKernel(2 * P, []).Values([], 0, 5, [3], [], values);
        Assert.Equal([6.0, 6, 6, 6, 6], values);
        new RowKernel(X, []).Sum([[]], 0, 0, null, [], [], KernelOrder.Value, sums);
        Assert.Equal(0, sums[0]);
    }

    [Theory]
    [InlineData(512), InlineData(64)]
    public void A_function_of_many_works_lane_by_lane(int width)
    {
        var product = new NaryFunction("product", a => a[0] * a[1] * a[2], (_, a, i) => a[(i + 1) % 3] * a[(i + 2) % 3]);
        double[] column = [.. Enumerable.Range(1, 13).Select(i => (double)i)], sums = new double[3];
        new RowKernel(new Nary(product, X, P * X, new Nary(product, X, P, 2)), [P], width).Sum([column], 0, 13, null, [3], [], KernelOrder.Hessian, sums);
        double cubes = column.Sum(x => x * x * x);
        Assert.Equal([2 * 9 * cubes, 4 * 3 * cubes, 4 * cubes], sums);
    }

    private static void Expect(Expr density, int width, double x, double[] parameters, double expected)
    {
        double[] sums = new double[1];
        new RowKernel(density, [P, Q], width).Sum([[x]], 0, 1, null, parameters, [], KernelOrder.Value, sums);
        Close.To(expected, sums[0], 4e-14, density.GetType().Name, Math.Abs(expected));
    }
}
