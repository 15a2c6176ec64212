using BatchEstimator.Estimation.Models;
using BatchEstimator.Estimation.Results;
using BatchEstimator.Estimation.Tests.Support;

namespace BatchEstimator.Estimation.Tests.Priors;

/// <summary>Priors on one or both parameters of a normal and a lognormal, both free, against the highest point of the plane.</summary>
public class TwoParameterModeTests
{
    private static readonly double[] Z = [1.2, 0.3, 2.6, 1.9, 0.7, 1.4];

    [Theory]
    [InlineData("gamma(2, 1)"), InlineData("gamma(30, 5)"), InlineData("inverse_gamma(2, 1)"), InlineData("inverse_gamma(40, 3)"), InlineData("lognormal(0, 0.1)"), InlineData("lognormal(3, 0.5)")]
    [InlineData("half_cauchy(0.2)"), InlineData("half_cauchy(30)"), InlineData("half_normal(0.1)"), InlineData("exponential(8)"), InlineData("normal(2, 0.3)"), InlineData("uniform(0.1, 5)"), InlineData("student_t(3, 1.5, 0.2)")]
    public void Of_a_prior_on_sigma(string prior) => Judge("normal", new() { ["sigma"] = prior });

    [Theory]
    [InlineData("normal(0, 0.5)"), InlineData("normal(1.4, 0.01)"), InlineData("laplace(2, 0.3)"), InlineData("cauchy(3, 0.2)"), InlineData("student_t(4, -1, 0.5)"), InlineData("uniform(0, 4)")]
    public void Of_a_prior_on_the_mean_of_logs(string prior) => Judge("lognormal", new() { ["meanlog"] = prior });

    [Theory]
    [InlineData("normal", "normal(0, 0.4)", "gamma(3, 1)"), InlineData("normal", "laplace(2.5, 0.1)", "inverse_gamma(3, 4)"), InlineData("lognormal", "normal(5, 2)", "half_normal(0.5)"), InlineData("lognormal", "cauchy(0, 1)", "lognormal(-1, 0.3)")]
    public void Of_priors_on_both(string family, string mean, string deviation) =>
        Judge(family, family == "normal" ? new() { ["mu"] = mean, ["sigma"] = deviation } : new() { ["meanlog"] = mean, ["sdlog"] = deviation });

    [Theory, InlineData("uniform(2, 5)", 2.0), InlineData("uniform(0.01, 0.5)", 0.5)]
    public void A_uniform_prior_that_cuts_off_the_best_sigma_puts_it_on_its_boundary(string prior, double edge)
    {
        var result = Fits.Of(Definition("normal", new() { ["sigma"] = prior }), Frame.Of("y", Z));
        Assert.Equal(FitCodes.BoundaryEstimate, Assert.Single(result.Codes).Code);
        Close.To(edge, result.Parameters[1].Estimate, 1e-15, "sigma");
        Assert.Null(result.Parameters[1].StandardError);
        Close.To(Z.Average(), result.Parameters[0].Estimate, 1e-12, "mu");
    }

    private static void Judge(string family, Dictionary<string, string> priors)
    {
        bool log = family == "lognormal";
        var result = Fits.Of(Definition(family, priors), Frame.Of("y", log ? [.. Z.Select(Math.Exp)] : Z));
        Func<double, double> mean = LogDensity(priors, log ? "meanlog" : "mu"), deviation = LogDensity(priors, log ? "sdlog" : "sigma");
        double Height(double mu, double sigma) => Z.Sum(z => -0.5 * Math.Pow((z - mu) / sigma, 2) - Math.Log(sigma * Math.Sqrt(2 * Math.PI)) - (log ? z : 0))
            + mean(mu) + deviation(sigma);
        double Best(double sigma) => Numeric.Top(mu => Height(mu, sigma), -1, 4, 60);
        double sigma = Math.Exp(Numeric.Top(s => Height(Best(Math.Exp(s)), Math.Exp(s)), -3, 4, 80));
        string what = string.Join(", ", priors);
        Close.To(sigma, result.Parameters[1].Estimate, 2e-6, $"deviation under {what}");
        Close.To(Best(sigma), result.Parameters[0].Estimate, 2e-6, $"mean under {what}", 1);
        Close.To(Height(Best(sigma), sigma), result.LogPosterior, 1e-10, $"log posterior under {what}", 1);
    }

    private static Func<double, double> LogDensity(Dictionary<string, string> priors, string parameter) =>
        PriorText.LogDensity(priors.GetValueOrDefault(parameter, "flat"));

    private static FitDefinition Definition(string family, Dictionary<string, string> priors) =>
        new() { Name = "fit", Family = family, Response = "y", Method = EstimationMethod.Map, Priors = priors };
}
