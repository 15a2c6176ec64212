using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using BatchEstimator.Estimation.Numerics;

namespace BatchEstimator.Estimation.Statistics;

/// <summary>
/// The sums of a column and of its squares with about 30 digits, in half the time of <see cref="DotProduct"/>: rows are taken in blocks of
/// <see cref="BlockRows"/>, and every lane of a block starts at a power of two that is larger than all its sums can become. The running
/// sum is then always the larger term, so that what an addition rounds off is had by two subtractions; it goes to a second sum.
/// </summary>
/// <remarks>
/// T. J. Dekker, A floating-point technique for extending the available precision, Numer. Math. 18 (1971) 224-242, for the error of an
/// addition of which the larger term is known. Blocks are added in their order: the answer does not depend on threads.
/// </remarks>
public static class ColumnSums
{
    /// <summary>The number of rows that are summed in lanes before the lanes are added up.</summary>
    public const int BlockRows = 1024;

    /// <summary>Sum of a, or of a squared, over a column of any length.</summary>
    /// <param name="column">The values.</param>
    /// <param name="squares">True for the squares.</param>
    public static DoubleDouble Of(ReadOnlySpan<double> column, bool squares)
    {
        LaneSum sum = default, sumOfSquares = default;
        for (int from = 0; from < column.Length; from += BlockRows)
        {
            var block = column.Slice(from, Math.Min(BlockRows, column.Length - from));
            AddBlock(block, Extremes(block), !squares, squares, ref sum, ref sumOfSquares);
        }
        return squares ? sumOfSquares.Total : sum.Total;
    }

    /// <summary>The least and the greatest value; of no values, infinity and minus infinity. NaN may be passed over.</summary>
    public static (double Least, double Greatest) Extremes(ReadOnlySpan<double> values)
    {
        int lanes = Vector512<double>.Count, whole = values.Length - values.Length % lanes;
        var (least, greatest) = (Vector512.Create(double.PositiveInfinity), Vector512.Create(double.NegativeInfinity));
        for (int i = 0; i < whole; i += lanes)
        {
            var x = Vector512.Create(values.Slice(i, lanes));
            (least, greatest) = (Vector512.MinNative(x, least), Vector512.MaxNative(x, greatest));
        }
        var (low, high) = (double.PositiveInfinity, double.NegativeInfinity);
        for (int lane = 0; whole > 0 && lane < lanes; lane++)
            (low, high) = (least[lane] < low ? least[lane] : low, greatest[lane] > high ? greatest[lane] : high);
        for (int i = whole; i < values.Length; i++)
            (low, high) = (values[i] < low ? values[i] : low, values[i] > high ? values[i] : high);
        return (low, high);
    }

    /// <summary>Adds a block to running sums.</summary>
    /// <param name="block">At most <see cref="BlockRows"/> values.</param>
    /// <param name="extremes">Its least and greatest value, to a few roundings.</param>
    /// <param name="plain">True to add to <paramref name="sum"/>.</param>
    /// <param name="squares">True to add to <paramref name="sumOfSquares"/>.</param>
    /// <param name="sum">The sum of the values.</param>
    /// <param name="sumOfSquares">The sum of their squares.</param>
    public static void AddBlock(
        ReadOnlySpan<double> block, (double Least, double Greatest) extremes, bool plain, bool squares, ref LaneSum sum, ref LaneSum sumOfSquares)
    {
        double largest = Math.Max(Math.Abs(extremes.Least), Math.Abs(extremes.Greatest));
        int rounds = (block.Length + Vector512<double>.Count - 1) / Vector512<double>.Count;
        double above = Above(largest, rounds), aboveSquares = Above(largest * largest, rounds);
        // Near the ends of a double's range there is no such power of two, or the errors of squares vanish; nor is there one beside infinity or NaN.
        if ((plain && !double.IsFinite(above)) || (squares && !(double.IsFinite(aboveSquares) && largest * largest > 1e-200)))
        {
            if (plain)
                sum.Add(DotProduct.Compensated(block, [], []));
            if (squares)
                sumOfSquares.Add(DotProduct.Compensated(block, block, []));
            return;
        }
        int lanes = Vector512<double>.Count, whole = block.Length - block.Length % lanes;
        Span<double> last = stackalloc double[lanes];
        last.Clear();
        block[whole..].CopyTo(last);
        if (plain && squares)
            AddBoth(in MemoryMarshal.GetReference(block), whole, in last[0], above, aboveSquares, ref sum, ref sumOfSquares);
        else if (plain)
            AddValues(in MemoryMarshal.GetReference(block), whole, in last[0], above, ref sum);
        else if (squares)
            AddSquares(in MemoryMarshal.GetReference(block), whole, in last[0], aboveSquares, ref sumOfSquares);
    }

