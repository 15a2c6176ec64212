using BatchEstimator.Estimation.Results;
using ScottPlot;

namespace BatchEstimator.Worker.Reports.Pictures;

/// <summary>The rows of a regression at its end: what it leaves unexplained, which rows pull at it, and what it predicts.</summary>
internal static class DiagnosticFigures
{
    private const string AboutResiduals = "Quantile residuals: where each row lies in the distribution fitted to it, as a standard normal value.";

    public static Figure? Curve(DiagnosticPicture picture, double level, string id)
    {
        if (picture.Curve is not { } curve || curve.Fitted.Count(double.IsFinite) < 2) return null;
        using var chart = new Chart(curve.Predictor, picture.FittedName == "probability" ? $"share of {picture.Response}" : picture.Response, Unit.Of(curve.X), Unit.Of(curve.Fitted, picture.Observed));
        bool band = curve.Lower.All(double.IsFinite) && curve.Upper.All(double.IsFinite);
        if (band) chart.Area([.. curve.X, .. curve.X.Reverse()], [.. curve.Upper, .. curve.Lower.Reverse()], Palette.Likelihood.WithAlpha(0.15));
        var keys = Rows(chart, picture, curve.Data, picture.Observed);
        chart.Line(curve.X, curve.Fitted, Palette.Likelihood, 2.5f);
        keys.Add(new("likelihood line", $"fitted {picture.FittedName}"));
        if (band) keys.Add(new("likelihood band", $"{Wording.Percent(level)} band"));
        double[] seen = [.. curve.Fitted.Concat(picture.Observed).Concat(band ? [.. curve.Lower, .. curve.Upper] : Array.Empty<double>()).Where(double.IsFinite)];
        double low = seen.Min(), high = seen.Max(), margin = 0.05 * (high - low), side = 0.03 * (curve.X[^1] - curve.X[0]);
        chart.Limits(curve.X[0] - side, curve.X[^1] + side, low - margin, high + margin);
        return new Figure(
            $"The fitted curve over {curve.Predictor}",
            $"The line is the fitted {picture.FittedName} at each value; the band says how far it could lie from there, not how far single rows do.",
            keys,
            chart.ToSvg(id, $"{picture.Response} over {curve.Predictor}", "Points: the data. Line: the fit. Band: its interval at each point.", Chart.Width, 320));
    }

    public static Figure? Predicted(DiagnosticPicture picture, string id)
    {
        double[] all = [.. picture.Fitted.Concat(picture.Observed).Where(double.IsFinite)];
        if (picture.IsBinary || all.Length == 0) return null;
        var unit = Unit.Of(all);
        using var chart = new Chart($"fitted {picture.FittedName}", picture.FittedName == "probability" ? "observed share" : $"observed {picture.Response}", unit, unit);
        var keys = Rows(chart, picture, picture.Fitted, picture.Observed);
        var (from, to) = Frame(all);
        chart.Line([from, to], [from, to], Palette.Likelihood, 1.5f);
        chart.Limits(from, to, from, to);
        keys.Add(new("likelihood line", "observed as fitted"));
        return new Figure(
            "Predicted against observed",
            "Points scattered evenly about the line mean predictions that are right on average; the farther up and down they reach, the less a single one can be relied on.",
            keys,
            chart.ToSvg(id, $"Fitted and observed {picture.Response}", "Points: the rows. Line: where both are equal.", Chart.SmallWidth, Chart.SmallHeight));
    }

    public static Figure? Residuals(DiagnosticPicture picture, string id)
    {
        if (!picture.Residuals.Any(double.IsFinite)) return null;
        using var chart = new Chart(picture.PredictorName, "residual", Unit.Of(picture.Predictor));
        var keys = Rows(chart, picture, picture.Predictor, picture.Residuals);
        var (from, to) = Frame(picture.Predictor);
        chart.Line([from, to], [0, 0], Palette.Likelihood, 1.5f, Dash.Dashed);
        var (x, y) = Smooth.Of(picture.Predictor, picture.Residuals);
        chart.Line(x, y, Palette.Posterior, 2);
        if (x.Length > 0) keys.Add(new("posterior line", "smooth line"));
        var (bottom, top) = Frame([.. picture.Residuals, -2, 2]);
        chart.Limits(from, to, bottom, top);
        return new Figure(
            "Is anything left to explain? A shapeless band: no.",
            AboutResiduals + " A bent smooth line means a missing term or another link, a funnel means that the spread changes.",
            keys,
            chart.ToSvg(id, $"Residuals of {picture.Response}", "Points: quantile residuals against the predictor. Line: a smooth through them.", Chart.SmallWidth, Chart.SmallHeight));
    }

    public static Figure? Quantiles(DiagnosticPicture picture, double level, string id)
    {
        if (picture.Quantiles is not { Expected.Length: > 2 } plot) return null;
        using var chart = new Chart("expected residual", "observed residual");
        chart.Area([.. plot.Expected, .. plot.Expected.Reverse()], [.. plot.Upper, .. plot.Lower.Reverse()], Palette.Likelihood.WithAlpha(0.13));
        chart.Points(plot.Expected, plot.Observed, Palette.DataDot, 4);
        var (from, to) = Frame(plot.Expected);
        chart.Line([from, to], [from, to], Palette.Likelihood, 1.5f);
        var (bottom, top) = Frame([.. plot.Observed, .. plot.Expected]);
        chart.Limits(from, to, bottom, top);
        return new Figure(
            "Does the family suit? Points on the line: yes.",
            $"Each ordered residual against the one that a standard normal sample would have there. If the model is right, each point lies in the band with probability {Wording.Percent(level)}; ends that bend away mean tails heavier or lighter than the family’s.",
            [new("dark dot", "residuals"), new("likelihood line", "as expected"), new("likelihood band", "band")],
            chart.ToSvg(id, $"Quantile plot of the residuals of {picture.Response}", "Points: ordered residuals. Line: where they are as expected.", Chart.SmallWidth, Chart.SmallHeight));
    }

