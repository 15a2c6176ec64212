using BatchEstimator.Estimation.Families;
using BatchEstimator.Estimation.Inference;
using BatchEstimator.Estimation.Numerics;
using BatchEstimator.Estimation.Regression;
using BatchEstimator.Estimation.Results;

namespace BatchEstimator.Estimation.Fitting;

/// <summary>
/// How well a regression fits as a whole: deviance, R squared or what stands for it, cross-entropy. Some need the null model, in which every
/// formula is its intercept alone.
/// </summary>
/// <remarks>
/// D. McFadden, in P. Zarembka (ed.), Frontiers in Econometrics (1974), p. 121; D. R. Cox and E. J. Snell, Analysis of Binary Data, 2nd ed. (1989),
/// pp. 208-209; N. J. D. Nagelkerke, Biometrika 78 (1991) 691-692.
/// </remarks>
/// <param name="plan">The plan.</param>
/// <param name="template">The coefficients.</param>
internal sealed class FitStatistics(RegressionPlan plan, RegressionTemplate template)
{
    private readonly ScalarFamily family = plan.Family;
    private readonly Deviance.OfRow? deviance = plan.Model.Definition.Truncation is null ? Deviance.Of(plan.Model.Family.Name) : null;

    /// <summary>The statistics of a fit.</summary>
    /// <param name="group">The group.</param>
    /// <param name="found">The fit.</param>
    /// <param name="evidence">Its end.</param>
    /// <param name="n">The number of observations.</param>
    /// <param name="isDetailed">False = only what costs next to nothing.</param>
    /// <param name="isMle">True at maximum likelihood, which can be compared with the null model.</param>
    public IEnumerable<DerivedEstimate> Of(RegressionGroup group, RegressionFound found, RegressionEvidence evidence, double n, bool isDetailed, bool isMle)
    {
        bool isExact = group.Rows.Counts[0] == group.Rows.Count;
        double likelihood = evidence.Top.LogLikelihood;
        if (family is Normal and not LogNormal && isExact && plan.Predictors.Count == 1 && plan.Model.Definition.Truncation is null)
        {
            foreach (var derived in OfSquares(group, found, evidence, n))
                yield return derived;
            yield break;
        }
        if (family is Bernoulli)
            yield return new("mean negative log-likelihood (binary cross-entropy)", -likelihood / n);
        if (family is Binomial)
            yield return CrossEntropy(group.Rows, likelihood);
        double? own = isDetailed && isExact && deviance is not null ? DevianceAt(found, evidence.Top.Beta, evidence) : null;
        if (own is { } value)
            yield return new("deviance", Finite(value));
        if (!isDetailed || !isMle || Null(found) is not { } simple)
            yield break;
        if (own is not null)
            yield return new("null deviance", Finite(DevianceAt(found, simple.Evidence.Top.Beta, evidence)));
        double nothing = simple.Evidence.Top.LogLikelihood;
        yield return new("log-likelihood of the null model (intercepts only)", nothing);
        if (!HasAllIntercepts || likelihood < nothing)
            yield break;
        double coxSnell = -SpecialFunctions.ExpM1(2 * (nothing - likelihood) / n);
        yield return new("pseudo-R2 (Cox-Snell)", coxSnell);
        // The others measure against a log-likelihood of 0, the best there is for probabilities but not for densities.
        if (plan.Family.IsDiscrete)
        {
            yield return new("pseudo-R2 (McFadden)", Finite(1 - likelihood / nothing));
            yield return new("pseudo-R2 (Nagelkerke)", Finite(coxSnell / -SpecialFunctions.ExpM1(2 * nothing / n)));
        }
    }

    private bool HasAllIntercepts => template.Cuts > 0 || Enumerable.Range(0, plan.Predictors.Count).All(k => template.InterceptOf(k) >= 0);

    // All formulas at their intercepts; a formula that is nothing else stays.
    private (RegressionFound Found, RegressionEvidence Evidence)? Null(RegressionFound found)
    {
        int[] intercepts = [.. Enumerable.Range(0, plan.Predictors.Count).Select(template.InterceptOf)];
        int[] slopes = [.. found.Objective.Free.Where(i => i >= template.Cuts && i < template.Slopes && !intercepts.Contains(i))];
        return found.Objective.Coefficients.Take(template.Slopes).Any(coefficient => coefficient.Held is not null) ? null
            : RegressionRefit.Without(found, [.. found.Objective.Free.Except(slopes)], slopes);
    }

