using BatchEstimator.Estimation.Results;

namespace BatchEstimator.Worker.Reports.Pictures;

/// <summary>Coefficients with their intervals, and residuals against fitted values.</summary>
internal static class RegressionFigures
{
    private const int MostCoefficients = 40;

    public static Figure? Coefficients(FitResult fit, double level, string id, string changed = "response")
    {
        var coefficients = fit.Parameters.Where(p => !p.Fixed && EstimateRow.Finite(p.Estimate) is not null && Coefficient.Is(fit, p)).ToList();
        var slopes = coefficients.Where(p => p.Name != "(Intercept)").ToList();
        bool leftOut = slopes.Count >= 2 && slopes.Count < coefficients.Count;
        var shown = (leftOut ? slopes : coefficients).Take(MostCoefficients).ToList();
        if (shown.Count == 0) return null;
        var rows = shown.Select(p => new NamedInterval(p.Name, p.Estimate!.Value, EstimateRow.Finite(p.Lower), EstimateRow.Finite(p.Upper))).ToList();
        string rest = slopes.Count > MostCoefficients ? $" The first {MostCoefficients} of {slopes.Count} are drawn." : "";
        return new Figure(
            "Coefficients",
            Wording.Percent(level) + " intervals. Each is the change of the " + changed + " for one more unit of its column, or against the reference level; an interval that crosses the dashed line leaves the sign open."
            + (leftOut ? " The intercept is in the table only: it lies on another scale." : "") + rest,
            [new FigureKey("likelihood line", "estimate and interval"), new FigureKey("data dash", "zero: no effect")],
            IntervalChart.Draw(rows, "coefficient", zeroLine: true, id, "Coefficients with intervals"));
    }

    public static Figure Residuals(RegressionPicture picture, string id)
    {
        using var chart = new Chart($"fitted {picture.Response}", "residual", Unit.Of(picture.Fitted), Unit.Of(picture.Residuals));
        chart.Points(picture.Fitted, picture.Residuals, Palette.Data.WithAlpha(0.75), 5);
        double[] finite = [.. picture.Fitted.Where(double.IsFinite)];
        if (finite.Length > 0) chart.Line([finite.Min(), finite.Max()], [0, 0], Palette.Likelihood, 1.5f, Dash.Dashed);
        return new Figure(
            "Residuals against fitted values",
            "What the line leaves unexplained. A shapeless band around zero is good; a bend means a missing term, a funnel means that the spread changes.",
            [new FigureKey("data dot", "response minus fitted value")],
            chart.ToSvg(id, $"Residuals of {picture.Response}", "Points: response minus fitted value, against the fitted value."));
    }
}
