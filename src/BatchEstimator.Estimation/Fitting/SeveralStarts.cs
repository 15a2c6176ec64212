using BatchEstimator.Estimation.Regression;
using BatchEstimator.Estimation.Results;

namespace BatchEstimator.Estimation.Fitting;

/// <summary>
/// Where likelihood times prior can have several tops: searches from where the plain distribution is, from the maximum of the likelihood and
/// from the centres of the priors. The highest verified top is kept, and how far the others agree.
/// </summary>
/// <param name="objective">What is climbed.</param>
/// <param name="plain">The start without slopes.</param>
/// <param name="likeliest">Where the search for the maximum of the likelihood ended; null if there is none.</param>
/// <param name="others">Starts to try where the first leads nowhere.</param>
/// <param name="areManyNeeded">True if the likelihood itself can have several tops, so that all are tried.</param>
internal sealed class SeveralStarts(RegressionObjective objective, double[] plain, double[]? likeliest, IEnumerable<double[]> others, bool areManyNeeded)
{
    // Ends of the same height to so many digits are the same top.
    private const double SameHeight = 1e-8;

    /// <summary>The best end.</summary>
    /// <param name="search">A search from a start.</param>
    public RegressionFound Best(Func<double[], RegressionFound> search)
    {
        var first = search(plain);
        bool haveInflection = objective.Free.Any(i => objective.Coefficients[i].Prior.Family.HasInflection);
        if (!haveInflection && !areManyNeeded)
            return first.IsTop ? first : others.Select(search).FirstOrDefault(found => found.IsTop) ?? first;
        RegressionFound[] all = [first, .. (haveInflection ? Others() : []).Concat(areManyNeeded ? others : []).Select(search)];
        var tops = all.Where(found => found.IsTop).OrderByDescending(Height).ToList();
        if (tops.Count == 0)
            return first;
        double height = Height(tops[0]), same = SameHeight * (1 + Math.Abs(height));
        var lower = tops.Where(top => height - Height(top) > same).ToList();
        return tops[0] with { Starts = new StartAgreement(all.Length, tops.Count - lower.Count, lower.Count == 0 ? null : Height(lower[0])) };
    }

    private static double Height(RegressionFound found) => found.End!.Top.Value;

    private IEnumerable<double[]> Others()
    {
        if (likeliest is not null)
            yield return likeliest;
        double[] natural = objective.Scale.ToNatural(likeliest ?? plain);
        foreach (int i in objective.Free)
        {
            var prior = objective.Coefficients[i].Prior;
            if (prior.Family.HasInflection && objective.Coefficients[i].IsReal)
                natural[i] = prior.Arguments[prior.Family.ShapeArguments.Count];
        }
        yield return objective.Scale.ToStandard(natural);
    }
}
