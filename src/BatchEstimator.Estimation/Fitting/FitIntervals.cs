using System.Globalization;
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
    public static FitIntervals Profile(ScalarSolver solver, GroupData data, double?[] held, double[] standard, IReadOnlyList<int> wanted, Evidence evidence, double level)
    {
        var profile = new ProfileInterval(solver, data, held, standard, level);
        var ends = new (double? Lower, double? Upper)[standard.Length];
        var notes = new List<string>();
        foreach (int i in wanted)
        {
            var info = data.Family.Parameters[i];
            double? error = evidence.StandardErrorOf(i) / data.Units.Stretch(info.Role);
            var (lower, upper) = profile.Of(i, error);
            ends[i] = (double.IsFinite(lower) ? lower : null, double.IsFinite(upper) ? upper : null);
            var (least, most) = solver.Bounds(data, i);
            if (standard[i] == least || standard[i] == most)
                notes.Add($"The profile interval of {info.Name} is one-sided: it {(standard[i] == least ? "begins" : "ends")} at the estimate, which lies at the end of the values it can have.");
            if (double.IsInfinity(lower) || double.IsInfinity(upper))
                notes.Add($"The profile interval of {info.Name} has no {(double.IsInfinity(upper) ? "upper" : "lower")} end: the data do not limit it on that side.");
        }
        return new("profile", ends, null, notes);
    }

    /// <summary>These, with the ends from exact pivots in the place of what the method gave.</summary>
    /// <param name="exact">By parameter; null where no pivot is known.</param>
    /// <param name="family">The family.</param>
    public FitIntervals With((double Lower, double Upper)?[] exact, ScalarFamily family)
    {
        string[] names = [.. family.Parameters.Where((_, i) => exact[i] is not null).Select(parameter => parameter.Name)];
        return names.Length == 0 ? this : this with
        {
            Method = Method ?? "exact",
            Ends = [.. Ends.Select((end, i) => exact[i] is { } known ? (known.Lower, known.Upper) : end)],
            Notes = [.. Notes, $"The interval{(names.Length == 1 ? "" : "s")} of {string.Join(" and ", names)} {(names.Length == 1 ? "is" : "are")} exact: from the extreme value as far as the distribution of its distance from the limit reaches, whatever the limit is ({((SummaryFamily)family).ExactSource})."],
        };
    }

    // Where a family is its limit to all digits, whatever the sample.
    private const double AsGoodAsInfinite = 1e12;

    /// <summary>The lower end of the profile interval of a parameter that has gone to infinity, where its family is a simpler one, and what to say of it.</summary>
    /// <param name="solver">Of what was maximised, in the family that was asked for.</param>
    /// <param name="data">The data under that family.</param>
    /// <param name="held">The parameters held at a value, in standard units.</param>
    /// <param name="standard">The estimates of the others in the limit, in standard units.</param>
    /// <param name="parameter">The index of the parameter.</param>
    /// <param name="height">The log density in the limit.</param>
    /// <param name="level">The coverage.</param>
    public static (double? Lower, string Note) InLimit(ScalarSolver solver, GroupData data, double?[] held, double[] standard, int parameter, double height, double level)
    {
        double[] far = [.. standard];
        far[parameter] = AsGoodAsInfinite;
        double lower = new ProfileInterval(solver, data, held, far, level, height).Lower(parameter);
        string name = data.Family.Parameters[parameter].Name;
        return double.IsFinite(lower)
            ? (lower, string.Create(CultureInfo.InvariantCulture, $"The profile interval of {name} reaches from {lower:G6} to infinity, where its estimate lies; it comes from {data.Family.Name}, those of the other parameters from the limit."))
            : (null, $"The lower end of the profile interval of {name}, whose estimate is infinite, could not be found.");
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
