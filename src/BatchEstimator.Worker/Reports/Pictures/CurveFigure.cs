using BatchEstimator.Estimation.Results;
using MathNet.Numerics.Distributions;

namespace BatchEstimator.Worker.Reports.Pictures;

/// <summary>The log-likelihood along a parameter; for a MAP fit prior, likelihood and posterior in one picture.</summary>
internal static class CurveFigure
{
    /// <summary>Whether there is a curve to draw: at least two points of it are numbers.</summary>
    public static bool HasShape(ParameterCurve curve) => double.IsFinite(curve.Estimate) && (curve.LogPosterior ?? curve.LogLikelihood).Count(double.IsFinite) > 1;

    /// <param name="interval">The parameter, if its interval was read off this profile; else null.</param>
    public static Figure Draw(ParameterCurve curve, double level, string id, ParameterEstimate? interval = null)
    {
        var ends = ProfileInterval.Of(interval);
        return curve.LogPosterior is { } posterior ? Posterior(curve, posterior, level, ends, id) : Likelihood(curve, level, ends, id);
    }

    private static Figure Likelihood(ParameterCurve curve, double level, ProfileInterval? interval, string id)
    {
        double drop = Drop(level), floor = -3 * drop;
        var (x, y) = Where(curve.Values, curve.LogLikelihood, i => curve.LogLikelihood[i] >= floor);
        using var chart = new Chart(curve.Parameter, "log-likelihood, below its top", Unit.Of(x));
        double bottom = Math.Min(y.DefaultIfEmpty(floor).Min(), -1.2 * drop);
        var (from, to) = Frame(x, curve.Estimate, interval);
        chart.Line([from, to], [-drop, -drop], Palette.Data, 1.5f, Dash.Dotted);
        chart.Line(x, y, Palette.Likelihood, 2.5f);
        chart.VerticalMark(curve.Estimate, bottom, 0, Palette.Likelihood, Dash.Dashed);
        interval?.Draw(chart, -drop, bottom, from, to, Palette.Likelihood);
        chart.Limits(from, to, bottom, -0.07 * bottom);
        List<FigureKey> keys = [new("likelihood line", "log-likelihood"), new("likelihood dash", $"estimate {Wording.Number(curve.Estimate)}")];
        if (interval is not null) keys.Add(new FigureKey("likelihood thin", interval.Text(level)));
        return new Figure(
            $"Log-likelihood of {curve.Parameter}",
            "How well each value explains the data. A likelihood is not a probability of the parameter, and the area under it need not be 1. "
            + "Its logarithm is used because a product of thousands of densities is too small for a computer; the top stays in the same place. "
            + Invariant($"Values above the dotted line ({drop:0.##} below the top) form the {100 * level:0.##}\u00A0% likelihood interval."),
            keys,
            chart.ToSvg(id, $"Log-likelihood of {curve.Parameter}", $"The curve has its top at {Wording.Number(curve.Estimate)}."));
    }

    /// <summary>Half the chi-squared quantile of one degree of freedom: so far below the top lie the ends of a profile-likelihood interval (Wilks 1938).</summary>
    private static double Drop(double level) => ChiSquared.InvCDF(1, level) / 2;

    /// <summary>The curve, the estimate and the interval's ends with a margin.</summary>
    private static (double From, double To) Frame(double[] x, double estimate, ProfileInterval? interval)
    {
        double?[] marks = [.. x.Select(value => (double?)value), estimate, interval?.Lower, interval?.Upper];
        double[] finite = [.. marks.OfType<double>().Where(double.IsFinite)];
        double low = finite.DefaultIfEmpty(0).Min(), high = finite.DefaultIfEmpty(1).Max(), margin = 0.05 * high - 0.05 * low;
        return (low - margin, high + margin);
    }

