using BatchEstimator.Estimation.Tests.Support;

namespace BatchEstimator.Estimation.Tests.Census;

/// <summary>Families of any number, and of angles.</summary>
public class RealLineCensus
{
    [Fact]
    public void Gumbel() => Holds("gumbel", random => -Math.Log(random.Exponential(1)));

    [Fact]
    public void Logistic() => Holds("logistic", random => random.Uniform() is var u && u < 1 ? Math.Log(u / (1 - u)) : 40);

    [Fact]
    public void Cauchy() => Holds("cauchy", random => Math.Tan(Math.PI * (random.NextDouble() - 0.5)));

    // Locations up to fifty scales from zero, scales over six decades.
    private static void Holds(string family, Func<Random, double> standard)
    {
        var problems = CensusRun.Problems(new() { Name = "fit", Family = family, Response = "y" }, 150, CensusRun.Sizes, (random, rows) =>
        {
            double scale = Decades(random, -3, 3), location = scale * (-5 + 55 * random.NextDouble());
            return new([location, scale], Seeded.Many(rows, () => location + scale * standard(random)));
        }, (_, _) => false);
        Assert.True(problems.Count == 0, string.Join(Environment.NewLine, problems));
    }

    private static double Decades(Random random, double from, double to) => Math.Pow(10, from + (to - from) * random.NextDouble());
}
