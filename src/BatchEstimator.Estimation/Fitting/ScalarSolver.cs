using BatchEstimator.Estimation.Families;
using BatchEstimator.Estimation.Likelihoods;
using BatchEstimator.Estimation.Priors;
using BatchEstimator.Estimation.Results;
using static BatchEstimator.Estimation.Likelihoods.Functions;

namespace BatchEstimator.Estimation.Fitting;

/// <summary>A point estimate and how it was found.</summary>
internal sealed record ScalarSolution(PointEstimate Point, string Route, int Iterations);

/// <summary>
/// Finds the maximum of likelihood times prior for a family of few parameters: by its closed form where there is one,
/// else by Newton's method. One solver serves all groups that hold the same parameters.
/// </summary>
internal sealed class ScalarSolver
{
    private readonly ScalarFamily family;
    private readonly List<int> free;
    private readonly NewtonSearch search;

    public ScalarSolver(ScalarFamily family, IReadOnlyList<Prior> priors, IReadOnlyList<bool> isHeld)
    {
        this.family = family;
        Priors = priors;
        free = [.. Enumerable.Range(0, family.Parameters.Count).Where(i => !isHeld[i])];
        LogPrior = LogPriorOf(family, priors, free);
        Density = new(family.LogLikelihood + LogPrior, [.. free.Select(Variable)]);
        search = new(Density, free, [.. free.Select(Bounds)]);
    }

    /// <summary>The prior of each parameter; a joint one stands with the first.</summary>
    public IReadOnlyList<Prior> Priors { get; }

    /// <summary>The parameters that are estimated, by index.</summary>
    public IReadOnlyList<int> Free => free;

    /// <summary>The log of the normalised prior density, in the parameters.</summary>
    public Expr LogPrior { get; }

    /// <summary>Log-likelihood plus log prior, differentiated in the free parameters.</summary>
    public Derivatives Density { get; }

    public ScalarSolution Solve(double[] summary, IReadOnlyList<double?> held)
    {
        if (free.Count == 0)
            return new(PointEstimate.At([.. held.Select(value => value!.Value)]), "closed-form", 0);
        if (Priors.All(prior => prior.IsFlat))
            return new(family.Mle(summary, held), "closed-form", 0);
        if (family.Mode(summary, held, Priors) is { } mode)
            return new(mode, "closed-form", 0);
        var climbed = Climb(summary, held);
        return AtKink(summary, held) is { Point.Values: { } kink } pinned && (climbed.Point.Values is not { } top || Height(kink, summary) >= Height(top, summary))
            && climbed.Point.Codes.All(code => code.Code != FitCodes.ImproperMode) ? pinned : climbed;
    }

    private double Height(double[] values, double[] summary) => Density.At(values, summary).Value;

    // Where the density has several tops the highest is the mode; where it grows without bound from any start there is none.
    private ScalarSolution Climb(double[] summary, IReadOnlyList<double?> held)
    {
        ScalarSolution? best = null;
        foreach (double[] start in Starts(summary, held))
        {
            if (search.From(start, summary) is not { } end)
                continue;
            var found = end.Runaway.Count > 0 ? new(Improper(end.Runaway[0]), "newton", end.Iterations)
                : end.Edge.Count > 0 ? OnEdge(end, summary, held) : new(PointEstimate.At(end.Values), "newton", end.Iterations);
            if (found.Point.Values is not { } values)
                return found;
            if (best is null || Height(values, summary) > Height(best.Point.Values!, summary))
                best = found;
        }
        return best ?? new(PointEstimate.Refuse(FitCodes.ImproperMode, "Likelihood times prior is zero everywhere the search looked: prior and data contradict each other. Check the prior's limits."), "newton", 0);
    }

