namespace BatchEstimator.Worker.Reports.Pictures;

/// <summary>A named estimate with its interval, for a picture of many.</summary>
internal sealed record NamedInterval(string Name, double Estimate, double? Lower, double? Upper);

/// <summary>Estimates with their intervals below each other: coefficients of a regression, or one parameter over many groups.</summary>
internal static class IntervalChart
{
    /// <param name="separateAfter">Where rows are left out: a dotted line is drawn after this many; null = nowhere.</param>
    public static string Draw(IReadOnlyList<NamedInterval> rows, string label, bool zeroLine, string id, string title, int? separateAfter = null)
    {
        double?[] ends = [.. rows.SelectMany(row => new[] { row.Estimate, row.Lower, row.Upper }), zeroLine ? 0 : null];
        double[] seen = [.. ends.OfType<double>().Where(double.IsFinite)];
        double from = seen.DefaultIfEmpty(0).Min(), to = seen.DefaultIfEmpty(0).Max(), margin = 0.05 * to - 0.05 * from;
        (from, to) = (from - margin, to + margin);
        using var chart = new Chart(label, "", Unit.Of(seen));
        int Position(int i) => -i - (i >= separateAfter ? 1 : 0);
        double bottom = Position(rows.Count - 1) - 0.8;
        for (int i = 0; i < rows.Count; i++)
        {
            // An interval with one end only reaches to the edge of the picture.
            if ((rows[i].Lower ?? rows[i].Upper) is not null) chart.Line([rows[i].Lower ?? from, rows[i].Upper ?? to], [Position(i), Position(i)], Palette.Likelihood, 2);
        }
        chart.Points([.. rows.Select(row => row.Estimate)], [.. rows.Select((_, i) => (double)Position(i))], Palette.Likelihood, 7);
        chart.Names(chart.Plot.Axes.Left, rows.Select((row, i) => ((double)Position(i), row.Name)));
        chart.Plot.Grid.YAxisStyle.IsVisible = false;
        if (zeroLine) chart.VerticalMark(0, bottom, 0.8, Palette.Data, Dash.Dashed);
        if (separateAfter is { } gap) chart.Line([from, to], [-gap, -gap], Palette.Data, 1, Dash.Dotted);
        chart.Limits(from, to, bottom, 0.8);
        int height = 64 + 20 * (rows.Count + (separateAfter is null ? 0 : 1));
        return chart.ToSvg(id, title, $"{rows.Count} estimates as points with their intervals as lines.", Chart.Width, Math.Max(height, 130));
    }
}
