using BatchEstimator.Estimation.Results;

namespace BatchEstimator.Worker.Reports.Pictures;

/// <summary>Two columns under the ellipses of the normal fitted to them.</summary>
internal static class ScatterFigure
{
    public static Figure Draw(ScatterPicture picture, string id)
    {
        using var chart = new Chart(picture.LabelX, picture.LabelY, Unit.Of(picture.X), Unit.Of(picture.Y));
        chart.Points(picture.X, picture.Y, Palette.Data.WithAlpha(0.7), 5);
        Ellipse.Draw(chart, picture.Fitted, Palette.Likelihood);
        return new Figure(
            "Data and fitted normal",
            "If the fit is right, about half of the points lie inside the inner ellipse and 95\u00A0% inside the outer one. A tilted ellipse means that the columns move together.",
            [new FigureKey("data dot", "data"), new FigureKey("likelihood line", "50 % and 95 % of the fitted distribution")],
            chart.ToSvg(id, $"{picture.LabelY} against {picture.LabelX}", "Points: the data. Ellipses: contours of the fitted normal that hold 50 % and 95 %.", Chart.Width, 320));
    }
}
