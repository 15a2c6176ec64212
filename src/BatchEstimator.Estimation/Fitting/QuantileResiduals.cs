using BatchEstimator.Estimation.Families;
using BatchEstimator.Estimation.Likelihoods;
using BatchEstimator.Estimation.Numerics;
using BatchEstimator.Estimation.Statistics;

namespace BatchEstimator.Estimation.Fitting;

/// <summary>
/// Residuals that are standard normal if the model is right, whatever the family: the normal quantile of the fitted distribution function at the
/// row. Where that jumps (counts), or the row is known only in part (censored), a probability is drawn from the range that the row leaves open.
/// </summary>
/// <remarks>P. K. Dunn and G. K. Smyth, J. Comput. Graph. Statist. 5 (1996) 236-244, section 2.</remarks>
internal sealed class QuantileResiduals
{
    // Below this the complement of a distribution function has lost digits, and the tail is summed.
    private const double SmallTail = 1e-6;
    private const int MostTables = 20_000, MostTerms = 10_000;

    private readonly ScalarFamily family;
    private readonly Tape below, above, between, seen, density;
    private readonly bool isCut;
    private readonly Dictionary<(double Value, double Trials), Tape> functions = [];

    /// <summary>Prepares the residuals of a family.</summary>
    /// <param name="family">The family; it is discrete or has distribution functions.</param>
    /// <param name="limits">The ends outside which no value could be seen.</param>
    public QuantileResiduals(ScalarFamily family, (double Lower, double Upper) limits)
    {
        this.family = family;
        Variable x = new(VariableKind.Data, 0, "x"), y = new(VariableKind.Data, 1, "y");
        var (lower, upper) = (double.IsFinite(limits.Lower), double.IsFinite(limits.Upper));
        isCut = lower || upper;
        density = new(family.LogDensity(dimension: 1));
        Expr impossible = double.NegativeInfinity;
        below = new(family.IsDiscrete ? impossible : lower ? family.LogBetween(limits.Lower, x) : family.LogCdf(x)!);
        above = new(family.IsDiscrete ? impossible : upper ? family.LogBetween(x, limits.Upper) : family.LogSurvival(x)!);
        between = new(family.IsDiscrete ? impossible : family.LogBetween(x, y));
        seen = new((lower, upper) switch
        {
            (true, true) => family.LogBetween(limits.Lower, limits.Upper),
            (true, false) => family.LogSurvival(limits.Lower)!,
            (false, true) => family.LogCdf(limits.Upper)!,
            _ => 0,
        });
    }

    /// <summary>True if a family has them.</summary>
    public static bool Has(ScalarFamily family) => family.IsDiscrete ? family.Cdf(1, 2) is not null : family.CanBeCensored;

    /// <summary>The residual of a row; not a number at an end of what the family can produce.</summary>
    /// <param name="knowledge">How the row is known.</param>
    /// <param name="value">The value, or the bound, or the lower end.</param>
    /// <param name="upper">The upper end of an interval.</param>
    /// <param name="trials">The trials of a binomial response.</param>
    /// <param name="natural">The family's parameters at the row.</param>
    /// <param name="random">Where probabilities are drawn from.</param>
    public double Of(RowKnowledge knowledge, double value, double upper, double trials, double[] natural, Xoshiro random)
    {
        if (family.IsDiscrete)
            return OfCount(value, trials, natural, random.NextDouble());
        double all = isCut ? seen.Evaluate([], natural)[0] : 0;
        switch (knowledge)
        {
            case RowKnowledge.Exact:
                return Deviate(below.Evaluate([value], natural)[0] - all, above.Evaluate([value], natural)[0] - all);
            case RowKnowledge.Above:
                double high = above.Evaluate([value], natural)[0] - all + Math.Log(random.NextDouble());
                return Deviate(SpecialFunctions.Log1MExp(high), high);
            case RowKnowledge.Below:
                double low = below.Evaluate([value], natural)[0] - all + Math.Log(random.NextDouble());
                return Deviate(low, SpecialFunctions.Log1MExp(low));
            default:
                double share = random.NextDouble(), inside = between.Evaluate([value, upper], natural)[0] - all;
                return Deviate(StableFunctions.LogSumExp(below.Evaluate([value], natural)[0] - all, inside + Math.Log(share)),
                    StableFunctions.LogSumExp(above.Evaluate([upper], natural)[0] - all, inside + Math.Log(1 - share)));
        }
    }

    private double OfCount(double value, double trials, double[] natural, double share)
    {
        double before = value <= 0 ? 0 : FunctionAt(value - 1, trials).Evaluate([], natural)[0], step = Math.Exp(density.Evaluate([value, trials], natural)[0]);
        if (before + step < 0.5)
            return Deviate(Math.Log(before + share * step), 0);
        // What lies at the value or above, of which a share is beyond.
        double from = 1 - before;
        if (from < SmallTail)
            from = TailFrom(value, trials, natural, step);
        return Deviate(0, Math.Log(Math.Max(0, from - share * step)));
    }

    private Tape FunctionAt(double value, double trials)
    {
        if (functions.TryGetValue((value, trials), out var known))
            return known;
        if (functions.Count >= MostTables)
            functions.Clear();
        return functions[(value, trials)] = new(family.Cdf(value, trials)!);
    }

    private double TailFrom(double value, double trials, double[] natural, double first)
    {
        double sum = first, term = first;
        for (int i = 1; i < MostTerms && term > 1e-17 * sum && !(value + i > trials && family.Roles.Contains(DataRole.Trials)); i++)
            sum += term = Math.Exp(density.Evaluate([value + i, trials], natural)[0]);
        return sum;
    }

    // By the smaller of the two sides, given by their logarithms.
    private static double Deviate(double logBelow, double logAbove)
    {
        double value = logBelow <= logAbove ? SpecialFunctions.NormalQuantileOfLog(logBelow) : -SpecialFunctions.NormalQuantileOfLog(logAbove);
        return double.IsFinite(value) ? value : double.NaN;
    }
}
