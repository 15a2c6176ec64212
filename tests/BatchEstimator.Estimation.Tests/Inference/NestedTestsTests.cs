using BatchEstimator.Estimation.Models;
using BatchEstimator.Estimation.Results;
using BatchEstimator.Estimation.Tests.Support;

namespace BatchEstimator.Estimation.Tests.Inference;

/// <summary>Likelihood-ratio tests of the simpler families inside a fitted one.</summary>
public class NestedTestsTests
{
    [Theory]
    [InlineData("weibull", "exponential")]
    [InlineData("gamma", "exponential")]
    [InlineData("negative_binomial", "poisson")]
    [InlineData("zero_inflated_poisson", "poisson")]
    [InlineData("student_t", "normal")]
    public void The_statistic_is_twice_the_difference_of_two_fits(string family, string simpler)
    {
        var frame = FamilyCases.Find(family).Sample(6, 150);
        var fit = Fits.Of(Of(family), frame);
        double ratio = 2 * (fit.LogLikelihood!.Value - Fits.Of(Of(simpler), frame).LogLikelihood!.Value);
        var test = fit.Tests.First(test => test.Null.StartsWith(simpler, StringComparison.Ordinal));
        Assert.Equal(Math.Max(0, ratio), test.Statistic, 6);
        // With one degree of freedom the chi-squared tail is that of a normal variable on both sides.
        double tail = 2 * Numeric.Integral(z => Math.Exp(-0.5 * z * z) / Math.Sqrt(2 * Math.PI), Math.Sqrt(test.Statistic), double.PositiveInfinity);
        bool onBoundary = family is "negative_binomial" or "zero_inflated_poisson" or "student_t";
        Close.To(onBoundary ? 0.5 * tail : tail, test.PValue, 1e-8, "p");
        Assert.Equal(onBoundary ? "half chi-square" : "chi-square", test.Distribution);
    }

    [Fact]
    public void A_fit_in_the_limit_does_not_speak_against_it()
    {
        var fit = Fits.Of(Of("negative_binomial"), Frame.Of("y", 3, 4, 3, 4, 3, 4, 3, 4));
        Assert.Equal("LIMIT_MODEL", fit.Codes[0].Code);
        Assert.Equal(new LikelihoodRatioTest("poisson", 0, 1, 1, "half chi-square"), Assert.Single(fit.Tests));
        Assert.Null(fit.Parameters[0].Estimate);
        Assert.Equal(1, fit.ParametersEstimated);
    }

    private static FitDefinition Of(string family) => new() { Name = "fit", Family = family, Response = "y" };
}
