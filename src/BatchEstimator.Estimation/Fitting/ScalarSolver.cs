using System.Globalization;
using BatchEstimator.Estimation.Families;
using BatchEstimator.Estimation.Likelihoods;
using BatchEstimator.Estimation.Priors;
using BatchEstimator.Estimation.Results;
using static BatchEstimator.Estimation.Likelihoods.Functions;

namespace BatchEstimator.Estimation.Fitting;

/// <summary>
/// Finds the maximum of likelihood times prior for a family of few parameters: by its own way where it has one, else by Newton's method
/// from its starts. One solver serves all groups that hold the same parameters. Points are in the standard units of the data.
/// </summary>
internal sealed class ScalarSolver
{
    private readonly ScalarFamily family;
    private readonly List<int> free;
    private readonly Derivatives? logPrior;
    private (int Parameter, double Lower, double Upper)? window;

    public ScalarSolver(ScalarFamily family, IReadOnlyList<Prior> priors, IReadOnlyList<bool> isHeld)
    {
        this.family = family;
        Priors = priors;
        free = [.. Enumerable.Range(0, family.Parameters.Count).Where(i => !isHeld[i])];
        if (IsFlat)
            return;
        logPrior = new(LogPriorOf(family, priors, free), [.. family.Parameters.Select((_, i) => Variable(i))]);
    }

    /// <summary>True to search locations in themselves, however near an end of their values; their logs or logits lose the digits of a value far from both ends.</summary>
    public bool IsPlain { get; init; }

    /// <summary>True to start from the scale of every prior as well, not only from the centres of those that have one.</summary>
    public bool StartsAtEveryPrior { get; init; }

    /// <summary>The prior of each parameter; a joint one stands with the first.</summary>
    public IReadOnlyList<Prior> Priors { get; }

    /// <summary>True for maximum likelihood.</summary>
    public bool IsFlat => Priors.All(prior => prior.IsFlat);

    /// <summary>The parameters that are estimated, by index.</summary>
    public IReadOnlyList<int> Free => free;

    /// <summary>The log of the normalised prior density at parameters in the units of the data.</summary>
    public double LogPriorAt(double[] natural) => logPrior?.At(natural, []).Value ?? 0;

    /// <summary>What is climbed.</summary>
    public ILogDensity Density(GroupData data) => new LogPosterior(data, logPrior);

    /// <summary>Finds the top.</summary>
    /// <param name="data">The data of one group.</param>
    /// <param name="held">The parameters held at a value, in standard units; null = free.</param>
    public PointEstimate Solve(GroupData data, IReadOnlyList<double?> held)
    {
        if (free.Count == 0)
            return PointEstimate.At([.. held.Select(value => value!.Value)]);
        if (IsFlat)
            return data.Mle(held) ?? OrEdge(Search(data, held), data, held);
        if (data.Mode(held, Priors) is { } mode)
            return mode;
        var climbed = Search(data, held);
        return AtKink(data, held) is { Values: { } kink } pinned && (climbed.Values is not { } top || IsAsHigh(Density(data), kink, top))
            && climbed.Codes.All(code => code.Code != FitCodes.ImproperMode) ? pinned : climbed;
    }

    // A smooth search stops a rounding beside a kink, and by a rounding higher.
    private static bool IsAsHigh(ILogDensity density, double[] kink, double[] top) => density.At(top) is var height && density.At(kink) >= height - 1e-12 * (1 + Math.Abs(height));

    /// <summary>The top nearest to a start, for points known to be near it; null if the search did not end inside the parameter space.</summary>
    public (double[] Values, double Height)? From(GroupData data, double[] start)
    {
        var density = Density(data);
        if (free.Count == 0)
            return (start, density.At(start));
        var search = new NewtonSearch(density, family.Parameters.Count, free, [.. free.Select(i => Bounds(data, i))]);
        return search.From(start) is { Runaway.Count: 0, Edge.Count: 0 } end ? (end.Values, end.Value) : null;
    }

    private PointEstimate OrEdge(PointEstimate found, GroupData data, IReadOnlyList<double?> held) =>
        data.Edge(held, found.Values) is { Values: { } edge } there && (found.Values is not { } values || IsAsHigh(Density(data), edge, values)) ? there : found;

