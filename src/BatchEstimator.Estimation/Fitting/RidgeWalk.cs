using BatchEstimator.Estimation.Families;
using BatchEstimator.Estimation.Likelihoods;
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
    private const int FewestSteps = 5;
    private const double Growth = 4, Level = 1e-9, FarOut = 1e4;

    private readonly Prior[] flat = [.. family.Parameters.Select(_ => Prior.Flat)];

    /// <summary>A better point to look at, a refusal, or null if the point was as good as any.</summary>
    /// <param name="data">The data.</param>
    /// <param name="held">The parameters held at a value, in standard units; null = free.</param>
    /// <param name="stopped">Where the search stopped.</param>
    public PointEstimate? From(GroupData data, double?[] held, PointEstimate stopped)
    {
        double?[] kept = [.. held.Select((value, i) => value ?? (stopped.Boundary.Contains(i) ? stopped.Values![i] : null))];
        // A search that ended far out in the units of the data, where heights are rounding, says nothing of how it got there.
        double[] start = [.. data.Starts().First().Select((value, i) => kept[i] ?? value)];
        bool isFarOut = start.Zip(stopped.Values!).Any(pair => Math.Abs(pair.Second) > FarOut * Math.Max(Math.Abs(pair.First), 1) || Math.Abs(pair.Second) * FarOut < Math.Abs(pair.First));
        return (isFarOut ? Walk(data, kept, stopped with { Values = start }) : null) ?? Walk(data, kept, stopped);
    }

    private PointEstimate? Walk(GroupData data, double?[] kept, PointEstimate stopped)
    {
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
                walks.Add((i, isUp, height, neverFalls && made >= FewestSteps));
            }
        }
        double least = highest - Level * (1 + Math.Abs(highest));
        if (walks.Where(walk => walk.NeverFalls && walk.End >= least).Select(walk => ((int, bool)?)(walk.Parameter, walk.IsUp)).FirstOrDefault() is var (parameter, up))
            return WithoutTop(parameter, up);
        if (highest > start + Level * (1 + Math.Abs(start)) && solver.From(data, best) is var (again, value) && value >= least)
            return stopped with { Values = again, Route = "newton" };
        return solver.Free.Select(i => AtKink(data, kept, stopped, i)).FirstOrDefault(kink => kink is not null);
    }

    // Where the slope of the profile jumps from rising to falling there is a top without a slope of zero: halved until neighbours are left.
    private PointEstimate? AtKink(GroupData data, double?[] held, PointEstimate stopped, int parameter)
    {
        var density = SolverOf(held).Density(data);
        double[] outputs = new double[RowKernel.LengthOf(family.Parameters.Count)];
        double at = stopped.Values![parameter];
        var (lower, upper) = SolverOf(held).Bounds(data, parameter);
        (double[] Values, double Slope)? Look(double place)
        {
            if (Pinned(data, held, stopped.Values!, parameter, place) is not var (there, _))
                return null;
            density.Differentiate(there, outputs);
            return double.IsFinite(outputs[1 + parameter]) ? (there, outputs[1 + parameter]) : null;
        }
        double reach = 1e-3 * Math.Max(Math.Abs(at), 1e-3), low = Math.Max(at - reach, lower), high = Math.Min(at + reach, upper);
        if (Look(low) is not { Slope: > 0 } rising || Look(high) is not { Slope: < 0 } falling)
            return null;
        for (int half = 0; half < 80; half++)
        {
            double middle = low + 0.5 * (high - low);
            if (middle == low || middle == high || Look(middle) is not { } there)
                break;
            (low, high, rising, falling) = there.Slope > 0 ? (middle, high, there, falling) : (low, middle, rising, there);
        }
        // A smooth top has next to no slope at its neighbours; where it jumps it has one on either side.
        if (high - low > 1e-12 * Math.Max(Math.Abs(high), 1e-3) || !(Math.Min(rising.Slope, -falling.Slope) * reach > 1e-6))
            return null;
        double[] top = density.At(rising.Values) >= density.At(falling.Values) ? rising.Values : falling.Values;
        string name = family.Parameters[parameter].Name;
        var code = new FitCode(FitCodes.BoundaryEstimate, $"The estimate of {name} is where a value or a bound gives the likelihood a kink and no curvature, so a standard error does not exist.", [name]);
        return stopped with { Values = top, Boundary = [parameter, .. stopped.Boundary], Codes = [code, .. stopped.Codes], Route = "newton" };
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
            // On a ridge locations and scales run off together.
            double factor = family.Parameters[parameter].Role == ParameterRole.Scale ? place / before[parameter] : 1;
            double[] along = [.. start.Select((value, i) => pinned[i] is null && family.Parameters[i].Role is ParameterRole.Location or ParameterRole.Scale ? factor * value : value)];
            var ends = new[] { start, along }.Select(from => solver.From(data, from)).Where(end => end is not null);
            if (ends.MaxBy(end => end!.Value.Height) is { } near)
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
                (true, true, _) => from + (isUp ? Math.Sqrt(factor) : -Math.Sqrt(factor)) * Growth,
                (false, true, _) => lower + (from - lower) * (isUp ? factor : 1 / factor),
                (true, false, _) => upper - (upper - from) * (isUp ? 1 / factor : factor),
                (false, false, true) => upper - (upper - from) / factor,
                _ => lower + (from - lower) / factor,
            };
        }
    }
}
