using BatchEstimator.Estimation.Fitting;
using BatchEstimator.Estimation.Models;
using BatchEstimator.Estimation.Results;
using BatchEstimator.Estimation.Tests.Support;

namespace BatchEstimator.Estimation.Tests.Regression;

/// <summary>Profile and bootstrap intervals of regressions; profiles against roots of refits with an offset in R 4.2.2.</summary>
public class RegressionIntervalTests
{
    private static readonly FitOptions Profile = new(0.95, ["test"], 0) { Intervals = IntervalMethod.Profile };
    private static readonly FitOptions Bootstrap = Profile with { Intervals = IntervalMethod.Bootstrap, Replicates = 199, Seed = 7 };

    [Fact]
    public void Profile_intervals_are_those_of_constrained_fits()
    {
        Ends(InferenceData.Fit("poisson", "k ~ x + z", options: Profile),
            (0.15046642987843, 0.78593844290156), (0.21720830619561, 0.50596987462023), (0.00094595913832443, 0.28919569321261));
        Ends(InferenceData.Fit("bernoulli", "d ~ x + z", options: Profile),
            (-0.64616738388073, 1.0042857163209), (-0.1349847617441, 0.85196734043905), (-0.97548914985257, 0.078722565401513));
    }

    [Fact]
    public void At_the_ends_of_every_profile_interval_the_best_likelihood_is_half_a_quantile_below_the_top()
    {
        var result = InferenceData.Fit("weibull", "t ~ x", change: fit => fit with { Event = "e" }, options: Profile);
        foreach (var parameter in result.Parameters)
        {
            foreach (double end in new[] { parameter.Lower!.Value, parameter.Upper!.Value })
            {
                var held = InferenceData.Fit("weibull", "t ~ x", change: fit => fit with { Event = "e", Fixed = new Dictionary<string, double> { [parameter.Name] = end } });
                Assert.Equal(result.LogLikelihood!.Value - 0.5 * 3.841458820694124, held.LogLikelihood!.Value, 6);
            }
        }
    }

    [Fact]
    public void A_coefficient_that_the_data_do_not_limit_has_an_open_end()
    {
        // Twice the gain over the Poisson, the limit of an infinite size, is below 3.84: no size is too large.
        var frame = Frame.Of("x", 0, 1, 2, 3, 4, 5, 6, 7, 8, 9).With("k", 0, 5, 1, 3, 0, 4, 2, 7, 1, 4.0);
        var result = Fits.OfModel(FitModel.Create(new FitDefinition { Name = "fit", Family = "negative_binomial", Formula = "k ~ x" }), frame, Profile);
        Assert.Equal("size", result.Parameters[^1].Name);
        Assert.Null(result.Parameters[^1].Upper);
        Assert.True(result.Parameters[^1].Lower > 0);
        Assert.Contains(result.Notes, note => note.Contains("no upper end", StringComparison.Ordinal));
    }

    [Theory, InlineData(BootstrapKind.Parametric), InlineData(BootstrapKind.Nonparametric)]
    public void Bootstrap_intervals_are_near_those_of_the_profile_and_follow_the_seed(BootstrapKind kind)
    {
        var options = Bootstrap with { Bootstrap = kind };
        var result = InferenceData.Fit("normal", "y ~ x + z", "hc1", options: options);
        Assert.Equal((kind == BootstrapKind.Parametric ? "parametric" : "nonparametric", 199), (result.Bootstrap!.Kind, result.Bootstrap.Replicates));
        foreach (var parameter in result.Parameters.Take(3))
        {
            Assert.Equal(parameter.Estimate!.Value - 1.96 * parameter.StandardError!.Value, parameter.Lower!.Value, parameter.StandardError!.Value);
            Assert.Equal(parameter.Estimate!.Value + 1.96 * parameter.StandardError!.Value, parameter.Upper!.Value, parameter.StandardError!.Value);
        }
        var again = InferenceData.Fit("normal", "y ~ x + z", "hc1", options: options);
        Assert.Equal(result.Parameters, again.Parameters);
        Assert.NotEqual(result.Parameters[1].Lower, InferenceData.Fit("normal", "y ~ x + z", "hc1", options: options with { Seed = 8 }).Parameters[1].Lower);
    }

