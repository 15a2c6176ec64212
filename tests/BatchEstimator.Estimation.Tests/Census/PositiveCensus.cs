using BatchEstimator.Estimation.Tests.Support;

namespace BatchEstimator.Estimation.Tests.Census;

/// <summary>Families of positive values.</summary>
public class PositiveCensus
{
    [Fact]
    public void Weibull() => Holds("weibull", (random, rows) =>
    {
        double shape = Decades(random, -1, 2.3), scale = Decades(random, -6, 6);
        return new([shape, scale], Seeded.Many(rows, () => scale * Math.Pow(random.Exponential(1), 1 / shape)));
    });

    private static void Holds(string family, Func<Random, int, CensusSet> draw)
    {
        var problems = CensusRun.Problems(new() { Name = "fit", Family = family, Response = "y" }, 150, CensusRun.Sizes, draw, (_, _) => false);
        Assert.True(problems.Count == 0, string.Join(Environment.NewLine, problems));
    }

    private static double Decades(Random random, double from, double to) => Math.Pow(10, from + (to - from) * random.NextDouble());
}
