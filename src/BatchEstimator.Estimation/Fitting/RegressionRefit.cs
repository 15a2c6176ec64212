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
        var smaller = From(new(larger.Likelihood, larger.Coefficients, larger.Scale, free), start);
        return Verified(smaller) is { } evidence ? (smaller, evidence) : null;
    }

    /// <summary>The end of a search, among kinks of priors if there are any.</summary>
    /// <param name="objective">What is maximised.</param>
    /// <param name="start">Where from.</param>
    public static RegressionFound From(RegressionObjective objective, double[] start) => objective.HasKinks
        ? RegressionFound.OfKinked(objective, new LassoSearch(objective).From(start)) : new(objective, new RegressionSearch(objective).From(start));

    /// <summary>What is known of the end of a search; null if it is no verified top.</summary>
    public static RegressionEvidence? Verified(RegressionFound found) =>
        found.End is not null && found.Kinks?.Holds != false && RegressionEvidence.Of(found) is { Fault: null } evidence ? evidence : null;

    /// <summary>What a model searched for: the free coefficients and those that came to sit on kinks.</summary>
    public static IReadOnlyList<int> Searched(RegressionObjective objective) =>
        objective.Settled.Count == 0 ? objective.Free : [.. objective.Free.Concat(objective.Settled).Order()];
}
