using BatchEstimator.Estimation.Tests.Support;

namespace BatchEstimator.Estimation.Tests.Census;

/// <summary>Families of counts and of shares.</summary>
public class CountCensus
{
    [Fact]
    public void Negative_binomial() => Holds("negative_binomial", 150, CensusRun.Sizes, (random, rows) =>
    {
        double size = Decades(random, -1, 2.5), mu = Decades(random, -0.5, 3);
        return new([size, mu], Seeded.Many(rows, () => random.NegativeBinomial(size, mu)));
    });

    [Fact]
    public void Zero_inflated_poisson() => Holds("zero_inflated_poisson", 150, CensusRun.Sizes, (random, rows) =>
    {
        double pi = random.NextDouble(), lambda = Decades(random, -1, 2);
        return new([pi, lambda], Seeded.Many(rows, () => random.OrZero(pi, () => random.Poisson(lambda))));
    });

    [Fact]
    public void Zero_inflated_negative_binomial() => Holds("zero_inflated_negative_binomial", 80, [20, 50, 200], (random, rows) =>
    {
        double pi = random.NextDouble(), size = Decades(random, -1, 2), mu = Decades(random, -0.5, 2.5);
        return new([pi, size, mu], Seeded.Many(rows, () => random.OrZero(pi, () => random.NegativeBinomial(size, mu))));
    });

    [Fact]
    public void Beta() => Holds("beta", 150, CensusRun.Sizes, (random, rows) =>
    {
        double alpha = Decades(random, -1, 2.5), beta = Decades(random, -1, 2.5);
        return new([alpha, beta], Seeded.Many(rows, () => random.Beta(alpha, beta)));
    });

    private static void Holds(string family, int sets, int[] sizes, Func<Random, int, CensusSet> draw)
    {
        var problems = CensusRun.Problems(new() { Name = "fit", Family = family, Response = "y" }, sets, sizes, draw, (set, _) => family.EndsWith("negative_binomial", StringComparison.Ordinal) && set.Values.All(x => x == 0));
        Assert.True(problems.Count == 0, string.Join(Environment.NewLine, problems));
    }

    private static double Decades(Random random, double from, double to) => Math.Pow(10, from + (to - from) * random.NextDouble());
}
