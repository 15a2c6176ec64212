using BatchEstimator.Estimation.Families;
using BatchEstimator.Estimation.Priors;
using BatchEstimator.Estimation.Results;

namespace BatchEstimator.Estimation.Fitting;

/// <summary>
/// Asks, where a search for the maximum of a likelihood ended at a point that is none, whether there is one: each parameter walks away from
/// that point in steps that grow, the others following at their best. A profile that never falls all the way out, and ends no lower than
/// anything seen, has no top; from the highest point of the others the search is made once more.
/// </summary>
/// <param name="family">The family.</param>
internal sealed class RidgeWalk(ScalarFamily family)
{
    private const int Steps = 9;
    private const double Growth = 4, Level = 1e-9;

    private readonly Prior[] flat = [.. family.Parameters.Select(_ => Prior.Flat)];

    /// <summary>A better point to look at, a refusal, or null if the point was as good as any.</summary>
    /// <param name="data">The data.</param>
    /// <param name="held">The parameters held at a value, in standard units; null = free.</param>
    /// <param name="stopped">Where the search stopped.</param>
    public PointEstimate? From(GroupData data, double?[] held, PointEstimate stopped)
    {
        double?[] kept = [.. held.Select((value, i) => value ?? (stopped.Boundary.Contains(i) ? stopped.Values![i] : null))];
        var solver = SolverOf(kept);
        double start = solver.Density(data).At(stopped.Values!), highest = start;
        double[] best = stopped.Values!;
        var walks = new List<(int Parameter, bool IsUp, double End, bool NeverFalls)>();
        foreach (int i in solver.Free)
        {
            foreach (bool isUp in (bool[])[false, true])
            {
                double[] values = stopped.Values!;
                double height = start;
                var (made, neverFalls) = (0, true);
                foreach (double place in Places(stopped.Values![i], solver.Bounds(data, i), isUp))
                {
                    if (Pinned(data, kept, values, i, place) is not var (there, reached) || !double.IsFinite(reached))
                        break;
                    neverFalls &= reached >= height - Level * (1 + Math.Abs(height));
                    (values, height, made) = (there, reached, made + 1);
                    if (height > highest)
                        (best, highest) = (there, height);
                }
                walks.Add((i, isUp, height, neverFalls && made == Steps));
            }
        }
        double least = highest - Level * (1 + Math.Abs(highest));
        if (walks.Where(walk => walk.NeverFalls && walk.End >= least).Select(walk => ((int, bool)?)(walk.Parameter, walk.IsUp)).FirstOrDefault() is var (parameter, up))
            return WithoutTop(parameter, up);
        return highest > start && solver.From(data, best) is var (again, value) && value >= least
            ? stopped with { Values = again, Route = "newton" } : null;
    }

    private PointEstimate WithoutTop(int parameter, bool isUp)
    {
        string name = family.Parameters[parameter].Name;
        return PointEstimate.Refuse(FitCodes.NoFiniteMle,
            $"The likelihood has no highest point: it never falls as {name} {(isUp ? "grows" : "runs to the lower end of its values")}, the other parameters being at their best. More rows, rows known exactly, a fixed {name} or a prior on it would give an estimate.", name);
    }

    private ScalarSolver SolverOf(double?[] held) => new(family, flat, [.. held.Select(value => value is not null)]);

    // The top of the others with one held, from where they were at the last step.
    private (double[] Values, double Height)? Pinned(GroupData data, double?[] held, double[] before, int parameter, double place)
    {
        double?[] pinned = [.. held];
        pinned[parameter] = place;
        double[] start = [.. before];
        start[parameter] = place;
        var solver = SolverOf(pinned);
        if (family.Kinked is not { } kinked || pinned[kinked] is not null)
        {
            if (solver.From(data, start) is { } near)
                return near;
        }
        return solver.Solve(data, pinned) is { Values: { } values } ? (values, solver.Density(data).At(values)) : null;
    }

    private static IEnumerable<double> Places(double from, (double Lower, double Upper) bounds, bool isUp)
    {
        var (lower, upper) = bounds;
        for (int step = 1; step <= Steps; step++)
        {
            double factor = Math.Pow(Growth, step);
            yield return (double.IsInfinity(lower), double.IsInfinity(upper), isUp) switch
            {
                (true, true, _) => from + (isUp ? factor : -factor),
                (false, true, _) => lower + (from - lower) * (isUp ? factor : 1 / factor),
                (true, false, _) => upper - (upper - from) * (isUp ? 1 / factor : factor),
                (false, false, true) => upper - (upper - from) / factor,
                _ => lower + (from - lower) / factor,
            };
        }
    }
}
