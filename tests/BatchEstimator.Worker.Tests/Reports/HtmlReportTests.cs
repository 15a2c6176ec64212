using System.Text.RegularExpressions;
using AngleSharp.Dom;
using AngleSharp.Html.Parser;
using BatchEstimator.Estimation.Results;
using BatchEstimator.Worker.Reports;
using BatchEstimator.Worker.Running;

namespace BatchEstimator.Worker.Tests.Reports;

public partial class HtmlReportTests
{
    private const string Hostile = "\"><img src=x onerror=alert(1)><script>alert(2)</script>";

    [Fact]
    public void The_page_holds_no_script_and_points_nowhere_outside_itself()
    {
        var page = Page(SampleResults.Gallery());
        Assert.Empty(page.QuerySelectorAll("script, link, iframe, object, embed, img, base, form"));
        Assert.DoesNotContain(page.All.SelectMany(e => e.Attributes), a => a.Name.StartsWith("on", StringComparison.OrdinalIgnoreCase));
        Assert.All(page.QuerySelectorAll("[href], [src]"), e => Assert.StartsWith("#", e.GetAttribute("href"), StringComparison.Ordinal));
        Assert.DoesNotContain("http", page.DocumentElement.OuterHtml.Replace("http-equiv", "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Equal(
            "default-src 'none'; style-src 'unsafe-inline'; img-src data:",
            page.QuerySelector("meta[http-equiv=Content-Security-Policy]")!.GetAttribute("content"));
    }

    [Fact]
    public void Ids_are_unique_and_every_reference_has_its_target()
    {
        var page = Page(SampleResults.Machines(12));
        string[] ids = [.. page.QuerySelectorAll("[id]").Select(e => e.Id!)];
        Assert.Equal(ids.Length, ids.Distinct().Count());
        var uses = page.QuerySelectorAll("a[href]").Select(e => e.GetAttribute("href")![1..])
            .Concat(page.QuerySelectorAll("[clip-path]").Select(e => e.GetAttribute("clip-path")![5..^1]))
            .Concat(page.QuerySelectorAll("[aria-labelledby]").SelectMany(e => e.GetAttribute("aria-labelledby")!.Split(' ')));
        Assert.Empty(uses.Except(ids));
    }

    [Fact]
    public void Hostile_names_stay_text_wherever_they_appear()
    {
        var source = SampleFits.Normal(Hostile, Hostile, 1, 2, 60, 1);
        var fit = source.Result with
        {
            Group = SampleResults.Group((Hostile, Hostile)), Formula = Hostile, Notes = [Hostile], Family = Hostile, Status = FitStatus.Caution,
            Codes = [new FitCode(Hostile, Hostile, [Hostile])],
            Parameters = [new ParameterEstimate(Hostile, 1, 1, 0, 2, 1, Hostile)], Derived = [new DerivedEstimate(Hostile, 1)], Method = "map",
        };
        var result = SampleResults.Run([new FitOutcome(fit, source.Pictures), new FitOutcome(fit, null), new FitOutcome(fit, null)], Hostile);
        var page = Page(result with
        {
            Job = result.Job with { Name = Hostile, Description = Hostile }, Inputs = [new InputSummary(Hostile, Hostile, 1, 1)],
            Rows = new RowSummary(1, 0, new Dictionary<string, long> { [Hostile] = 1 }),
        });
        Assert.Empty(page.QuerySelectorAll("script, img"));
        Assert.Equal(Hostile, page.QuerySelector("h1")!.TextContent);
        Assert.Contains(page.QuerySelectorAll("td.name"), cell => cell.TextContent == Hostile);
        Assert.Contains(page.QuerySelectorAll("svg text"), label => label.TextContent.StartsWith("\"><img src=x", StringComparison.Ordinal));
    }

    [Fact]
    public void The_gallery_shows_every_kind_of_picture_each_with_a_line_on_how_to_read_it()
    {
        var page = Page(SampleResults.Gallery());
        string[] titles = [.. page.QuerySelectorAll("figcaption").Select(e => e.TextContent)];
        foreach (string title in new[]
        {
            "Data and fitted density", "Observed and fitted shares", "Data and fitted normal", "Log-likelihood of theta",
            "Prior, likelihood and posterior of theta", "Coefficients", "Residuals against fitted values", "Parameter space", "The lines they mean",
        }) Assert.Contains(title, titles);
        Assert.All(page.QuerySelectorAll("figure"), figure => Assert.NotEqual("", figure.QuerySelector(".reading")!.TextContent));
        Assert.All(page.QuerySelectorAll("svg"), svg =>
        {
            Assert.Equal("img", svg.GetAttribute("role"));
            Assert.NotNull(svg.GetAttribute("viewBox"));
            Assert.NotEmpty(svg.QuerySelectorAll("text"));
        });
    }

    [Theory]
    [InlineData("키 (cm)")]
    [InlineData("θ & μ, 온도 <°C>")]
    [InlineData("Größe, žluť, рост")]
    [InlineData("身高 📏")]
    public void An_axis_label_in_any_script_is_in_the_picture_as_it_was_written(string label)
    {
        var page = Page(SampleResults.Run([SampleFits.Normal("height", label, 170, 6, 100, 1)]));
        Assert.Contains(page.QuerySelectorAll("svg text"), text => text.TextContent == label);
    }

    [Fact]
    public void A_label_with_characters_that_no_page_can_hold_does_not_stop_the_report()
    {
        var page = Page(SampleResults.Run([SampleFits.Normal("height", "a\0b\u0001\uFFFF\uD800c", 170, 6, 100, 1)]));
        Assert.Contains(page.QuerySelectorAll("svg text"), text => text.TextContent.StartsWith("a b", StringComparison.Ordinal));
    }

    [Fact]
    public void No_number_is_shown_as_NaN_or_infinity()
    {
        var fit = SampleFits.Normal("height", "cm", 170, 6, 100, 1);
        var result = fit.Result with { Parameters = [new ParameterEstimate("mu", double.NaN, double.NaN, double.NegativeInfinity, double.PositiveInfinity)], Aic = double.NaN };
        var curve = fit.Pictures!.Curves[0] with { LogLikelihood = [.. fit.Pictures.Curves[0].LogLikelihood.Select((y, i) => i % 3 == 0 ? double.NegativeInfinity : y)] };
        string text = Page(SampleResults.Run([new FitOutcome(result, fit.Pictures with { Curves = [curve] })])).DocumentElement.OuterHtml;
        Assert.DoesNotMatch(NotANumber(), text);
    }

    [Fact]
    public void Three_thousand_groups_make_a_bounded_page_that_says_what_it_leaves_out()
    {
        using var folder = new ReportFolder();
        new ReportWriter().Write(SampleResults.ManyGroups(3_000), folder.Path);
        Assert.InRange(new FileInfo(folder["report.html"]).Length, 100_000, 4_000_000);
        var page = new HtmlParser().ParseDocument(File.ReadAllText(folder["report.html"]));
        Assert.Equal(36, page.QuerySelectorAll("article").Length);
        Assert.Equal(2_000, page.QuerySelectorAll("table.all tbody tr").Length);
        Assert.Equal("refused", page.QuerySelector("table.all tbody .badge")!.TextContent);
        Assert.Contains(page.QuerySelectorAll("p"), p => p.TextContent.Contains("The first 2,000 of", StringComparison.Ordinal));
        Assert.Contains(page.QuerySelectorAll(".reading"), p => p.TextContent.Contains("The 30 highest and the 30 lowest of", StringComparison.Ordinal));
        Assert.Equal(6_000 + 1, File.ReadLines(folder["estimates.csv"]).Select(line => string.Join(',', line.Split(',')[2..5])).Distinct().Count());
    }

    [Fact]
    public void Numbers_in_a_column_have_as_many_digits_after_the_point_though_some_are_hidden()
    {
        var fit = SampleFits.Poisson().Result with { Parameters = [new ParameterEstimate("a", 0.5, 1, -1, 1), new ParameterEstimate("b", 12.3456, 1, -1, 1), new ParameterEstimate("c", 3, 1, -1, 1)] };
        string[] cells = [.. Page(SampleResults.Run([new FitOutcome(fit, null)])).QuerySelector("table.estimates")!.QuerySelectorAll("td.main").Select(e => e.TextContent)];
        Assert.Equal(["0.5000", "12.3456", "3.0000"], cells);
    }

    internal static IDocument Page(RunResult result)
    {
        using var folder = new ReportFolder();
        new ReportWriter().Write(result, folder.Path);
        return new HtmlParser().ParseDocument(File.ReadAllText(folder["report.html"]));
    }

    [GeneratedRegex(@"\bNaN\b|∞|\bInfinity\b", RegexOptions.CultureInvariant)]
    private static partial Regex NotANumber();
}
