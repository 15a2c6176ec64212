using BatchEstimator.Estimation.Families;
using BatchEstimator.Estimation.Inference;
using BatchEstimator.Estimation.Models;
using BatchEstimator.Estimation.Numerics;
using BatchEstimator.Estimation.Results;

namespace BatchEstimator.Estimation.Fitting;

/// <summary>The intervals of the parameters of one fit, by the method asked for.</summary>
/// <param name="Method">The method's name; null if no parameter got an interval.</param>
/// <param name="Ends">By parameter; nulls where there is none.</param>
/// <param name="Bootstrap">The bootstrap behind them.</param>
/// <param name="Notes">What a reader should know.</param>
internal sealed record FitIntervals(string? Method, IReadOnlyList<(double? Lower, double? Upper)> Ends, BootstrapSummary? Bootstrap, IReadOnlyList<string> Notes)
{
    /// <summary>Estimate plus and minus z standard errors, on the natural scale or transformed.</summary>
    public static FitIntervals Wald(ScalarFamily family, double[] values, Evidence evidence, double level, bool transformed)
    {
        var wald = new Wald(level);
        var ends = family.Parameters.Select((p, i) => transformed
            ? wald.Transformed(values[i], evidence.StandardErrorOf(i), p.Lower, p.Upper) : wald.Interval(values[i], evidence.StandardErrorOf(i))).ToList();
        var notes = family.Parameters.Where((p, i) => ends[i].Lower < p.Lower || ends[i].Upper > p.Upper)
            .Select(p => $"The Wald interval of {p.Name} reaches beyond its possible values ({p.Domain}); with intervals: {{ method: profile }} or wald-transformed it would not.");
        return new(ends.All(end => end.Lower is null) ? null : transformed ? "wald-transformed" : "wald", ends, null, [.. notes]);
    }

    /// <summary>From the profile of what was maximised.</summary>
    public static FitIntervals Profile(ScalarSolver solver, GroupData data, double?[] held, double[] standard, Evidence evidence, double level)
    {
        var profile = new ProfileInterval(solver, data, held, standard, level);
        var ends = new (double? Lower, double? Upper)[standard.Length];
        var notes = new List<string>();
        foreach (int i in solver.Free)
        {
            var info = data.Family.Parameters[i];
            double? error = evidence.StandardErrorOf(i) / data.Units.Stretch(info.Role);
            var (lower, upper) = profile.Of(i, error);
            ends[i] = (double.IsFinite(lower) ? lower : null, double.IsFinite(upper) ? upper : null);
            if (double.IsInfinity(lower) || double.IsInfinity(upper))
                notes.Add($"The profile interval of {info.Name} has no {(double.IsInfinity(upper) ? "upper" : "lower")} end: the data do not limit it on that side.");
        }
        return new("profile", ends, null, notes);
    }

    /// <summary>
    /// From the estimates of bootstrap samples: bias-corrected percentiles (B. Efron, J. Amer. Statist. Assoc. 82 (1987) 171-185, section 2).
    /// </summary>
    public static FitIntervals Bootstrapped(double[]?[] estimates, double[] values, IReadOnlyList<int> free, BootstrapKind kind, double level)
    {
        var usable = estimates.OfType<double[]>().ToList();
        var ends = new (double? Lower, double? Upper)[values.Length];
        int failed = estimates.Length - usable.Count;
        var notes = new List<string>();
        if (usable.Count < 0.9 * estimates.Length)
            notes.Add($"No bootstrap intervals: {failed} of {estimates.Length} samples had no estimate, and leaving them out would make the intervals too short.");
        else
        {
            foreach (int i in free)
                ends[i] = Percentiles([.. usable.Select(estimate => estimate[i]).Order()], values[i], level);
        }
        return new("bootstrap", ends, new(kind == BootstrapKind.Parametric ? "parametric" : "nonparametric", estimates.Length, failed), notes);
    }

    private static (double? Lower, double? Upper) Percentiles(double[] sorted, double estimate, double level)
    {
        double below = sorted.Count(value => value < estimate) + 0.5 * sorted.Count(value => value == estimate);
        double bias = SpecialFunctions.NormalQuantile(Math.Clamp(below / sorted.Length, 0.5 / sorted.Length, 1 - 0.5 / sorted.Length));
        double z = SpecialFunctions.NormalQuantile(0.5 + 0.5 * level);
        double At(double share) => sorted[Math.Clamp((int)Math.Floor(share * (sorted.Length + 1)) - 1, 0, sorted.Length - 1)];
        return (At(SpecialFunctions.NormalCdf(2 * bias - z)), At(SpecialFunctions.NormalCdf(2 * bias + z)));
    }
}
