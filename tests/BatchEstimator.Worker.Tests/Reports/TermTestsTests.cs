using System.Text;
using BatchEstimator.Estimation.Results;
using BatchEstimator.Worker.Reports.Html;
using BatchEstimator.Worker.Running;

namespace BatchEstimator.Worker.Tests.Reports;

/// <summary>What a report shows of the tests of coefficients and terms.</summary>
public class TermTestsTests
{
    private static readonly FitResult Fit = SampleFits.Poisson().Result with
    {
        Formula = "calls ~ age", Vcov = "cluster(plant)", TestDistribution = "z",
        Parameters = [new("(Intercept)", 0.5, 0.25, 0, 1, Statistic: 2, PValue: 0.0455), new("age", 1.5, 0.25, 1, 2, Statistic: 6, PValue: 1.97e-9)],
        TermTests = [new TermTest("age", 1, 30.25, 3.8e-8, 36, 1.97e-9, null, null, ["age:plant"])],
    };

    [Fact]
    public void Coefficients_have_their_statistic_and_p_value()
    {
        string page = Html(Fit);
        Assert.Contains("""<th class="n">z</th><th class="n">p</th>""", page, StringComparison.Ordinal);
        Assert.Contains("0.046", page, StringComparison.Ordinal);
        Assert.Contains("standard errors cluster(plant)", page, StringComparison.Ordinal);
    }

    [Fact]
    public void A_test_that_does_not_exist_is_empty_and_the_terms_left_out_are_named()
    {
        string page = Html(Fit);
        Assert.Contains("Is each term needed?", page, StringComparison.Ordinal);
        Assert.Contains("both models without age:plant", page, StringComparison.Ordinal);
        Assert.DoesNotContain("Is each term needed?", Html(Fit with { TermTests = [] }), StringComparison.Ordinal);
    }

    private static string Html(FitResult fit)
    {
        using MemoryStream stream = new();
        new HtmlReport().Write(SampleResults.Run([new FitOutcome(fit, null)]), stream);
        return Encoding.UTF8.GetString(stream.ToArray());
    }
}
