using BatchEstimator.Estimation.Families;
using BatchEstimator.Estimation.Results;

namespace BatchEstimator.Estimation.Fitting;

/// <summary>
/// Likelihood-ratio tests of the simpler families inside a fitted one. On the boundary of the parameter space the ratio of one parameter
/// is half the time zero, so its tail is half that of a chi-squared variable.
/// </summary>
/// <remarks>S. S. Wilks, Ann. Math. Statist. 9 (1938) 60-62; S. G. Self and K.-Y. Liang, J. Amer. Statist. Assoc. 82 (1987) 605-610.</remarks>
internal static class NestedTests
{
    /// <summary>The tests, for a maximum-likelihood fit.</summary>
    /// <param name="family">The family.</param>
    /// <param name="solver">Of its likelihood.</param>
    /// <param name="data">The data.</param>
    /// <param name="held">The parameters held at a value, in standard units.</param>
    /// <param name="top">The log density at the estimate, in standard units.</param>
    public static IReadOnlyList<LikelihoodRatioTest> Of(ScalarFamily family, ScalarSolver solver, GroupData data, double?[] held, double top)
    {
        var tests = new List<LikelihoodRatioTest>();
        foreach (var nested in family.Nested)
        {
            double?[] pinned = [.. held];
            int freed = 0;
            foreach (var (name, value) in nested.Fixed)
            {
                int place = family.Parameters.ToList().FindIndex(parameter => parameter.Name == name);
                freed += held[place] is null ? 1 : 0;
                pinned[place] = data.Units.ToStandard(family.Parameters[place].Role, value);
            }
            if (freed < nested.Fixed.Count)
                continue;
            var rest = new ScalarSolver(family, solver.Priors, [.. pinned.Select(value => value is not null)]);
            if (rest.Solve(data, pinned).Values is { } values)
                tests.Add(Test(Name(nested), 2 * (top - data.At(values)), freed, nested.OnBoundary));
        }
        foreach (var limit in family.Limits)
        {
            double?[] known = limit.Shared(data.ToNatural(held), null);
            if (data.Under(limit.Family) is not { } same || held.Where((value, i) => limit.Same[i] is null && value is not null).Any())
                continue;
            var rest = new ScalarSolver(limit.Family, [.. known.Select(_ => Priors.Prior.Flat)], [.. known.Select(value => value is not null)]);
            if (rest.Solve(same, same.ToStandard(known)).Values is { } values)
                tests.Add(Test(limit.Family.Name, 2 * (top + data.LogJacobian - same.At(values) - same.LogJacobian), 1, onBoundary: true));
        }
        return tests;
    }

    /// <summary>A test from twice the difference of the log-likelihoods.</summary>
    public static LikelihoodRatioTest Test(string name, double ratio, int freed, bool onBoundary)
    {
        double statistic = Math.Max(0, ratio), tail = MathNet.Numerics.SpecialFunctions.GammaUpperRegularized(0.5 * freed, 0.5 * statistic);
        return new(name, statistic, freed, onBoundary ? statistic == 0 ? 1 : 0.5 * tail : tail, onBoundary ? "half chi-square" : "chi-square");
    }

    private static string Name(NestedModel nested) =>
        $"{nested.Name} ({string.Join(", ", nested.Fixed.Select(entry => FormattableString.Invariant($"{entry.Key} = {entry.Value}")))})";
}
