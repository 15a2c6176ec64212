namespace BatchEstimator.Estimation.Regression;

/// <summary>
/// Rows as they come, kept until all are there and then put group behind group. Above a limit they are spilled, and come back in batches of
/// groups; a group is in one batch, and its rows are the same and in the same order as if nothing had been spilled.
/// </summary>
/// <param name="numbers">How many columns of numbers.</param>
/// <param name="codes">How many columns of codes.</param>
/// <param name="spill">Makes a place for what does not fit; null = everything stays in memory.</param>
/// <param name="most">The bytes of rows that may be in memory.</param>
internal sealed class RowArchive(int numbers, int codes, Func<IRowSpill>? spill = null, long most = long.MaxValue)
{
    private readonly List<RowPiece> pieces = [];
    private readonly List<int[]> counts = [];
    private readonly List<int> totals = [];
    private IRowSpill? store;
    private int spilled;

    /// <summary>The bytes that the rows in memory take.</summary>
    public long Bytes { get; private set; }

    /// <summary>True if some rows are not in memory.</summary>
    public bool IsSpilled => spilled > 0;

    /// <summary>The number of rows of the largest group.</summary>
    public int LargestGroup { get; private set; }

    /// <summary>Appends rows.</summary>
    /// <param name="numberColumns">The columns of numbers.</param>
    /// <param name="codeColumns">The columns of codes.</param>
    /// <param name="groups">The group of each row.</param>
    /// <param name="kinds">How each row is known, from 0 to 3; null = exactly.</param>
    public void Add(double[][] numberColumns, int[][] codeColumns, int[] groups, byte[]? kinds)
    {
        pieces.Add(new(numberColumns, codeColumns, groups, kinds));
        Bytes += (long)groups.Length * (numbers * sizeof(double) + codes * sizeof(int) + sizeof(int) + (kinds is null ? 0 : 1));
        for (int row = 0; row < groups.Length; row++)
        {
            while (counts.Count <= groups[row])
            {
                counts.Add(new int[4]);
                totals.Add(0);
            }
            counts[groups[row]][kinds is null ? 0 : kinds[row]]++;
            LargestGroup = Math.Max(LargestGroup, ++totals[groups[row]]);
        }
        if (spill is not null && Bytes > most)
            Spill();
    }

    /// <summary>Rows as they came: their groups, and one column of codes.</summary>
    public IEnumerable<(int[] Groups, int[] Codes)> CodesOf(int column) => pieces.Select(piece => (piece.Groups, piece.Codes(column)));

    /// <summary>Says of every row how it is known, where that shows only once all rows are there.</summary>
    /// <param name="column">A column of codes.</param>
    /// <param name="kindOf">From the row's group and its code in that column, a number from 0 to 3.</param>
    public void Classify(int column, Func<int, int, int> kindOf)
    {
        foreach (int[] ofGroup in counts)
            Array.Clear(ofGroup);
        foreach (var piece in pieces)
        {
            int[] groups = piece.Groups, labels = piece.Codes(column);
            var kinds = new byte[groups.Length];
            for (int row = 0; row < groups.Length; row++)
            {
                kinds[row] = (byte)kindOf(groups[row], labels[row]);
                counts[groups[row]][kinds[row]]++;
            }
            piece.SetKinds(kinds);
        }
    }

    /// <summary>How many rows of a group are known in each way.</summary>
    public int[] CountsOf(int group) => group < counts.Count ? counts[group] : new int[4];

    /// <summary>The first group of each batch, to be asked for before any is packed: all groups in one, unless rows were spilled.</summary>
    /// <param name="rowBytes">The bytes that a row takes once it is packed.</param>
    public IReadOnlyList<int> Batches(long rowBytes)
    {
        // Once some rows are spilled, the last ones follow: from now on memory is for batches.
        if (IsSpilled)
            Spill();
        var firsts = new List<int> { 0 };
        long bytes = 0;
        for (int group = 0; IsSpilled && group < totals.Count; group++)
        {
            if (bytes > 0 && bytes + totals[group] * rowBytes > most)
            {
                firsts.Add(group);
                bytes = 0;
            }
            bytes += totals[group] * rowBytes;
        }
        return firsts;
    }

