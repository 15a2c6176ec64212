namespace BatchEstimator.Estimation.Regression;

/// <summary>Where rows go that do not fit into memory: written once, at the end, and read again from anywhere. Used by one thread at a time.</summary>
public interface IRowSpill
{
    /// <summary>Appends bytes.</summary>
    /// <returns>Where they begin.</returns>
    long Write(ReadOnlySpan<byte> bytes);

    /// <summary>Reads bytes that were written.</summary>
    /// <param name="at">Where they begin.</param>
    /// <param name="bytes">Receives as many as it is long.</param>
    void Read(long at, Span<byte> bytes);
}