    // A parameter ran into an end of its interval: an answer if the density is finite there, a refusal if it grows without bound.
    private ScalarSolution OnEdge(SearchResult end, double[] summary, IReadOnlyList<double?> held)
    {
        int edge = end.Edge[0];
        var (lower, upper) = Bounds(edge);
        double limit = Math.Abs(end.Values[edge] - lower) < Math.Abs(end.Values[edge] - upper) ? lower : upper;
        double[] there = [.. end.Values];
        there[edge] = limit;
        if (!double.IsFinite(Density.At(there, summary).Value))
            return new(Improper(edge), "newton", end.Iterations);
        double?[] fixedThere = [.. held];
        fixedThere[edge] = limit;
        var rest = free.Count == 1 ? new(PointEstimate.At(there), "newton", end.Iterations)
            : new ScalarSolver(family, Priors, [.. fixedThere.Select(value => value is not null)]).Solve(summary, fixedThere);
        if (rest.Point.Values is null)
            return rest;
        string name = family.Parameters[edge].Name;
        var code = new FitCode(FitCodes.BoundaryEstimate, $"The estimate of {name} lies at {limit:R}, the end of the values that prior and family allow, where a standard error does not exist.", [name]);
        return rest with { Point = rest.Point with { Boundary = [edge, .. rest.Point.Boundary], Codes = [code, .. rest.Point.Codes] } };
    }

    // A Laplace prior has a kink at its location. The mode sits there exactly if the rest of the slope is less than the kink's.
    private ScalarSolution? AtKink(double[] summary, IReadOnlyList<double?> held)
    {
        foreach (int j in free.Where(i => Priors[i].Family.Name == "laplace"))
        {
            double location = Priors[j].Arguments[0];
            if (!IsInside(j, location))
                continue;
            double?[] heldThere = [.. held];
            heldThere[j] = location;
            Prior[] without = [.. Priors.Select((prior, i) => i == j ? Prior.Flat : prior)];
            var rest = new ScalarSolver(family, without, [.. heldThere.Select(value => value is not null)]).Solve(summary, heldThere);
            if (rest.Point.Values is not { } values)
                continue;
            var slope = new Derivatives(family.LogLikelihood, [Variable(j)]).At(values, summary).Gradient[0];
            if (Math.Abs(slope) <= 1 / Priors[j].Arguments[1])
                return rest with { Point = rest.Point with { Boundary = [j, .. rest.Point.Boundary] }, Route = "newton" };
        }
        return null;
    }

    // The data's own start, and the centre of each prior that has one with the rest at its best there: data and prior far apart make two tops.
    private IEnumerable<double[]> Starts(double[] summary, IReadOnlyList<double?> held)
    {
        yield return Inside(family.Start(summary), held);
        foreach (int i in free.Where(i => Priors[i].Family.Name is "normal" or "laplace" or "student_t" or "cauchy" && IsInside(i, Priors[i].Arguments[^2])))
        {
            double?[] pinned = [.. held];
            pinned[i] = Priors[i].Arguments[^2];
            if (family.Mle(summary, pinned).Values is { } values)
                yield return Inside(values, held);
        }
    }

    private bool IsInside(int i, double value) => value > Bounds(i).Lower && value < Bounds(i).Upper;

    private double[] Inside(double[] start, IReadOnlyList<double?> held)
    {
        for (int i = 0; i < start.Length; i++)
        {
            var (lower, upper) = Bounds(i);
            if (held[i] is { } value)
                start[i] = value;
            else if (!(start[i] > lower && start[i] < upper))
                start[i] = double.IsInfinity(lower) ? upper - 1 : double.IsInfinity(upper) ? lower + 1 : 0.5 * (lower + upper);
        }
        return start;
    }

    private (double Lower, double Upper) Bounds(int i) =>
        (Math.Max(family.Parameters[i].Lower, Priors[i].Lower), Math.Min(family.Parameters[i].Upper, Priors[i].Upper));

    private Variable Variable(int i) => new(VariableKind.Parameter, i, family.Parameters[i].Name);

    private PointEstimate Improper(int parameter)
    {
        string name = family.Parameters[parameter].Name;
        return PointEstimate.Refuse(FitCodes.ImproperMode,
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
