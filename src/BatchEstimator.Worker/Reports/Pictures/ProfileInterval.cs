using BatchEstimator.Estimation.Results;
using ScottPlot;

namespace BatchEstimator.Worker.Reports.Pictures;

/// <summary>An interval read off a profile; an end that is null lies at infinity, or at the edge of what the parameter can be.</summary>
internal sealed record ProfileInterval(double? Lower, double? Upper)
{
    public static ProfileInterval? Of(ParameterEstimate? parameter) =>
        parameter is { Fixed: false } p && (EstimateRow.Finite(p.Lower) ?? EstimateRow.Finite(p.Upper)) is not null
            ? new ProfileInterval(EstimateRow.Finite(p.Lower), EstimateRow.Finite(p.Upper)) : null;

    /// <summary>A bar at the height where the interval was read, with a line down from each end; an open end reaches the edge of the picture.</summary>
    public void Draw(Chart chart, double height, double bottom, double from, double to, Color color)
    {
        chart.Line([Lower ?? from, Upper ?? to], [height, height], color, 4);
        if (Lower is { } lower) chart.VerticalMark(lower, bottom, height, color);
        if (Upper is { } upper) chart.VerticalMark(upper, bottom, height, color);
    }

    public string Text(double level) => $"{Wording.Percent(level)} profile interval: " + (Lower, Upper) switch
    {
        ({ } lower, { } upper) => $"{Wording.Number(lower)} to {Wording.Number(upper)}",
        ({ } lower, _) => $"from {Wording.Number(lower)}, no upper end",
        (_, { } upper) => $"up to {Wording.Number(upper)}, no lower end",
        _ => "without ends",
    };
}
