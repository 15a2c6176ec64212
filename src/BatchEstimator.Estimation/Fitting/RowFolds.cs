using BatchEstimator.Estimation.Regression;
using BatchEstimator.Estimation.Statistics;

namespace BatchEstimator.Estimation.Fitting;

/// <summary>
/// The rows of a group in parts of nearly equal size, drawn by a hash of each row's place in its file: the same for any number of threads
/// and any order of arrival.
/// </summary>
internal sealed class RowFolds
{
    private readonly GroupRows rows;
    private readonly int[] foldOf;

    /// <summary>Draws the parts.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="place">The column of numbers that says where each row came from.</param>
    /// <param name="count">How many parts; there are never more than rows.</param>
    /// <param name="seed">What the drawing depends on beside the places.</param>
    public RowFolds(GroupRows rows, int place, int count, ulong seed)
    {
        this.rows = rows;
        Count = Math.Min(count, rows.Count);
        var keys = new ulong[rows.Count];
        int[] order = [.. Enumerable.Range(0, rows.Count)];
        for (int i = 0; i < keys.Length; i++)
        {
            var (source, row) = RegressionColumns.OfPlace(rows.Table.Numbers[place][rows.From + i]);
            keys[i] = RowSample.Hash(0, unchecked((long)(RowSample.Hash(source, row) ^ seed)));
        }
        Array.Sort(keys, order);
        foldOf = new int[rows.Count];
        for (int rank = 0; rank < order.Length; rank++)
            foldOf[order[rank]] = rank % Count;
    }

    /// <summary>How many parts there are.</summary>
    public int Count { get; }

    /// <summary>The rows of one part, or all others.</summary>
    /// <param name="fold">The part.</param>
    /// <param name="inside">True for the part, false for the rest.</param>
    public GroupRows Take(int fold, bool inside)
    {
        int[] chosen = [.. Enumerable.Range(0, rows.Count).Where(i => foldOf[i] == fold == inside).Select(i => rows.From + i)];
        var counts = new int[rows.Counts.Count];
        for (int kind = 0, from = rows.From; kind < counts.Length; from += rows.Counts[kind++])
        {
            int first = from, last = from + rows.Counts[kind];
            counts[kind] = chosen.Count(row => row >= first && row < last);
        }
        return new(new([.. rows.Table.Numbers.Select(column => Taken(column, chosen))], [.. rows.Table.Codes.Select(column => Taken(column, chosen))]), 0, counts, rows.Roles);
    }

    private static T[] Taken<T>(T[] column, int[] chosen) => [.. chosen.Select(row => column[row])];
}
