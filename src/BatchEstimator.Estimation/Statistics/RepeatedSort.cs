namespace BatchEstimator.Estimation.Statistics;

/// <summary>
/// Sorts one sample after another of the same length and from one distribution: values go to as many bins as there are rows, laid between
/// the twentieths from either end of the sample before, which leaves little to sort. However they lie, the result is sorted.
/// </summary>
/// <remarks>E. J. Isaac and R. C. Singleton, Sorting by address calculation, J. ACM 3 (1956) 169-174.</remarks>
public sealed class RepeatedSort
{
    private const int Few = 16;

    private double[] ordered = [];
    private int[] bins = [], starts = [];
    private double from, perUnit;

    /// <summary>Sorts in place.</summary>
    public void Sort(Span<double> values)
    {
        int n = values.Length;
        if (n == ordered.Length && perUnit > 0)
            SortByBins(values);
        else
            values.Sort();
        if (n < Few)
            return;
        if (ordered.Length != n)
            (ordered, bins, starts) = (new double[n], new int[n], new int[n + 1]);
        from = values[n / 20];
        double width = values[n - 1 - n / 20] - from;
        perUnit = width > 0 && double.IsFinite(n / width) ? n / width : 0;
    }

    private void SortByBins(Span<double> values)
    {
        int last = values.Length - 1;
        Array.Clear(starts);
        for (int i = 0; i < values.Length; i++)
        {
            int bin = (int)Math.Clamp((values[i] - from) * perUnit, 0, last);
            bins[i] = bin;
            starts[bin]++;
        }
        int start = 0;
        for (int bin = 0; bin <= last; bin++)
            (start, starts[bin]) = (start + starts[bin], start);
        for (int i = 0; i < values.Length; i++)
            ordered[starts[bins[i]]++] = values[i];
        // Each entry now stands at the end of its bin.
        start = 0;
        for (int bin = 0; bin <= last; bin++)
        {
            int end = starts[bin];
            if (end - start > Few)
                ordered.AsSpan(start, end - start).Sort();
            else
                Insert(ordered.AsSpan(start, end - start));
            start = end;
        }
        ordered.CopyTo(values);
    }

    private static void Insert(Span<double> values)
    {
        for (int i = 1; i < values.Length; i++)
        {
            double value = values[i];
            int place = i;
            for (; place > 0 && values[place - 1] > value; place--)
                values[place] = values[place - 1];
            values[place] = value;
        }
    }
}
