using BatchEstimator.Estimation.Models;
using BatchEstimator.Estimation.Priors;
using BatchEstimator.Estimation.Tests.Support;

namespace BatchEstimator.Estimation.Tests.Regression;

/// <summary>Sigma with priors on coefficients and on itself, against the highest point of a fine grid over sigma.</summary>
public class SigmaUnderPriorsTests
{
    private static readonly double[] X = [1, 2, 3, 4, 5, 6, 7, 8], Y = [10.3, 19.8, 30.1, 39.7, 50.4, 59.9, 70.2, 79.8];

    [Theory]
    [InlineData("normal(0, 1)", "normal(9, 0.5)", "inverse_gamma(2, 1)", 1), InlineData("flat", "normal(10, 0.1)", "gamma(2, 3)", 1), InlineData("normal(5, 2)", "flat", "half_cauchy(0.1)", 1)]
    [InlineData("normal(0, 3)", "normal(10, 1)", "uniform(0.5, 2)", 0), InlineData("normal(0, 1)", "normal(9.9, 5)", "lognormal(3, 0.2)", 1), InlineData("normal(0, 1)", "normal(11, 0.2)", "flat", 1)]
    [InlineData("normal(0, 1)", "normal(10, 1)", "lognormal(6, 0.2)", 1), InlineData("normal(0, 10)", "normal(0, 0.5)", "flat", 1)]
    [InlineData("normal(0, 10)", "normal(0, 1)", "flat", 2), InlineData("normal(0, 10)", "normal(0, 1)", "inverse_gamma(2, 1)", 2), InlineData("normal(0, 10)", "normal(0, 1)", "lognormal(2.8, 1.2)", 2), InlineData("normal(0, 10)", "normal(0, 1)", "half_normal(8)", 2)]
    public void Sigma_is_the_highest_point_along_its_profile(string intercept, string slope, string sigma, int tops)
    {
        var result = Fits.Of(new()
        {
            Name = "fit", Family = "normal", Formula = "y ~ x", Method = EstimationMethod.Map,
            Priors = new Dictionary<string, string> { ["(Intercept)"] = intercept, ["x"] = slope, ["sigma"] = sigma },
        }, Frame.Of("x", X).With("y", Y));
        Prior[] priors = [PriorText.Read(intercept), PriorText.Read(slope)];
        Func<double, double>[] densities = [PriorText.LogDensity(intercept), PriorText.LogDensity(slope), PriorText.LogDensity(sigma)];
        double Profile(double logSigma) => LogPosterior(Best(priors, Math.Exp(logSigma)), Math.Exp(logSigma), densities);
        double expected = Math.Exp(Numeric.Top(Profile, -6, 9, 3000));
        string what = $"{intercept}, {slope}, {sigma}";
        Assert.True(tops == Tops(Profile, -6, 9), $"{what} has {Tops(Profile, -6, 9)} tops: not the case it is meant to be");
        Close.To(expected, result.Parameters[2].Estimate, 2e-7, $"sigma under {what}");
        double[] theta = Best(priors, expected);
        for (int i = 0; i < 2; i++)
            Close.To(theta[i], result.Parameters[i].Estimate, 1e-6, $"{result.Parameters[i].Name} under {what}", 1);
        Close.To(LogPosterior(theta, expected, densities), result.LogPosterior, 1e-10, "log posterior");
    }

    // (X'X + sigma^2 P) theta = X'y + sigma^2 P m in two unknowns, by Cramer's rule.
    private static double[] Best(Prior[] priors, double sigma)
    {
        double[] mean = [.. priors.Select(p => p.IsFlat ? 0 : p.Arguments[0])];
        double[] lambda = [.. priors.Select(p => p.IsFlat ? 0 : Math.Pow(sigma / p.Arguments[1], 2))];
        double a = X.Length + lambda[0], b = X.Sum(), d = X.Sum(x => x * x) + lambda[1];
        double u = Y.Sum() + lambda[0] * mean[0], v = X.Zip(Y, (x, y) => x * y).Sum() + lambda[1] * mean[1];
        return [(u * d - v * b) / (a * d - b * b), (v * a - u * b) / (a * d - b * b)];
    }

    private static double LogPosterior(double[] theta, double sigma, Func<double, double>[] priors) =>
        X.Zip(Y, (x, y) => -0.5 * Math.Pow((y - theta[0] - theta[1] * x) / sigma, 2) - Math.Log(sigma * Math.Sqrt(2 * Math.PI))).Sum()
        + priors[0](theta[0]) + priors[1](theta[1]) + priors[2](sigma);

    private static int Tops(Func<double, double> f, double from, double to)
    {
        double[] values = [.. Enumerable.Range(0, 3001).Select(i => f(from + (to - from) * i / 3000))];
        return Enumerable.Range(1, 2999).Count(i => values[i] > values[i - 1] && values[i] > values[i + 1] && double.IsFinite(values[i - 1] + values[i + 1]));
    }
}
