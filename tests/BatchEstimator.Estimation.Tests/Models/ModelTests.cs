using BatchEstimator.Estimation.Models;
using BatchEstimator.Estimation.Tests.Support;

namespace BatchEstimator.Estimation.Tests.Models;

/// <summary>What formulas mean and how bad definitions are told.</summary>
public class ModelTests
{
    [Theory]
    [InlineData("y ~ x + g", "(Intercept) x g=b g=c")]
    [InlineData("y ~ g - 1", "g=a g=b g=c")]
    [InlineData("y ~ C(g, ref = \"b\")", "(Intercept) g=a g=c")]
    [InlineData("y ~ x*z", "(Intercept) x z x:z")]
    [InlineData("y ~ (x + z)^2 - x", "(Intercept) z x:z")]
    [InlineData("y ~ x + C(x)", "(Intercept) x x=2 x=3 x=4 x=5 x=6 x=7 x=8")]
    [InlineData("y ~ x:g", "(Intercept) x:g=a x:g=b x:g=c")]
    [InlineData("y ~ poly(x, 2) + log(z) + x^3 + z/10", "(Intercept) poly(x,2)1 poly(x,2)2 log(z) x^3 z/10")]
    [InlineData("log(y) ~ 0 + `x` + offset(z)", "x")]
    public void A_formula_has_these_coefficients(string formula, string names)
    {
        var frame = Frame.Of("x", 1, 2, 4, 3, 5, 8, 7, 6, 2, 1).With("z", 5, 1, 4, 4, 2, 1, 3, 3, 8, 9.0).With("y", 2, 1, 5, 3, 7, 6, 6, 1, 2, 3.0)
            .With("g", "a", "b", "a", "c", "b", "c", "a", "b", "c", "a");
        var result = Fits.Of(new() { Name = "fit", Family = "normal", Formula = formula }, frame);
        Assert.Equal([.. names.Split(' '), "sigma"], result.Parameters.Select(p => p.Name));
    }

    [Fact]
    public void All_problems_of_a_definition_are_told_at_once()
    {
        var problems = FitModel.Check(new()
        {
            Name = "fit",
            Family = "normal",
            Response = "y",
            Trials = "n",
            Method = EstimationMethod.Map,
            Priors = new Dictionary<string, string> { ["theta"] = "beta(1, 1)", ["mu"] = "normal(0)", ["sigma"] = "uniform(-2, -1)" },
            Fixed = new Dictionary<string, double> { ["sd"] = 1 },
            Quantiles = [0.5, 1],
            Probabilities = ["about 3"],
            Hypotheses = ["poisson(1)"],
            Bound = new(0.1, 0.1),
        });
        Assert.Equal(["trials", "priors.theta", "priors.mu", "priors.sigma", "fixed.sd", "quantiles[1]", "probabilities[0]", "hypotheses[0]", "bound"], problems.Select(p => p.Path));
    }

    [Fact]
    public void Trials_to_predict_at_must_be_a_number() =>
        Assert.Equal("at", Assert.Single(FitModel.Check(new()
        {
            Name = "fit", Family = "binomial", Response = "y", Trials = "n", At = new Dictionary<string, string> { ["trials"] = "many" },
        })).Path);
}
