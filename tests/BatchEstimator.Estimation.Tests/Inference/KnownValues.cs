using BatchEstimator.Estimation.Inference;
using BatchEstimator.Estimation.Models;
using BatchEstimator.Estimation.Results;
using BatchEstimator.Estimation.Tests.Support;

namespace BatchEstimator.Estimation.Tests.Inference;

/// <summary>Quantiles, probabilities, hypotheses and bounds with values from tables or worked by hand.</summary>
public class KnownValues
{
    // ln(2 / delta) / (2 epsilon^2), rounded up.
    [Theory]
    [InlineData(0.1, 0.05, 1, 185), InlineData(0.05, 0.01, 1, 1060), InlineData(0.01, 0.05, 1, 18445), InlineData(0.1, 0.01, 1, 265), InlineData(1, 0.05, 10, 185), InlineData(0.2, 0.05, 2, 185), InlineData(0.5, 0.5, 1, 3)]
    public void Rows_that_Hoeffding_needs(double epsilon, double delta, double range, double rows)
    {
        Assert.Equal(rows, HoeffdingBound.RequiredRows(epsilon, delta, range));
        Assert.True(HoeffdingBound.Probability(rows, epsilon, range) <= delta && HoeffdingBound.Probability(rows - 1, epsilon, range) > delta);
        Assert.True(HoeffdingBound.Epsilon(rows, delta, range) <= epsilon && HoeffdingBound.Epsilon(rows - 1, delta, range) > epsilon);
    }

    [Fact]
    public void Hoeffding_of_a_hundred_tosses()
    {
        var result = Fits.Of(new() { Name = "fit", Family = "bernoulli", Response = "y", Bound = new(0.1, 0.05) }, Frame.Of("y", [.. Enumerable.Range(0, 100).Select(i => i % 2.0)]));
        Derived(result, "Hoeffding: P(|mean - expectation| >= 0.1) is at most", 2 * Math.Exp(-2));
        Derived(result, "Hoeffding: epsilon of this n at delta = 0.05", 0.13581015157406195);
        Derived(result, "Hoeffding: n for epsilon = 0.1, delta = 0.05", 185);
    }

    [Fact]
    public void Beyond_one_of_a_fully_given_standard_normal() =>
        Derived(Fits.Of(Normal() with { Fixed = new Dictionary<string, double> { ["mu"] = 0, ["sigma"] = 1 }, Probabilities = ["> 1", "<= 1", "-1..1", "> 8", "<= -8"] }, Frame.Of("y", 0.3, -2)),
            ("P(X > 1)", 0.158655253931457), ("P(X <= 1)", 0.841344746068543), ("P(-1..1)", 0.682689492137086), ("P(X > 8)", 6.22096057427178e-16), ("P(X <= -8)", 6.22096057427178e-16));

    [Fact]
    public void Quantiles_of_a_normal_with_their_errors()
    {
        // Mean 10, sigma 2 from four values. The information has n / sigma^2 and 2 n / sigma^2: var(q) = sigma^2 / n (1 + z^2 / 2).
        var result = Fits.Of(Normal() with { Quantiles = [0.5, 0.975, 0.1] }, Frame.Of("y", 8, 8, 12, 12));
        foreach (var (p, z) in ((double, double)[])[(0.5, 0), (0.975, 1.959963984540054), (0.1, -1.2815515655446004)])
            Derived(result, FormattableString.Invariant($"quantile({p})"), 10 + 2 * z, Math.Sqrt(1 + z * z / 2));
    }

    [Fact]
    public void The_probability_beyond_a_limit_with_its_error()
    {
        // P = Phi(-z), z = (13 - 10) / 2; dP/dmu = phi(z) / sigma, dP/dsigma = z phi(z) / sigma: se = phi(z) sqrt((1 + z^2 / 2) / n).
        var result = Fits.Of(Normal() with { Probabilities = ["> 13"] }, Frame.Of("y", 8, 8, 12, 12));
        double density = Math.Exp(-0.5 * 1.5 * 1.5) / Math.Sqrt(2 * Math.PI), error = density * Math.Sqrt((1 + 1.5 * 1.5 / 2) / 4);
        Derived(result, "P(X > 13)", 0.0668072012688581, error);
        var found = result.Derived.Single(d => d.Name == "P(X > 13)");
        Close.To(0.0668072012688581 - 1.959963984540054 * error, found.Lower, 1e-12, "lower");
        Close.To(0.0668072012688581 + 1.959963984540054 * error, found.Upper, 1e-12, "upper");
    }

    [Fact]
    public void Two_hypotheses_about_one_value()
    {
        // log N(1; 0, 1) - log N(1; -1, 1) = -1/2 + 2.
        var result = Fits.Of(Normal() with { Hypotheses = ["normal(0, 1)", "normal(-1, 1)"], PriorWeights = [1, 3] }, Frame.Of("y", 1));
        Assert.Equal(FitStatus.Refused, result.Status);
        Derived(result, ("log-likelihood[normal(0, 1)]", -0.5 - 0.5 * Math.Log(2 * Math.PI)), ("log-likelihood[normal(-1, 1)]", -2 - 0.5 * Math.Log(2 * Math.PI)),
            ("log-likelihood ratio[normal(0, 1) : normal(-1, 1)]", 1.5),
            ("posterior probability[normal(0, 1)]", Math.Exp(1.5) / (Math.Exp(1.5) + 3)), ("posterior probability[normal(-1, 1)]", 3 / (Math.Exp(1.5) + 3)));
    }

