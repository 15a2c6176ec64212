using System.Text.RegularExpressions;
using System.Xml.Linq;
using AngleSharp.Dom;
using BatchEstimator.Estimation.Results;
using BatchEstimator.Worker.Reports;
using BatchEstimator.Worker.Reports.Pictures;
using BatchEstimator.Worker.Running;

namespace BatchEstimator.Worker.Tests.Reports;

public partial class CheckSectionsTests
{
    [Fact]
    public void Candidates_are_ranked_and_the_barred_come_last_with_the_reason_in_words()
    {
        var rows = Page(SampleChecks.Lifetime()).QuerySelectorAll("table.candidates tbody tr").ToList();
        Assert.Equal(["weibull", "gamma", "lognormal", "exponential", "beta", "pareto"], rows.Select(row => row.QuerySelector("th")!.TextContent));
        Assert.Equal(["weibull", "ok", "−1432.11", "2", "2868.22", "0.00", " 62.0\u00A0%", "2874.82"], rows[0].Children.Select(cell => cell.TextContent));
        Assert.Equal("width:62%", rows[0].QuerySelector(".share span")!.GetAttribute("style"));
        Assert.Equal("Values above 1 lie outside its range.", rows[4].QuerySelector(".why")!.TextContent);
        Assert.Equal("no finite maximum", rows[5].QuerySelector(".why")!.TextContent);
        Assert.Contains("can hardly be told from gamma:", Text(SampleChecks.Lifetime()), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0.002, "The data do not look like a weibull (p = 0.002).")]
    [InlineData(0.0, "The data do not look like a weibull (p < 0.001).")]
    [InlineData(0.03, "There is a sign that the data do not come from a weibull (p = 0.030).")]
    [InlineData(0.42, "Nothing here speaks against a weibull (p = 0.42). That does not prove that it is one")]
    public void A_test_speaks_against_a_family_and_never_for_it(double p, string sentence)
    {
        string text = Text(SampleChecks.Lifetime(p: p));
        Assert.Contains(sentence, text, StringComparison.Ordinal);
        Assert.Contains("p-values from 999 samples drawn from the fit and fitted again", text, StringComparison.Ordinal);
        Assert.Contains("3 of them could not be fitted again and count as at least as far off.", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_test_without_a_p_value_has_none()
    {
        string[] cells = [.. Page(SampleChecks.Lifetime()).QuerySelectorAll("table.tests")[0].QuerySelectorAll("tbody tr").Select(row => row.TextContent)];
        Assert.Equal(["Kolmogorov–Smirnov0.04120.42", "Anderson–Darling0.5120.52", "Cramér–von Mises0.0713–"], cells);
    }

    [Fact]
    public void A_simpler_model_is_judged_in_words()
    {
        Assert.Contains("The data speak against exponential (shape = 1) (p < 1\u00A0×\u00A010⁻⁶): the extra freedom is needed.", Text(SampleChecks.Lifetime()), StringComparison.Ordinal);
        string counts = Text(SampleChecks.Counts());
        Assert.Contains("The data do not speak against poisson (size = ∞) (p = 0.29), which needs 1 parameter less.", counts, StringComparison.Ordinal);
        Assert.Contains("the ratio is 0 in half of all samples", counts, StringComparison.Ordinal);
    }

    [Fact]
    public void Intervals_are_called_what_they_are_and_the_bootstrap_is_counted()
    {
        string profile = Text(SampleChecks.Lifetime()), bootstrap = Text(SampleChecks.Evidence());
        Assert.Contains("95\u00A0% intervals: profile likelihood.", profile, StringComparison.Ordinal);
        Assert.DoesNotContain("Wald", profile + bootstrap + Text(SampleFits.Poisson()), StringComparison.Ordinal);
        Assert.Contains("bootstrap. 1,999 samples drawn from the rows with replacement (nonparametric); 4 of them had no estimate", bootstrap, StringComparison.Ordinal);
        Assert.Contains("Log evidence (Laplace)−7.4321", bootstrap, StringComparison.Ordinal);
    }

    [Fact]
    public void What_was_not_asked_for_has_no_section()
    {
        var page = Page(SampleFits.Poisson());
        Assert.Empty(page.QuerySelectorAll(".check, .figures.small, table.candidates, table.tests"));
    }

    [Fact]
    public void The_profile_bears_the_interval_read_off_it_also_where_an_end_is_open()
    {
        Assert.Contains("95\u00A0% profile interval: 1.5709 to 2.06729", Text(SampleChecks.Lifetime()), StringComparison.Ordinal);
        Assert.Contains("95\u00A0% profile interval: from 9.3, no upper end", Text(SampleChecks.Counts()), StringComparison.Ordinal);
        var wald = SampleChecks.Lifetime();
        Assert.DoesNotContain("profile interval", Text(wald with { Result = wald.Result with { IntervalMethod = "wald" } }), StringComparison.Ordinal);
    }

    [Fact]
    public void The_three_pictures_of_data_against_fit_stand_side_by_side()
    {
        var small = Page(SampleChecks.Lifetime()).QuerySelector(".figures.small")!;
        Assert.Equal(
            ["Do the values follow the fit? Points on the line: yes.", "Do the shares follow the fit? Points on the line: yes.", "How much lies below each value?"],
            small.QuerySelectorAll("figcaption").Select(title => title.TextContent));
        Assert.Single(Page(SampleChecks.Counts()).QuerySelectorAll(".figures.small figure"));
    }

    [Fact]
    public void Where_there_are_no_values_nothing_is_drawn()
    {
        Assert.Empty(DistributionFigures.Of(new DistributionPicture("x", [], [], [], [], [], []), false, "p"));
        Assert.Empty(DistributionFigures.Of(new DistributionPicture("x", [double.NaN], [0.5], [1], [0.5], null, null), false, "p"));
        var empty = SampleChecks.Lifetime();
        var curve = empty.Pictures!.Curves[0] with { LogLikelihood = [.. empty.Pictures.Curves[0].LogLikelihood.Select(_ => double.NaN)] };
        Assert.Empty(FitFigures.Of(empty with { Pictures = new FitPictures { Curves = [curve], Density = new DensityPicture("x", [], [], [0, 1], [1, 1]) } }, 0.95, "p"));
    }

    [Theory]
    [InlineData(1e300, 200)]
    [InlineData(1e-300, 200)]
    [InlineData(1.5e308, 30)]
    [InlineData(3, 1)]
    [InlineData(3e9, 2)]
    public void A_picture_is_whole_whatever_the_scale_and_however_few_the_values(double scale, int n)
    {
        var fit = SampleChecks.Lifetime("수명 (시간)", scale, n);
        var figures = FitFigures.Of(fit, 0.95, "p").Concat(FitFigures.Small(fit, 0.95, "p")).ToList();
        Assert.Equal(6, figures.Count);
        foreach (var figure in figures)
        {
            var svg = XElement.Parse(figure.Svg);
            Assert.DoesNotMatch(NotANumber(), figure.Svg);
            Assert.NotEmpty(svg.Descendants("path"));
            foreach (Match number in PathNumber().Matches(string.Join(' ', svg.Descendants("path").Select(path => path.Attribute("d")!.Value))))
                Assert.InRange(double.Parse(number.Value, System.Globalization.CultureInfo.InvariantCulture), -1e5, 1e5);
        }
    }

    [Fact]
    public void An_axis_of_huge_numbers_says_its_power_of_ten_even_beside_a_long_name()
    {
        var figure = DensityFigure.Draw(SampleChecks.Lifetime(new string('x', 60), 1e300).Pictures!.Density!, "p");
        Assert.Contains(XElement.Parse(figure.Svg).Descendants("text"), text => text.Value.EndsWith("… (×10³⁰⁰)", StringComparison.Ordinal));
    }

    [Fact]
    public void Of_many_groups_the_refused_come_first_and_then_those_that_look_least_like_their_family()
    {
        var run = SampleResults.ManyGroups(60);
        FitOutcome Tested(FitOutcome fit, int i) => fit.Result.Status != FitStatus.Ok ? fit
            : fit with { Result = fit.Result with { GoodnessOfFit = new GoodnessOfFit([new("anderson-darling", 1, i switch { 40 => 0.004, 60 => 0.002, _ => 0.5 })], 999, 0) } };
        var page = HtmlReportTests.Page(run with { Fits = [.. run.Fits.Select(Tested)] });
        string[] reasons = [.. page.QuerySelectorAll("table.worst tbody tr").Select(row => row.QuerySelector("td.why")!.TextContent)];
        Assert.Equal(["does not look like a normal (p = 0.002)", "does not look like a normal (p = 0.004)"], reasons[^2..]);
        Assert.Equal("separated classes", reasons[0]);
        Assert.Equal(reasons.Order(Comparer<string>.Create((a, b) => Rank(a) - Rank(b))), reasons);
        Assert.Contains("2 fits have data that do not look like the family.", page.QuerySelector(".verdict")!.TextContent, StringComparison.Ordinal);

        static int Rank(string reason) => reason == "separated classes" ? 0 : reason == "few rows" ? 1 : 2;
    }

    [Theory]
    [InlineData("y ~ x + sigma", "sigma", true)]
    [InlineData("y ~ x", "sigma", false)]
    [InlineData("phi ~ x", "phi", false)]
    [InlineData("y ~ x:plant", "x:plant=B", true)]
    [InlineData("y ~ x", "(Intercept)", true)]
    [InlineData("y ~ shaped", "shape", false)]
    public void A_coefficient_is_told_by_the_formula(string formula, string name, bool coefficient) =>
        Assert.Equal(coefficient, Coefficient.Is(SampleFits.Line().Result with { Formula = formula }, new ParameterEstimate(name, 1, null, null, null)));

    private static IDocument Page(FitOutcome fit) => HtmlReportTests.Page(SampleResults.Run([fit]));

    private static string Text(FitOutcome fit) => Page(fit).QuerySelector("main")!.TextContent;

    [GeneratedRegex(@"\bNaN\b|∞|\bInfinity\b", RegexOptions.CultureInvariant)]
    private static partial Regex NotANumber();

    [GeneratedRegex(@"-?\d+(\.\d+)?([eE][-+]?\d+)?", RegexOptions.CultureInvariant)]
    private static partial Regex PathNumber();
}
