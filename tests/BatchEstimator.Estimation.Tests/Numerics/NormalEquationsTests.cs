using BatchEstimator.Estimation.Models;
using BatchEstimator.Estimation.Numerics;
using BatchEstimator.Estimation.Tests.Support;

namespace BatchEstimator.Estimation.Tests.Numerics;

/// <summary>Systems of equations against their exact solutions.</summary>
public class NormalEquationsTests
{
    [Theory, InlineData(1), InlineData(2), InlineData(5), InlineData(9)]
    public void A_random_system_is_solved_to_its_condition(int size)
    {
        var random = new Random(size);
        for (int i = 0; i < 10; i++)
        {
            double[][] x = [.. Enumerable.Range(0, 2 * size + 1).Select(_ => Seeded.Many(size, () => random.Normal(3, 1)))];
            Judge(Gram(x), Seeded.Many(size, () => random.Normal(0, 1)));
        }
    }

    [Theory, InlineData(4), InlineData(8), InlineData(11)]
    public void A_Hilbert_matrix_is_solved_to_its_condition(int size)
    {
        DoubleDouble[] hilbert = [.. from i in Enumerable.Range(0, size) from j in Enumerable.Range(0, size) select DoubleDouble.One / (i + j + 1.0)];
        Judge(hilbert, [.. Enumerable.Range(1, size).Select(i => (double)i)]);
    }

    [Fact]
    public void The_determinant_of_the_Hilbert_matrix()
    {
        DoubleDouble[] hilbert = [.. from i in Enumerable.Range(0, 5) from j in Enumerable.Range(0, 5) select DoubleDouble.One / (i + j + 1.0)];
        Close.To(-Math.Log(266716800000), new NormalEquations(hilbert, 5).LogDeterminant, 1e-15, "log det H5");
    }

    [Fact]
    public void Columns_that_depend_on_earlier_ones_are_aliased_and_those_alone()
    {
        // Columns: 1, a, 2a - 3, 0, b, a + b, constant 7, b with one entry moved by 1e-6.
        double[] a = [1, 4, 2, 8, 5, 7], b = [3, 1, 4, 1, 5, 9], moved = [3, 1, 4, 1, 5, 9.000001];
        double[][] x = [.. Enumerable.Range(0, 6).Select(i => new[] { 1, a[i], 2 * a[i] - 3, 0, b[i], a[i] + b[i], 7, moved[i] })];
        var factor = new NormalEquations(Gram(x), 8);
        Assert.Equal([false, false, true, true, false, true, true, false], factor.Aliased);
        Assert.Equal(4, factor.Rank);
        double[] y = [.. Enumerable.Range(0, 6).Select(i => 2 + 0.5 * a[i] - b[i])];
        var theta = factor.Solve([.. Enumerable.Range(0, 8).Select(j => Sum(x, row => DoubleDouble.Product(row[j], y[Array.IndexOf(x, row)])))]);
        double[] expected = [2, 0.5, 0, 0, -1, 0, 0, 0];
        for (int j = 0; j < 8; j++)
            Close.To(expected[j], (double)theta[j], 1e-13, $"coefficient {j}", 1);
    }

    [Theory]
    [InlineData(3, 1, 9), InlineData(1, 1, 1), InlineData(2, 0.5, 16), InlineData(0.5, 4, 0.015625)]
    public void Ridge_coefficients_are_the_exact_fractions_to_fifteen_digits(double sigma, double sd, double lambda)
    {
        double[] a = [1, 4, 2, 8, 5, 7, 0], b = [3, 1, 4, 1, 5, 9, 2], y = [2, 7, 1, 8, 2, 8, 1];
        double[][] x = [.. Enumerable.Range(0, 7).Select(i => new[] { a[i], b[i], a[i] * b[i] })];
        var result = Fits.Of(new()
        {
            Name = "fit", Family = "normal", Formula = "y ~ a + b + a:b - 1", Method = EstimationMethod.Map,
            Fixed = new Dictionary<string, double> { ["sigma"] = sigma },
            Priors = new Dictionary<string, string> { ["coefficients"] = FormattableString.Invariant($"normal(0, {sd})") },
        }, Frame.Of("a", a).With("b", b).With("y", y));
        var matrix = Exact(Gram(x), 3);
        for (int i = 0; i < 3; i++)
            matrix[i, i] += lambda;
        var exact = Rational.Solve(matrix, [.. Enumerable.Range(0, 3).Select(j => (Rational)Sum(x, row => DoubleDouble.Product(row[j], y[Array.IndexOf(x, row)])))]);
        for (int i = 0; i < 3; i++)
            Close.To((double)exact[i], result.Parameters[i].Estimate, 1e-15, $"{result.Parameters[i].Name}, lambda {lambda}");
    }

    private static void Judge(DoubleDouble[] matrix, double[] right)
    {
        int size = right.Length;
        var factor = new NormalEquations(matrix, size);
        var found = factor.Solve([.. right.Select(value => (DoubleDouble)value)]);
        var exact = Rational.Solve(Exact(matrix, size), [.. right.Select(value => (Rational)value)]);
        double norm = exact.Max(value => Math.Abs((double)value));
        for (int i = 0; i < size; i++)
            Assert.InRange(Math.Abs((double)(exact[i] - found[i])), 0, 1e-30 * factor.Condition * factor.Condition * norm * size);
    }

    private static Rational[,] Exact(DoubleDouble[] matrix, int size)
    {
        var exact = new Rational[size, size];
        for (int i = 0; i < size * size; i++)
            exact[i / size, i % size] = matrix[i];
        return exact;
    }

    private static DoubleDouble[] Gram(double[][] rows) =>
        [.. from i in Enumerable.Range(0, rows[0].Length) from j in Enumerable.Range(0, rows[0].Length) select Sum(rows, row => DoubleDouble.Product(row[i], row[j]))];

    private static DoubleDouble Sum(double[][] rows, Func<double[], DoubleDouble> term) => rows.Aggregate(DoubleDouble.Zero, (sum, row) => sum + term(row));
}
