namespace BatchEstimator.Worker.Reports.Pictures;

/// <summary>A weighted histogram as a density: the areas add to the share of the weight inside its range.</summary>
/// <param name="Edges">One more than there are bars.</param>
/// <param name="Outside">How many values lie outside the edges.</param>
internal sealed record Histogram(double[] Edges, double[] Heights, int Outside)
{
    private const int MostBars = 60, FewestBars = 6;

    /// <summary>Freedman and Diaconis: the bars are 2 IQR n^(-1/3) wide; Sturges where half of the data are equal.</summary>
    public static Histogram Of(double[] values, double[] weights, double from, double to)
    {
        var rows = values.Zip(weights).Where(row => double.IsFinite(row.First) && row.Second > 0).OrderBy(row => row.First).ToArray();
        var inside = rows.Where(row => row.First >= from && row.First <= to).ToArray();
        if (inside.Length == 0) return new Histogram([from, to], [0], rows.Length);
        double total = rows.Sum(row => row.Second), low = inside[0].First, high = inside[^1].First;
        bool equal = low == high;
        if (equal) (low, high) = (low - (to - from) / 20, high + (to - from) / 20);
        // Equal values are one bar, wide enough to leave the density beside it its height.
        int bars = equal ? 1 : Bars(inside, high - low);
        double width = (high - low) / bars;
        if (Step(inside) is { } step)
        {
            // Rounded data: every bar holds the same number of possible values, and none lies on an edge.
            width = step * Math.Max(1, Math.Round(width / step));
            low -= step / 2;
            bars = (int)Math.Ceiling((high - low) / width);
        }
        double[] heights = new double[bars];
        foreach (var (value, weight) in inside) heights[Math.Clamp((int)((value - low) / width), 0, bars - 1)] += weight / (total * width);
        return new Histogram([.. Enumerable.Range(0, bars + 1).Select(i => low + i * width)], heights, rows.Length - inside.Length);
    }

    /// <summary>The unit to which the values were rounded; null if they were not, or so finely that it does not show.</summary>
    private static double? Step((double Value, double Weight)[] sorted)
    {
        double range = sorted[^1].Value - sorted[0].Value;
        double[] gaps = [.. sorted.Zip(sorted.Skip(1), (a, b) => b.Value - a.Value).Where(gap => gap > 1e-9 * range)];
        if (gaps.Length == 0) return null;
        double step = gaps.Min();
        bool regular = gaps.All(gap => Math.Abs(gap / step - Math.Round(gap / step)) < 1e-4);
        return regular && range / step <= 4 * MostBars ? step : null;
    }

    private static int Bars((double Value, double Weight)[] sorted, double range)
    {
        double spread = Quantile(sorted, 0.75) - Quantile(sorted, 0.25);
        double bars = spread > 0 ? range / (2 * spread / Math.Cbrt(sorted.Length)) : Math.Log2(sorted.Length) + 1;
        return (int)Math.Clamp(Math.Ceiling(bars), FewestBars, MostBars);
    }

    private static double Quantile((double Value, double Weight)[] sorted, double probability)
    {
        double left = probability * sorted.Sum(row => row.Weight);
        foreach (var (value, weight) in sorted)
        {
            if ((left -= weight) <= 0) return value;
        }
        return sorted[^1].Value;
    }
}
