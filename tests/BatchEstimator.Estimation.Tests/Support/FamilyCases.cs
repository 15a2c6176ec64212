using BatchEstimator.Estimation.Models;

namespace BatchEstimator.Estimation.Tests.Support;

/// <summary>What the laws need to know of a family: how to draw from it.</summary>
/// <param name="Name">The family's name, with a remark if there are several cases of it.</param>
/// <param name="Definition">The fit.</param>
/// <param name="Truth">The parameters the data are drawn with, in the order of the result.</param>
/// <param name="Draw">Draws that many rows.</param>
internal sealed record FamilyCase(string Name, FitDefinition Definition, double[] Truth, Func<Random, int, Frame> Draw)
{
    /// <summary>True if the parameters are shares that sum to one, so that only all but the last can be moved.</summary>
    public bool OnSimplex => Definition.Family is "categorical" or "multinomial";

    /// <summary>False if the likelihood has kinks or edges at its top, where laws about slopes and curvatures do not hold.</summary>
    public bool IsRegular { get; init; } = true;

    /// <summary>Where the density has a kink at the truth.</summary>
    public double? Kink { get; init; }

    /// <summary>The values possible at the truth, where that is less than the support of the family.</summary>
    public (double Lower, double Upper)? Ends { get; init; }

    /// <summary>All parameters, given those that can be moved.</summary>
    public double[] FromFree(double[] free) => OnSimplex ? [.. free, 1 - free.Sum()] : free;

    /// <summary>The parameters that can be moved.</summary>
    public double[] ToFree(double[] parameters) => OnSimplex ? parameters[..^1] : parameters;

    public Frame Sample(int seed, int rows) => Draw(new Random(seed), rows);

    public override string ToString() => Name;
}

/// <summary>The one table a new family has to enter.</summary>
internal static partial class FamilyCases
{
    private static readonly double[] Shares = [0.2, 0.5, 0.3];

    public static IReadOnlyList<FamilyCase> All { get; } =
    [
        Scalar("bernoulli", [0.3], (r, n) => Frame.Of("y", Seeded.Many(n, () => r.Bernoulli(0.3)))),
        new("binomial", new() { Name = "fit", Family = "binomial", Response = "y", Trials = "trials" }, [0.4], DrawBinomial),
        new("categorical", new() { Name = "fit", Family = "categorical", Response = "y" }, Shares,
            (r, n) => new Frame(n).With("y", [.. Enumerable.Range(0, n).Select(_ => "abc"[r.Category(Shares)].ToString())])),
        new("ordinal", new() { Name = "fit", Family = "ordinal", Response = "y" }, [Math.Log(0.2 / 0.8), Math.Log(0.7 / 0.3)],
            (r, n) => new Frame(n).With("y", [.. Enumerable.Range(0, n).Select(_ => "abc"[r.Category(Shares)].ToString())])),
        new("multinomial", new() { Name = "fit", Family = "multinomial", Responses = ["a", "b", "c"] }, Shares, DrawMultinomial),
        Scalar("poisson", [3.5], (r, n) => Frame.Of("y", Seeded.Many(n, () => r.Poisson(3.5)))),
        Scalar("exponential", [0.7], (r, n) => Frame.Of("y", Seeded.Many(n, () => r.Exponential(0.7)))),
        new("exponential, censored", new() { Name = "fit", Family = "exponential", Response = "y", Event = "seen" }, [0.7], DrawCensored),
        Scalar("normal", [10, 2], (r, n) => Frame.Of("y", Seeded.Many(n, () => r.Normal(10, 2)))),
        Scalar("lognormal", [1, 0.5], (r, n) => Frame.Of("y", Seeded.Many(n, () => Math.Exp(r.Normal(1, 0.5))))),
        Scalar("weibull", [1.7, 4], (r, n) => Frame.Of("y", Seeded.Many(n, () => 4 * Math.Pow(r.Exponential(1), 1 / 1.7)))),
        .. Positive,
        new("multivariate_normal", new() { Name = "fit", Family = "multivariate_normal", Responses = ["a", "b", "c"] },
            [1, -2, 5, 4, 1.2, 0.61, 0.4, -0.18, 0.53], DrawMultivariate),
        .. RealLine,
        .. Counts,
    ];

    /// <summary>For xunit: the names, under which failures are listed.</summary>
    public static TheoryData<string> Names => [.. All.Select(entry => entry.Name)];

    public static TheoryData<string> ScalarNames => [.. All.Where(entry => entry.Definition.Responses.Count == 0 && !entry.OnSimplex && entry.IsRegular && entry.Definition.Family != "ordinal").Select(entry => entry.Name)];

    public static TheoryData<string> RegularNames => [.. All.Where(entry => entry.IsRegular).Select(entry => entry.Name)];

    public static FamilyCase Find(string name) => All.First(entry => entry.Name == name);

    private static FamilyCase Scalar(string family, double[] truth, Func<Random, int, Frame> draw) =>
        new(family, new() { Name = "fit", Family = family, Response = "y" }, truth, draw);

    private static Frame DrawBinomial(Random random, int rows)
    {
        double[] trials = Seeded.Many(rows, () => random.Next(0, 12));
        return Frame.Of("y", [.. trials.Select(n => random.Binomial(n, 0.4))]).With("trials", trials);
    }

    private static Frame DrawMultinomial(Random random, int rows)
    {
        var counts = Enumerable.Range(0, 3).Select(_ => new double[rows]).ToArray();
        for (int row = 0; row < rows; row++)
        {
            for (int i = random.Next(1, 6); i > 0; i--)
                counts[random.Category(Shares)][row]++;
        }
        return Frame.Of("a", counts[0]).With("b", counts[1]).With("c", counts[2]);
    }

    private static Frame DrawCensored(Random random, int rows)
    {
        double[] lives = Seeded.Many(rows, () => random.Exponential(0.7));
        double[] limits = Seeded.Many(rows, () => 3 * random.NextDouble());
        return Frame.Of("y", [.. lives.Zip(limits, Math.Min)]).With("seen", [.. lives.Zip(limits, (life, limit) => life <= limit ? 1.0 : 0)]);
    }

    // mu + L z, L = (2 0 0; 0.6 0.5 0; 0.2 -0.6 sqrt 0.13) being the Cholesky factor of the covariance in the table.
    private static Frame DrawMultivariate(Random random, int rows)
    {
        double[] z1 = Seeded.Many(rows, () => random.Normal(0, 1)), z2 = Seeded.Many(rows, () => random.Normal(0, 1)), z3 = Seeded.Many(rows, () => random.Normal(0, 1));
        return Frame.Of("a", [.. z1.Select(z => 1 + 2 * z)])
            .With("b", [.. z1.Zip(z2, (p, q) => -2 + 0.6 * p + 0.5 * q)])
            .With("c", [.. Enumerable.Range(0, rows).Select(i => 5 + 0.2 * z1[i] - 0.6 * z2[i] + Math.Sqrt(0.13) * z3[i])]);
    }
}
