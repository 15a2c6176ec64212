using BatchEstimator.Estimation.Numerics;
using BatchEstimator.Estimation.Results;

namespace BatchEstimator.Estimation.Fitting;

/// <summary>
/// How much the overlap of the terms of the first formula inflates the variances of their coefficients: with R the correlations of all slopes,
/// det(R of the term) det(R of the others) / det(R). For a term of one coefficient that is the variance inflation factor.
/// </summary>
/// <remarks>J. Fox and G. Monette, J. Amer. Statist. Assoc. 87 (1992) 178-183, equation 10.</remarks>
internal static class VarianceInflations
{
    /// <summary>The factors of terms; empty without an intercept, or with fewer than two terms.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="template">The coefficients.</param>
    /// <param name="found">The fit.</param>
    /// <param name="evidence">Its end, with the covariance from the information.</param>
    public static IReadOnlyList<VarianceInflation> Of(RegressionPlan plan, RegressionTemplate template, RegressionFound found, RegressionEvidence evidence)
    {
        var free = found.Objective.Free.ToList();
        int intercept = template.InterceptOf(0);
        var terms = template.Blocks.Where(block => block.Predictor == 0 && block.First != intercept)
            .GroupBy(block => plan.Predictors[0].Design.Terms[block.Term].Source)
            .Select(blocks => (Name: plan.Model.Formula!.Terms[blocks.Key].Written, Places: blocks.SelectMany(block => Enumerable.Range(block.First, block.Count)).Select(i => free.IndexOf(i)).Where(place => place >= 0).ToArray()))
            .Where(term => term.Places.Length > 0).ToList();
        if (intercept < 0 || !free.Contains(intercept) || terms.Count < 2)
            return [];
        int[] all = [.. terms.SelectMany(term => term.Places)];
        double? whole = LogDeterminant(evidence.Standard!, free.Count, all);
        var result = new List<VarianceInflation>();
        foreach (var (name, places) in terms)
        {
            double? own = LogDeterminant(evidence.Standard!, free.Count, places), others = LogDeterminant(evidence.Standard!, free.Count, [.. all.Except(places)]);
            if (own + others - whole is { } log)
                result.Add(new(name, places.Length, Math.Exp(log), Math.Exp(log / (2 * places.Length))));
        }
        return result;
    }

    // Of the correlations among some coefficients.
    private static double? LogDeterminant(double[] covariance, int size, int[] places)
    {
        var matrix = new double[places.Length * places.Length];
        for (int i = 0; i < places.Length; i++)
        {
            for (int j = 0; j < places.Length; j++)
                matrix[i * places.Length + j] = covariance[places[i] * size + places[j]] / Math.Sqrt(covariance[places[i] * size + places[i]] * covariance[places[j] * size + places[j]]);
        }
        var factor = new Information(matrix, places.Length);
        return factor.IsPositiveDefinite ? factor.LogDeterminant : null;
    }
}
