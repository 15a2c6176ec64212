using BatchEstimator.Estimation.Results;
using ScottPlot;

namespace BatchEstimator.Worker.Reports.Pictures;

/// <summary>The plane of two coefficients, and beside it the lines that its points mean.</summary>
internal static class SpaceFigures
{
    /// <summary>A prior this much wider than what the data leave open would make them a dot: then it reaches over the edge.</summary>
    private const double WidestPrior = 9;

    public static Figure Plane(ParameterSpacePicture space, string id)
    {
        using var chart = new Chart(space.NameX, space.NameY, Unit.Of([space.Likelihood.MeanX, Math.Sqrt(space.Likelihood.VarianceX)]), Unit.Of([space.Likelihood.MeanY, Math.Sqrt(space.Likelihood.VarianceY)]));
        var keys = new List<FigureKey>();
        if (space.Prior is { } prior)
        {
            Ellipse.Draw(chart, prior, Palette.Prior, Dash.Dashed);
            keys.Add(new FigureKey("prior dash", "prior"));
        }
        Ellipse.Draw(chart, space.Likelihood, Palette.Likelihood);
        keys.Add(new FigureKey("likelihood line", space.Posterior is null ? "likelihood and MLE" : "likelihood (centre: MLE)"));
        if (space.Posterior is { } posterior)
        {
            Ellipse.Draw(chart, posterior, Palette.Posterior);
            keys.Add(new FigureKey("posterior line", "posterior (centre: MAP)"));
        }
        var (x, y) = Drawn(space);
        if (space.Predictor is not null) chart.Points(x, y, ColorOf(space), 5);
        Frame(chart, space);
        string combined = space.Posterior is null ? "" : " Prior × likelihood = posterior: the green lies between the other two, nearer to the narrower one.";
        return new Figure(
            "Parameter space",
            "Every point of this plane is a line through the data. The ellipses hold 50\u00A0% and 95\u00A0%." + combined,
            keys,
            chart.ToSvg(id, $"{space.NameY} against {space.NameX}", "Ellipses that hold 50 % and 95 % of prior, likelihood and posterior.", Chart.Width, 320));
    }

    public static Figure? Lines(ParameterSpacePicture space, string response, string id)
    {
        double[] finite = [.. space.X.Where(double.IsFinite)];
        if (space.Predictor is null || finite.Length == 0) return null;
        double margin = 0.04 * (finite.Max() - finite.Min()), from = finite.Min() - margin, to = finite.Max() + margin;
        using var chart = new Chart(space.Predictor, response, Unit.Of(finite), Unit.Of(space.Y));
        var (a, b) = Drawn(space);
        for (int i = 0; i < a.Length; i++) Add(chart, a[i], b[i], from, to, ColorOf(space).WithAlpha(0.35), 1);
        chart.Points(space.X, space.Y, Palette.Data, 6);
        Add(chart, space.Likelihood.MeanX, space.Likelihood.MeanY, from, to, Palette.Likelihood, 2.5f, space.Posterior is null ? Dash.Solid : Dash.Dashed);
        List<FigureKey> keys = [new("data dot", "data"), new(space.Posterior is null ? "likelihood line" : "likelihood dash", "MLE line")];
        if (space.Posterior is { } posterior)
        {
            Add(chart, posterior.MeanX, posterior.MeanY, from, to, Palette.Posterior, 2.5f);
            keys.Add(new FigureKey("posterior line", "MAP line"));
        }
        keys.Add(new FigureKey(space.Posterior is null ? "likelihood thin" : "posterior thin", "lines that are plausible too"));
        return new Figure(
            "The lines they mean",
            "Each thin line is one of the dots in the parameter space, eight on each ellipse. Where they spread, the data say little.",
            keys,
            chart.ToSvg(id, $"Data and fitted lines over {space.Predictor}", "Points: the data. Lines: the estimates and plausible alternatives.", Chart.Width, 320));
    }

    /// <summary>Sixteen plausible coefficients: eight on the 50 % ellipse, eight on the 95 % one.</summary>
    private static (double[] X, double[] Y) Drawn(ParameterSpacePicture space)
    {
        var normal = space.Posterior ?? space.Likelihood;
        var (innerX, innerY) = Ellipse.Contour(normal, Ellipse.Radius(0.5), 9);
        var (outerX, outerY) = Ellipse.Contour(normal, Ellipse.Radius(0.95), 9);
        return ([.. innerX[..8], .. outerX[..8]], [.. innerY[..8], .. outerY[..8]]);
    }

    private static Color ColorOf(ParameterSpacePicture space) => space.Posterior is null ? Palette.Likelihood : Palette.Posterior;

    private static void Add(Chart chart, double intercept, double slope, double from, double to, Color color, float width, Dash dash = Dash.Solid) =>
        chart.Line([from, to], [intercept + slope * from, intercept + slope * to], color, width, dash);

    private static void Frame(Chart chart, ParameterSpacePicture space)
    {
        var near = new[] { space.Likelihood, space.Posterior }.OfType<PlanarNormal>().ToList();
        var (left, right) = Range(near, n => n.MeanX, n => n.VarianceX, space.Prior);
        var (bottom, top) = Range(near, n => n.MeanY, n => n.VarianceY, space.Prior);
        if (left < right && bottom < top) chart.Limits(left, right, bottom, top);
    }

    private static (double From, double To) Range(
        List<PlanarNormal> near, Func<PlanarNormal, double> mean, Func<PlanarNormal, double> variance, PlanarNormal? prior)
    {
        double radius = Ellipse.Radius(0.95);
        double Low(PlanarNormal n) => mean(n) - radius * Math.Sqrt(variance(n));
        double High(PlanarNormal n) => mean(n) + radius * Math.Sqrt(variance(n));
        double from = near.Min(Low), to = near.Max(High), width = to - from;
        if (prior is not null)
        {
            from = Math.Max(Math.Min(from, Low(prior)), from - WidestPrior / 2 * width);
            to = Math.Min(Math.Max(to, High(prior)), to + WidestPrior / 2 * width);
        }
        return (from - 0.06 * (to - from), to + 0.06 * (to - from));
    }
}
