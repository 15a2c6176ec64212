using System.Globalization;

namespace BatchEstimator.Worker.Data;

/// <summary>Reads numbers as a data file writes them: one decimal mark, no thousands separators, the same on every machine.</summary>
internal sealed class NumberText(char decimalMark)
{
    /// <summary>As many as always fit into 64 bits.</summary>
    private const int MaximumDigits = 19;

    private readonly NumberFormatInfo format = new() { NumberDecimalSeparator = decimalMark.ToString(), NumberGroupSeparator = decimalMark == '.' ? "," : "." };

    /// <summary>False where the text, without surrounding blanks, is not a number. Infinities and NaN are numbers here.</summary>
    public bool TryParse(ReadOnlySpan<char> text, out double value) =>
        TryParseShort(text, out value)
        || double.TryParse(text, NumberStyles.Float, format, out value)
        || TryParseInfinity(text, out value);

    /// <summary>Digits with at most one decimal mark and no exponent, which is what most numbers are.</summary>
    private bool TryParseShort(ReadOnlySpan<char> text, out double value)
    {
        value = 0;
        bool isNegative = text.StartsWith('-'), hasDigit = false;
        int at = isNegative || text.StartsWith('+') ? 1 : 0, significant = 0, mark = -1;
        ulong digits = 0;
        for (; at < text.Length; at++)
        {
            uint digit = text[at] - (uint)'0';
            if (digit <= 9)
            {
                digits = (digits * 10) + digit;
                hasDigit = true;
                if (significant > 0 || digit > 0) significant++;
            }
            else if (text[at] == decimalMark && mark < 0) mark = at;
            else return false;
        }
        int decimals = mark < 0 ? 0 : text.Length - 1 - mark;
        if (!hasDigit || significant > MaximumDigits || decimals > DecimalDivision.MaximumDecimals) return false;
        value = DecimalDivision.Nearest(digits, decimals);
        if (isNegative) value = -value;
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
