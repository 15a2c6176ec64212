using BatchEstimator.Estimation.Families;
using BatchEstimator.Estimation.Inference;
using BatchEstimator.Estimation.Numerics;
using BatchEstimator.Estimation.Results;
using BatchEstimator.Estimation.Statistics;

namespace BatchEstimator.Estimation.Fitting;

/// <summary>What is drawn of the rows of a regression: a sample small enough for a page.</summary>
internal static class DiagnosticPictures
{
    // All of the outermost values are drawn, since tails are what one looks for.
    private const int MostPoints = 300, Outermost = 20, MostThresholds = 500, MostInfluential = 10;

    /// <summary>The picture of a group.</summary>
    public static DiagnosticPicture Of(RegressionPlan plan, RegressionGroup group, RegressionRows rows, RegressionInfluence? influence, RocCurve? roc, FittedCurve? curve, FitOptions options)
    {
        int n = group.Rows.Count, step = Math.Max(1, (n + options.PictureRows - 1) / options.PictureRows);
        var chosen = Enumerable.Range(0, n).Where(row => row % step == 0);
        if (influence is not null)
            chosen = chosen.Concat(RegressionDiagnosis.Outermost(influence.Leverages, MostInfluential)).Concat(RegressionDiagnosis.Outermost(influence.Distances, MostInfluential));
        int[] sample = [.. chosen.Distinct().Order()];
        double[] Take(double[]? values) => [.. sample.Select(row => values is null ? double.NaN : values[row])];
        string link = plan.Predictors[0].Link.Name, parameter = plan.Form.IsOnLogScale ? "location of log " + plan.Model.ResponseName : plan.Form.Parameters[0].Name is "mu" or "theta" ? rows.FittedName : plan.Form.Parameters[0].Name;
        return new(plan.Model.ResponseName, rows.FittedName, link == "identity" ? parameter : $"{link} of {parameter}", Take(rows.Predictor), Take(rows.Fitted), Take(rows.Observed),
            [.. sample.Select(row => rows.KnowledgeOf(row) != RowKnowledge.Exact)], Take(rows.Quantile), Take(influence?.Leverages), Take(influence?.Distances))
        {
            Quantiles = rows.Quantile is null ? null : QuantilesOf(rows.Quantile, options.Level),
            Roc = roc is null ? null : RocOf(roc),
            Curve = curve is null ? null : new(curve.Name, curve.X, curve.Fitted, curve.Lower, curve.Upper, Take(curve.Data)),
            IsBinary = plan.Family is Bernoulli || (plan.Family is Binomial && rows.Trials.All(trials => trials <= 1)),
        };
    }

    // The i-th smallest of n uniform values is beta(i, n + 1 - i).
    private static QuantilePlot? QuantilesOf(double[] residuals, double level)
    {
        double[] sorted = [.. residuals.Where(double.IsFinite).Order()];
        int n = sorted.Length, step = Math.Max(1, (n + MostPoints - 1) / MostPoints);
        if (n == 0)
            return null;
        int[] drawn = [.. Enumerable.Range(0, n).Where(i => i % step == 0 || i < Outermost || i >= n - Outermost)];
        double tail = 0.5 * (1 - level);
        return new([.. drawn.Select(i => SpecialFunctions.NormalQuantile((i + 0.5) / n))], [.. drawn.Select(i => sorted[i])], [.. drawn.Select(i => End(i, tail))],
            [.. drawn.Select(i => End(i, 1 - tail))]);
        double End(int i, double share)
        {
            // By the nearer end, where a probability keeps its digits.
            double below = Quantiles.Beta(i + 1, n - i, share, 1 - share).Value, above = Quantiles.Beta(n - i, i + 1, 1 - share, share).Value;
            return below < 0.5 ? SpecialFunctions.NormalQuantile(below) : -SpecialFunctions.NormalQuantile(above);
        }
    }

    private static RocPicture RocOf(RocCurve roc)
    {
        int n = roc.Sensitivity.Count, step = Math.Max(1, (n + MostThresholds - 1) / MostThresholds);
        int[] drawn = [.. Enumerable.Range(0, n).Where(i => i % step == 0 || i == n - 1)];
        return new([.. drawn.Select(i => roc.FalseAlarms[i])], [.. drawn.Select(i => roc.Sensitivity[i])]);
    }
}
