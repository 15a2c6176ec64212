namespace BatchEstimator.Estimation.Regression;

/// <summary>
/// Whether constraints that rounding cannot tell from ties are ties exactly. Doubles are whole numbers times powers of two, so that their rank
/// can be found without rounding, modulo the prime 2^61 - 1, in which a power of two is a rotation of bits. The rank there never exceeds the true one
/// and falls short of it only if the prime divides a determinant.
/// </summary>
internal sealed class RecessionTies
{
    private const int Bits = 61;
    private const ulong Prime = (1UL << Bits) - 1;

    private readonly int columns;
    private readonly List<(ulong[] Row, int Pivot, int Constraint)> echelon = [];
    private ulong[] witness;

    private RecessionTies(int columns)
    {
        this.columns = columns;
        witness = Null();
    }

    /// <summary>True if some direction, equal to <paramref name="point"/> but for rounding, is zero exactly in every constraint in which the point is.</summary>
    /// <param name="rows">The constraints.</param>
    /// <param name="point">A direction that satisfies all of them.</param>
    /// <param name="rank">The rank of all constraints.</param>
    public static bool AreExact(RecessionRows rows, RecessionPoint point, int rank)
    {
        RecessionTies ties = new(rows.Columns);
        for (int c = 0; c < rows.Count && ties.echelon.Count < rank; c++)
        {
            rows.Load(c);
            if (rows.Sign(point, out _) == 0)
                ties.Add(rows, c);
        }
        // The directions that are zero in the ties are then the same with rounding and without.
        int exact = ties.echelon.Count;
        return exact < rank && RecessionElimination.Of(rows, [.. ties.echelon.Select(e => e.Constraint)]).Columns.Length == exact;
    }

    private void Add(RecessionRows rows, int constraint)
    {
        ulong dot = 0;
        for (int k = 0; k < rows.At.Length; k++)
            dot = Plus(dot, Times(Residue(rows.Values[k]), witness[rows.At[k]]));
        if (dot == 0)
            return;
        var row = new ulong[columns];
        for (int k = 0; k < rows.At.Length; k++)
            row[rows.At[k]] = Residue(rows.Values[k]);
        foreach (var (known, at, _) in echelon)
            Subtract(row, known, row[at]);
        int pivot = Array.FindIndex(row, v => v != 0);
        ulong inverse = Power(row[pivot], Prime - 2);
        for (int j = 0; j < columns; j++)
            row[j] = Times(row[j], inverse);
        foreach (var (known, _, _) in echelon)
            Subtract(known, row, known[pivot]);
        echelon.Add((row, pivot, constraint));
        witness = Null();
    }

    /// <summary>A vector without pattern that is orthogonal to every row so far: a row inside their span is orthogonal to it, another one is not, but once in 2^61.</summary>
    private ulong[] Null()
    {
        var vector = new ulong[columns];
        Random random = new(1);
        for (int j = 0; j < columns; j++)
            vector[j] = (ulong)random.NextInt64(1, (long)Prime);
        foreach (var (_, pivot, _) in echelon)
            vector[pivot] = 0;
        foreach (var (row, pivot, _) in echelon)
        {
            ulong sum = 0;
            for (int j = 0; j < columns; j++)
                sum = j == pivot || echelon.Exists(e => e.Pivot == j) ? sum : Plus(sum, Times(row[j], vector[j]));
            vector[pivot] = Minus(sum);
        }
        return vector;
    }

    private static void Subtract(ulong[] row, ulong[] other, ulong times)
    {
        if (times == 0)
            return;
        ulong factor = Minus(times);
        for (int j = 0; j < row.Length; j++)
            row[j] = Plus(row[j], Times(factor, other[j]));
    }

    private static ulong Residue(double value)
    {
        if (value == 0)
            return 0;
        int exponent = Math.ILogB(value) - 52;
        // In two steps, since the power for a tiny number is not a double.
        ulong whole = (ulong)Math.Abs(Math.ScaleB(Math.ScaleB(value, -exponent / 2), -exponent - -exponent / 2));
        int turn = (exponent % Bits + Bits) % Bits;
        ulong residue = ((whole << turn) & Prime) | (whole >> (Bits - turn));
        return value < 0 ? Minus(residue) : residue;
    }

    private static ulong Plus(ulong a, ulong b)
    {
        ulong sum = a + b;
        return sum >= Prime ? sum - Prime : sum;
    }

    private static ulong Minus(ulong a) => a == 0 ? 0 : Prime - a;

    private static ulong Times(ulong a, ulong b)
    {
        ulong high = Math.BigMul(a, b, out ulong low);
        return Plus(low & Prime, (high << 3) | (low >> Bits));
    }

    private static ulong Power(ulong a, ulong exponent)
    {
        ulong power = 1;
        for (; exponent > 0; exponent >>= 1, a = Times(a, a))
            power = (exponent & 1) == 1 ? Times(power, a) : power;
        return power;
    }
}
