using BatchEstimator.Estimation.Families;
using BatchEstimator.Estimation.Likelihoods;
using BatchEstimator.Estimation.Priors;

namespace BatchEstimator.Estimation.Fitting;

/// <summary>
/// Looks for a mode where the first search ended at a point that is none, as where prior and data are many powers of ten apart: in the units
/// the data came in, with locations searched in themselves, and at the ends of the parameters' values, of which one is the answer if the
/// density still rises there. What is found has passed the checks of <see cref="Evidence"/>.
/// </summary>
/// <param name="family">The family.</param>
/// <param name="priors">The prior of each parameter.</param>
internal sealed class SecondSearch(ScalarFamily family, IReadOnlyList<Prior> priors)
{
    private const int MostEnds = 2;

    /// <summary>The mode with the data in the units it was found in; null if none could be verified.</summary>
    /// <param name="data">The data.</param>
    /// <param name="held">The parameters held at a value, in the units of the data; null = free.</param>
    /// <param name="mle">The maximum-likelihood estimate, in the units of <paramref name="data"/>.</param>
    public (GroupData Data, PointEstimate Top)? Of(GroupData data, double?[] held, PointEstimate mle)
    {
        if (mle.Values is { } likely && AreLevel(data.ToNatural(likely)) && IsTop(new ScalarSolver(family, priors, [.. held.Select(value => value is not null)]), data, mle))
            return (data, mle);
        (GroupData Data, PointEstimate Top)? best = null;
        double height = double.NegativeInfinity;
        foreach (var units in new[] { data, data.AsTheyCame }.OfType<GroupData>())
        {
            var density = new ScalarSolver(family, priors, [.. held.Select(value => value is not null)]).Density(units);
            foreach (bool isPlain in (bool[])[true, false])
            {
                foreach (var top in Verified(units, units.ToStandard(held), isPlain, 0))
                {
                    double there = density.At(top.Values!) + units.LogJacobian;
                    if (there > height)
                        (best, height) = ((units, top), there);
                }
            }
        }
        return best;
    }

    // What is found with the parameters free, and with each at each of its ends.
    private IEnumerable<PointEstimate> Verified(GroupData data, double?[] held, bool isPlain, int ends)
    {
        var solver = new ScalarSolver(family, priors, [.. held.Select(value => value is not null)]) { IsPlain = isPlain, StartsAtEveryPrior = true };
        var found = solver.Solve(data, held);
        if (IsTop(solver, data, found))
            yield return found;
        if (ends == MostEnds)
            yield break;
        foreach (int i in solver.Free)
        {
            var (lower, upper) = solver.Bounds(data, i);
            foreach (double end in new[] { lower, upper }.Where(double.IsFinite))
            {
                double?[] pinned = [.. held];
                pinned[i] = end;
                foreach (var rest in Verified(data, pinned, isPlain, ends + 1))
                {
                    if (Rises(solver.Density(data), rest.Values!, i, outwards: end == upper ? 1 : -1))
                        yield return solver.AtEnd(rest, i, end, data);
                }
            }
        }
    }

    // Under priors that are level wherever they allow anything, an allowed maximum-likelihood estimate is the mode.
    private bool AreLevel(double[] at) => priors.Zip(at).All(pair => pair.First.IsFlat || (pair.First.Family.Name == "uniform" && pair.Second >= pair.First.Lower && pair.Second <= pair.First.Upper));

    private static bool IsTop(ScalarSolver solver, GroupData data, PointEstimate found) =>
        found.Values is { } values && !Evidence.At(solver.Density(data), data, values, [.. solver.Free.Where(i => !found.Boundary.Contains(i))], found).Failed;

    private static bool Rises(ILogDensity density, double[] at, int parameter, int outwards)
    {
        var outputs = new double[RowKernel.LengthOf(at.Length)];
        density.Differentiate(at, outputs);
        return double.IsFinite(outputs[0]) && outputs[1 + parameter] * outwards > 0;
    }
}
