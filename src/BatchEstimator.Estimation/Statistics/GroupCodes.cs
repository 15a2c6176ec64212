namespace BatchEstimator.Estimation.Statistics;

/// <summary>Which group each row of a block belongs to, numbered within the block.</summary>
/// <param name="Codes">One code a row, 0..Count-1; null = all rows are in the one group 0.</param>
/// <param name="Count">The number of groups in the block.</param>
public sealed record GroupCodes(int[]? Codes, int Count)
{
    /// <summary>Everything in one group.</summary>
    public static readonly GroupCodes Single = new(null, 1);

    /// <summary>The group of a row.</summary>
    public int this[int row] => Codes is null ? 0 : Codes[row];
}
