using BatchEstimator.Estimation.Models;
using BatchEstimator.Estimation.Results;
using BatchEstimator.Estimation.Tests.Support;

namespace BatchEstimator.Estimation.Tests.Regression;

/// <summary>Splines in a formula, against glm with bs and ns of R 4.2.2 (package splines) on the same numbers.</summary>
public class SplineRegressionTests
{
    private static readonly double[] X = [.. Enumerable.Range(0, 40).Select(i => i * 7 % 40 / 4.0)];

    private static readonly Frame Data = new Frame(40).With("x", X)
        .With("g", [.. Enumerable.Range(0, 40).Select(i => i % 2 == 0 ? "a" : "b")])
        .With("y", [.. X.Select((x, i) => Math.Round(Math.Exp(0.5 + Math.Sin(x / 2) + (i % 2 == 1 ? 0.3 : 0)) + i % 5 / 2.0))]);

    [Fact]
    public void B_splines_agree_with_R()
    {
        var result = Fits.Of(Poisson("y ~ bs(x, df = 5) + g"), Data);
        Assert.Equal(["(Intercept)", "bs(x,5)1", "bs(x,5)2", "bs(x,5)3", "bs(x,5)4", "bs(x,5)5", "g=b"], result.Parameters.OrderBy(p => p.Name, StringComparer.Ordinal).Select(p => p.Name));
        AssertEstimate(result, "(Intercept)", 0.9757841766794620, 0.4305315746655796);
        AssertEstimate(result, "bs(x,5)1", 0.4160620823904572, 0.7752062838282702);
        AssertEstimate(result, "bs(x,5)3", -0.1278029688801798, 0.7817010131209923);
        AssertEstimate(result, "bs(x,5)5", -0.2791536270408005, 0.6776645039581269);
        AssertEstimate(result, "g=b", 0.1612222666706296, 0.1632720556780052);
        Close.To(-65.86855244063493, result.LogLikelihood, 1e-11, "log-likelihood");
    }

    [Fact]
    public void Natural_splines_cross_with_labels_as_in_R()
    {
        var result = Fits.Of(Poisson("y ~ g:ns(x, df = 3)"), Data);
        AssertEstimate(result, "(Intercept)", 1.0268112524011797, 0.2781138628435673);
        AssertEstimate(result, "g=a:ns(x,3)1", -0.7705535761097880, 0.5440139343450090);
        AssertEstimate(result, "g=b:ns(x,3)2", 0.7581121579996642, 0.7512395651946683);
        AssertEstimate(result, "g=b:ns(x,3)3", -1.3878129802097261, 0.4996934229880466);
    }

    [Fact]
    public void Every_group_has_knots_of_its_own()
    {
        string[] groups = [.. Enumerable.Range(0, 40).Select(i => i % 2 == 0 ? "a" : "b")];
        var together = Fits.ByGroup(Poisson("y ~ bs(x, 4)"), Data, groups, []);
        for (int k = 0; k < 2; k++)
            Close.Results(Fits.Of(Poisson("y ~ bs(x, 4)"), Data.Take(Enumerable.Range(0, 40).Where(i => i % 2 == k))), together[k], 1e-12);
    }

    [Fact]
    public void A_column_that_does_not_vary_has_no_spline()
    {
        var result = Fits.Of(Poisson("y ~ bs(x, 4)"), Data.With("x", new double[40]));
        Assert.Equal(FitStatus.Refused, result.Status);
        Assert.Contains("bs(x,4)", Assert.Single(result.Codes).Message, StringComparison.Ordinal);
    }

    private static FitDefinition Poisson(string formula) => new() { Name = "spline", Family = "poisson", Formula = formula };

    private static void AssertEstimate(FitResult result, string name, double estimate, double error)
    {
        var found = result.Parameters.Single(parameter => parameter.Name == name);
        Close.To(estimate, found.Estimate, 1e-9, name, error);
        Close.To(error, found.StandardError, 1e-7, $"standard error of {name}");
    }
}
