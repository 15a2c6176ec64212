using BatchEstimator.Estimation.Families;
using BatchEstimator.Estimation.Likelihoods;
using BatchEstimator.Estimation.Models;
using BatchEstimator.Estimation.Numerics;

namespace BatchEstimator.Estimation.Tests.Support;

/// <summary>A drawn data set for every family that takes a formula: two numbers, a label, and a response whose first parameter follows them.</summary>
internal static class RegressionCases
{
    /// <summary>The coefficients behind the draws: intercept, x, z, and the labels b and c against a.</summary>
    public static readonly IReadOnlyList<double> Truth = [0.4, 0.5, -0.3, 0.2, -0.4];

    /// <summary>The families that take a formula and can be drawn from here.</summary>
    public static IReadOnlyList<string> Families { get; } = [.. Catalogue.All.OfType<ScalarFamily>().Where(family => family.Regression is not null).Select(family => family.Name)];

    /// <summary>The fit: y ~ x + z + g.</summary>
    public static FitDefinition Definition(string family) => new()
    {
        Name = family,
        Family = family,
        Formula = "y ~ x + z + g",
        Trials = family == "binomial" ? "trials" : null,
        Threshold = family == "generalized_pareto" ? 0 : null,
        GoodnessOfFit = GoodnessOfFitRequest.Off,
    };

    /// <summary>The data.</summary>
    public static Frame Draw(string family, int rows = 240, ulong seed = 1)
    {
        var random = new Xoshiro(seed);
        double[] x = Uniform(random, rows), z = Uniform(random, rows), y = new double[rows], trials = [.. Enumerable.Range(0, rows).Select(i => 1.0 + i % 7)];
        string?[] g = [.. Enumerable.Range(0, rows).Select(_ => "abc"[(int)(3 * random.NextDouble())].ToString())];
        var scalar = (ScalarFamily)Catalogue.Find(family)!;
        var form = scalar.Regression!;
        for (int row = 0; row < rows; row++)
        {
            double eta = Truth[0] + Truth[1] * x[row] + Truth[2] * z[row] + (g[row] == "b" ? Truth[3] : g[row] == "c" ? Truth[4] : 0);
            double[] values = [form.Parameters[0].Links[0].Invert(eta), .. form.Parameters.Skip(1).Select(parameter => NumberOf(family, parameter.Name))];
            double[] natural = new Tape([.. form.ToNatural([.. values.Select(value => (Expr)value)])]).Evaluate([], []);
            if (family == "binomial")
                y[row] = Enumerable.Range(0, (int)trials[row]).Count(_ => random.NextDouble() < natural[0]);
            else
                scalar.Draw(random, natural, y.AsSpan(row, 1));
        }
        var frame = new Frame(rows).With("y", y).With("x", x).With("z", z).With("g", g);
        return family == "binomial" ? frame.With("trials", trials) : frame;
    }

    /// <summary>The value behind the draws of a parameter that is one number.</summary>
    public static double NumberOf(string family, string parameter) => (family, parameter) switch
    {
        (_, "pi") => 0.25,
        (_, "df") => 4,
        ("gev", "shape") => 0.1,
        ("generalized_pareto", "shape") => 0.2,
        (_, "shape" or "size" or "lambda") => 3,
        (_, "phi") => 8,
        _ => 0.7,
    };

    private static double[] Uniform(Xoshiro random, int rows) => [.. Enumerable.Range(0, rows).Select(_ => 2 * random.NextDouble() - 1)];
}