    // Smooth everywhere, or between kinks.
    private PointEstimate Search(GroupData data, IReadOnlyList<double?> held)
    {
        if (family.Kinked is not { } j || held[j] is not null)
            return Climb(data, held);
        var (lower, upper) = Bounds(data, j);
        double[] kinks = [.. data.Kinks.Where(kink => kink > lower && kink < upper)];
        PointEstimate Between(double from, double to) => new ScalarSolver(family, Priors, [.. held.Select(value => value is not null)]) { window = (j, from, to), IsPlain = IsPlain, StartsAtEveryPrior = StartsAtEveryPrior }.Climb(data, held);
        PointEstimate Pinned(double at)
        {
            double?[] heldThere = [.. held];
            heldThere[j] = at;
            return new ScalarSolver(family, Priors, [.. heldThere.Select(value => value is not null)]) { IsPlain = IsPlain, StartsAtEveryPrior = StartsAtEveryPrior }.Solve(data, heldThere);
        }
        return new KinkSearch(Density(data), j, Pinned, Between).Top(kinks, family.Parameters.Count);
    }

    // Where the density has several tops the highest is the estimate; where it grows without bound from any start there is none.
    private PointEstimate Climb(GroupData data, IReadOnlyList<double?> held)
    {
        PointEstimate? best = null;
        var density = Density(data);
        var ends = new List<(double[] Values, double Height)>();
        int tried = 0;
        if (free.Any(i => Bounds(data, i) is var (lower, upper) && !(lower < upper)))
            return Contradiction;
        var search = new NewtonSearch(IsPlain ? new WithinBounds(density, [.. free.Select(i => (i, Bounds(data, i)))]) : density, family.Parameters.Count, free,
            [.. free.Select(i => IsPlain && family.Parameters[i].Role == ParameterRole.Location ? (double.NegativeInfinity, double.PositiveInfinity) : Bounds(data, i))]);
        foreach (double[] start in Starts(data, held))
        {
            tried++;
            if (search.From(start) is not { } end)
                continue;
            var found = end.Runaway.Count > 0 ? NoTop(end.Runaway[0])
                : end.Edge.Count > 0 ? OnEdge(end, data, held) : PointEstimate.At(Unwound(end.Values));
            found = found with { Route = "newton", Iterations = end.Iterations };
            if (found.Values is not { } values)
                return found;
            double height = density.At(values);
            if (best is null || height > ends.Max(other => other.Height))
                best = found;
            ends.Add((values, height));
            if (IsFlat && !family.HasSeveralTops)
                return best;
        }
        if (best is not null)
            return best with { Starts = StartComparison.Of(ends, tried, density.At) };
        return (IsFlat
            ? PointEstimate.Refuse(FitCodes.NoFiniteMle, "The likelihood is zero, or beyond the range of a double, everywhere the search looked. Check the fixed values and the units of the data.")
            : Contradiction) with { Route = "newton" };
    }

    // A parameter ran into an end of its interval: an answer if the density is finite there, a refusal if it grows without bound.
    private PointEstimate OnEdge(SearchResult end, GroupData data, IReadOnlyList<double?> held)
    {
        int edge = end.Edge[0];
        var (lower, upper) = Bounds(data, edge);
        double limit = Math.Abs(end.Values[edge] - lower) < Math.Abs(end.Values[edge] - upper) ? lower : upper;
        double[] there = [.. end.Values];
        there[edge] = limit;
        if (!double.IsFinite(Density(data).At(there)))
            return NoTop(edge);
        double?[] fixedThere = [.. held];
        fixedThere[edge] = limit;
        var rest = free.Count == 1 ? PointEstimate.At(there)
            : new ScalarSolver(family, Priors, [.. fixedThere.Select(value => value is not null)]) { IsPlain = IsPlain, StartsAtEveryPrior = StartsAtEveryPrior }.Solve(data, fixedThere);
        if (rest.Values is null)
            return rest;
        return AtEnd(rest, edge, limit, data);
    }

