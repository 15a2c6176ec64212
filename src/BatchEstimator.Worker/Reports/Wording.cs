using System.Globalization;
using BatchEstimator.Estimation.Results;

namespace BatchEstimator.Worker.Reports;

/// <summary>Numbers and codes as a reader wants them; full precision is in the other formats.</summary>
internal static class Wording
{
    public const string Minus = "\u2212";

    private const string Superscripts = "⁰¹²³⁴⁵⁶⁷⁸⁹";

    /// <summary>About six significant digits, without trailing zeros.</summary>
    public static string Number(double? value)
    {
        if (EstimateRow.Finite(value) is not { } x) return "–";
        double size = Math.Abs(x);
        if (size == 0) return "0";
        if (size is >= 1e7 or < 1e-4) return Scientific(x);
        int decimals = Math.Clamp(5 - (int)Math.Floor(Math.Log10(size)), 0, 9);
        return Signed(x.ToString("0." + new string('#', decimals), CultureInfo.InvariantCulture));
    }

    public static string Count(double count) => Signed(count.ToString("#,0.####", CultureInfo.InvariantCulture));

    public static string Count(long count, string one, string many) => $"{Count(count)} {(count == 1 ? one : many)}";

    public static string Percent(double share) => (100 * share).ToString("0.##", CultureInfo.InvariantCulture) + "\u00A0%";

    public static string Bytes(long bytes) => bytes switch
    {
        < 1_000 => $"{bytes} bytes",
        < 1_000_000 => (bytes / 1e3).ToString("0.#", CultureInfo.InvariantCulture) + " kB",
        < 1_000_000_000 => (bytes / 1e6).ToString("0.#", CultureInfo.InvariantCulture) + " MB",
        _ => (bytes / 1e9).ToString("0.##", CultureInfo.InvariantCulture) + " GB",
    };

    public static string Duration(TimeSpan time) => time.TotalSeconds < 60
        ? time.TotalSeconds.ToString("0.##", CultureInfo.InvariantCulture) + " s"
        : time.TotalMinutes < 60 ? $"{(int)time.TotalMinutes} min {time.Seconds} s" : $"{(int)time.TotalHours} h {time.Minutes} min";

    /// <summary>A code in words, to be read in the middle of a sentence.</summary>
    public static string Code(string code) => code switch
    {
        FitCodes.BoundaryEstimate => "estimate on the edge of its range",
        FitCodes.Aliased => "coefficients that cannot be told apart",
        FitCodes.NonUnique => "more than one best value",
        FitCodes.IllConditioned => "few digits to be trusted",
        FitCodes.FewRows => "few rows",
        FitCodes.LimitModel => "limit of the family fits best",
        FitCodes.ExactFit => "exact fit",
        FitCodes.Separation => "separated classes",
        FitCodes.NoFiniteMle => "no finite maximum",
        FitCodes.UnboundedLikelihood => "unbounded likelihood",
        FitCodes.DegenerateVariance => "no variation",
        FitCodes.OutOfSupport => "values outside the family's range",
        FitCodes.TooFewRows => "too few rows",
        FitCodes.Empty => "no usable row",
        FitCodes.NotFinite => "sums that are not finite",
        FitCodes.ImproperMode => "posterior without a mode",
        FitCodes.TimeLimit => "stopped for taking too long",
        FitCodes.NotConverged => "not converged",
        FitCodes.Internal => "error of this program",
        _ => code.ToLowerInvariant().Replace('_', ' '),
    };

    /// <summary>A p-value to two digits; one of zero out of so many samples is only known to be small.</summary>
    public static string Probability(double? p, int samples = 0)
    {
        if (EstimateRow.Finite(p) is not { } x) return "–";
        double least = samples > 0 ? 1.0 / (samples + 1) : 1e-6;
        return x < least ? "< " + Digits(least) : Digits(x);
        static string Digits(double x) => x >= 1e-4 ? x.ToString(x >= 0.1 ? "0.00" : x >= 0.01 ? "0.000" : "0.0###", CultureInfo.InvariantCulture) : Scientific(x, "0E+0");
    }

    /// <summary>The same to follow the letter p.</summary>
    public static string Compared(double p, int samples = 0) => Probability(p, samples) is var text && text[0] == '<' ? text : "= " + text;

    /// <summary>A family in the middle of a sentence.</summary>
    public static string Family(string family)
    {
        string name = family.Replace('_', ' ');
        return name.Length > 0 && "aeiou".Contains(name[0], StringComparison.OrdinalIgnoreCase) && !name.StartsWith("uni", StringComparison.Ordinal) ? "an " + name : "a " + name;
    }

    /// <summary>How intervals were made, as the field calls it.</summary>
    public static string IntervalMethod(string method) => method switch
    {
        "wald" => "Wald",
        "wald-transformed" => "Wald on the transformed scale",
        "profile" => "profile likelihood",
        "bootstrap" => "bootstrap",
        "exact" => "exact",
        _ => method,
    };

    /// <summary>Why a candidate takes no part: a sentence, or a code to be put in words.</summary>
    public static string Barred(string reason) => reason.All(c => char.IsAsciiLetterUpper(c) || c == '_') ? Code(reason) : reason;

    /// <summary>Why rows were dropped, in words.</summary>
    public static string Reason(string reason) => reason switch
    {
        "missing" => "a missing value",
        "nonFinite" => "a value that is not finite",
        "zeroWeight" => "a weight of zero",
        "belowThreshold" => "a value not above the threshold",
        "outOfSupport" => "a value outside the family's range",
        _ => reason,
    };

    private static string Scientific(double x, string format = "0.#####E+0")
    {
        string[] parts = x.ToString(format, CultureInfo.InvariantCulture).Split('E');
        return $"{Signed(parts[0])}\u00A0×\u00A010{Superscript(int.Parse(parts[1], CultureInfo.InvariantCulture))}";
    }

    public static string Superscript(int power) =>
        string.Concat(power.ToString(CultureInfo.InvariantCulture).Select(c => c == '-' ? '⁻' : Superscripts[c - '0']));

    private static string Signed(string number) => number.Replace("-", Minus, StringComparison.Ordinal);
}
