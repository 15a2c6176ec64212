using BatchEstimator.Estimation.Results;

namespace BatchEstimator.Worker.Reports.Pictures;

/// <summary>Data against fit value by value: quantile plot, probability plot and the two distribution functions, to be shown side by side.</summary>
internal static class DistributionFigures
{
    /// <summary>More points than this cannot be told apart; all of the outermost ones are kept, since tails are what one looks for.</summary>
    private const int MostPoints = 300, Outermost = 20;

    private const string AboutBand =
        " If the fit were the truth, hardly any sample would leave the shaded band. The fit was made from these very values, so to stay inside proves little and to leave it says much.";

    public static IReadOnlyList<Figure> Of(DistributionPicture picture, bool counts, string id)
    {
        var seen = Finite(picture);
        if (seen.Observed.Length == 0) return [];
        // The equal values of counts would be columns of points that no fit could bring onto a line.
        if (counts) return [Functions(seen, counts, id + "-functions")];
        Figure?[] figures = [Quantiles(seen, id + "-quantiles"), Probabilities(seen, id + "-probabilities"), Functions(seen, counts, id + "-functions")];
        return [.. figures.OfType<Figure>()];
    }

    private static Figure? Quantiles(DistributionPicture picture, string id)
    {
        if (picture.Quantiles is not { } quantiles || !quantiles.Any(double.IsFinite)) return null;
        double[] all = [.. picture.Observed.Concat(quantiles).Where(double.IsFinite)];
        double margin = 0.04 * all.Max() - 0.04 * all.Min(), from = all.Min() - margin, to = all.Max() + margin;
        var unit = Unit.Of(all);
        using var chart = new Chart($"expected {picture.Label}", $"observed {picture.Label}", unit, unit);
        if (picture is { Lower: { } lower, Upper: { } upper })
        {
            // F_n(y) lies between Lower(y) and Upper(y), so that the expected value beside an observed y lies between their quantiles.
            double[] left = Array.ConvertAll(lower, p => QuantileAt(picture.Empirical, quantiles, p, from, to));
            double[] right = Array.ConvertAll(upper, p => QuantileAt(picture.Empirical, quantiles, p, from, to));
            chart.Area([.. left, .. right.Reverse()], [.. picture.Observed, .. picture.Observed.Reverse()], Palette.Likelihood.WithAlpha(0.13));
        }
        chart.Points(quantiles, picture.Observed, Palette.DataDot, 4);
        chart.Line([from, to], [from, to], Palette.Likelihood, 1.5f);
        chart.Limits(from, to, from, to);
        return Small(
            "Do the values follow the fit? Points on the line: yes.",
            "Quantile plot: each value against the one that the fit expects at its rank. Points that bend away at an end mean a tail heavier or lighter than the fit’s.",
            picture, chart.ToSvg(
                id, $"Quantile plot of {picture.Label}", "Points: observed against fitted quantiles. Line: where they are equal.", Chart.SmallWidth, Chart.SmallHeight));
    }

    private static Figure Probabilities(DistributionPicture picture, string id)
    {
        using var chart = new Chart("expected share below", "observed share below");
        if (picture is { Lower: { } lower, Upper: { } upper })
            chart.Area([.. picture.Fitted, .. picture.Fitted.Reverse()], [.. upper, .. lower.Reverse()], Palette.Likelihood.WithAlpha(0.13));
        chart.Points(picture.Fitted, picture.Empirical, Palette.DataDot, 4);
        chart.Line([0, 1], [0, 1], Palette.Likelihood, 1.5f);
        chart.Limits(-0.03, 1.03, -0.03, 1.03);
        return Small(
            "Do the shares follow the fit? Points on the line: yes.",
            "Probability plot: the share of values below each one, against the probability that the fit gives it. It looks closest where most values are.",
            picture, chart.ToSvg(
                id, $"Probability plot of {picture.Label}", "Points: observed against fitted shares. Line: where they are equal.", Chart.SmallWidth, Chart.SmallHeight));
    }

