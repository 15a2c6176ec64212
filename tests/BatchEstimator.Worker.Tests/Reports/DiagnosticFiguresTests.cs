using System.Xml.Linq;
using BatchEstimator.Estimation.Results;
using BatchEstimator.Worker.Reports;
using BatchEstimator.Worker.Reports.Pictures;
using BatchEstimator.Worker.Running;

namespace BatchEstimator.Worker.Tests.Reports;

/// <summary>The pictures and the section about the rows of a regression.</summary>
public class DiagnosticFiguresTests
{
    private static readonly double[] X = [.. Enumerable.Range(0, 40).Select(i => i / 10.0)];

    [Fact]
    public void A_binary_regression_has_its_curve_residuals_influence_calibration_and_roc()
    {
        Assert.Equal(
            ["-curve", "-residuals", "-quantiles", "-influence", "-calibration", "-roc"],
            Ids(Outcome(Picture() with { IsBinary = true, Roc = new RocPicture([0, 0.25, 1], [0, 0.75, 1]) })));
    }

    [Fact]
    public void What_a_regression_has_not_is_not_drawn()
    {
        double[] none = [.. X.Select(_ => double.NaN)];
        Assert.Equal(["-calibration", "-predicted"], Ids(Outcome(Picture() with { Residuals = none, Leverages = none, Distances = none, Quantiles = null, Curve = null })));
        Assert.Empty(Ids(Outcome(Picture()) with { Pictures = null }));
    }

    [Fact]
    public void Censored_rows_have_a_key_of_their_own()
    {
        var plain = DiagnosticFigures.Predicted(Picture(), "p")!;
        var censored = DiagnosticFigures.Predicted(Picture() with { IsCensored = [.. X.Select((_, i) => i % 4 == 0)] }, "p")!;
        Assert.DoesNotContain(plain.Keys, key => key.Text == "censored rows");
        Assert.Contains(censored.Keys, key => key.Text == "censored rows");
    }

    [Fact]
    public void A_smooth_line_follows_a_straight_one_exactly_and_needs_enough_points()
    {
        var (x, y) = Smooth.Of(X, Array.ConvertAll(X, value => 2 - 3 * value));
        Assert.All(x.Zip(y), point => Assert.Equal(2 - 3 * point.First, point.Second, 1e-9));
        Assert.Equal((60, X[0], X[^1]), (x.Length, x[0], x[^1]));
        Assert.Empty(Smooth.Of(X[..10], X[..10]).X);
        Assert.Empty(Smooth.Of([.. X.Select(_ => 1.0)], X).X);
    }

    [Fact]
    public void The_page_names_the_rows_to_look_at_and_the_bound_beside_the_error_rate()
    {
        using var folder = new ReportFolder();
        new ReportWriter().Write(SampleComparison.Run(), folder.Path);
        string page = File.ReadAllText(folder["report.html"]);
        foreach (string text in new[] { "What do the rows say of the fit?", "Largest quantile residual", "<td>7</td><td class=\"n\">3.25</td>", "Variance inflation", "Area under the ROC curve: 0.75", "Hoeffding" })
            Assert.Contains(text, page, StringComparison.Ordinal);
    }

    private static List<string> Ids(FitOutcome outcome) =>
        [.. FitFigures.Of(outcome, 0.95, "p").Concat(FitFigures.Small(outcome, 0.95, "p")).Select(figure => XElement.Parse(figure.Svg).Attribute("aria-labelledby")!.Value.Split("-title ")[0][1..])];

    private static FitOutcome Outcome(DiagnosticPicture picture)
    {
        var diagnostics = SampleComparison.Fit().Diagnostics!;
        var accuracy = diagnostics.Accuracy! with { Calibration = [new CalibrationGroup(12, 0.25, 0.5, 0.25, 0.75), new CalibrationGroup(12, 0.75, 0.75, 0.5, 0.9)] };
        return new(SampleComparison.Fit() with { Diagnostics = diagnostics with { Accuracy = accuracy } }, new FitPictures { Diagnostics = picture });
    }

    private static DiagnosticPicture Picture()
    {
        double[] wave = Array.ConvertAll(X, x => Math.Sin(7 * x)), fitted = Array.ConvertAll(X, x => x / 4), low = Array.ConvertAll(fitted, y => y - 0.1), high = Array.ConvertAll(fitted, y => y + 0.1);
        return new("y", "mean", "log of mean", X, fitted, [.. fitted.Zip(wave, (f, w) => f + w / 10)], new bool[X.Length], wave, [.. X.Select(_ => 0.05)], Array.ConvertAll(wave, Math.Abs))
        {
            Quantiles = new QuantilePlot([-1, 0, 1], [-1.1, 0, 1.2], [-2, -1, 0], [0, 1, 2]),
            Curve = new CurvePicture("x", X, fitted, low, high, X),
        };
    }
}
