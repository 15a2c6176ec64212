using BatchEstimator.Estimation.Families;
using BatchEstimator.Estimation.Likelihoods;
using BatchEstimator.Estimation.Numerics;
using BatchEstimator.Estimation.Priors;
using BatchEstimator.Estimation.Results;

namespace BatchEstimator.Estimation.Fitting;

/// <summary>
/// The mode of a Dirichlet distribution's parameters under independent priors, by Newton's method from several starts: priors such as
/// lognormal or cauchy can give the posterior more than one top.
/// </summary>
internal sealed class DirichletPosterior : ILogDensity
{
    private readonly double[] meanLogs;
    private readonly double rows;
    private readonly IReadOnlyList<Prior> priors;
    private readonly Derivatives?[] logPriors;

    /// <param name="meanLogs">For each share, the mean of its logarithm.</param>
    /// <param name="rows">How many rows they are means of.</param>
    /// <param name="priors">The prior of each alpha.</param>
    public DirichletPosterior(double[] meanLogs, double rows, IReadOnlyList<Prior> priors)
    {
        (this.meanLogs, this.rows, this.priors) = (meanLogs, rows, priors);
        var alpha = new Variable(VariableKind.Parameter, 0, "alpha");
        logPriors = [.. priors.Select(prior => prior.IsFlat ? null : new Derivatives(prior.LogDensity(alpha), [alpha]))];
    }

    public double At(double[] alpha)
    {
        double sum = DirichletShapes.LogLikelihood(alpha, meanLogs, rows);
        for (int k = 0; k < alpha.Length; k++)
            sum += logPriors[k]?.At([alpha[k]], []).Value ?? 0;
        return sum;
    }

    public void Differentiate(double[] alpha, double[] outputs)
    {
        int size = alpha.Length;
        double total = alpha.Sum(), common = rows * SpecialFunctions.Trigamma(total);
        outputs[0] = DirichletShapes.LogLikelihood(alpha, meanLogs, rows);
        for (int i = 0; i < size; i++)
        {
            var (value, slope, bend) = logPriors[i]?.At([alpha[i]], []) ?? (0, [0], [0]);
            outputs[0] += value;
            outputs[1 + i] = rows * (meanLogs[i] + SpecialFunctions.DigammaIncrement(alpha[i], total - alpha[i])) + slope[0];
            for (int j = 0; j < i; j++)
                outputs[Layout.Second(size, i, j)] = common;
            outputs[Layout.Second(size, i, i)] = common - rows * SpecialFunctions.Trigamma(alpha[i]) + bend[0];
        }
    }

    /// <summary>The mode, or why there is none.</summary>
    /// <param name="names">The names of the parameters.</param>
    /// <param name="mle">The maximum-likelihood estimate, if there is one.</param>
    public VectorEstimate Mode(IReadOnlyList<string> names, double[]? mle)
    {
        SearchResult? best = null;
        var ends = new List<(double[] Values, double Height)>();
        int tried = 0;
        foreach (double[] start in Starts(mle))
        {
            tried++;
            if (Climb(start) is not { } end)
                continue;
            if (end.Runaway.Count > 0 || end.Edge.Any(k => end.Values[k] == 0))
                return Improper(names[end.Runaway.Concat(end.Edge.Where(k => end.Values[k] == 0)).First()]);
            best = best is null || end.Value > best.Value ? end : best;
            ends.Add((end.Values, end.Value));
        }
        return best is null ? Improper(names[0]) : Described(best, names, StartComparison.Of(ends, tried, At));
    }

    private IEnumerable<double[]> Starts(double[]? mle)
    {
        if (mle is not null)
            yield return Inside(mle);
        foreach (double size in (double[])[0.1, 1, 10, 100])
            yield return Inside([.. meanLogs.Select(_ => size)]);
    }

    private double[] Inside(double[] alpha) => [.. alpha.Select((value, k) =>
    {
        var (lower, upper) = Bounds(k);
        return value > lower && value < upper ? value : double.IsInfinity(upper) ? lower + Math.Max(1, lower) : 0.5 * (lower + upper);
    })];