    /// <summary>An estimate with one more parameter at an end of its values.</summary>
    /// <param name="rest">The others at their best there.</param>
    /// <param name="edge">The parameter.</param>
    /// <param name="limit">The end, in standard units.</param>
    /// <param name="data">The data.</param>
    public PointEstimate AtEnd(PointEstimate rest, int edge, double limit, GroupData data)
    {
        string name = family.Parameters[edge].Name;
        string at = data.Units.ToNatural(family.Parameters[edge].Role, limit).ToString("R", CultureInfo.InvariantCulture);
        var code = new FitCode(FitCodes.BoundaryEstimate, $"The estimate of {name} lies at {at}, the end of the values that {(IsFlat ? "the family allows" : "prior and family allow")}, where a standard error does not exist.", [name]);
        return rest with { Boundary = [edge, .. rest.Boundary], Codes = [code, .. rest.Codes] };
    }

    // A Laplace prior has a kink at its location. The mode sits there exactly if the rest of the slope is less than the kink's.
    private PointEstimate? AtKink(GroupData data, IReadOnlyList<double?> held)
    {
        foreach (int j in free.Where(i => Priors[i].Family.Name == "laplace"))
        {
            var role = family.Parameters[j].Role;
            double location = data.Units.ToStandard(role, Priors[j].Arguments[0]);
            if (!IsInside(data, j, location))
                continue;
            double?[] heldThere = [.. held];
            heldThere[j] = location;
            Prior[] without = [.. Priors.Select((prior, i) => i == j ? Prior.Flat : prior)];
            var rest = new ScalarSolver(family, without, [.. heldThere.Select(value => value is not null)]) { IsPlain = IsPlain, StartsAtEveryPrior = StartsAtEveryPrior }.Solve(data, heldThere);
            if (rest.Values is not { } values)
                continue;
            var outputs = new double[RowKernel.LengthOf(family.Parameters.Count)];
            data.Differentiate(values, outputs);
            if (Math.Abs(outputs[1 + j]) <= data.Units.Stretch(role) / Priors[j].Arguments[1])
                return rest with { Boundary = [j, .. rest.Boundary], Route = "newton" };
        }
        return null;
    }

    // The data's own starts, and the centre of each prior that has one with the rest at its best there: data and prior far apart make two tops.
    private IEnumerable<double[]> Starts(GroupData data, IReadOnlyList<double?> held)
    {
        foreach (double[] start in data.Starts())
            yield return Inside(data, start, held);
        foreach (int i in free)
        {
            if ((Centre(Priors[i]) ?? (StartsAtEveryPrior ? Scale(Priors[i]) : null)) is not { } centre)
                continue;
            double?[] pinned = [.. held];
            pinned[i] = data.Units.ToStandard(family.Parameters[i].Role, centre);
            if (IsInside(data, i, pinned[i]!.Value) && data.Mle(pinned)?.Values is { } values)
                yield return Inside(data, values, held);
        }
    }

    /// <summary>
    /// True if a location that the data bound on one side has a prior with a centre: one top may lie at the data and another near the centre,
    /// where the search, which measures from the bound, has no digits left if that is far away.
    /// </summary>
    public bool MayHaveTopByPrior(GroupData data) => free.Any(i => family.Parameters[i].Role == ParameterRole.Location && Centre(Priors[i]) is not null
        && Bounds(data, i) is var (lower, upper) && double.IsInfinity(lower) != double.IsInfinity(upper));

    private static double? Centre(Prior prior) => prior.Family.Name is "normal" or "laplace" or "student_t" or "cauchy" ? prior.Arguments[^2] : null;

    // Of the size of the values that a prior of a positive parameter expects.
    private static double? Scale(Prior prior) => (prior.Family.Name, prior.Arguments) switch
    {
        ("lognormal", [var meanlog, _]) => Math.Exp(meanlog),
        ("gamma", [var shape, var rate]) => shape / rate,
        ("inverse_gamma", [var shape, var scale]) => scale / (shape + 1),
        ("exponential", [var rate]) => 1 / rate,
        ("half_normal" or "half_cauchy", [var scale]) => scale,
        _ => null,
    };

    private bool IsInside(GroupData data, int i, double value) => value > Bounds(data, i).Lower && value < Bounds(data, i).Upper;

    private double[] Inside(GroupData data, double[] start, IReadOnlyList<double?> held)
    {
        for (int i = 0; i < start.Length; i++)
        {
            var (lower, upper) = Bounds(data, i);
            if (held[i] is { } value)
                start[i] = value;
            else if (!(start[i] > lower && start[i] < upper))
                start[i] = double.IsInfinity(lower) ? upper - 1 : double.IsInfinity(upper) ? lower + 1 : 0.5 * (lower + upper);
        }
        return start;
    }

