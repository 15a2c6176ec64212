using System.Globalization;
using BatchEstimator.Estimation.Results;

namespace BatchEstimator.Worker.Reports.Pictures;

/// <summary>How good each scale of the slopes' prior is, over powers of ten.</summary>
internal static class AlphaFigure
{
    private const double TallestInErrors = 12, TallestEvidence = 25;

    /// <summary>Whether there is a curve to draw: at least two scales that could be judged.</summary>
    public static bool HasShape(AlphaPicture picture) => picture.Scores.Count(double.IsFinite) > 1;

    public static Figure Draw(AlphaPicture picture, string id)
    {
        bool evidence = picture.ChosenBy == "evidence";
        int[] seen = [.. Enumerable.Range(0, picture.Alphas.Length).Where(i => double.IsFinite(picture.Scores[i]))];
        double[] x = Array.ConvertAll(seen, i => Math.Log10(picture.Alphas[i])), y = Array.ConvertAll(seen, i => picture.Scores[i]);
        double[] errors = Array.ConvertAll(seen, i => picture.Errors is { } all && double.IsFinite(all[i]) ? all[i] : 0);
        using var chart = new Chart("alpha", evidence ? "log evidence" : "log-likelihood of a row left out", Unit.One, Unit.Of(y));
        double top = y.Max(), drop = Math.Min(top - y.Min(), evidence ? TallestEvidence : TallestInErrors * Math.Max(errors.Min(), 1e-9 * Math.Abs(top)));
        if (!evidence)
            chart.Area([.. x, .. x.Reverse()], [.. y.Zip(errors, (score, error) => score - error), .. y.Zip(errors, (score, error) => score + error).Reverse()], Palette.Likelihood.WithAlpha(0.13));
        chart.Line(x, y, Palette.Likelihood, 2.5f);
        chart.VerticalMark(Math.Log10(picture.Chosen), top - 1.1 * drop, top, Palette.Posterior, Dash.Dashed);
        chart.Names(chart.Plot.Axes.Bottom, Decades(x).Select(power => (power, Math.Pow(10, power).ToString("G3", CultureInfo.InvariantCulture))));
        chart.Limits(x[0], x[^1], top - 1.1 * drop, top + 0.15 * drop + (evidence ? 0 : errors.Min()));
        List<FigureKey> keys = [new("likelihood line", evidence ? "log evidence" : "mean over the parts"), new("posterior dash", $"chosen: {Wording.Number(picture.Chosen)}")];
        return new Figure(
            "The scale of the slopes’ prior",
            (evidence
                ? "How probable the data are under a normal prior of each standard deviation alpha, all slopes averaged over. Too small a scale cannot reach the data, too large a one wastes belief on slopes that are not there. "
                : "How well rows that were left out are predicted under a normal prior of each standard deviation alpha; the band is one standard error of the mean. ")
            + "A flat top means that the choice matters little. The intervals take the chosen scale as known.",
            keys,
            chart.ToSvg(id, "The scale of the slopes' prior", $"The curve has its top at {Wording.Number(picture.Chosen)}."));
    }

    // Every power of ten, or every few, so that at most seven are named.
    private static IEnumerable<double> Decades(double[] x)
    {
        int first = (int)Math.Ceiling(x[0]), last = (int)Math.Floor(x[^1]), each = Math.Max(1, (last - first + 6) / 7);
        for (int power = first; power <= last; power += each)
            yield return power;
    }
}