    private double DevianceAt(RegressionFound found, double[] beta, RegressionEvidence full)
    {
        var rows = found.Objective.Likelihood.Rows;
        var link = found.Objective.Likelihood.Channels[0].Link;
        int size = template.Numbers.ToList().FindIndex(i => plan.Form.Parameters[i].Name == "size");
        double shared = size < 0 ? 0 : full.Natural[template.Slopes + size];
        if (family is NegativeBinomial && size < 0)
            return double.NaN;
        return found.Objective.Likelihood.Sum(beta, 1, (tile, from, count, sum) =>
        {
            var predictor = tile.Predictor(0);
            for (int row = 0; row < count; row++)
            {
                double extra = rows.Roles.Trials < 0 ? shared : rows.Table.Numbers[rows.Roles.Trials][from + row];
                double weight = rows.Roles.Weight < 0 ? 1 : rows.Table.Numbers[rows.Roles.Weight][from + row];
                sum[0] += weight * deviance!(rows.Table.Numbers[rows.Roles.Response][from + row], link.Invert(predictor[row]), extra);
            }
        })[0];
    }

    private static DerivedEstimate CrossEntropy(GroupRows rows, double likelihood)
    {
        double constants = 0, all = 0;
        for (int row = rows.From; row < rows.From + rows.Count; row++)
        {
            double trials = rows.Table.Numbers[rows.Roles.Trials][row], weight = rows.WeightOf(row);
            constants += weight * SpecialFunctions.LogBinomial(trials, rows.Table.Numbers[rows.Roles.Response][row]);
            all += weight * trials;
        }
        return new("mean negative log-likelihood per trial (binary cross-entropy)", Finite((constants - likelihood) / all));
    }

    private IEnumerable<DerivedEstimate> OfSquares(RegressionGroup group, RegressionFound found, RegressionEvidence evidence, double n)
    {
        double squares = evidence.ResidualSquares ?? DevianceAt(found, evidence.Top.Beta, evidence);
        int rank = found.Objective.Free.Count(i => i < template.Slopes);
        yield return new("residual sum of squares", Finite(squares));
        if (n > rank)
            yield return new("residual standard deviation (unbiased variance, divisor n - p)", Finite(Math.Sqrt(squares / (n - rank))));
        if (found.Objective.Coefficients.Take(template.Slopes).Any(coefficient => coefficient.Held is not null) || plan.Predictors[0].Link != Link.Identity)
            yield break;
        double total = TotalSquares(group.Rows, group.Channels[0].Design!.Offsets, isCentred: template.InterceptOf(0) >= 0);
        if (total > 0)
            yield return new("R squared", Finite(1 - squares / total));
    }

    /// <summary>The weighted sum of squares of the response less the offsets, about its mean or about zero.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="offsets">The columns of the offsets.</param>
    /// <param name="isCentred">True for about the mean.</param>
    public static double TotalSquares(GroupRows rows, IReadOnlyList<int> offsets, bool isCentred)
    {
        var values = rows.Table.Numbers[rows.Roles.Response].AsSpan(rows.From, rows.Count).ToArray();
        double sum = 0, weights = 0, squares = 0;
        for (int row = 0; row < values.Length; row++)
        {
            foreach (int offset in offsets)
                values[row] -= rows.Table.Numbers[offset][rows.From + row];
            (sum, weights) = (sum + Weight(row) * values[row], weights + Weight(row));
        }
        double mean = isCentred ? sum / weights : 0;
        for (int row = 0; row < values.Length; row++)
            squares += Weight(row) * (values[row] - mean) * (values[row] - mean);
        return squares;
        double Weight(int row) => rows.Roles.Weight < 0 ? 1 : rows.Table.Numbers[rows.Roles.Weight][rows.From + row];
    }

    private static double? Finite(double value) => double.IsFinite(value) ? value : null;
}
