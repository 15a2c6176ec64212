namespace BatchEstimator.Estimation.Regression;

/// <summary>
/// How rows are cut into strands that threads can take: where they end depends on the number of rows alone, so that sums added in their order
/// do not depend on the threads.
/// </summary>
internal static class Strands
{
    private const int Most = 16, LeastRows = 32 * DesignTile.MostRows;

    /// <summary>How many strands so many rows make.</summary>
    public static int CountOf(int rows) => Math.Clamp(rows / LeastRows, 1, Most);

    /// <summary>Where a strand begins, and the one before it ends: at a whole tile.</summary>
    /// <param name="rows">How many rows there are.</param>
    /// <param name="count">How many strands.</param>
    /// <param name="strand">The strand, from 0.</param>
    public static int Edge(int rows, int count, int strand)
    {
        long tiles = (rows + DesignTile.MostRows - 1) / DesignTile.MostRows;
        return (int)Math.Min(rows, tiles * strand / count * DesignTile.MostRows);
    }
}
