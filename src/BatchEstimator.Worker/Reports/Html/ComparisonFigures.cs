using BatchEstimator.Worker.Reports.Pictures;
using BatchEstimator.Worker.Running;

namespace BatchEstimator.Worker.Reports.Html;

/// <summary>For each fit of the job, its main parameter over the groups, sorted.</summary>
internal static class ComparisonFigures
{
    private const int FewestGroups = 3, MostDrawn = 60;

    public static IReadOnlyList<Figure> Of(RunResult result) =>
        [.. result.Fits.GroupBy(outcome => outcome.Result.Fit).Select((fits, i) => Draw(result, fits.Key, [.. fits], $"overview-{i + 1}")).OfType<Figure>()];

    private static Figure? Draw(RunResult result, string fit, List<FitOutcome> outcomes, string id)
    {
        string? parameter = outcomes.Select(outcome => MainParameter.Of(outcome.Result)?.Name).FirstOrDefault(name => name is not null);
        var rows = new List<NamedInterval>();
        foreach (var outcome in outcomes)
        {
            if (MainParameter.Of(outcome.Result) is { } main && main.Name == parameter && EstimateRow.Finite(main.Estimate) is { } estimate)
                rows.Add(new NamedInterval(GroupMarkup.Short(outcome.Result), estimate, EstimateRow.Finite(main.Lower), EstimateRow.Finite(main.Upper)));
        }
        if (rows.Count < FewestGroups || parameter is null) return null;
        rows = [.. rows.OrderByDescending(row => row.Estimate)];
        bool cut = rows.Count > MostDrawn;
        var drawn = cut ? rows[..(MostDrawn / 2)].Concat(rows[^(MostDrawn / 2)..]).ToList() : rows;
        string which = cut
            ? $" The {MostDrawn / 2} highest and the {MostDrawn / 2} lowest of {Wording.Count(rows.Count)} are drawn; the dotted line stands for the {Wording.Count(rows.Count - MostDrawn)} between."
            : "";
        return new Figure(
            $"{fit}: {parameter} by group",
            $"Each point is a group's estimate with its {Wording.Percent(result.Job.IntervalLevel)} interval, sorted. Groups whose intervals overlap widely may differ by chance alone." + which,
            [new FigureKey("likelihood line", "estimate and interval")],
            Studio.Draw(() => IntervalChart.Draw(drawn, parameter, zeroLine: false, id, $"{parameter} of {fit} by group", cut ? MostDrawn / 2 : null)));
    }
}