    public static Figure? Influence(DiagnosticPicture picture, string id)
    {
        if (picture.Leverages.Count(double.IsFinite) < 2 || !picture.Distances.Any(double.IsFinite)) return null;
        using var chart = new Chart("leverage", "Cook’s distance", Unit.Of(picture.Leverages), Unit.Of(picture.Distances));
        chart.Points(picture.Leverages, picture.Distances, Palette.DataDot.WithAlpha(0.8), 5);
        double right = picture.Leverages.Where(double.IsFinite).Max(), top = picture.Distances.Where(double.IsFinite).Max();
        chart.Limits(-0.02 * right, 1.06 * right, -0.03 * top, 1.08 * top);
        return new Figure(
            "Which rows pull at the fit?",
            "To the right, rows with unusual predictors; upwards, rows without which the coefficients would move. A row far above all others is worth a look, above 1 it changes the result; the table names them.",
            [new("dark dot", "rows")],
            chart.ToSvg(id, $"Influence of the rows on {picture.Response}", "Points: Cook's distance against leverage.", Chart.SmallWidth, Chart.SmallHeight));
    }

    public static Figure? Calibration(RegressionDiagnostics diagnostics, double level, string id)
    {
        if (diagnostics.Accuracy is not { Calibration: { Count: > 1 } groups }) return null;
        using var chart = new Chart("fitted probability", "observed share");
        chart.Line([0, 1], [0, 1], Palette.Likelihood, 1.5f);
        foreach (var group in groups) chart.Line([group.Predicted, group.Predicted], [group.Lower, group.Upper], Palette.Data, 1.5f);
        chart.Points([.. groups.Select(group => group.Predicted)], [.. groups.Select(group => group.Observed)], Palette.DataDot, 6);
        chart.Limits(-0.03, 1.03, -0.03, 1.03);
        return new Figure(
            "Can the probabilities be taken at their word?",
            $"Rows in groups of like fitted probability: if they are right, the intervals ({Wording.Percent(level)}) nearly all cross the line; points that rise less steeply than it mean probabilities that are too bold.",
            [new("dark dot", "share of ones"), new("likelihood line", "as fitted")],
            chart.ToSvg(id, "Calibration", "Points: observed shares against fitted probabilities. Line: where they are equal.", Chart.SmallWidth, Chart.SmallHeight));
    }

    public static Figure? Roc(DiagnosticPicture picture, RegressionDiagnostics diagnostics, string id)
    {
        if (picture.Roc is not { } roc || diagnostics.Accuracy is not { } accuracy) return null;
        using var chart = new Chart("share of zeros told as ones", "share of ones told as ones");
        chart.Line([0, 1], [0, 1], Palette.Data, 1.5f, Dash.Dashed);
        chart.Line(roc.FalseAlarms, roc.Sensitivity, Palette.Likelihood, 2.5f);
        chart.Limits(-0.03, 1.03, -0.03, 1.03);
        return new Figure(
            "How well are ones told from zeros?",
            $"ROC curve: each point is a threshold for the probability. The area under it, {Wording.Number(accuracy.AreaUnderCurve)}, is the chance that a one has a higher fitted probability than a zero.",
            [new("likelihood line", "fit"), new("data dash", "by chance")],
            chart.ToSvg(id, "ROC curve", "Line: ones against zeros told as ones, by threshold.", Chart.SmallWidth, Chart.SmallHeight));
    }

    // The rows as points, those known only in part in another colour.
    private static List<FigureKey> Rows(Chart chart, DiagnosticPicture picture, double[] xs, double[] ys)
    {
        List<FigureKey> keys = [new("dark dot", "rows")];
        float size = xs.Length > 300 ? 4 : 5;
        AddRows(chart, picture, xs, ys, false, Palette.DataDot.WithAlpha(0.65), size);
        if (!picture.IsCensored.Contains(true)) return keys;
        AddRows(chart, picture, xs, ys, true, Palette.Prior.WithAlpha(0.8), size);
        keys.Add(new("prior dot", "censored rows"));
        return keys;
    }

    private static void AddRows(Chart chart, DiagnosticPicture picture, double[] xs, double[] ys, bool censored, Color color, float size)
    {
        int[] at = [.. Enumerable.Range(0, xs.Length).Where(i => picture.IsCensored[i] == censored)];
        chart.Points(Array.ConvertAll(at, i => xs[i]), Array.ConvertAll(at, i => ys[i]), color, size);
    }

    private static (double From, double To) Frame(double[] values)
    {
        double[] finite = [.. values.Where(double.IsFinite)];
        double from = finite.DefaultIfEmpty(0).Min(), to = finite.DefaultIfEmpty(1).Max(), margin = 0.05 * to - 0.05 * from;
        return (from - margin, to + margin);
    }
}
