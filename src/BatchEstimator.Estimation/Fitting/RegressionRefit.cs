using BatchEstimator.Estimation.Regression;

namespace BatchEstimator.Estimation.Fitting;

/// <summary>Fits smaller models inside one that has been fitted, each search starting where that one ended.</summary>
internal static class RegressionRefit
{
    /// <summary>The top over some of the free coefficients, others of formulas at zero or at what they are; null if no verified one was found.</summary>
    /// <param name="found">The larger model.</param>
    /// <param name="free">The coefficients that stay free.</param>
    /// <param name="zero">The coefficients that are set to zero; none is the intercept of a formula with other terms left.</param>
    public static (RegressionFound Found, RegressionEvidence Evidence)? Without(RegressionFound found, IReadOnlyList<int> free, IEnumerable<int> zero)
    {
        var larger = found.Objective;
        double[] start = [.. found.End!.Top.Beta];
        foreach (int i in zero)
            start[i] = 0;
        var objective = new RegressionObjective(larger.Likelihood, larger.Coefficients, larger.Scale, free);
        var smaller = RegressionFound.Climb(objective, start);
        return smaller.IsTop ? (smaller, RegressionEvidence.Of(smaller)) : null;
    }
}
