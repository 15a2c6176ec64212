using BatchEstimator.Estimation.Fitting;
using BatchEstimator.Estimation.Models;
using BatchEstimator.Estimation.Results;
using BatchEstimator.Estimation.Tests.Support;

namespace BatchEstimator.Estimation.Tests.Inference;

/// <summary>Intervals by every method, against what can be computed without the kernel.</summary>
public class IntervalTests
{
    private const double HalfQuantile = 0.5 * 3.841458820694124;

    private static readonly FitDefinition Normal = new() { Name = "fit", Family = "normal", Response = "y" };
    private static readonly FitDefinition Weibull = Normal with { Family = "weibull" };

    [Fact]
    public void The_profile_of_a_normal_mean_has_its_ends_in_closed_form()
    {
        // The profile of mu is -n/2 log(1 + (mu - mean)^2 / s^2), s^2 with divisor n.
        double[] y = [1, 2, 4, 7, 11, 3, 5];
        double mean = y.Average(), s2 = y.Average(v => (v - mean) * (v - mean)), reach = Math.Sqrt(s2 * (Math.Exp(2 * HalfQuantile / y.Length) - 1));
        var mu = By(IntervalMethod.Profile, Normal, Frame.Of("y", y)).Parameters[0];
        Close.To(mean - reach, mu.Lower, 1e-8, "lower");
        Close.To(mean + reach, mu.Upper, 1e-8, "upper");
    }

    [Theory]
    [InlineData("weibull")]
    [InlineData("normal")]
    [InlineData("exponential")]
    public void At_the_ends_of_a_profile_interval_the_best_likelihood_is_half_a_quantile_below_the_top(string family)
    {
        var definition = Normal with { Family = family };
        var frame = FamilyCases.Find(family).Sample(3, 60);
        var result = By(IntervalMethod.Profile, definition, frame);
        foreach (var parameter in result.Parameters)
        {
            foreach (double? end in new[] { parameter.Lower, parameter.Upper })
            {
                var pinned = Fits.Of(definition with { Fixed = new Dictionary<string, double> { [parameter.Name] = end!.Value } }, frame);
                Assert.Equal(result.LogLikelihood!.Value - HalfQuantile, pinned.LogLikelihood!.Value, 6);
            }
        }
    }

    [Fact]
    public void At_the_ends_of_a_profile_interval_the_best_posterior_is_half_a_quantile_below_the_top()
    {
        var definition = Weibull with { Method = EstimationMethod.Map, Priors = new Dictionary<string, string> { ["shape"] = "lognormal(0, 0.1)" } };
        var frame = FamilyCases.Find("weibull").Sample(3, 20);
        var result = By(IntervalMethod.Profile, definition, frame);
        foreach (double? end in new[] { result.Parameters[0].Lower, result.Parameters[0].Upper })
        {
            var pinned = Fits.Of(Weibull with { Fixed = new Dictionary<string, double> { ["shape"] = end!.Value } }, frame);
            Assert.Equal(result.LogPosterior!.Value - HalfQuantile, pinned.LogLikelihood!.Value + PriorText.LogDensity("lognormal(0, 0.1)")(end.Value), 6);
        }
    }

    [Fact]
    public void A_boundary_estimate_has_a_one_sided_profile_interval()
    {
        // No success in n: the likelihood (1 - theta)^n falls by half a quantile at 1 - exp(-HalfQuantile / n).
        var theta = By(IntervalMethod.Profile, Normal with { Family = "bernoulli" }, Frame.Of("y", new double[20])).Parameters[0];
        Assert.Equal(0, theta.Lower);
        Close.To(1 - Math.Exp(-HalfQuantile / 20), theta.Upper, 1e-7, "upper");
    }

    [Fact]
    public void Wald_on_the_transformed_scale_stays_inside_and_is_symmetric_there()
    {
        var result = By(IntervalMethod.WaldTransformed, Normal with { Family = "bernoulli" }, Frame.Of("y", 1, 0, 0, 0, 0, 0, 0, 0, 0, 0));
        var theta = result.Parameters[0];
        double Logit(double p) => Math.Log(p / (1 - p));
        Assert.InRange(theta.Lower!.Value, 0, 0.1);
        Close.To(Logit(0.1) - Logit(theta.Lower.Value), Logit(theta.Upper!.Value) - Logit(0.1), 1e-10, "both sides");
        Assert.Equal("wald-transformed", result.IntervalMethod);
        Assert.Contains("beyond", Assert.Single(By(IntervalMethod.Wald, Normal with { Family = "bernoulli" }, Frame.Of("y", 1, 0, 0, 0, 0, 0, 0, 0, 0, 0)).Notes), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(BootstrapKind.Parametric)]
    [InlineData(BootstrapKind.Nonparametric)]
    public void Bootstrap_intervals_are_near_those_of_the_profile_and_the_same_every_time(BootstrapKind kind)
    {
        var frame = FamilyCases.Find("weibull").Sample(8, 200);
        var profile = By(IntervalMethod.Profile, Weibull, frame);
        var first = By(IntervalMethod.Bootstrap, Weibull, frame, kind);
        Assert.Equal(first.Parameters, By(IntervalMethod.Bootstrap, Weibull, frame, kind).Parameters);
        Assert.Equal(new BootstrapSummary(kind == BootstrapKind.Parametric ? "parametric" : "nonparametric", 999, 0), first.Bootstrap);
        foreach (var (a, b) in profile.Parameters.Zip(first.Parameters))
        {
            Assert.InRange(b.Lower!.Value, a.Lower!.Value - 0.4 * a.StandardError!.Value, a.Lower.Value + 0.4 * a.StandardError.Value);
            Assert.InRange(b.Upper!.Value, a.Upper!.Value - 0.4 * a.StandardError.Value, a.Upper.Value + 0.4 * a.StandardError.Value);
        }
    }

    [Fact]
    public void Groups_and_fits_draw_from_streams_of_their_own()
    {
        double[] y = FamilyCases.Find("weibull").Sample(8, 50).Numbers("y");
        var options = Options(IntervalMethod.Bootstrap, BootstrapKind.Nonparametric);
        var results = Fits.ByGroup(Weibull, Frame.Of("y", [.. y, .. y]), [.. Enumerable.Repeat("a", 50), .. Enumerable.Repeat("b", 50)], [], options: options);
        Assert.Equal(results[0].Parameters[0].Estimate, results[1].Parameters[0].Estimate);
        Assert.NotEqual(results[0].Parameters[0].Lower, results[1].Parameters[0].Lower);
    }

    private static FitResult By(IntervalMethod method, FitDefinition definition, Frame frame, BootstrapKind kind = BootstrapKind.Parametric) =>
        Fits.ByGroup(definition, frame, null, [], options: Options(method, kind))[0];

    private static FitOptions Options(IntervalMethod method, BootstrapKind kind) => new(0.95, ["test"], 0) { Intervals = method, Bootstrap = kind, Seed = 42 };
}
