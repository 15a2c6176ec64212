namespace BatchEstimator.Estimation.Statistics;

/// <summary>
/// A random sample of rows for pictures, small and the same for any number of threads: the rows whose numbers have the least hashes
/// (a "bottom-k" sample; E. Cohen and H. Kaplan, PODC 2007), so that samples of parts combine into the sample of the whole.
/// </summary>
public sealed class RowSample(int capacity)
{
    private readonly PriorityQueue<double[], ulong> kept = new(Comparer<ulong>.Create((a, b) => b.CompareTo(a)));

    /// <summary>Whether a row belongs to the sample as far as it is known.</summary>
    public bool Wants(ulong hash) => kept.Count < capacity || (kept.TryPeek(out _, out ulong largest) && hash < largest);

    /// <summary>Takes a row in, pushing out the one with the largest hash if the sample is full.</summary>
    public void Add(ulong hash, double[] values)
    {
        if (kept.Count < capacity)
            kept.Enqueue(values, hash);
        else
            kept.EnqueueDequeue(values, hash);
    }

    /// <summary>The sampled rows, in an order that depends on their numbers alone.</summary>
    public IReadOnlyList<double[]> Rows => [.. kept.UnorderedItems.OrderBy(item => item.Priority).Select(item => item.Element)];

    /// <summary>A well-mixed hash of a row's number (the finaliser of SplitMix64, G. Steele et al., OOPSLA 2014).</summary>
    public static ulong Hash(int source, long row)
    {
        ulong z = unchecked((ulong)row + 0x9E3779B97F4A7C15UL * (ulong)(source + 1));
        z = unchecked((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL);
        z = unchecked((z ^ (z >> 27)) * 0x94D049BB133111EBUL);
        return z ^ (z >> 31);
    }
}
