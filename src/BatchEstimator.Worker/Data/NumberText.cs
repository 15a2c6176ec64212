using System.Globalization;

namespace BatchEstimator.Worker.Data;

/// <summary>Reads numbers as a data file writes them: one decimal mark, no thousands separators, the same on every machine.</summary>
internal sealed class NumberText(char decimalMark)
{
    // Up to 10^22 a power of ten is exact in a double, and up to 2^53 so is the integer of the digits: one correctly
    // rounded operation on both is the correctly rounded value (Clinger 1990). Longer numbers go to the library.
    private static readonly double[] PowersOfTen = [.. Enumerable.Range(0, 23).Select(power => double.Parse($"1e{power}", CultureInfo.InvariantCulture))];
    private const int MaximumDigits = 15;

    private readonly NumberFormatInfo format = new() { NumberDecimalSeparator = decimalMark.ToString(), NumberGroupSeparator = decimalMark == '.' ? "," : "." };

    /// <summary>False where the text, without surrounding blanks, is not a number. Infinities and NaN are numbers here.</summary>
    public bool TryParse(ReadOnlySpan<char> text, out double value) =>
        TryParseShort(text, out value)
        || double.TryParse(text, NumberStyles.Float, format, out value)
        || TryParseInfinity(text, out value);

    private bool TryParseShort(ReadOnlySpan<char> text, out double value)
    {
        value = 0;
        int at = text.Length > 0 && text[0] is '-' or '+' ? 1 : 0, digits = 0, decimals = 0;
        bool negative = at == 1 && text[0] == '-', afterMark = false;
        long mantissa = 0;
        for (; at < text.Length; at++)
        {
            uint digit = text[at] - (uint)'0';
            if (digit <= 9)
            {
                mantissa = (mantissa * 10) + digit;
                digits++;
                if (afterMark) decimals++;
            }
            else if (text[at] == decimalMark && !afterMark) afterMark = true;
            else return false;
        }
        if (digits is 0 or > MaximumDigits) return false;
        value = decimals == 0 ? mantissa : mantissa / PowersOfTen[decimals];
        if (negative) value = -value;
        return true;
    }

    private static bool TryParseInfinity(ReadOnlySpan<char> text, out double value)
    {
        text = text.Trim();
        bool negative = text.StartsWith('-');
        value = negative ? double.NegativeInfinity : double.PositiveInfinity;
        return (negative || text.StartsWith('+') ? text[1..] : text).Equals("inf", StringComparison.OrdinalIgnoreCase);
    }
}
