using BatchEstimator.Estimation.Models;
using BatchEstimator.Estimation.Priors;
using BatchEstimator.Estimation.Results;
using BatchEstimator.Estimation.Tests.Support;

namespace BatchEstimator.Estimation.Tests.Priors;

/// <summary>The MAP against the top of oracle likelihood times prior, found by brute force.</summary>
public class ModeTests
{
    private static readonly string[] OnAProbability = ["beta(2, 8)", "beta(1, 1)", "uniform(0.05, 0.9)", "normal(0.5, 0.05)", "laplace(0.5, 0.2)", "student_t(3, 0.6, 0.02)", "cauchy(0.6, 0.05)", "half_normal(0.1)", "lognormal(-1, 0.1)"];
    private static readonly string[] OnARate = ["gamma(3, 2)", "exponential(4)", "inverse_gamma(3, 2)", "half_normal(0.5)", "half_cauchy(0.3)", "lognormal(0, 0.1)", "normal(2, 0.1)", "laplace(1, 0.5)", "uniform(0.01, 50)", "cauchy(1, 0.1)", "student_t(2, 9, 0.1)"];

    public static TheoryData<string, string> Cases()
    {
        var cases = new TheoryData<string, string>();
        foreach (string family in (string[])["bernoulli", "binomial", "poisson", "exponential"])
        {
            foreach (string prior in family[0] == 'b' ? OnAProbability : OnARate)
                cases.Add(family, prior);
        }
        return cases;
    }

    [Theory, MemberData(nameof(Cases))]
    public void The_mode_of_one_parameter_is_the_highest_point(string family, string prior)
    {
        var entry = FamilyCases.Find(family);
        var frame = entry.Sample(21, 25);
        string parameter = Fits.Of(entry.Definition, frame).Parameters[0].Name;
        var result = Fits.Of(Under(entry.Definition, parameter, prior), frame);
        Assert.True(PriorCatalogue.TryParse(prior, out var density, out _));
        var oracle = new Oracle(entry.Definition, frame);
        double top = Numeric.Top(x => oracle.At([x]) + density.LogDensityAt(x), 1e-4, family is "poisson" or "exponential" ? 12 : 1 - 1e-4, 3000);
        Close.To(top, result.Parameters[0].Estimate, 1e-6, $"{family} under {prior}");
        Close.To(density.LogDensityAt(result.Parameters[0].Estimate!.Value), result.LogPrior, 1e-12, "log prior", 1);
    }

    [Theory]
    [InlineData("normal(0, 1)", 5), InlineData("normal(0, 1)", 500), InlineData("laplace(0, 1)", 5), InlineData("laplace(0, 1)", 50)]
    [InlineData("student_t(3, 0, 1)", 20), InlineData("cauchy(0, 0.1)", 5), InlineData("uniform(-3, 3)", 20)]
    public void Of_two_tops_far_apart_the_higher_is_the_mode(string prior, int rows)
    {
        // Data about 100 and a prior about 0: the posterior of mu has a top near each, sigma being free.
        double[] y = [.. Enumerable.Range(0, rows).Select(i => 100 + Math.Cos(i))];
        var result = Fits.Of(Under(new() { Name = "fit", Family = "normal", Response = "y" }, "mu", prior), Frame.Of("y", y));
        Assert.True(PriorCatalogue.TryParse(prior, out var density, out _));
        double mean = y.Average(), squares = y.Sum(v => (v - mean) * (v - mean));
        double top = Numeric.Top(mu => -0.5 * rows * Math.Log(squares + rows * (mean - mu) * (mean - mu)) + density.LogDensityAt(mu), -5, 105, 200_000);
        Close.To(top, result.Parameters[0].Estimate, 1e-6, prior, 1);
    }

    [Fact]
    public void A_laplace_prior_pins_the_mean_at_its_location_when_the_data_say_little()
    {
        var result = Fits.Of(Under(new() { Name = "fit", Family = "normal", Response = "y" }, "mu", "laplace(0, 0.1)"), Frame.Of("y", -1, 2, 0.5));
        Assert.Equal(0, result.Parameters[0].Estimate);
        Close.To(Math.Sqrt(5.25 / 3), result.Parameters[1].Estimate, 1e-14, "sigma");
    }

    [Fact]
    public void A_laplace_prior_located_outside_the_domain_does_not_pin_there()
    {
        var result = Fits.Of(Under(new() { Name = "fit", Family = "poisson", Response = "y" }, "lambda", "laplace(-5, 0.01)"), Frame.Of("y", 1, 2));
        Close.To(3 / 102.0, result.Parameters[0].Estimate, 1e-9, "lambda");
    }

    [Fact]
    public void A_uniform_prior_that_cuts_off_the_MLE_puts_the_estimate_on_its_boundary()
    {
        var result = Fits.Of(Under(new() { Name = "fit", Family = "poisson", Response = "y" }, "lambda", "uniform(0.5, 2)"), Frame.Of("y", 5, 6));
        Assert.Equal(FitCodes.BoundaryEstimate, Assert.Single(result.Codes).Code);
        Assert.Equal((2.0, null, 5.5), (result.Parameters[0].Estimate, result.Parameters[0].StandardError, result.Parameters[0].Mle));
    }

    [Theory, InlineData("gamma(1.5, 1)"), InlineData("half_normal(1)"), InlineData("exponential(1)")]
    public void One_row_and_a_prior_that_lets_sigma_go_to_zero_have_no_mode(string prior) =>
        Assert.Equal(FitCodes.ImproperMode, Assert.Single(Fits.Of(Under(new() { Name = "fit", Family = "normal", Response = "y" }, "sigma", prior), Frame.Of("y", 7)).Codes).Code);

    [Theory, InlineData("beta(0.5, 2)", 0.0, 0), InlineData("beta(2, 0.5)", 1.0, 1), InlineData("beta(0.5, 0.5)", 0.0, 0)]
    public void A_beta_below_one_piles_up_at_the_edge_and_says_so(string prior, double value, double estimate)
    {
        var result = Fits.Of(Under(new() { Name = "fit", Family = "bernoulli", Response = "y" }, "theta", prior), Frame.Of("y", value));
        Assert.Equal(estimate, result.Parameters[0].Estimate);
        Assert.Contains("grows without bound at the edge", Assert.Single(result.Codes).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_textbook_closed_forms()
    {
        Frame tosses = Frame.Of("y", 1, 1, 0, 1, 0), counts = Frame.Of("y", 3, 5, 4);
        Close.To((3 + 2 - 1) / (5 + 2 + 8 - 2.0), Fits.Of(Under(new() { Name = "f", Family = "bernoulli", Response = "y" }, "theta", "beta(2, 8)"), tosses).Parameters[0].Estimate, 1e-15, "beta");
        Close.To((12 + 3 - 1) / (3 + 2.0), Fits.Of(Under(new() { Name = "f", Family = "poisson", Response = "y" }, "lambda", "gamma(3, 2)"), counts).Parameters[0].Estimate, 1e-15, "gamma");
        var known = Under(new() { Name = "f", Family = "normal", Response = "y" }, "mu", "normal(1, 2)") with { Fixed = new Dictionary<string, double> { ["sigma"] = 3 } };
        Close.To((3 * 4 / 9.0 + 1 / 4.0) / (3 / 9.0 + 1 / 4.0), Fits.Of(known, counts).Parameters[0].Estimate, 1e-15, "normal");
    }

    private static FitDefinition Under(FitDefinition definition, string parameter, string prior) =>
        definition with { Method = EstimationMethod.Map, Priors = new Dictionary<string, string> { [parameter] = prior } };
}
