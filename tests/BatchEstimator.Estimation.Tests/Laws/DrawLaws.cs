using BatchEstimator.Estimation.Families;
using BatchEstimator.Estimation.Fitting;
using BatchEstimator.Estimation.Likelihoods;
using BatchEstimator.Estimation.Numerics;
using BatchEstimator.Estimation.Statistics;
using BatchEstimator.Estimation.Tests.Support;

namespace BatchEstimator.Estimation.Tests.Laws;

/// <summary>What a family draws has the distribution it says it has.</summary>
public class DrawLaws
{
    private const int Draws = 20_000;

    public static TheoryData<string> Continuous => [.. Drawing().Where(family => !family.IsDiscrete).Select(family => family.Name)];

    public static TheoryData<string> Discrete => [.. Drawing().Where(family => family.IsDiscrete).Select(family => family.Name)];

    [Fact]
    public void All_families_draw_but_those_that_need_more_than_parameters() =>
        Assert.Equal(["binomial"], Catalogue.All.OfType<ScalarFamily>().Except(Drawing()).Select(family => family.Name));

    [Theory, MemberData(nameof(Continuous))]
    public void Continuous_draws_follow_the_distribution_function(string name)
    {
        const int rows = 5000;
        var (family, truth) = Case(name);
        var values = new double[rows];
        Assert.True(family.Draw(new(20_240_229), truth, values));
        double[] cdf = [.. values.Select(x => new Tape(family.Cdf(x, null)!).Evaluate([], truth)[0]).Order()];
        // Kolmogorov's distance; 1.95 / sqrt(n) is exceeded with probability 0.001.
        Assert.InRange(cdf.Select((f, i) => Math.Max(f - (double)i / rows, (i + 1.0) / rows - f)).Max(), 0, 1.95 / Math.Sqrt(rows));
    }

    [Theory, MemberData(nameof(Discrete))]
    public void Discrete_draws_follow_the_probabilities(string name)
    {
        var (family, truth) = Case(name);
        ChiSquareHolds(family, truth);
    }

    [Theory, InlineData(0.02), InlineData(1), InlineData(9.99), InlineData(10), InlineData(35), InlineData(2500)]
    public void Poisson_draws_follow_the_probabilities_on_both_sides_of_the_change_of_method(double mean) => ChiSquareHolds(new Poisson(), [mean]);

    [Fact]
    public void Poisson_draws_with_a_huge_mean_have_its_mean_and_variance()
    {
        const double mean = 4e9;
        double[] values = Sorted(new Poisson(), [mean]);
        double average = values.Average(), variance = values.Sum(x => (x - average) * (x - average)) / (Draws - 1);
        Assert.InRange(average - mean, -5 * Math.Sqrt(mean / Draws), 5 * Math.Sqrt(mean / Draws));
        Assert.InRange(variance / mean, 0.95, 1.05);
    }

    [Fact]
    public void Beta_draws_of_tiny_shapes_lie_inside_and_on_the_right_sides()
    {
        Xoshiro random = new(3);
        double[] values = [.. Enumerable.Range(0, Draws).Select(_ => random.Beta(1e-3, 3e-3))];
        Assert.All(values, value => Assert.True(value is > 0 and < 1));
        // Nearly a toss: P(1) = a / (a + b) = 1/4, with standard deviation 0.003.
        Assert.InRange(values.Average(), 0.235, 0.265);
    }

    [Theory, InlineData(1e-9), InlineData(0.5), InlineData(4), InlineData(200), InlineData(1e9)]
    public void Von_Mises_draws_have_the_mean_cosine(double kappa)
    {
        Xoshiro random = new(4);
        double[] cosines = [.. Enumerable.Range(0, Draws).Select(_ => Math.Cos(random.VonMises(kappa)))];
        double expected = Bessel.Ratio(kappa), deviation = Math.Sqrt(Math.Max(1e-20, 0.5 / (1 + kappa * kappa)) / Draws);
        Assert.InRange(cosines.Average(), expected - 5 * deviation - 1e-12, expected + 5 * deviation + 1e-12);
    }

    private static void ChiSquareHolds(ScalarFamily family, double[] truth)
    {
        double[] values = Sorted(family, truth);
        var distance = CountDistance.Of(family, truth, Draws)!;
        var found = new double[1];
        distance.Measure(Sample.Of(values), family, truth, found);
        double df = distance.DegreesOfFreedom(0)!.Value;
        Assert.True(df >= 1, "There must be something to compare.");
        // Wilson and Hilferty's 0.999 point.
        Assert.InRange(found[0], 0, df * Math.Pow(1 - 2 / (9 * df) + 3.09 * Math.Sqrt(2 / (9 * df)), 3));
    }

    private static IEnumerable<ScalarFamily> Drawing() => Catalogue.All.OfType<ScalarFamily>().Where(family => family.Draw(new(1), FamilyCases.Find(family.Name).Truth, new double[1]));

    private static (ScalarFamily Family, double[] Truth) Case(string name) => ((ScalarFamily)Catalogue.Find(name)!, FamilyCases.Find(name).Truth);

    private static double[] Sorted(ScalarFamily family, double[] parameters)
    {
        var values = new double[Draws];
        family.Draw(new(20_240_229), parameters, values);
        Array.Sort(values);
        return values;
    }
}
