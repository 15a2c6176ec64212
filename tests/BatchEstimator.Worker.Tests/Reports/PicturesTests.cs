using System.Xml.Linq;
using BatchEstimator.Estimation.Results;
using BatchEstimator.Worker.Reports;
using BatchEstimator.Worker.Reports.Pictures;

namespace BatchEstimator.Worker.Tests.Reports;

public class PicturesTests
{
    [Fact]
    public void A_histogram_holds_the_whole_weight_in_its_area()
    {
        double[] values = [.. Enumerable.Range(0, 500).Select(i => Math.Sin(i) * i)], weights = [.. Enumerable.Range(0, 500).Select(i => 1 + i % 3.0)];
        var histogram = Histogram.Of(values, weights, -1e6, 1e6);
        double width = histogram.Edges[1] - histogram.Edges[0];
        Assert.Equal(1, histogram.Heights.Sum() * width, 12);
        Assert.Equal(0, histogram.Outside);
        Assert.Equal(values.Min(), histogram.Edges[0], 9);
        Assert.Equal(values.Max(), histogram.Edges[^1], 9);
    }

    [Fact]
    public void A_histogram_leaves_out_what_lies_far_away_and_says_how_much()
    {
        var histogram = Histogram.Of([1, 2, 3, 1e9, double.NaN], [1, 1, 2, 4, 1], 0, 10);
        Assert.Equal(1, histogram.Outside);
        Assert.Equal(0.5, histogram.Heights.Sum() * (histogram.Edges[1] - histogram.Edges[0]), 12);
    }

    [Fact]
    public void Equal_values_make_a_bar_and_no_values_none()
    {
        Assert.Equal(1, Histogram.Of([5, 5, 5], [1, 1, 1], 0, 10).Heights.Count(height => height > 0));
        Assert.Equal([0.0], Histogram.Of([], [], 0, 10).Heights);
    }

    [Fact]
    public void An_ellipse_is_a_contour_of_its_normal()
    {
        var normal = new PlanarNormal(1, -2, 4, 1.5, 9);
        var (xs, ys) = Ellipse.Contour(normal, Ellipse.Radius(0.95));
        double determinant = normal.VarianceX * normal.VarianceY - normal.Covariance * normal.Covariance;
        Assert.All(xs.Zip(ys), point =>
        {
            double x = point.First - 1, y = point.Second + 2;
            double distance = (normal.VarianceY * x * x - 2 * normal.Covariance * x * y + normal.VarianceX * y * y) / determinant;
            Assert.Equal(5.991464547107979, distance, 9);
        });
    }

    [Theory]
    [InlineData("온도 (°C) μ")]
    [InlineData("рост, Größe, ąę")]
    [InlineData("身高 📏 à ÿ")]
    public void Lettering_gives_back_what_it_was_given(string text)
    {
        var lettering = new Lettering();
        string drawn = lettering.Encode(text);
        Assert.All(drawn.Where(c => c != ' '), c => Assert.True(ShippedFont.Keeps(c)));
        Assert.Equal(text, lettering.Decode(drawn));
    }

    [Fact]
    public void A_long_label_is_cut_and_control_characters_are_blanks()
    {
        Assert.Equal("aaaaaaaaa…", new Lettering().Encode(new string('a', 50), 10));
        Assert.Equal("a b", new Lettering().Encode("a\u0001b\n"));
    }

    [Fact]
    public void Korean_is_drawn_as_outlines_over_text_that_can_be_searched()
    {
        var figure = DensityFigure.Draw(SampleFits.Normal("height", "키 (cm)", 170, 6, 50, 1).Pictures!.Density!, "p");
        var text = XElement.Parse(figure.Svg).Descendants("text").Single(e => e.Value == "키 (cm)");
        Assert.Equal("none", text.Attribute("fill")!.Value);
        Assert.True(text.ElementsAfterSelf("path").Single().Attribute("d")!.Value.Length > 100);
    }

    [Fact]
    public void Dashes_are_the_browsers_own_and_many_points_are_one_path()
    {
        double[] x = [.. Enumerable.Range(0, 5_000).Select(i => (double)i)];
        var svg = XElement.Parse(RegressionFigures.Residuals(new RegressionPicture("y", x, Array.ConvertAll(x, Math.Sin), null), "p").Svg);
        Assert.Single(svg.Descendants("path"), e => e.Attribute("stroke-dasharray") is not null && e.Attribute("stroke-width")!.Value == "1.5");
        var dots = Assert.Single(svg.Descendants("path"), e => e.Attribute("stroke-linecap")?.Value == "round" && e.Attribute("d")!.Value.Contains("h0", StringComparison.Ordinal));
        Assert.Equal(1_000, dots.Attribute("d")!.Value.Count(c => c == 'M'));
    }

    [Theory, InlineData("evidence"), InlineData("cv")]
    public void The_choice_of_a_priors_scale_is_drawn_over_powers_of_ten(string chosenBy)
    {
        var picture = new AlphaPicture(chosenBy, [0.01, 0.1, 1, 10, 100], [-6, -5, -2, -3, double.NaN], chosenBy == "cv" ? [0.1, 0.2, 0.1, 0.2, double.NaN] : null, 1);
        Assert.True(AlphaFigure.HasShape(picture));
        var figure = AlphaFigure.Draw(picture, "p");
        string[] texts = [.. XElement.Parse(figure.Svg).Descendants("text").Select(e => e.Value)];
        Assert.All(new[] { "0.01", "0.1", "1", "10", "alpha" }, text => Assert.Contains(text, texts));
        Assert.Contains(figure.Keys, key => key.Text == "chosen: 1");
        Assert.False(AlphaFigure.HasShape(picture with { Scores = [double.NaN, double.NaN, 1, double.NaN, double.NaN] }));
    }

    [Fact]
    public void Bars_with_long_names_lie_and_keep_their_names()
    {
        string[] names = ["Iris setosa from the west", "Iris versicolor", "Iris virginica"];
        var svg = XElement.Parse(BarsFigure.Draw(new BarsPicture("species", names, [0.3, 0.3, 0.4], [0.33, 0.33, 0.34]), "p").Svg);
        Assert.Equal(["Iris setosa from …", "Iris versicolor", "Iris virginica"], svg.Descendants("text").Select(e => e.Value).Where(t => t.StartsWith("Iris", StringComparison.Ordinal)).Order());
    }

    [Fact]
    public void Reports_written_at_the_same_time_are_the_same()
    {
        var result = SampleResults.Gallery();
        string[] pages = [.. Enumerable.Range(0, 3).AsParallel().WithDegreeOfParallelism(3).Select(_ =>
        {
            using var folder = new ReportFolder();
            new ReportWriter().Write(result, folder.Path);
            return File.ReadAllText(folder["report.html"]);
        })];
        Assert.Single(pages.Distinct());
    }
}
