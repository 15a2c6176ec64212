using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using BatchEstimator.Worker.Running;

namespace BatchEstimator.Worker.Reports;

/// <summary>The tidy table as RFC 4180 text in UTF-8; a spreadsheet that opens it runs no formula from the data.</summary>
internal sealed partial class EstimatesCsv : IReport
{
    public void Write(RunResult result, Stream output)
    {
        using var writer = new StreamWriter(output, new UTF8Encoding(false), 1 << 16, leaveOpen: true) { NewLine = "\r\n" };
        WriteLine(writer, [.. EstimateColumns.Texts(result), .. EstimateColumns.Numbers], []);
        foreach (var row in EstimateRow.Of(result))
            WriteLine(writer, EstimateColumns.TextValues(result, row), EstimateColumns.NumberValues(row));
    }

    private static void WriteLine(StreamWriter writer, string?[] texts, double?[] numbers)
    {
        for (int i = 0; i < texts.Length; i++)
        {
            if (i > 0) writer.Write(',');
            writer.Write(Cell(texts[i]));
        }
        foreach (double? number in numbers)
        {
            writer.Write(',');
            writer.Write(number?.ToString("R", CultureInfo.InvariantCulture));
        }
        writer.WriteLine();
    }

    internal static string Cell(string? text)
    {
        if (string.IsNullOrEmpty(text)) return "";
        string safe = StartsFormula(text) && !PlainNumber().IsMatch(text) ? "'" + text : text;
        return safe.AsSpan().IndexOfAny("\",\r\n") < 0 && safe[0] != ' ' && safe[^1] != ' '
            ? safe : '"' + safe.Replace("\"", "\"\"", StringComparison.Ordinal) + '"';
    }

    /// <summary>The full-width forms start a formula too where a spreadsheet runs in Korean, Japanese or Chinese.</summary>
    private static bool StartsFormula(string text) => text[0] is '=' or '+' or '-' or '@' or '\t' or '\r' or '\n' or '＝' or '＋' or '－' or '＠';

    /// <summary>A group called -5 is a number, and numbers stay numbers.</summary>
    [GeneratedRegex(@"^[+-]?[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]+)?\z", RegexOptions.CultureInvariant)]
    private static partial Regex PlainNumber();
}
