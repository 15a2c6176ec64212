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
    public static BlockRows Select(Block block, GroupCodes groups, IReadOnlyList<double[]> numbers, IReadOnlyList<TextColumn> labels, double[]? weights, int dataColumns, SupportTest? inSupport)
    {
        var selection = new BlockRows(block, groups);
        Span<double> data = stackalloc double[dataColumns];
        for (int row = 0; row < block.Rows; row++)
        {
            ref var tally = ref selection.Tallies[groups[row]];
            var fate = FateOf(numbers, labels, weights, row, data, inSupport);
            selection.Fates[row] = fate;
            if (fate == RowFate.Used)
                selection.Keep(ref tally, row, numbers.Count > 0 ? numbers[0][row] : 0);
            else
                selection.Drop(ref tally, row, fate, data, weights?[row]);
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

    private static bool IsMissing(IReadOnlyList<double[]> numbers, IReadOnlyList<TextColumn> labels, double[]? weights, int row, out bool finite)
    {
        finite = weights is null || double.IsFinite(weights[row]);
        bool missing = !finite && Missing.Is(weights![row]);
        for (int i = 0; i < numbers.Count; i++)
        {
            double value = numbers[i][row];
            if (double.IsFinite(value))
                continue;
            finite = false;
            missing |= Missing.Is(value);
        }
        for (int i = 0; i < labels.Count; i++)
            missing |= labels[i].Codes[row] < 0;
        return missing;
    }

    private static RowFate FateOf(IReadOnlyList<double[]> numbers, IReadOnlyList<TextColumn> labels, double[]? weights, int row, Span<double> data, SupportTest? inSupport)
    {
        if (IsMissing(numbers, labels, weights, row, out bool finite))
            return RowFate.Missing;
        if (!finite)
            return RowFate.NonFinite;
        if (weights is not null && weights[row] == 0)
            return RowFate.ZeroWeight;
        for (int i = 0; i < data.Length; i++)
            data[i] = numbers[i][row];
        return (weights is not null && weights[row] < 0) || (inSupport is not null && !inSupport(data)) ? RowFate.OutOfSupport : RowFate.Used;
    }

    private void Drop(ref RowTally tally, int row, RowFate fate, ReadOnlySpan<double> data, double? weight)
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
            default:
                if (tally.OutOfSupport++ == 0)
                    (tally.OutsidePlace, tally.OutsideData, tally.OutsideWeight) = (block.PlaceOf(row), data.ToArray(), weight);
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