    [Fact]
    public void A_hypothesis_that_cannot_have_made_the_data_has_no_posterior_probability()
    {
        var result = Fits.Of(new() { Name = "fit", Family = "bernoulli", Response = "y", Hypotheses = ["bernoulli(0)", "bernoulli(0.5)"], PriorWeights = [1, 1] }, Frame.Of("y", 0, 1));
        Derived(result, ("posterior probability[bernoulli(0)]", 0), ("posterior probability[bernoulli(0.5)]", 1), ("log-likelihood[bernoulli(0.5)]", -2 * Math.Log(2)));
        Assert.Null(result.Derived.Single(d => d.Name == "log-likelihood[bernoulli(0)]").Estimate);
    }

    [Fact]
    public void Waiting_times()
    {
        // Rate 1/4 from the values: median 4 ln 2, survival exp(-x / 4); the rate's standard error is rate / sqrt(n).
        var result = Fits.Of(new() { Name = "fit", Family = "exponential", Response = "y", Quantiles = [0.5, 0.99], Probabilities = ["> 8", "<= 1", "2..6", "<= -3", "> 2000"] }, Frame.Of("y", 1, 3, 4, 8));
        Derived(result, "quantile(0.5)", 4 * Math.Log(2), 2 * Math.Log(2));
        Derived(result, "quantile(0.99)", 4 * Math.Log(100), 2 * Math.Log(100));
        Derived(result, "P(X > 8)", Math.Exp(-2), Math.Exp(-2));
        Derived(result, ("P(X <= 1)", 1 - Math.Exp(-0.25)), ("P(2..6)", Math.Exp(-0.5) - Math.Exp(-1.5)), ("P(X <= -3)", 0), ("P(X > 2000)", Math.Exp(-500)));
    }

    [Fact]
    public void Counts_have_whole_quantiles()
    {
        // Poisson with mean 2: P(X <= k) = 0.1353, 0.4060, 0.6767, 0.8571, 0.9473.
        var result = Fits.Of(new() { Name = "fit", Family = "poisson", Response = "y", Quantiles = [0.1, 0.14, 0.5, 0.67, 0.68, 0.95], Probabilities = ["<= 2", "< 2", "> 2", ">= 2", "1..2", "0.5..2.5"] }, Frame.Of("y", 1, 2, 3));
        Assert.Equal([0.0, 1, 2, 2, 3, 5], result.Derived.Where(d => d.Name.StartsWith("quantile", StringComparison.Ordinal)).Select(d => d.Estimate!.Value));
        Derived(result, ("P(X <= 2)", 5 * Math.Exp(-2)), ("P(X < 2)", 3 * Math.Exp(-2)), ("P(X > 2)", 1 - 5 * Math.Exp(-2)), ("P(X >= 2)", 1 - 3 * Math.Exp(-2)), ("P(1..2)", 4 * Math.Exp(-2)), ("P(0.5..2.5)", 4 * Math.Exp(-2)));
        // d/dlambda P(X <= 2) = -exp(-lambda) lambda^2 / 2 and var(lambda) = lambda / n.
        Derived(result, "P(X <= 2)", 5 * Math.Exp(-2), 2 * Math.Exp(-2) * Math.Sqrt(2 / 3.0));
    }

    [Fact]
    public void Ten_trials_at_one_half()
    {
        var result = Fits.Of(new()
        {
            Name = "fit", Family = "binomial", Response = "y", Trials = "n", At = new Dictionary<string, string> { ["trials"] = "10" },
            Quantiles = [0.01, 0.5, 0.99, 0.9999], Probabilities = ["<= 2", ">= 9", "5..5", "> 10", "<= 10"],
        }, Frame.Of("y", 3, 5).With("n", 8, 8.0));
        Assert.Equal([1.0, 5, 9, 10], result.Derived.Where(d => d.Name.StartsWith("quantile", StringComparison.Ordinal)).Select(d => d.Estimate!.Value));
        Derived(result, ("P(X <= 2)", 56 / 1024.0), ("P(X >= 9)", 11 / 1024.0), ("P(5..5)", 252 / 1024.0), ("P(X > 10)", 0), ("P(X <= 10)", 1));
        // d/dtheta P(X <= 2) = -10 C(9, 2) theta^2 (1 - theta)^7 and var(theta) = 1 / (4 * 16).
        Derived(result, "P(X <= 2)", 56 / 1024.0, 10 * 36 / 512.0 / 8);
    }

    [Fact]
    public void A_lognormal_median_is_the_geometric_mean()
    {
        var result = Fits.Of(new() { Name = "fit", Family = "lognormal", Response = "y", Quantiles = [0.5], Probabilities = ["> 4", "<= 0", "> -1"] }, Frame.Of("y", 2, 8));
        Derived(result, "quantile(0.5)", 4, 4 * Math.Log(2) / Math.Sqrt(2));
        Derived(result, ("P(X > 4)", 0.5), ("P(X <= 0)", 0), ("P(X > -1)", 1));
    }

    private static FitDefinition Normal() => new() { Name = "fit", Family = "normal", Response = "y" };

    private static void Derived(FitResult result, params (string Name, double Value)[] expected)
    {
        foreach (var (name, value) in expected)
            Close.To(value, Find(result, name).Estimate, 1e-13, name, value == 0 ? 1 : 0);
    }

    private static void Derived(FitResult result, string name, double value, double? error = null)
    {
        Derived(result, (name, value));
        if (error is { } expected)
            Close.To(expected, Find(result, name).StandardError, 1e-12, $"standard error of {name}");
    }

    private static DerivedEstimate Find(FitResult result, string name)
    {
        var found = result.Derived.FirstOrDefault(d => d.Name == name);
        Assert.True(found is not null, $"No '{name}' among {string.Join("; ", result.Derived.Select(d => d.Name))}");
        return found;
    }
}
