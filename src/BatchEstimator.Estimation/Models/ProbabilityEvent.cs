using System.Globalization;
using System.Text.RegularExpressions;

namespace BatchEstimator.Estimation.Models;

/// <summary>An event such as <c>&gt; 1000</c>, <c>&lt;= 0</c> or <c>10..20</c> (both ends included), whose probability is wanted.</summary>
/// <param name="Text">As written.</param>
/// <param name="Lower">The lower end; minus infinity if there is none.</param>
/// <param name="LowerIncluded">Whether the lower end belongs to it.</param>
/// <param name="Upper">The upper end; infinity if there is none.</param>
/// <param name="UpperIncluded">Whether the upper end belongs to it.</param>
public sealed partial record ProbabilityEvent(string Text, double Lower, bool LowerIncluded, double Upper, bool UpperIncluded)
{
    /// <summary>Its name in a result.</summary>
    public string Name => Lower > double.NegativeInfinity && Upper < double.PositiveInfinity ? $"P({Text})" : $"P(X {Text})";

    /// <summary>Reads an event; null if it cannot be read.</summary>
    public static ProbabilityEvent? TryParse(string text)
    {
        var range = Range().Match(text);
        if (range.Success && Number(range.Groups["a"]) is { } from && Number(range.Groups["b"]) is { } to && from <= to)
            return new(text.Trim(), from, true, to, true);
        var comparison = Comparison().Match(text);
        if (!comparison.Success || Number(comparison.Groups["value"]) is not { } value)
            return null;
        return comparison.Groups["sign"].Value switch
        {
            ">" => new(text.Trim(), value, false, double.PositiveInfinity, false),
            ">=" => new(text.Trim(), value, true, double.PositiveInfinity, false),
            "<" => new(text.Trim(), double.NegativeInfinity, false, value, false),
            _ => new(text.Trim(), double.NegativeInfinity, false, value, true),
        };
    }

    private static double? Number(Group group) =>
        double.TryParse(group.Value, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && double.IsFinite(value) ? value : null;

    [GeneratedRegex(@"^\s*(?<sign>>=|<=|>|<)\s*(?<value>[^\s]+)\s*$")]
    private static partial Regex Comparison();

    [GeneratedRegex(@"^\s*(?<a>[^\s]+?)\s*\.\.\s*(?<b>[^\s]+)\s*$")]
    private static partial Regex Range();
}
