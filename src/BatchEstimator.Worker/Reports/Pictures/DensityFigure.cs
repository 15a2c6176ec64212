using BatchEstimator.Estimation.Results;

namespace BatchEstimator.Worker.Reports.Pictures;

/// <summary>A histogram of the data under the fitted density.</summary>
internal static class DensityFigure
{
    public static Figure Draw(DensityPicture picture, string id)
    {
        var histogram = Histogram.Of(picture.Values, picture.Weights, picture.X[0], picture.X[^1]);
        using var chart = new Chart(picture.Label, "density", Unit.Of(histogram.Edges, picture.X), Unit.Of(histogram.Heights, picture.Density));
        for (int i = 0; i < histogram.Heights.Length; i++) chart.Bar(histogram.Edges[i], histogram.Edges[i + 1], histogram.Heights[i], Palette.DataFill);
        chart.Line(picture.X, picture.Density, Palette.Likelihood, 2.5f);
        double top = Math.Max(histogram.Heights.DefaultIfEmpty(0).Max(), picture.Density.Where(double.IsFinite).DefaultIfEmpty(0).Max());
        double left = Math.Min(picture.X[0], histogram.Edges[0]), right = Math.Max(picture.X[^1], histogram.Edges[^1]);
        chart.Limits(left, right, 0, top > 0 ? 1.06 * top : 1);
        string outside = histogram.Outside > 0
            ? $" {Wording.Count(histogram.Outside, "value lies", "values lie")} outside the picture." : "";
        return new Figure(
            "Data and fitted density",
            "Where the line is high, the fit expects many values. The areas of the bars and under the line are both 1, so the height is a density, not a probability." + outside,
            [new FigureKey("data", "data"), new FigureKey("likelihood line", "fitted density")],
            chart.ToSvg(id, $"Histogram of {picture.Label} with the fitted density", "Bars: the data. Line: the density at the estimate."));
    }
}
