using System.Globalization;
using BatchEstimator.Estimation.Models;
using BatchEstimator.Estimation.Tests.Support;

namespace BatchEstimator.Estimation.Tests.Regression;

/// <summary>A small regression that goes wrong somewhere, with the verdict that is right.</summary>
/// <param name="Name">What is wrong with it.</param>
/// <param name="Fit">The fit.</param>
/// <param name="Data">Columns as text: <c>x: 1 2 3; g: a b b</c>.</param>
/// <param name="Verdict"><c>ok</c>, or the codes that must be there, in any order; the status follows from them.</param>
/// <param name="Values">Estimates that are known: <c>name = value</c>; <c>name = none</c>.</param>
internal sealed record PathologyCase(string Name, FitDefinition Fit, string Data, string Verdict, params IReadOnlyList<string> Values)
{
    /// <summary>The data.</summary>
    public Frame Frame()
    {
        Frame? frame = null;
        foreach (string column in Data.Split(';', StringSplitOptions.RemoveEmptyEntries))
        {
            string[] parts = column.Split(':', 2), words = [.. parts[1].Split(' ', StringSplitOptions.RemoveEmptyEntries).SelectMany(Repeated)];
            double?[] numbers = [.. words.Select(word => double.TryParse(word, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) ? value : (double?)null)];
            frame ??= Support.Frame.Of("row", [.. Enumerable.Range(1, words.Length).Select(i => (double)i)]);
            frame = numbers.All(number => number is not null) ? frame.With(parts[0].Trim(), [.. numbers.Select(number => number!.Value)]) : frame.With(parts[0].Trim(), words);
        }
        return frame!;
    }

    /// <summary>The names of the columns.</summary>
    public string[] Columns => [.. Data.Split(';', StringSplitOptions.RemoveEmptyEntries).Select(column => column.Split(':')[0].Trim())];

    /// <summary>True if labels occur, of which other groups may have others.</summary>
    public bool HasLabels => Data.Split(';').Select(column => column.Split(':')[1].Split(' ', StringSplitOptions.RemoveEmptyEntries)[0])
        .Any(word => !double.TryParse(word.Split('*')[0], NumberStyles.Float, CultureInfo.InvariantCulture, out _));

    /// <inheritdoc/>
    public override string ToString() => Name;

    // A word as often as is said behind an asterisk: a*3.
    private static IEnumerable<string> Repeated(string word) =>
        word.Split('*') is [var what, var times] ? Enumerable.Repeat(what, int.Parse(times, CultureInfo.InvariantCulture)) : [word];
}