    private static Figure Functions(DistributionPicture picture, bool counts, string id)
    {
        double[] x = picture.Observed;
        double low = x[0], high = x[^1], margin = high > low ? 0.04 * high - 0.04 * low : Math.Max(0.1 * Math.Abs(low), double.Epsilon);
        var (from, to) = (low - margin, high + margin);
        using var chart = new Chart(picture.Label, "share at or below", Unit.Of([from, to]));
        if (picture is { Lower: { } lower, Upper: { } upper })
        {
            var (topX, top) = counts ? Steps(x, [upper[0] - picture.Fitted[0], .. upper], from, to) : (x, upper);
            var (bottomX, bottom) = counts ? Steps(x, [0, .. lower], from, to) : (x, lower);
            chart.Area([.. topX, .. bottomX.Reverse()], [.. top, .. bottom.Reverse()], Palette.Likelihood.WithAlpha(0.13));
        }
        var observed = Steps(x, Levels(picture.Empirical), from, to);
        chart.Line(observed.X, observed.Y, Palette.DataDot, 1.5f);
        var (fittedX, fittedY) = counts ? Steps(x, [.. picture.Fitted.Prepend(0)], from, to) : (x, picture.Fitted);
        chart.Line(fittedX, fittedY, Palette.Likelihood, 2.5f);
        chart.Limits(from, to, -0.02, 1.04);
        var keys = new List<FigureKey> { new("dark line", "data"), new("likelihood line", "fit") };
        if (picture.Lower is not null) keys.Add(new FigureKey("likelihood band", "band"));
        return new Figure(
            "How much lies below each value?",
            "Distribution functions: the steps are the share of the data at or below each value, the blue line is the fit’s." + (picture.Lower is null ? "" : AboutBand),
            keys,
            chart.ToSvg(id, $"Distribution functions of {picture.Label}", "Steps: the data. Line: the fit.", Chart.SmallWidth, Chart.SmallHeight));
    }

    private static Figure Small(string title, string reading, DistributionPicture picture, string svg)
    {
        var keys = new List<FigureKey> { new("dark dot", "data"), new("likelihood line", "as expected") };
        if (picture.Lower is not null) keys.Add(new FigureKey("likelihood band", "band"));
        return new Figure(title, reading, keys, svg);
    }

    /// <summary>What lies below the first value, between any two, and from the last on: with plotting positions (i - 1/2) / n exactly i / n.</summary>
    private static double[] Levels(double[] empirical) => [0, .. empirical.Zip(empirical.Skip(1), (a, b) => (a + b) / 2), 1];

    private static (double[] X, double[] Y) Steps(double[] at, double[] levels, double from, double to) =>
        ([from, .. at.SelectMany(x => new[] { x, x }), to], [.. levels.SelectMany(level => new[] { level, level })]);

    /// <summary>The fitted quantile at any probability, between those that are known; to the edge of the picture beyond them.</summary>
    private static double QuantileAt(double[] probabilities, double[] quantiles, double p, double from, double to)
    {
        int above = Array.FindIndex(probabilities, known => known >= p);
        double value = above < 0 ? to : above == 0 && p < probabilities[0] ? from : above == 0 ? quantiles[0] : Between(above);
        return double.IsNaN(value) ? from : Math.Clamp(value, from, to);

        double Between(int i)
        {
            double share = (p - probabilities[i - 1]) / (probabilities[i] - probabilities[i - 1]);
            return share >= 1 ? quantiles[i] : quantiles[i - 1] * (1 - share) + quantiles[i] * share;
        }
    }

    /// <summary>The points that can be drawn, and no more than one can see.</summary>
    private static DistributionPicture Finite(DistributionPicture picture)
    {
        int[] at = [.. Enumerable.Range(0, picture.Observed.Length).Where(i => double.IsFinite(picture.Observed[i]) && double.IsFinite(picture.Empirical[i]) && double.IsFinite(picture.Fitted[i]))];
        int step = (at.Length + MostPoints - 1) / MostPoints;
        at = [.. at.Where((_, k) => k % Math.Max(step, 1) == 0 || k < Outermost || k >= at.Length - Outermost)];
        double[] Take(double[] values) => Array.ConvertAll(at, i => values[i]);
        bool band = picture is { Lower: not null, Upper: not null };
        return picture with
        {
            Observed = Take(picture.Observed), Empirical = Take(picture.Empirical), Fitted = Take(picture.Fitted),
            Quantiles = picture.Quantiles is { } quantiles ? Take(quantiles) : null,
            Lower = band ? Array.ConvertAll(Take(picture.Lower!), p => double.IsFinite(p) ? p : 0) : null,
            Upper = band ? Array.ConvertAll(Take(picture.Upper!), p => double.IsFinite(p) ? p : 1) : null,
        };
    }
}
