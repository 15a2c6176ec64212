using BatchEstimator.Estimation.Results;
using BatchEstimator.Worker.Running;

namespace BatchEstimator.Worker.Reports.Html;

/// <summary>A fit and where it is found in the page; no anchor if it has no section of its own.</summary>
internal sealed record PlannedFit(FitOutcome Outcome, string? Anchor)
{
    public FitResult Result => Outcome.Result;
}

/// <summary>What goes into the page: everything for a few groups, an overview with some details for many.</summary>
/// <param name="WorstFirst">All fits: failed, refused, caution, then ok; within a verdict those that look least like their family; then in the order of the run.</param>
internal sealed record ReportPlan(bool Many, int Groups, IReadOnlyList<PlannedFit> Detailed, IReadOnlyList<PlannedFit> WorstFirst)
{
    private const int FewGroups = 36, MostDetailed = 108;

    /// <summary>With many groups: so many of the worst are shown in detail, then others up to three dozen.</summary>
    private const int DetailedWithoutEstimate = 12, DetailedWithCaution = 12, DetailedOfMany = 36, DetailedAlike = 4;

    public static ReportPlan Of(RunResult result)
    {
        int groups = result.Fits.Select(outcome => string.Join('\u001f', outcome.Result.Group.Select(part => part.Value ?? "\u0000"))).Distinct().Count();
        bool many = groups > FewGroups;
        var detailed = many ? Selection(result.Fits) : [.. result.Fits.Take(MostDetailed)];
        var anchors = detailed.Select((outcome, i) => (outcome, i)).ToDictionary(
            pair => pair.outcome, pair => $"fit-{pair.i + 1}", ReferenceEqualityComparer.Instance as IEqualityComparer<FitOutcome>);
        PlannedFit Planned(FitOutcome outcome) => new(outcome, anchors.GetValueOrDefault(outcome));
        return new ReportPlan(
            many, groups, [.. detailed.Select(Planned)], [.. WorstFirstOf(result.Fits).Select(Planned)]);
    }

    private static IEnumerable<FitOutcome> WorstFirstOf(IEnumerable<FitOutcome> fits) =>
        fits.OrderByDescending(fit => fit.Result.Status).ThenBy(fit => Misfit.SmallestP(fit.Result) ?? double.PositiveInfinity);

    private static List<FitOutcome> Selection(IReadOnlyList<FitOutcome> fits)
    {
        var without = Varied(fits.Where(fit => fit.Result.Status >= FitStatus.Refused)).OrderByDescending(fit => fit.Result.Status).Take(DetailedWithoutEstimate);
        var caution = Varied(fits.Where(fit => fit.Result.Status == FitStatus.Caution)).Take(DetailedWithCaution);
        var worst = without.Concat(caution).ToList();
        return [.. worst, .. WorstFirstOf(fits.Where(fit => fit.Result.Status == FitStatus.Ok)).Take(DetailedOfMany - worst.Count)];
    }

    /// <summary>A few of each fit and reason: the hundredth group refused for the same reason teaches nothing.</summary>
    private static IEnumerable<FitOutcome> Varied(IEnumerable<FitOutcome> fits) => fits
        .GroupBy(fit => (fit.Result.Fit, fit.Result.Status, fit.Result.Codes.Count > 0 ? fit.Result.Codes[0].Code : ""))
        .SelectMany(alike => alike.Take(DetailedAlike));
}
