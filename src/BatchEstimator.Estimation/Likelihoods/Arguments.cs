namespace BatchEstimator.Estimation.Likelihoods;

/// <summary>Arrays to hand the arguments of a function of many in: one of each length a thread, so that a call allocates nothing.</summary>
internal static class Arguments
{
    [ThreadStatic]
    private static double[][]? arrays;

    /// <summary>The array of a length, for the next call only.</summary>
    public static double[] Of(int length)
    {
        var pool = arrays;
        if (pool is null || pool.Length <= length)
            arrays = pool = [.. Enumerable.Range(0, length + 1).Select(n => new double[n])];
        return pool[length];
    }

    /// <summary>The values at some places.</summary>
    public static double[] Gather(ReadOnlySpan<double> values, int[] places)
    {
        double[] arguments = Of(places.Length);
        for (int i = 0; i < places.Length; i++)
            arguments[i] = values[places[i]];
        return arguments;
    }
}
