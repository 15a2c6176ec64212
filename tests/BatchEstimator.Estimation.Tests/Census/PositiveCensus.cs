using BatchEstimator.Estimation.Tests.Support;

namespace BatchEstimator.Estimation.Tests.Census;

/// <summary>Families of positive values.</summary>
public class PositiveCensus
{
    [Fact]
    public void Weibull() => Holds("weibull", (random, rows) =>
    {
        double shape = random.Decades(-1, 2.3), scale = random.Decades(-6, 6);
        return new([shape, scale], Seeded.Many(rows, () => scale * Math.Pow(random.Exponential(1), 1 / shape)));
    });

    [Fact]
    public void Gamma() => Holds("gamma", (random, rows) =>
    {
        double shape = random.Decades(-1.3, 3.5), rate = random.Decades(-6, 6);
        return new([shape, rate], Seeded.Many(rows, () => random.Gamma(shape) / rate));
    });

    [Fact]
    public void InverseGamma() => Holds("inverse_gamma", (random, rows) =>
    {
        double shape = random.Decades(-1.3, 3.5), scale = random.Decades(-6, 6);
        return new([shape, scale], Seeded.Many(rows, () => scale / random.Gamma(shape)));
    });

    [Fact]
    public void InverseGaussian() => Holds("inverse_gaussian", (random, rows) =>
    {
        double mu = random.Decades(-6, 6), lambda = mu * random.Decades(-1.3, 3.5);
        return new([mu, lambda], Seeded.Many(rows, () => random.InverseGaussian(mu, lambda)));
    });

    [Fact]
    public void LogLogistic() => Holds("log_logistic", (random, rows) =>
    {
        double shape = random.Decades(-1, 2.3), scale = random.Decades(-6, 6);
        return new([shape, scale], Seeded.Many(rows, () => scale * Math.Pow(Math.Exp(random.Exponential(1)) - 1, 1 / shape)));
    });

    [Fact]
    public void GeneralizedPareto() => Holds("generalized_pareto", (random, rows) =>
    {
        double scale = random.Decades(-3, 3), shape = -0.45 + 1.05 * random.NextDouble();
        return new([scale, shape], Seeded.Many(rows, () => random.GeneralizedPareto(scale, shape)));
    }, 150, 20, 50, 200);

    private static void Holds(string family, Func<Random, int, CensusSet> draw, int sets = 150, params int[] sizes)
    {
        var problems = CensusRun.Problems(new() { Name = "fit", Family = family, Response = "y" }, sets, sizes.Length > 0 ? sizes : CensusRun.Sizes, draw, (_, _) => false);
        Assert.True(problems.Count == 0, string.Join(Environment.NewLine, problems));
    }
}
