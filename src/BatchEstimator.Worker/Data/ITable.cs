using BatchEstimator.Estimation.Columns;

namespace BatchEstimator.Worker.Data;

/// <summary>An input file, opened: its columns are known, its rows are not yet read.</summary>
public interface ITable : IDisposable
{
    string Path { get; }

    /// <summary><c>csv</c> or <c>parquet</c>.</summary>
    string Format { get; }

    IReadOnlyList<string> Columns { get; }

    /// <summary>The number of rows where the format tells it beforehand.</summary>
    long? Rows { get; }

    /// <summary>The size of the file in bytes.</summary>
    long Bytes { get; }

    /// <summary>
    /// Settles every <see cref="ColumnKind.Auto"/> as Number or Text (Parquet by type, CSV by looking at the first rows) and checks
    /// that every column exists.
    /// </summary>
    /// <exception cref="InputException">A column is missing, of a type that cannot serve, or a mixture of numbers and text; all of them at once.</exception>
    IReadOnlyList<ColumnRequest> Resolve(IReadOnlyList<ColumnRequest> requests);

    /// <summary>
    /// The rows, as blocks in file order, each still to be decoded. The sequence is walked by one thread; the decoding
    /// of different blocks may run on several threads at once. Block boundaries depend on the file alone.
    /// </summary>
    /// <param name="requests">Resolved requests; a block's columns come in this order.</param>
    /// <exception cref="InputException">From the sequence or from <see cref="PendingBlock.Decode"/>: what is wrong, with line and column.</exception>
    IEnumerable<PendingBlock> Read(IReadOnlyList<ColumnRequest> requests, CancellationToken cancellation);
}

/// <summary>A block that has been found in the file but not decoded.</summary>
/// <param name="Decode">Decodes it; called once, on any thread.</param>
/// <param name="BytesRead">How far into the file the end of this block lies, for progress.</param>
public sealed record PendingBlock(Func<Block> Decode, long BytesRead);