    private (double Lower, double Upper) Bounds(int k) => (Math.Max(0, priors[k].Lower), priors[k].Upper);

    // An alpha that ran into an end of its prior is held there, and the others are climbed again.
    private SearchResult? Climb(double[] start)
    {
        var free = Enumerable.Range(0, start.Length).ToList();
        var edge = new List<int>();
        double[] at = start;
        int steps = 0;
        while (free.Count > 0)
        {
            if (new NewtonSearch(this, start.Length, free, [.. free.Select(Bounds)]).From(at) is not { } end)
                return null;
            (at, steps) = (end.Values, steps + end.Iterations);
            if (end.Runaway.Count > 0)
                return end;
            if (end.Edge.Count == 0)
                break;
            foreach (int k in end.Edge)
            {
                var (lower, upper) = Bounds(k);
                at[k] = at[k] - lower < upper - at[k] ? lower : upper;
            }
            edge.AddRange(end.Edge);
            free.RemoveAll(end.Edge.Contains);
        }
        return new(at, At(at), steps, edge, []);
    }

    private VectorEstimate Described(SearchResult end, IReadOnlyList<string> names, StartAgreement? starts)
    {
        int size = end.Values.Length;
        int[] free = [.. Enumerable.Range(0, size).Except(end.Edge)];
        double[] outputs = new double[RowKernel.LengthOf(size)];
        Differentiate(end.Values, outputs);
        var information = new Information([.. from i in free from j in free select -outputs[Layout.Second(size, i, j)]], free.Length);
        double[] slope = [.. free.Select(i => outputs[1 + i])], step = information.Times(slope);
        double[] errors = [.. free.Select((_, k) => Math.Sqrt(information.Covariance[k, k]))];
        double gradient = slope.Zip(errors, (g, e) => Math.Abs(g) * e).DefaultIfEmpty(0).Max(), left = free.Select((i, k) => Math.Abs(step[k]) / end.Values[i]).DefaultIfEmpty(0).Max();
        if (!outputs.All(double.IsFinite) || !information.IsPositiveDefinite || !(gradient < 1e-5 || left < 1e-12))
            return VectorEstimate.Refuse(FitCodes.ImproperMode, "No highest point of likelihood times prior was found that could be verified. A prior that falls off faster on both sides, such as gamma(2, 0.1), would give an estimate.", [.. names]);
        string[] held = [.. end.Edge.Select(k => names[k])];
        List<FitCode> codes = held.Length == 0 ? [] : [new(FitCodes.BoundaryEstimate, $"{string.Join(", ", held)}: the estimate lies at the end of the values that the prior allows, where a standard error does not exist.", held)];
        if (starts?.NextBest is { } next && StartComparison.IsAsHigh(end.Value, next))
            codes.Add(new(FitCodes.NonUnique, "Another point is exactly as probable as the one reported. More rows or a narrower prior would tell them apart.", [.. names]));
        double logLikelihood = DirichletShapes.LogLikelihood(end.Values, meanLogs, rows);
        return new(end.Values, [.. Enumerable.Range(0, size).Select(i => Array.IndexOf(free, i) is >= 0 and var k ? errors[k] : (double?)null)], codes, size, logLikelihood,
            priors.Select((prior, k) => prior.IsFlat ? 0 : prior.LogDensityAt(end.Values[k])).Sum())
        {
            Solver = new("newton", end.Iterations, gradient, information.Condition, Math.Clamp(-Math.Log10(Math.Max(left, 1e-16)), 0, 15.95)) { Starts = starts },
        };
    }

    private static VectorEstimate Improper(string name) => VectorEstimate.Refuse(FitCodes.ImproperMode,
        $"Likelihood times prior has no highest point: it keeps growing as {name} runs to the end of its values. A prior that falls off there, such as gamma(2, 0.1), would give an estimate.", name);
}
