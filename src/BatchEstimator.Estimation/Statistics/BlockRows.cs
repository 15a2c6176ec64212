using BatchEstimator.Estimation.Columns;

namespace BatchEstimator.Estimation.Statistics;

/// <summary>The rows of a block that one fit can use, and the tally of the others.</summary>
public sealed class BlockRows
{
    private readonly Block block;
    private readonly int[] rows;

    private BlockRows(Block block, GroupCodes groups)
    {
        this.block = block;
        Groups = groups;
        rows = new int[block.Rows];
        Fates = new RowFate[block.Rows];
        Tallies = new RowTally[groups.Count];
        Array.Fill(Tallies, new RowTally());
    }

    /// <summary>The groups of the rows.</summary>
    public GroupCodes Groups { get; }

    /// <summary>By group of the block.</summary>
    public RowTally[] Tallies { get; }

    /// <summary>What became of each row of the block.</summary>
    public RowFate[] Fates { get; }

    /// <summary>The usable rows, ascending.</summary>
    public ReadOnlySpan<int> Selected => rows.AsSpan(0, Count);

    /// <summary>How many rows are usable.</summary>
    public int Count { get; private set; }

    /// <summary>True if every row of the block is usable and all are in one group.</summary>
    public bool IsWhole => Count == block.Rows && Groups.Count == 1;

    /// <summary>The number of a row of the block among all rows of its input.</summary>
    public long NumberOf(int row) => block.FirstRow + row;

    /// <summary>The index of the block's input among those of the run.</summary>
    public int Source => block.Source;

    /// <summary>
    /// Keeps the rows that have a finite value in every number column, a label in every label column, a weight above 0 and data within the
    /// support. Reasons are tried in that order and each row counts under one.
    /// </summary>
    /// <param name="block">The block.</param>
    /// <param name="groups">The groups of its rows.</param>
    /// <param name="numbers">The number columns; the first ones are the family's data, in its order.</param>
    /// <param name="labels">The label columns.</param>
    /// <param name="weights">The weights; null = 1. A negative weight counts as out of support.</param>
    /// <param name="dataColumns">How many of <paramref name="numbers"/> the support test sees.</param>
    /// <param name="inSupport">The test; null = everything is in the support.</param>
    /// <param name="threshold">Rows whose first number is not above it are left out.</param>
    public static BlockRows Select(
        Block block, GroupCodes groups, IReadOnlyList<double[]> numbers, IReadOnlyList<TextColumn> labels, double[]? weights, int dataColumns, SupportTest? inSupport,
        double threshold = double.NegativeInfinity)
    {
        var selection = new BlockRows(block, groups);
        var fates = selection.Fates;
        foreach (double[] column in numbers)
            MarkUnusable(fates, column);
        foreach (var column in labels)
            MarkMissing(fates, column.Codes);
        if (weights is not null)
            MarkWeights(fates, weights);
        if (!double.IsNegativeInfinity(threshold))
            MarkBelow(fates, numbers[0], threshold);
        if (inSupport is not null)
            MarkOutside(fates, numbers, dataColumns, inSupport);
        double[] leading = numbers.Count > 0 ? numbers[0] : weights ?? new double[block.Rows];
        for (int row = 0; row < fates.Length; row++)
        {
            ref var tally = ref selection.Tallies[groups.Codes is null ? 0 : groups.Codes[row]];
            if (fates[row] == RowFate.Used)
                selection.Keep(ref tally, row, leading[row]);
            else
                selection.Drop(ref tally, row, fates[row], numbers.Take(dataColumns), weights);
        }
        return selection;
    }

    /// <summary>Drops the rows in which a computed column is not finite, such as the log of a negative number.</summary>
    public void KeepFinite(IReadOnlyList<double[]> computed)
    {
        int kept = 0;
        for (int i = 0; i < Count; i++)
        {
            int row = rows[i];
            bool finite = true;
            foreach (double[] column in computed)
                finite &= double.IsFinite(column[row]);
            if (finite)
            {
                rows[kept++] = row;
                continue;
            }
            ref var tally = ref Tallies[Groups[row]];
            tally.Used--;
            tally.NonFinite++;
            Fates[row] = RowFate.NonFinite;
        }
        Count = kept;
    }

    private static void MarkUnusable(RowFate[] fates, double[] column)
    {
        for (int row = 0; row < fates.Length; row++)
        {
            if (!double.IsFinite(column[row]) && fates[row] != RowFate.Missing)
                fates[row] = Missing.Is(column[row]) ? RowFate.Missing : RowFate.NonFinite;
        }
    }

    private static void MarkMissing(RowFate[] fates, int[] codes)
    {
        for (int row = 0; row < fates.Length; row++)
        {
            if (codes[row] < 0)
                fates[row] = RowFate.Missing;
        }
    }

    private static void MarkWeights(RowFate[] fates, double[] weights)
    {
        MarkUnusable(fates, weights);
        for (int row = 0; row < fates.Length; row++)
        {
            if (fates[row] == RowFate.Used && weights[row] <= 0)
                fates[row] = weights[row] == 0 ? RowFate.ZeroWeight : RowFate.OutOfSupport;
        }
    }

    private static void MarkBelow(RowFate[] fates, double[] column, double threshold)
    {
        for (int row = 0; row < fates.Length; row++)
        {
            if (fates[row] == RowFate.Used && column[row] <= threshold)
                fates[row] = RowFate.BelowThreshold;
        }
    }

    private static void MarkOutside(RowFate[] fates, IReadOnlyList<double[]> numbers, int dataColumns, SupportTest inSupport)
    {
        Span<double> data = stackalloc double[dataColumns];
        double[][] columns = [.. numbers.Take(dataColumns)];
        for (int row = 0; row < fates.Length; row++)
        {
            for (int i = 0; i < columns.Length; i++)
                data[i] = columns[i][row];
            if (fates[row] == RowFate.Used && !inSupport(data))
                fates[row] = RowFate.OutOfSupport;
        }
    }

    private void Drop(ref RowTally tally, int row, RowFate fate, IEnumerable<double[]> data, double[]? weights)
    {
        switch (fate)
        {
            case RowFate.Missing:
                if (tally.Missing++ == 0)
                    tally.MissingPlace = block.PlaceOf(row);
                break;
            case RowFate.NonFinite:
                tally.NonFinite++;
                break;
            case RowFate.ZeroWeight:
                tally.ZeroWeight++;
                break;
            case RowFate.BelowThreshold:
                tally.BelowThreshold++;
                break;
            default:
                if (tally.OutOfSupport++ == 0)
                    (tally.OutsidePlace, tally.OutsideData, tally.OutsideWeight) = (block.PlaceOf(row), [.. data.Select(column => column[row])], weights?[row]);
                break;
        }
    }

    private void Keep(ref RowTally tally, int row, double value)
    {
        tally.Used++;
        tally.Minimum = Math.Min(tally.Minimum, value);
        tally.Maximum = Math.Max(tally.Maximum, value);
        rows[Count++] = row;
    }
}
