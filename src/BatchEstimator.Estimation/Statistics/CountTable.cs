namespace BatchEstimator.Estimation.Statistics;

/// <summary>Rows of counts as a table: each distinct value once, with the sum of its weights.</summary>
internal static class CountTable
{
    /// <summary>Makes equal values one row, in place and ascending.</summary>
    /// <param name="values">The values.</param>
    /// <param name="weights">Their weights.</param>
    /// <param name="count">How many rows there are.</param>
    /// <returns>How many are left.</returns>
    public static int Merge(double[] values, double[] weights, int count)
    {
        Array.Sort(values, weights, 0, count);
        int kept = 0;
        for (int i = 0; i < count; i++)
        {
            if (kept > 0 && values[kept - 1] == values[i])
                weights[kept - 1] += weights[i];
            else
                (values[kept], weights[kept++]) = (values[i], weights[i]);
        }
        return kept;
    }
}
