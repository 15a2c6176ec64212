using BatchEstimator.Estimation.Results;
using ScottPlot;

namespace BatchEstimator.Worker.Reports.Pictures;

/// <summary>Observed shares beside the fitted probabilities.</summary>
internal static class BarsFigure
{
    private const int MostOutcomes = 40;

    /// <summary>Labels that would not fit beside each other under the axis are written to the left of lying bars.</summary>
    private const int CharactersUnderAxis = 40;

    public static Figure Draw(BarsPicture picture, string id)
    {
        int outcomes = Math.Min(picture.Outcomes.Length, MostOutcomes);
        bool lying = picture.Outcomes.Take(outcomes).Sum(label => label.Length + 2) > CharactersUnderAxis && picture.Outcomes.Any(label => label.Length > 3);
        const string share = "share of the observations";
        using var chart = lying ? new Chart(share, picture.Label) : new Chart(picture.Label, share);
        AddBars(chart, picture.Observed, outcomes, -0.2, Palette.DataFill, lying);
        AddBars(chart, picture.Fitted, outcomes, 0.2, Palette.Likelihood, lying);
        int step = lying ? 1 : (outcomes + 19) / 20;
        var names = Enumerable.Range(0, outcomes).Where(i => i % step == 0).Select(i => (lying ? -(double)i : i, picture.Outcomes[i]));
        chart.Names(lying ? chart.Plot.Axes.Left : chart.Plot.Axes.Bottom, names, 18);
        double top = 1.08 * picture.Observed.Concat(picture.Fitted).Take(2 * picture.Outcomes.Length).Where(double.IsFinite).DefaultIfEmpty(1).Max();
        if (lying) chart.Plot.Axes.SetLimits(0, top, 0.6 - outcomes, 0.6);
        else chart.Plot.Axes.SetLimits(-0.6, outcomes - 0.4, 0, top);
        string rest = outcomes < picture.Outcomes.Length ? $" The first {outcomes} of {picture.Outcomes.Length} outcomes are drawn." : "";
        return new Figure(
            "Observed and fitted shares",
            "Grey is how often each outcome was seen, blue is its probability under the fit: the closer the pairs, the better the family describes the data." + rest,
            [new FigureKey("data", "observed"), new FigureKey("likelihood", "fitted")],
            chart.ToSvg(id, $"Shares of {picture.Label}", "Grey bars: observed shares. Blue bars: fitted probabilities.", Chart.Width, lying ? Math.Max(Chart.Height, 80 + 22 * outcomes) : Chart.Height));
    }

    private static void AddBars(Chart chart, double[] shares, int outcomes, double offset, Color color, bool lying)
    {
        for (int i = 0; i < outcomes; i++)
        {
            double share = double.IsFinite(shares[i]) ? shares[i] : 0;
            var bar = lying
                ? chart.Plot.Add.Rectangle(0, share, -i - offset - 0.19, -i - offset + 0.19)
                : chart.Plot.Add.Rectangle(i + offset - 0.19, i + offset + 0.19, 0, share);
            bar.FillColor = color;
            bar.LineWidth = 0;
        }
    }
}
