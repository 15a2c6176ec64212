using BatchEstimator.Estimation.Models;
using BatchEstimator.Estimation.Results;
using BatchEstimator.Estimation.Tests.Support;

namespace BatchEstimator.Estimation.Tests.Regression;

/// <summary>Seeded data whose response is a label, and short ways to fit them.</summary>
internal static class ClassData
{
    /// <summary>Rows with numbers x and z, a label g and a response of levels a, b and c that depends on x and g; a whole weight w.</summary>
    public static Frame Nominal(int seed, int rows)
    {
        var random = new Random(seed);
        double[] x = Seeded.Many(rows, () => random.Normal(3, 2)), z = Seeded.Many(rows, () => random.Normal(0, 1)), w = Seeded.Many(rows, () => random.Next(1, 4));
        string[] g = [.. Enumerable.Range(0, rows).Select(_ => "uvw"[random.Next(3)].ToString())];
        string[] y = [.. Enumerable.Range(0, rows).Select(row =>
        {
            double[] odds = [1, Math.Exp(-1 + 0.5 * x[row]), Math.Exp(0.5 - 0.25 * x[row] + (g[row] == "w" ? 1 : 0))];
            return "abc"[random.Category([.. odds.Select(o => o / odds.Sum())])].ToString();
        })];
        return Frame.Of("x", x).With("z", z).With("w", w).With("g", g).With("y", y);
    }

    /// <summary>The same with a response in order: the thresholds -1, 1 and 2 cut x/2 - z plus logistic noise.</summary>
    public static Frame Ordered(int seed, int rows)
    {
        var random = new Random(seed + 1000);
        var frame = Nominal(seed, rows);
        double[] x = frame.Numbers("x"), z = frame.Numbers("z");
        return frame.With("y", [.. Enumerable.Range(0, rows).Select(row =>
        {
            double u = random.Uniform(), latent = 0.5 * x[row] - z[row] + Math.Log(u / (1 - u));
            return latent <= -1 ? "1" : latent <= 1 ? "2" : latent <= 2 ? "9" : "10";
        })]);
    }

    public static FitDefinition Fit(string family, string? formula) => new() { Name = "fit", Family = family, Formula = formula };

    public static double Of(this FitResult result, string name) => result.Parameters.Single(parameter => parameter.Name == name).Estimate!.Value;

    public static double ErrorOf(this FitResult result, string name) => result.Parameters.Single(parameter => parameter.Name == name).StandardError!.Value;

    /// <summary>Each row as often as its weight says.</summary>
    public static Frame Repeated(Frame frame) =>
        frame.Take(Enumerable.Range(0, frame.Rows).SelectMany(row => Enumerable.Repeat(row, (int)frame.Numbers("w")[row])));
}