    // A power of two at least twice the sum of so many terms and one more: taking it away again is exact.
    private static double Above(double largest, int terms)
    {
        double most = largest * (terms + 1);
        return most == 0 || !double.IsFinite(most) ? most : Math.ScaleB(1, Math.ILogB(most) + 2);
    }

    // Without any call, for which the runtime would keep the sums in memory all through the loop.
    private static void AddValues(ref readonly double first, int rows, ref readonly double last, double above, ref LaneSum total)
    {
        var sum = Vector512.Create(above);
        var rest = Vector512<double>.Zero;
        for (int i = 0; i < rows; i += Vector512<double>.Count)
        {
            var x = Vector512.LoadUnsafe(in first, (nuint)i);
            var next = sum + x;
            rest += x - (next - sum);
            sum = next;
        }
        var filled = Vector512.LoadUnsafe(in last);
        var end = sum + filled;
        total.Add(end - Vector512.Create(above), rest + (filled - (end - sum)));
    }

    // The square is never rounded by itself: what the sum took of it is subtracted from it before rounding.
    private static void AddSquares(ref readonly double first, int rows, ref readonly double last, double above, ref LaneSum total)
    {
        var sum = Vector512.Create(above);
        var rest = Vector512<double>.Zero;
        for (int i = 0; i < rows; i += Vector512<double>.Count)
        {
            var x = Vector512.LoadUnsafe(in first, (nuint)i);
            var next = Vector512.FusedMultiplyAdd(x, x, sum);
            rest += Vector512.FusedMultiplyAdd(x, x, sum - next);
            sum = next;
        }
        var filled = Vector512.LoadUnsafe(in last);
        var end = Vector512.FusedMultiplyAdd(filled, filled, sum);
        total.Add(end - Vector512.Create(above), rest + Vector512.FusedMultiplyAdd(filled, filled, sum - end));
    }

    private static void AddBoth(
        ref readonly double first, int rows, ref readonly double last, double above, double aboveSquares, ref LaneSum total, ref LaneSum totalOfSquares)
    {
        var (sum, sumOfSquares) = (Vector512.Create(above), Vector512.Create(aboveSquares));
        var (rest, restOfSquares) = (Vector512<double>.Zero, Vector512<double>.Zero);
        for (int i = 0; i < rows; i += Vector512<double>.Count)
        {
            var x = Vector512.LoadUnsafe(in first, (nuint)i);
            var (next, nextOfSquares) = (sum + x, Vector512.FusedMultiplyAdd(x, x, sumOfSquares));
            rest += x - (next - sum);
            restOfSquares += Vector512.FusedMultiplyAdd(x, x, sumOfSquares - nextOfSquares);
            (sum, sumOfSquares) = (next, nextOfSquares);
        }
        var filled = Vector512.LoadUnsafe(in last);
        var (end, endOfSquares) = (sum + filled, Vector512.FusedMultiplyAdd(filled, filled, sumOfSquares));
        total.Add(end - Vector512.Create(above), rest + (filled - (end - sum)));
        totalOfSquares.Add(endOfSquares - Vector512.Create(aboveSquares), restOfSquares + Vector512.FusedMultiplyAdd(filled, filled, sumOfSquares - endOfSquares));
    }
}