    /// <summary>The values that family and prior allow a parameter, in standard units.</summary>
    public (double Lower, double Upper) Bounds(GroupData data, int i)
    {
        var (parameter, prior) = (family.Parameters[i], Priors[i]);
        double lower = data.Units.ToStandard(parameter.Role, Math.Max(parameter.EstimatedFrom ?? parameter.Lower, prior.Lower)), upper = data.Units.ToStandard(parameter.Role, Math.Min(parameter.Upper, prior.Upper));
        // A search may go once around; what a prior says of it holds for the one turn.
        if (parameter.IsCircular && prior.IsFlat)
            (lower, upper) = (2 * lower, 2 * upper);
        var (least, most) = window is { } w && w.Parameter == i ? (w.Lower, w.Upper) : data.Range(i);
        return (Math.Max(lower, least), Math.Min(upper, most));
    }

    // Back into the one turn; standard units leave angles as they are.
    private double[] Unwound(double[] values) =>
        [.. values.Select((value, i) => family.Parameters[i] is { IsCircular: true } circle && (value < circle.Lower || value > circle.Upper) ? Math.IEEERemainder(value, circle.Upper - circle.Lower) : value)];

    /// <summary>A density that is zero outside given intervals.</summary>
    private sealed class WithinBounds(ILogDensity density, (int Parameter, (double Lower, double Upper) Bounds)[] limits) : ILogDensity
    {
        public double At(double[] parameters) => IsInside(parameters) ? density.At(parameters) : double.NegativeInfinity;

        public void Differentiate(double[] parameters, double[] outputs)
        {
            density.Differentiate(parameters, outputs);
            outputs[0] = IsInside(parameters) ? outputs[0] : double.NegativeInfinity;
        }

        private bool IsInside(double[] parameters) => limits.All(limit => parameters[limit.Parameter] >= limit.Bounds.Lower && parameters[limit.Parameter] <= limit.Bounds.Upper);
    }

    private static PointEstimate Contradiction => PointEstimate.Refuse(FitCodes.ImproperMode,
        "Likelihood times prior is zero everywhere the search looked: prior and data contradict each other. Check the prior's limits.");

    private Variable Variable(int i) => new(VariableKind.Parameter, i, family.Parameters[i].Name);

    private PointEstimate NoTop(int parameter)
    {
        string name = family.Parameters[parameter].Name;
        return IsFlat
            ? PointEstimate.Refuse(FitCodes.NoFiniteMle, $"The likelihood has no highest point: it keeps growing as {name} runs to the end of its values. More rows, a fixed {name} or a prior on it would give an estimate.", name)
            : PointEstimate.Refuse(FitCodes.ImproperMode,
                $"Likelihood times prior has no highest point: it keeps growing as {name} runs to the end of its values. A prior that falls off there, such as inverse_gamma for a scale, would give an estimate.", name);
    }

    private static Expr LogPriorOf(ScalarFamily family, IReadOnlyList<Prior> priors, List<int> free)
    {
        if (priors[0].Family == PriorCatalogue.NormalInverseGamma)
            return NormalInverseGamma(family, priors[0].Arguments);
        Expr sum = 0;
        foreach (int i in free)
            sum += priors[i].LogDensity(new Variable(VariableKind.Parameter, i, family.Parameters[i].Name));
        return sum;
    }

    // The density of (mu, variance), written in (mu, sigma) but not made a density of sigma: the mode stays that over (mu, variance).
    private static Expr NormalInverseGamma(ScalarFamily family, IReadOnlyList<double> a)
    {
        Expr mu = new Variable(VariableKind.Parameter, 0, family.Parameters[0].Name), variance = Square(new Variable(VariableKind.Parameter, 1, family.Parameters[1].Name));
        var inverseGamma = PriorCatalogue.All.First(prior => prior.Name == "inverse_gamma");
        return inverseGamma.LogDensity([a[2], a[3]], variance)
            - 0.5 * a[1] * Square(mu - a[0]) / variance - 0.5 * Log(variance) + 0.5 * Math.Log(a[1] / (2 * Math.PI));
    }
}