    /// <summary>
    /// Puts the rows of some groups in order: by group, within a group by how they are known, and then as they came. What was not spilled is
    /// let go, so that all groups have to be asked for at once.
    /// </summary>
    /// <param name="from">The first group.</param>
    /// <param name="to">Behind the last.</param>
    /// <returns>The table, and the first row of each group and behind the last.</returns>
    public (RowTable Table, int[] Starts) Pack(int from, int to)
    {
        to = Math.Min(to, counts.Count);
        int groups = Math.Max(0, to - from);
        int[] starts = new int[groups + 1], next = new int[4 * groups];
        for (int group = 0, row = 0; group < groups; group++)
        {
            starts[group] = row;
            for (int kind = 0; kind < 4; kind++)
            {
                next[4 * group + kind] = row;
                row += counts[from + group][kind];
            }
            starts[group + 1] = row;
        }
        return (IsSpilled ? ReadBack(from, to, starts[^1], next) : Gathered(starts[^1], next), starts);
    }

    private void Spill()
    {
        store ??= spill!();
        for (; spilled < pieces.Count; spilled++)
            pieces[spilled].SpillTo(store);
        Bytes = 0;
    }

    // Piece after piece, through buffers that are used again: a pass over all of them leaves nothing to collect.
    private RowTable ReadBack(int from, int to, int rows, int[] next)
    {
        int longest = pieces.Max(piece => piece.Rows);
        int[] groupOf = new int[longest], places = new int[longest], labels = new int[longest];
        var kinds = new byte[longest];
        var values = new double[longest];
        double[][] numberColumns = [.. Enumerable.Range(0, numbers).Select(_ => new double[rows])];
        int[][] codeColumns = [.. Enumerable.Range(0, codes).Select(_ => new int[rows])];
        foreach (var piece in pieces)
        {
            int count = piece.Rows;
            piece.ReadGroups(groupOf.AsSpan(0, count), kinds.AsSpan(0, count));
            bool isAny = false;
            for (int row = 0; row < count; row++)
            {
                bool isHere = groupOf[row] >= from && groupOf[row] < to;
                places[row] = isHere ? next[4 * (groupOf[row] - from) + kinds[row]]++ : -1;
                isAny |= isHere;
            }
            if (!isAny)
                continue;
            for (int k = 0; k < numbers; k++)
            {
                piece.ReadNumbers(k, values.AsSpan(0, count));
                Scatter(values, places, count, numberColumns[k]);
            }
            for (int k = 0; k < codes; k++)
            {
                piece.ReadCodes(k, labels.AsSpan(0, count));
                Scatter(labels, places, count, codeColumns[k]);
            }
        }
        return new(numberColumns, codeColumns);
    }

    private static void Scatter<T>(T[] values, int[] places, int count, T[] result)
    {
        for (int row = 0; row < count; row++)
        {
            if (places[row] >= 0)
                result[places[row]] = values[row];
        }
    }

    // One column after the other, each let go as soon as it is gathered, so that little is held twice.
    private RowTable Gathered(int rows, int[] next)
    {
        int[][] places = [.. pieces.Select(piece => Places(piece, next))];
        double[][] numberColumns = [.. Enumerable.Range(0, numbers).Select(k => Gathered(rows, places, piece => piece.Numbers(k), piece => piece.DropNumbers(k)))];
        int[][] codeColumns = [.. Enumerable.Range(0, codes).Select(k => Gathered(rows, places, piece => piece.Codes(k), piece => piece.DropCodes(k)))];
        pieces.Clear();
        Bytes = 0;
        return new(numberColumns, codeColumns);
    }

    private static int[] Places(RowPiece piece, int[] next)
    {
        int[] groups = piece.Groups;
        byte[]? kinds = piece.Kinds;
        var places = new int[groups.Length];
        for (int row = 0; row < places.Length; row++)
            places[row] = next[4 * groups[row] + (kinds is null ? 0 : kinds[row])]++;
        return places;
    }

    private T[] Gathered<T>(int rows, int[][] places, Func<RowPiece, T[]> columnOf, Action<RowPiece> drop)
    {
        var result = new T[rows];
        for (int p = 0; p < pieces.Count; p++)
        {
            T[] column = columnOf(pieces[p]);
            for (int row = 0; row < places[p].Length; row++)
                result[places[p][row]] = column[row];
            drop(pieces[p]);
        }
        return result;
    }
}
