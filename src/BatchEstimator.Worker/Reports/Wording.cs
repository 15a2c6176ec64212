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
        FitCodes.NotConverged => "not converged",
        FitCodes.Internal => "error of this program",
        _ => code.ToLowerInvariant().Replace('_', ' '),
    };

    /// <summary>Why rows were dropped, in words.</summary>
    public static string Reason(string reason) => reason switch
    {
        "missing" => "a missing value",
        "nonFinite" => "a value that is not finite",
        "zeroWeight" => "a weight of zero",
        "outOfSupport" => "a value outside the family's range",
        _ => reason,
    };

    private static string Scientific(double x)
    {
        string[] parts = x.ToString("0.#####E+0", CultureInfo.InvariantCulture).Split('E');
        string power = string.Concat(parts[1].TrimStart('+').Select(c => c == '-' ? '⁻' : Superscripts[c - '0']));
        return $"{Signed(parts[0])}\u00A0×\u00A010{power}";
    }

    private static string Signed(string number) => number.Replace("-", Minus, StringComparison.Ordinal);
}
