using BatchEstimator.Estimation.Models;
using BatchEstimator.Estimation.Results;
using BatchEstimator.Estimation.Tests.Numerics;
using BatchEstimator.Estimation.Tests.Support;

namespace BatchEstimator.Estimation.Tests.Regression;

/// <summary>Regressions of whole numbers on numbers and labels, with weights, offsets and held values, against fractions.</summary>
public class RandomDesignTests
{
    private const int Rows = 24;
    private static readonly string[] Labels = ["a", "b", "c"];

    private static readonly (string Formula, Func<double, double, int, double[]> Row, double Held)[] Designs =
    [
        ("y ~ x", (x, _, _) => [1, x], 0),
        ("y ~ x - 1", (x, _, _) => [x], 0),
        ("y ~ x + z + x:z", (x, z, _) => [1, x, z, x * z], 0),
        ("y ~ x + g", (x, _, g) => [1, x, One(g == 1), One(g == 2)], 0),
        ("y ~ g - 1 + x", (x, _, g) => [One(g == 0), One(g == 1), One(g == 2), x], 0),
        ("y ~ x * g", (x, _, g) => [1, x, One(g == 1), One(g == 2), x * One(g == 1), x * One(g == 2)], 0),
        ("y ~ C(g, ref = \"b\") + z^2", (_, z, g) => [1, One(g == 0), One(g == 2), z * z], 0),
        ("y ~ x + offset(3 * z)", (x, _, _) => [1, x], 3),
        ("y ~ g + offset(3 * z)", (_, _, g) => [1, One(g == 1), One(g == 2)], 3),
    ];

    public static TheoryData<string, WeightKind?> Cases
    {
        get
        {
            var cases = new TheoryData<string, WeightKind?>();
            foreach (var (formula, _, _) in Designs)
            {
                foreach (WeightKind? kind in (WeightKind?[])[null, WeightKind.Frequency, WeightKind.Precision])
                    cases.Add(formula, kind);
            }
            return cases;
        }
    }

    [Theory, MemberData(nameof(Cases))]
    public void Coefficients_sigma_and_errors_are_those_of_the_fractions(string formula, WeightKind? kind)
    {
        var (_, design, held) = Designs.First(d => d.Formula == formula);
        var random = new Random(formula.Length);
        double[] x = Seeded.Many(Rows, () => random.Next(-9, 10)), z = Seeded.Many(Rows, () => random.Next(1, 30)), y = Seeded.Many(Rows, () => random.Next(-50, 51));
        double[] w = Seeded.Many(Rows, () => kind is null ? 1 : random.Next(1, 5));
        int[] g = [.. Enumerable.Range(0, Rows).Select(i => i % 3)];
        var frame = Frame.Of("x", x).With("z", z).With("y", y).With("w", w).With("g", [.. g.Select(i => Labels[i])]);
        var definition = new FitDefinition { Name = "fit", Family = "normal", Formula = formula, Weights = kind is { } k ? new("w", k) : null };

        double[][] rows = [.. Enumerable.Range(0, Rows).Select(i => design(x[i], z[i], g[i]))];
        double[] target = [.. y.Zip(z, (a, b) => a - held * b)];
        var (theta, squares, inverse) = Exact(rows, target, w);
        double n = kind == WeightKind.Frequency ? w.Sum() : Rows;
        foreach (int[] cuts in (int[][])[[], [1, 5, 20]])
        {
            var result = Fits.Of(definition, frame, cuts);
            Assert.Equal(FitStatus.Ok, result.Status);
            double sigma = Math.Sqrt(squares / n);
            Close.To(sigma, result.Parameters[^1].Estimate, 1e-14, "sigma");
            Close.To(sigma / Math.Sqrt(2 * n), result.Parameters[^1].StandardError, 1e-13, "standard error of sigma");
            for (int i = 0; i < theta.Length; i++)
            {
                Close.To(theta[i], result.Parameters[i].Estimate, 1e-14, result.Parameters[i].Name);
                Close.To(sigma * Math.Sqrt(inverse[i]), result.Parameters[i].StandardError, 1e-13, $"standard error of {result.Parameters[i].Name}");
            }
        }
    }

    private static (double[] Theta, double Squares, double[] InverseDiagonal) Exact(double[][] rows, double[] y, double[] w)
    {
        int size = rows[0].Length;
        var gram = new Rational[size, size];
        var right = new Rational[size];
        for (int i = 0; i < size; i++)
        {
            right[i] = Enumerable.Range(0, rows.Length).Sum(r => w[r] * rows[r][i] * y[r]);
            for (int j = 0; j < size; j++)
                gram[i, j] = Enumerable.Range(0, rows.Length).Sum(r => w[r] * rows[r][i] * rows[r][j]);
        }
        var theta = Rational.Solve(gram, right);
        Rational squares = Enumerable.Range(0, rows.Length).Sum(r => w[r] * y[r] * y[r]);
        for (int i = 0; i < size; i++)
            squares -= theta[i] * right[i];
        double[] diagonal = [.. Enumerable.Range(0, size).Select(i => (double)Rational.Solve(gram, [.. Enumerable.Range(0, size).Select(k => (Rational)(k == i ? 1 : 0))])[i])];
        return ([.. theta.Select(value => (double)value)], (double)squares, diagonal);
    }

    private static double One(bool yes) => yes ? 1 : 0;
}
