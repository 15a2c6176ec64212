using BatchEstimator.Estimation.Fitting;
using BatchEstimator.Estimation.Models;
using BatchEstimator.Estimation.Results;
using BatchEstimator.Estimation.Tests.Support;

namespace BatchEstimator.Estimation.Tests.Inference;

/// <summary>Intervals where the usual theory gives none: in a limit of a family, and at the ends of the values it can produce.</summary>
public class LimitIntervalTests
{
    private const double HalfQuantile = 0.5 * 3.841458820694124;

    public static TheoryData<string, string, double[]> Limits => new()
    {
        { "negative_binomial", "size", [3, 4, 5, 4, 3, 4, 6, 5, 4, 2, 4, 5] },
        { "student_t", "df", [-1.6, -1.1, -0.8, -0.4, -0.1, 0.1, 0.4, 0.8, 1.1, 1.6] },
        { "zero_inflated_negative_binomial", "size", [0, 0, 0, 0, 3, 4, 5, 4, 3, 4, 6, 5, 4, 3, 4, 5] },
    };

    [Theory, MemberData(nameof(Limits))]
    public void The_profile_of_a_parameter_that_is_infinite_has_its_lower_end_where_the_family_falls_off(string family, string parameter, double[] y)
    {
        var definition = new FitDefinition { Name = "fit", Family = family, Response = "y" };
        var result = Fits.ByGroup(definition, Frame.Of("y", y), null, [], options: Options(IntervalMethod.Profile))[0];
        Assert.Contains(result.Codes, code => code.Code == FitCodes.LimitModel);
        var infinite = result.Parameters.Single(p => p.Name == parameter);
        Assert.Null(infinite.Estimate);
        Assert.Null(infinite.Upper);
        var pinned = Fits.Of(definition with { Fixed = new Dictionary<string, double> { [parameter] = infinite.Lower!.Value } }, Frame.Of("y", y));
        Assert.Equal(result.LogLikelihood!.Value - HalfQuantile, pinned.LogLikelihood!.Value, 6);
        Assert.Contains(result.Notes, note => note.Contains("to infinity", StringComparison.Ordinal));
    }

    [Theory, InlineData("generalized_pareto")]
    public void The_profile_of_a_shape_at_its_least_value_begins_there(string family)
    {
        var definition = new FitDefinition { Name = "fit", Family = family, Response = "y" };
        var frame = Frame.Of("y", 0.3, 0.9, 1.6, 2.2, 2.9, 3.3, 3.9, 4.2, 4.5, 4.7, 4.8, 4.9, 4.95, 4.97, 4.99, 5);
        var result = Fits.ByGroup(definition, frame, null, [], options: Options(IntervalMethod.Profile))[0];
        Assert.Contains(result.Codes, code => code.Code == FitCodes.BoundaryEstimate);
        var shape = result.Parameters.Single(p => p.Name == "shape");
        Assert.Equal((-1.0, -1.0), (shape.Estimate, shape.Lower));
        Assert.Null(shape.StandardError);
        var pinned = Fits.Of(definition with { Fixed = new Dictionary<string, double> { ["shape"] = shape.Upper!.Value } }, frame);
        Assert.Equal(result.LogLikelihood!.Value - HalfQuantile, pinned.LogLikelihood!.Value, 6);
        Assert.Contains(result.Notes, note => note.Contains("one-sided", StringComparison.Ordinal));
    }

    [Fact]
    public void In_a_limit_the_profile_is_that_of_the_posterior_where_there_is_a_prior()
    {
        var definition = new FitDefinition { Name = "fit", Family = "student_t", Response = "y", Method = EstimationMethod.Map, Priors = new Dictionary<string, string> { ["location"] = "normal(1, 0.5)" } };
        var frame = Frame.Of("y", -1.6, -1.1, -0.8, -0.4, -0.1, 0.1, 0.4, 0.8, 1.1, 1.6);
        var result = Fits.ByGroup(definition, frame, null, [], options: Options(IntervalMethod.Profile))[0];
        double lower = result.Parameters[0].Lower!.Value;
        var pinned = Fits.Of(definition with { Fixed = new Dictionary<string, double> { ["df"] = lower } }, frame);
        Assert.Equal(result.LogPosterior!.Value - HalfQuantile, pinned.LogPosterior!.Value, 6);
    }

