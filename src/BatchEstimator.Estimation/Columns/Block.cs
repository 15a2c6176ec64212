namespace BatchEstimator.Estimation.Columns;

/// <summary>Where a row came from: the index of the input, its number among the data rows and, for text files, its line (both from 1).</summary>
public readonly record struct RowPlace(int Source, long Row, long? Line);

/// <summary>
/// A run of consecutive rows, holding only the columns that were asked for, in the order they were asked for.
/// Where blocks begin and end depends on the input alone, never on the machine or the number of threads; so does every result.
/// </summary>
public sealed class Block
{
    /// <summary>The most rows a block may have.</summary>
    public const int MaximumRows = 65_536;

    /// <summary>The index of the input among the inputs of the run.</summary>
    public int Source { get; init; }

    /// <summary>The number (from 1) of the block's first row among the data rows of its input.</summary>
    public required long FirstRow { get; init; }

    /// <summary>The line (from 1) on which the first row begins; null where the input has no lines.</summary>
    public long? FirstLine { get; init; }

    /// <summary>For each row, the lines by which it begins later than <c>FirstLine + row</c>; null when every row takes one line.</summary>
    public int[]? ExtraLines { get; init; }

    /// <summary>The number of rows.</summary>
    public required int Rows { get; init; }

    /// <summary>The columns, in the order of the request.</summary>
    public required IReadOnlyList<Column> Columns { get; init; }

    /// <summary>Where row <paramref name="row"/> (from 0, within the block) came from.</summary>
    public RowPlace PlaceOf(int row) =>
        new(Source, FirstRow + row, FirstLine is { } line ? line + row + (ExtraLines?[row] ?? 0) : null);
}
