namespace BatchEstimator.Worker.Reports.Html;

/// <summary>
/// Numbers of one table column with their decimal points below each other: shorter fractions are filled up with invisible zeros.
/// </summary>
internal static class NumberColumn
{
    public static Markup[] Of(IEnumerable<double?> values)
    {
        string[] texts = [.. values.Select(Wording.Number)];
        int longest = texts.Max(Fraction) ?? 0;
        return Array.ConvertAll(texts, text => new Markup(text + Padding(text, longest)));
    }

    private static string Padding(string text, int longest)
    {
        if (Fraction(text) is not { } digits || digits == longest) return "";
        string zeros = (digits == 0 ? "." : "") + new string('0', longest - digits);
        return $"<span class=\"pad\" aria-hidden=\"true\">{zeros}</span>";
    }

    /// <summary>How many digits follow the point; null where there is none to align.</summary>
    private static int? Fraction(string text) =>
        !char.IsAsciiDigit(text[^1]) || text.Contains('×', StringComparison.Ordinal) ? null : text.IndexOf('.', StringComparison.Ordinal) is var point and >= 0 ? text.Length - point - 1 : 0;
}
