using BatchEstimator.Estimation.Tests.Support;

namespace BatchEstimator.Estimation.Tests.Regression;

/// <summary>A regression whose coefficients are known to all digits of a double.</summary>
/// <param name="Name">What the literature calls it.</param>
/// <param name="Formula">The model.</param>
/// <param name="Coefficients">In the order of the formula.</param>
/// <param name="Digits">How many of the worst coefficient's digits must be right; decimals rounded to doubles have lost the others.</param>
/// <param name="Data">The data.</param>
internal sealed record CertifiedSet(string Name, string Formula, double[] Coefficients, double Digits, Func<Frame> Data);

/// <summary>
/// NIST's Statistical Reference Datasets, to all digits from exact arithmetic (certified values have 15), and R. H. Wampler's
/// polynomials (J. Amer. Statist. Assoc. 65 (1970) 549), whose noise leaves the coefficients exactly as they are.
/// </summary>
internal static class CertifiedSets
{
    private static readonly double[] Noise = [759, -2048, 2048, -2048, 2523, -2048, 2048, -2048, 1838, -2048, 2048, -2048, 1838, -2048, 2048, -2048, 2523, -2048, 2048, -2048, 759];

    public static IReadOnlyList<CertifiedSet> All { get; } =
    [
        Nist("norris", "y ~ x", 13, -0.26232307377402947, 1.0021168180204545),
        Nist("pontius", "y ~ x + x^2", 12.5, 0.0006735657894736842, 7.320591604010025e-07, -3.1608187134502924e-15),
        Nist("noint1", "y ~ x - 1", 15, 2.074380165289256),
        Nist("longley", "y ~ x1 + x2 + x3 + x4 + x5 + x6", 13.8, -3482258.6345958184, 15.061872271373295, -0.035819179292591014, -2.020229803816825, -1.033226867173592, -0.051104105653580714, 1829.1514646135518),
        Wampler(1, 15, 0),
        // The powers of a tenth are rounded to doubles, and so is every y: the rest is not the solver's to find.
        Wampler(2, 11.8, 0, 0.1),
        Wampler(3, 15, 1),
        Wampler(4, 15, 100),
        Wampler(5, 15, 10_000),
    ];

    private static CertifiedSet Nist(string name, string formula, double digits, params double[] coefficients) =>
        new(name, formula, coefficients, digits, () => ReferenceFiles.Read($"nist_{name}.csv"));

    private static CertifiedSet Wampler(int number, double digits, double noise, double ratio = 1)
    {
        double[] coefficients = [.. Enumerable.Range(0, 6).Select(k => double.Round(Math.Pow(ratio, k), 5))];
        double[] x = [.. Enumerable.Range(0, 21).Select(i => (double)i)];
        double[] y = [.. x.Select((v, i) => coefficients.Reverse().Aggregate(0.0, (sum, c) => sum * v + c) + noise * Noise[i])];
        return new($"wampler{number}", "y ~ poly(x, 5)", coefficients, digits, () => Frame.Of("x", x).With("y", y));
    }
}
