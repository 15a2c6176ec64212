using BatchEstimator.Estimation.Columns;
using BatchEstimator.Estimation.Models;
using BatchEstimator.Estimation.Results;
using BatchEstimator.Estimation.Statistics;

namespace BatchEstimator.Estimation.Fitting;

/// <summary>
/// Several families fitted to the same rows and ranked by Akaike's criterion. The best one's fit is the result; the others stand beside it,
/// and one that has no estimate is barred with the reason.
/// </summary>
/// <remarks>K. P. Burnham and D. R. Anderson, Model Selection and Multimodel Inference, 2nd ed., 2002, section 2.9 (weights).</remarks>
internal sealed class CandidateFit : FitAccumulator
{
    private readonly ScalarFit[] fits;

    public CandidateFit(FitModel model, FitOptions options) : base(model, options with { PictureGroups = 0 }) =>
        fits = [.. model.Candidates.Select(candidate => new ScalarFit(candidate, options))];

    public override long RetainedBytes => fits.Sum(fit => fit.RetainedBytes);

    public override FitPart Fold(Block block, IReadOnlyList<Column> columns, GroupCodes groups)
    {
        double[][] data = [.. columns.Take(Model.DataColumnCount).OfType<NumberColumn>().Select(column => column.Values)];
        // Rows that only some families can produce are those families' matter: here a row is used if it has its values.
        var rows = BlockRows.Select(block, groups, Model.HasIntervals ? [] : data, [], WeightsOf(columns), 0, null);
        return new CandidatePart(rows, [.. fits.Select(fit => fit.Fold(block, columns, groups))]);
    }

    protected override void AddSums(FitPart part, int[] groups)
    {
        for (int i = 0; i < fits.Length; i++)
            fits[i].Add(((CandidatePart)part).Parts[i], groups);
    }

    protected override EstimatedFit EstimateGroup(int group, RowTally tally, FitResult blank, bool inFull)
    {
        var results = fits.Select(fit => fit.Estimate(group, blank.Group, inFull: false).Result).ToList();
        var ranking = Ranking(results);
        int best = results.FindIndex(result => ranking[0].Barred is null && result.Family == ranking[0].Family);
        if (best < 0)
        {
            var first = results[0];
            return new(first with { Candidates = ranking, Codes = [.. first.Codes, .. first.Codes.Count == 0 ? [] : new[] { NoneLeft(first.Codes[0].Code) }] }, null);
        }
        var (result, pictures) = fits[best].Estimate(group, blank.Group, inFull);
        return new(result with { Candidates = ranking }, pictures);
    }

    private static FitCode NoneLeft(string code) => new(code, "None of the candidates has an estimate; the first one's reason is shown, the others are in the ranking.", []);

    private static IReadOnlyList<CandidateResult> Ranking(IReadOnlyList<FitResult> results)
    {
        double least = results.Where(IsRanked).Select(result => result.Aic!.Value).DefaultIfEmpty(0).Min();
        double total = results.Where(IsRanked).Sum(result => Math.Exp(-0.5 * (result.Aic!.Value - least)));
        // On a tie the simpler family comes first.
        return [.. results.OrderBy(result => IsRanked(result) ? 0 : 1).ThenBy(result => IsRanked(result) ? result.Aic : 0).ThenBy(result => result.ParametersEstimated).Select(result =>
        {
            double? difference = IsRanked(result) ? result.Aic - least : null;
            return new CandidateResult(result.Family, result.Status, result.ParametersEstimated, result.LogLikelihood, result.Aic, result.Aicc, result.Bic,
                difference, difference is null ? null : Math.Exp(-0.5 * difference.Value) / total, IsRanked(result) ? null : Reason(result));
        })];
    }

    private static bool IsRanked(FitResult result) => result is { Status: FitStatus.Ok or FitStatus.Caution, Aic: not null };

    private static string Reason(FitResult result) =>
        result.Codes.Count > 0 ? $"{result.Codes[0].Code}: {result.Codes[0].Message}" : "It has no log-likelihood to be ranked by.";

    private sealed record CandidatePart(BlockRows Rows, IReadOnlyList<FitPart> Parts) : FitPart(Rows, []);
}
