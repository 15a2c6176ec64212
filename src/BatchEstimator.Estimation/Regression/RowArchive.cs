namespace BatchEstimator.Estimation.Regression;

/// <summary>Rows as they come, kept until all are there and then put group behind group.</summary>
/// <param name="numbers">How many columns of numbers.</param>
/// <param name="codes">How many columns of codes.</param>
internal sealed class RowArchive(int numbers, int codes)
{
    private readonly List<Piece> pieces = [];
    private readonly List<int[]> counts = [];

    /// <summary>The bytes that the rows take.</summary>
    public long Bytes { get; private set; }

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
                counts.Add(new int[4]);
            counts[groups[row]][kinds is null ? 0 : kinds[row]]++;
        }
    }

    /// <summary>Rows as they came: their groups, and one column of codes.</summary>
    public IEnumerable<(int[] Groups, int[] Codes)> CodesOf(int column) => pieces.Select(piece => (piece.Groups, piece.Codes[column]));

    /// <summary>Says of every row how it is known, where that shows only once all rows are there.</summary>
    /// <param name="column">A column of codes.</param>
    /// <param name="kindOf">From the row's group and its code in that column, a number from 0 to 3.</param>
    public void Classify(int column, Func<int, int, int> kindOf)
    {
        foreach (int[] ofGroup in counts)
            Array.Clear(ofGroup);
        foreach (var piece in pieces)
        {
            piece.Kinds = new byte[piece.Groups.Length];
            for (int row = 0; row < piece.Groups.Length; row++)
            {
                piece.Kinds[row] = (byte)kindOf(piece.Groups[row], piece.Codes[column][row]);
                counts[piece.Groups[row]][piece.Kinds[row]]++;
            }
        }
    }

    /// <summary>How many rows of a group are known in each way.</summary>
    public int[] CountsOf(int group) => group < counts.Count ? counts[group] : new int[4];

    /// <summary>Puts the rows in order: by group, within a group by how they are known, and then as they came. The archive is empty afterwards.</summary>
    /// <returns>The table and the first row of each group.</returns>
    public (RowTable Table, int[] Starts) Pack()
    {
        int[] starts = new int[counts.Count + 1], next = new int[4 * counts.Count];
        for (int group = 0, row = 0; group < counts.Count; group++)
        {
            starts[group] = row;
            for (int kind = 0; kind < 4; kind++)
            {
                next[4 * group + kind] = row;
                row += counts[group][kind];
            }
            starts[group + 1] = row;
        }
        int[][] places = [.. pieces.Select(piece => piece.Places(next))];
        double[][] numberColumns = [.. Enumerable.Range(0, numbers).Select(k => Gathered<double>(starts[^1], places, piece => ref piece.Numbers[k]))];
        int[][] codeColumns = [.. Enumerable.Range(0, codes).Select(k => Gathered<int>(starts[^1], places, piece => ref piece.Codes[k]))];
        pieces.Clear();
        return (new(numberColumns, codeColumns), starts);
    }

    // One column after the other, each let go as soon as it is gathered, so that little is held twice.
    private T[] Gathered<T>(int rows, int[][] places, ColumnOf<T> columnOf)
    {
        var result = new T[rows];
        for (int p = 0; p < pieces.Count; p++)
        {
            ref T[] column = ref columnOf(pieces[p]);
            for (int row = 0; row < places[p].Length; row++)
                result[places[p][row]] = column[row];
            column = [];
        }
        return result;
    }

    private delegate ref T[] ColumnOf<T>(Piece piece);

    private sealed record Piece(double[][] Numbers, int[][] Codes, int[] Groups, byte[]? Kinds)
    {
        public byte[]? Kinds { get; set; } = Kinds;

        public int[] Places(int[] next)
        {
            var places = new int[Groups.Length];
            for (int row = 0; row < places.Length; row++)
                places[row] = next[4 * Groups[row] + (Kinds is null ? 0 : Kinds[row])]++;
            return places;
        }
    }
}
