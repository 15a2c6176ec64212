using BatchEstimator.Estimation.Numerics;
using Library = MathNet.Numerics.SpecialFunctions;

namespace BatchEstimator.Estimation.Tests.Numerics;

/// <summary>The generator against the published algorithm worked out in Python, its variates against their distribution functions.</summary>
public class XoshiroTests
{
    private const int Draws = 20_000;

    [Theory]
    [InlineData(0UL, new[] { 0x99ec5f36cb75f2b4UL, 0xbf6e1f784956452aUL, 0x1a5f849d4933e6e0UL, 0x6aa594f1262d2d2cUL })]
    [InlineData(20240229UL, new[] { 0x20aa5b1c5271cd4cUL, 0xb257e77893654c3aUL, 0xa6131db90b8955ebUL, 0xeac2a1e4506558beUL })]
    public void The_first_bits_are_those_of_the_algorithm(ulong seed, ulong[] expected)
    {
        Xoshiro random = new(seed);
        Assert.Equal(expected, expected.Select(_ => random.NextBits()));
    }

    [Fact]
    public void Uniform_variates_have_their_distribution() => HasDistribution(random => random.NextDouble(), x => x);

    [Fact]
    public void Filled_places_are_the_draws_one_by_one()
    {
        double[] uniform = new double[100], normal = new double[100];
        new Xoshiro(3).Fill(uniform);
        new Xoshiro(4).FillNormal(normal);
        Xoshiro a = new(3), b = new(4);
        Assert.Equal(uniform.Select(_ => a.NextDouble()), uniform);
        Assert.Equal(normal.Select(_ => b.Normal()), normal);
    }

    [Fact]
    public void Normal_variates_have_their_distribution() => HasDistribution(random => random.Normal(), SpecialFunctions.NormalCdf);

    [Fact]
    public void Exponential_variates_have_their_distribution() => HasDistribution(random => random.Exponential(), x => 1 - Math.Exp(-x));

    [Theory, InlineData(0.3), InlineData(1), InlineData(2.5), InlineData(80)]
    public void Gamma_variates_have_their_distribution(double shape)
    {
        HasDistribution(random => random.Gamma(shape), x => Library.GammaLowerRegularized(shape, x));
        Xoshiro generator = new(5);
        double[] draws = [.. Enumerable.Range(0, Draws).Select(_ => generator.Gamma(shape))];
        double mean = draws.Average(), variance = draws.Sum(x => (x - mean) * (x - mean)) / (Draws - 1);
        Assert.InRange(mean, shape - 5 * Math.Sqrt(shape / Draws), shape + 5 * Math.Sqrt(shape / Draws));
        Assert.InRange(variance / shape, 0.85, 1.15);
    }

    [Fact]
    public void The_logarithm_of_a_gamma_variate_of_small_shape_is_finite_and_has_its_moments()
    {
        const double shape = 0.001;
        Xoshiro random = new(11);
        double[] draws = [.. Enumerable.Range(0, Draws).Select(_ => random.LogGamma(shape))];
        Assert.All(draws, draw => Assert.True(double.IsFinite(draw)));
        Assert.True(draws.Min() < -1000, "Some variates are below the least double.");
        // E log G = psi(shape), Var log G = psi'(shape), nearly 1 / shape^2.
        Assert.InRange(draws.Average(), Library.DiGamma(shape) - 5 / shape / Math.Sqrt(Draws), Library.DiGamma(shape) + 5 / shape / Math.Sqrt(Draws));
    }

    [Fact]
    public void Whole_numbers_below_a_bound_are_equally_likely()
    {
        int[] counts = new int[7];
        Xoshiro random = new(17);
        for (int i = 0; i < 70_000; i++)
            counts[random.Next(7)]++;
        // Chi-square with 6 degrees of freedom: 22.5 at 0.001.
        Assert.InRange(counts.Sum(count => (count - 10_000.0) * (count - 10_000.0) / 10_000), 0, 22.5);
        Assert.Throws<ArgumentOutOfRangeException>(() => random.Next(0));
    }

    [Fact]
    public void Streams_and_splits_are_repeatable_and_unrelated()
    {
        Xoshiro parent = new(9);
        Func<Xoshiro>[] makers = [() => new(9), () => new(9, 0), () => new(9, 1), () => new(10, 0), () => parent.Split(0), () => parent.Split(1)];
        double[][] draws = [.. makers.Select(make => Draw(make(), 2000))];
        for (int i = 0; i < draws.Length; i++)
        {
            Assert.Equal(draws[i], Draw(makers[i](), 2000));
            for (int j = 0; j < i; j++)
                // The correlation of 2000 pairs has a standard deviation of 0.022.
                Assert.InRange(draws[i].Zip(draws[j], (x, y) => 12 * (x - 0.5) * (y - 0.5)).Average(), -0.1, 0.1);
        }
    }

    private static double[] Draw(Xoshiro random, int count) => [.. Enumerable.Range(0, count).Select(_ => random.NextDouble())];

    // Kolmogorov and Smirnov's distance; 1.95 / sqrt(n) is exceeded with probability 0.001.
    private static void HasDistribution(Func<Xoshiro, double> draw, Func<double, double> cdf)
    {
        Xoshiro random = new(20_240_229);
        double[] sorted = [.. Enumerable.Range(0, Draws).Select(_ => draw(random)).Order()];
        double distance = sorted.Select((x, i) => Math.Max(cdf(x) - (double)i / Draws, (i + 1.0) / Draws - cdf(x))).Max();
        Assert.InRange(distance, 0, 1.95 / Math.Sqrt(Draws));
    }
}