    private static Figure Posterior(ParameterCurve curve, double[] logPosterior, double level, ProfileInterval? interval, string id)
    {
        double[] likelihood = Scaled(curve.LogLikelihood), posterior = Scaled(logPosterior), prior = Scaled(curve.LogPrior ?? []);
        var (first, last) = Span(curve.Values, likelihood, posterior, prior);
        bool Seen(int i) => i >= first && i <= last;
        var (x, top) = Where(curve.Values, posterior, Seen);
        using var chart = new Chart(curve.Parameter, "relative to the highest point", Unit.Of(x));
        var (from, to) = Frame(x, curve.Estimate, interval);
        chart.Line(x, top, Palette.Posterior, 2.5f, Dash.Solid, Palette.Posterior.WithAlpha(0.12));
        if (prior.Length > 0) chart.Line(x, Where(curve.Values, prior, Seen).Y, Palette.Prior, 2, Dash.Dashed);
        chart.Line(x, Where(curve.Values, likelihood, Seen).Y, Palette.Likelihood, 2);
        chart.VerticalMark(curve.Estimate, 0, 1, Palette.Posterior);
        if (curve.Mle is { } mle) chart.VerticalMark(mle, 0, 1, Palette.Likelihood, Dash.Dotted);
        interval?.Draw(chart, Math.Exp(-Drop(level)), 0, from, to, Palette.Posterior);
        chart.Limits(from, to, 0, 1.08);
        List<FigureKey> keys = [new("prior dash", "prior"), new("likelihood line", "likelihood"), new("posterior line", "posterior"), new("posterior line", $"MAP {Wording.Number(curve.Estimate)}")];
        if (curve.Mle is { } estimate) keys.Add(new FigureKey("likelihood dotted", $"MLE {Wording.Number(estimate)}"));
        if (interval is not null) keys.Add(new FigureKey("posterior thin", interval.Text(level)));
        return new Figure(
            $"Prior, likelihood and posterior of {curve.Parameter}",
            "Prior × likelihood = posterior, up to a constant: what was believed, times what the data say, is what to believe now. "
            + "The MAP estimate is the posterior's top; the more data, the closer it comes to the likelihood's own top, the MLE. Each curve is scaled to the same height.",
            keys,
            chart.ToSvg(id, $"Prior, likelihood and posterior of {curve.Parameter}", $"The posterior has its top at {Wording.Number(curve.Estimate)}."));
    }

    /// <summary>Where likelihood or posterior is to be seen; the prior as well unless it is so wide that they would become a spike.</summary>
    private static (int First, int Last) Span(double[] values, double[] likelihood, double[] posterior, double[] prior)
    {
        const double visible = 0.001, widest = 5;
        int[] narrow = [.. Enumerable.Range(0, values.Length).Where(i => likelihood[i] > visible || posterior[i] > visible)];
        if (narrow.Length == 0) return (0, values.Length - 1);
        int[] wide = [.. Enumerable.Range(0, prior.Length).Where(i => prior[i] > 10 * visible), .. narrow];
        double Width(int[] indexes) => values[indexes.Max()] - values[indexes.Min()];
        int[] shown = Width(wide) <= widest * Width(narrow) ? wide : narrow;
        return (shown.Min(), shown.Max());
    }

    /// <summary>Densities relative to their own highest point; a prior may be infinite at an edge, which is left out of the scale.</summary>
    private static double[] Scaled(double[] logs)
    {
        double top = logs.Where(double.IsFinite).DefaultIfEmpty(0).Max();
        return Array.ConvertAll(logs, log => double.IsNaN(log) || double.IsPositiveInfinity(log) ? double.NaN : Math.Exp(log - top));
    }

    private static (double[] X, double[] Y) Where(double[] x, double[] y, Func<int, bool> seen)
    {
        int[] at = [.. Enumerable.Range(0, x.Length).Where(seen)];
        return (Array.ConvertAll(at, i => x[i]), Array.ConvertAll(at, i => y[i]));
    }

    private static string Invariant(FormattableString text) => FormattableString.Invariant(text);
}