    [Theory]
    [InlineData("uniform", "", 1, 5)]
    [InlineData("uniform", "", 0, 5)]
    [InlineData("uniform", "minimum", 1, 5)]
    [InlineData("uniform", "maximum", 0, 3)]
    [InlineData("pareto", "", 0, 5)]
    [InlineData("pareto", "alpha", 0, 3)]
    public void The_ends_of_the_values_are_covered_exactly(string family, string held, int parameter, int rows)
    {
        double[] truth = family == "uniform" ? [-2, 3] : [2, 1.5];
        string[] names = family == "uniform" ? ["minimum", "maximum"] : ["minimum", "alpha"];
        var definition = new FitDefinition { Name = "fit", Family = family, Response = "y", Fixed = names.Zip(truth).Where(pair => pair.First == held).ToDictionary(pair => pair.First, pair => pair.Second) };
        var random = new Random(77);
        double Draw() => family == "uniform" ? -2 + 5 * random.NextDouble() : 2 * Math.Pow(random.Uniform(), -1 / 1.5);
        const int samples = 2000;
        int covered = 0;
        for (int i = 0; i < samples; i++)
        {
            var estimate = Fits.Of(definition, Frame.Of("y", Seeded.Many(rows, Draw))).Parameters[parameter];
            covered += estimate.Lower <= truth[parameter] && truth[parameter] <= estimate.Upper ? 1 : 0;
        }
        // Three standard deviations of a binomial share.
        Assert.InRange(covered, samples * 0.95 - 29, samples * 0.95 + 29);
    }

    [Theory]
    [InlineData(IntervalMethod.Wald)]
    [InlineData(IntervalMethod.Profile)]
    [InlineData(IntervalMethod.Bootstrap)]
    public void An_exact_interval_takes_the_place_of_every_other_method(IntervalMethod method)
    {
        var result = Fits.ByGroup(new() { Name = "fit", Family = "uniform", Response = "y" }, Frame.Of("y", 1, 2, 4), null, [], options: Options(method))[0];
        double reach = 3 * (Math.Pow(0.05, -1 / 2.0) - 1);
        Assert.Equal("exact", result.IntervalMethod);
        Close.To(1 - reach, result.Parameters[0].Lower, 1e-12, "lower end of minimum");
        Close.To(4 + reach, result.Parameters[1].Upper, 1e-12, "upper end of maximum");
        Assert.Equal((1, 4), (result.Parameters[0].Upper, result.Parameters[1].Lower));
        Assert.Contains("Pyke", Assert.Single(result.Notes), StringComparison.Ordinal);
    }

    [Fact]
    public void An_interval_of_a_probability_or_a_quantile_that_reaches_too_far_is_noted_and_one_on_the_transformed_scale_does_not()
    {
        var definition = new FitDefinition { Name = "fit", Family = "weibull", Response = "y", Quantiles = [0.01], Probabilities = ["> 6"] };
        var frame = Frame.Of("y", 0.3, 1.1, 1.9, 2.2, 3.1, 4.5);
        var wald = Fits.ByGroup(definition, frame, null, [], options: Options(IntervalMethod.Wald))[0];
        Assert.All(wald.Derived, derived => Assert.True(derived.Lower < 0));
        Assert.Contains(wald.Notes, note => note.Contains("quantile(0.01), P(X > 6)", StringComparison.Ordinal));
        var transformed = Fits.ByGroup(definition, frame, null, [], options: Options(IntervalMethod.WaldTransformed))[0];
        Assert.Empty(transformed.Notes);
        var (quantile, probability) = (transformed.Derived[0], transformed.Derived[1]);
        Close.To(quantile.Estimate!.Value * quantile.Estimate.Value, quantile.Lower * quantile.Upper, 1e-10, "symmetric in the log");
        double Odds(double? p) => p!.Value / (1 - p.Value);
        Close.To(Odds(probability.Estimate) * Odds(probability.Estimate), Odds(probability.Lower) * Odds(probability.Upper), 1e-10, "symmetric in the logit");
    }

    private static FitOptions Options(IntervalMethod method) => new(0.95, ["test"], 0) { Intervals = method, Seed = 1 };
}
