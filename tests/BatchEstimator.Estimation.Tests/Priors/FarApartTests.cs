using BatchEstimator.Estimation.Models;
using BatchEstimator.Estimation.Results;
using BatchEstimator.Estimation.Tests.Support;

namespace BatchEstimator.Estimation.Tests.Priors;

/// <summary>Priors many powers of ten away from the data: the mode where it can be worked out by hand, or a refusal that says why.</summary>
public class FarApartTests
{
    private static readonly double[] Large = [1e150, 2e150, 4e150];

    [Fact]
    public void A_limit_near_its_prior_is_found_to_all_digits_far_from_the_data()
    {
        // The slope of -n log(maximum - minimum) - minimum^2 / 2 is zero at minimum = n / (maximum - minimum).
        var result = Map("uniform", "minimum", "normal(0, 1)", 1e12, 1e12 + 5e6, 1e12 - 5e6, 1e12 + 1e6);
        Close.To(4 / (1e12 + 5e6), result.Parameters[0].Estimate, 1e-12, "minimum");
        Assert.Equal(1e12 + 5e6, result.Parameters[1].Estimate);
        Assert.Equal(FitStatus.Caution, result.Status);
    }

    [Theory]
    [InlineData("student_t(3, 0, 1)", 0.36755259694786137)]
    [InlineData("cauchy(0, 1)", 0.3183098861837907)]
    public void Of_a_top_at_the_data_and_one_at_the_prior_the_higher_is_the_mode(string prior, double densityAtCentre)
    {
        // With minimum at 0 and maximum at the greatest of four values: -4 log(1e15 + 2) and the prior's density at its centre.
        var result = Map("uniform", "minimum", prior, 1e15, 1e15 + 1, 1e15 + 2, 1e15 + 1);
        double byHand = -4 * Math.Log(1e15 + 2) + Math.Log(densityAtCentre), atData = -4 * Math.Log(2) + Math.Log(Density(prior, 1e15));
        Close.To(Math.Max(byHand, atData), result.LogPosterior, 1e-9, prior);
    }

    // The tails: 6 sqrt(3) / (pi x^4) with 3 degrees of freedom, 1 / (pi x^2) of the Cauchy.
    private static double Density(string prior, double x) =>
        prior.StartsWith("cauchy", StringComparison.Ordinal) ? 1 / (Math.PI * x * x) : 6 * Math.Sqrt(3) / (Math.PI * x * x * x * x);

    [Fact]
    public void A_mode_that_the_prior_decides_is_found_from_the_prior()
    {
        // Where mu and lambda are nothing beside the data, lambda is n mu^2 / sum(x) at its best, which leaves mu^n times the prior's density: log mu = n - 1.
        var result = Map("inverse_gaussian", "mu", "lognormal(0, 1)", Large);
        Close.To(Math.Exp(2), result.Parameters[0].Estimate, 1e-9, "mu");
        Close.To(3 * Math.Exp(4) / 7e150, result.Parameters[1].Estimate, 1e-9, "lambda");
        Assert.Equal(FitStatus.Ok, result.Status);
    }

    [Fact]
    public void A_mean_that_may_not_go_to_the_data_lies_at_the_end_of_its_prior()
    {
        var result = Map("normal", "mu", "uniform(-1, 1)", Large);
        Assert.Equal(1, result.Parameters[0].Estimate);
        Close.To(Math.Sqrt(7) * 1e150, result.Parameters[1].Estimate, 1e-12, "sigma");
        Assert.Equal(FitCodes.BoundaryEstimate, Assert.Single(result.Codes).Code);
    }

    [Fact]
    public void Data_in_a_corner_of_their_prior_give_their_own_mean()
    {
        var result = Map("normal", "mu", "uniform(-1, 1)", 1e-100, 2e-100, 4e-100, 7e-100);
        Close.To(3.5e-100, result.Parameters[0].Estimate, 1e-12, "mu");
        Assert.Equal(FitStatus.Ok, result.Status);
    }

    [Fact]
    public void Under_level_priors_the_mode_is_the_likeliest_point()
    {
        double[] y = [.. Enumerable.Repeat(0.1, 1000)];
        var mle = Fits.Of(new() { Name = "fit", Family = "generalized_pareto", Response = "y" }, Frame.Of("y", y));
        var mode = Map("generalized_pareto", "scale", "uniform(-1, 1)", y);
        Assert.Equal(mle.Parameters.Select(p => p.Estimate), mode.Parameters.Select(p => p.Estimate));
    }

    [Theory]
    [InlineData("gamma", "rate", "uniform(0.5, 2)")]
    [InlineData("zero_inflated_poisson", "pi", "beta(2, 2)")]
    public void Where_no_digits_are_left_that_is_what_is_said(string family, string parameter, string prior)
    {
        var result = Map(family, parameter, prior, Large);
        Assert.Equal(FitStatus.Refused, result.Status);
        var code = Assert.Single(result.Codes);
        Assert.Equal(FitCodes.NotFinite, code.Code);
        Assert.Contains("no digits left", code.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Rows_whose_logarithms_are_alike_to_the_last_digit_have_no_digits_left_when_they_are_many()
    {
        // 3e12 rows that differ in the tenth digit: the slope at the top is the rounding of the rows' logarithms.
        var definition = new FitDefinition { Name = "fit", Family = "log_logistic", Response = "y", Weights = new("w", WeightKind.Frequency) };
        FitResult With(double weight) => Fits.Of(definition, Frame.Of("y", 1e9 - 1, 1e9, 1e9 + 1).With("w", weight, weight, weight));
        Assert.Equal(FitStatus.Ok, With(100).Status);
        Assert.Contains("no digits left", Assert.Single(With(1e12).Codes).Message, StringComparison.Ordinal);
    }

    private static FitResult Map(string family, string parameter, string prior, params double[] y) =>
        Fits.Of(new() { Name = "fit", Family = family, Response = "y", Method = EstimationMethod.Map, Priors = new Dictionary<string, string> { [parameter] = prior } }, Frame.Of("y", y));
}