    [Fact]
    public void Clusters_and_censored_rows_are_drawn_whole()
    {
        var clustered = InferenceData.Fit("poisson", "k ~ x", "cluster(b)", options: Bootstrap);
        Assert.Equal("nonparametric", clustered.Bootstrap!.Kind);
        Assert.Contains(clustered.Notes, note => note.Contains("drawn from the rows", StringComparison.Ordinal));
        var censored = InferenceData.Fit("weibull", "t ~ x", change: fit => fit with { Event = "e" }, options: Bootstrap with { Bootstrap = BootstrapKind.Nonparametric });
        Assert.Equal(0, censored.Bootstrap!.Failed);
        Assert.All(censored.Parameters, parameter => Assert.True(parameter.Lower < parameter.Estimate && parameter.Estimate < parameter.Upper));
    }

    [Fact]
    public void Under_a_prior_with_a_kink_refits_know_of_it()
    {
        static FitDefinition Lasso(FitDefinition fit) => fit with
        {
            Method = EstimationMethod.Map, Fixed = new Dictionary<string, double> { ["sigma"] = 1.2 }, Priors = new Dictionary<string, string> { ["coefficients"] = "laplace(0, 0.05)" },
            At = new Dictionary<string, string> { ["x"] = "1", ["z"] = "0.5" },
        };
        var profile = InferenceData.Fit("normal", "y ~ x + z", change: Lasso, options: Profile);
        Assert.Equal(0, profile.Parameters[2].Estimate);
        double end = profile.Parameters[1].Upper!.Value;
        var held = InferenceData.Fit("normal", "y ~ x + z", change: fit => Lasso(fit) with { Fixed = new Dictionary<string, double> { ["sigma"] = 1.2, ["x"] = end } });
        double height = held.LogPosterior!.Value + PriorText.LogDensity("laplace(0, 0.05)")(end);
        Close.To(profile.LogPosterior!.Value - 0.5 * 3.841458820694124, height, 1e-8, "posterior at the end");
        Close.To(profile.Parameters[0].Estimate!.Value + profile.Parameters[1].Estimate!.Value, profile.Derived.Single(derived => derived.Name == "mean at the given predictors").Estimate, 1e-12, "mean");
        var bootstrap = InferenceData.Fit("normal", "y ~ x + z", change: Lasso, options: Bootstrap);
        Assert.Equal(0, bootstrap.Bootstrap!.Failed);
        Assert.True(bootstrap.Parameters[2].Lower <= 0 && bootstrap.Parameters[2].Upper >= 0);
    }

    [Fact]
    public void A_transformed_interval_of_a_number_stays_above_its_end()
    {
        var options = Profile with { Intervals = IntervalMethod.WaldTransformed };
        var size = InferenceData.Fit("normal", "y ~ x", "hc1", options: options).Parameters[^1];
        Close.To(size.Estimate!.Value * size.Estimate.Value, size.Lower!.Value * size.Upper!.Value, 1e-12, "symmetric on the log scale");
    }

    private static void Ends(FitResult result, params (double Lower, double Upper)[] ends)
    {
        Assert.Equal("profile", result.IntervalMethod);
        for (int i = 0; i < ends.Length; i++)
        {
            Close.To(ends[i].Lower, result.Parameters[i].Lower, 1e-7, $"lower {result.Parameters[i].Name}", 0.1);
            Close.To(ends[i].Upper, result.Parameters[i].Upper, 1e-7, $"upper {result.Parameters[i].Name}", 0.1);
        }
    }
}
