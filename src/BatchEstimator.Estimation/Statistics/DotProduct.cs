using System.Runtime.Intrinsics;
using BatchEstimator.Estimation.Numerics;

namespace BatchEstimator.Estimation.Statistics;

/// <summary>
/// The sum of products of whole columns, as if computed with twice the digits: every product and every addition keeps its rounding error
/// in a second sum. Lanes are added in their order, so the answer depends on the machine's vector width but not on threads.
/// </summary>
/// <remarks>T. Ogita, S. M. Rump and S. Oishi, Accurate sum and dot product, SIAM J. Sci. Comput. 26 (2005) 1955-1988, algorithm 5.3.</remarks>
public static class DotProduct
{
    /// <summary>Sum of w a b.</summary>
    /// <param name="a">One factor.</param>
    /// <param name="b">The other, at least as long; null = 1.</param>
    /// <param name="w">The weights, at least as long; null = 1.</param>
    public static DoubleDouble Of(ReadOnlySpan<double> a, ReadOnlySpan<double> b, ReadOnlySpan<double> w)
    {
        bool squares = !b.IsEmpty && b[..a.Length] == a;
        return w.IsEmpty && (b.IsEmpty || squares) ? ColumnSums.Of(a, squares) : Compensated(a, b, w);
    }

    /// <summary>The same by one rule for all products: what the faster sums of a column and of its squares are held against, and where they cannot go.</summary>
    /// <param name="a">One factor.</param>
    /// <param name="b">The other, at least as long; empty = 1.</param>
    /// <param name="w">The weights, at least as long; empty = 1.</param>
    internal static DoubleDouble Compensated(ReadOnlySpan<double> a, ReadOnlySpan<double> b, ReadOnlySpan<double> w)
    {
        int lanes = Vector512<double>.Count, whole = a.Length - a.Length % lanes;
        var (sum, rest) = (Vector512<double>.Zero, Vector512<double>.Zero);
        for (int i = 0; i < whole; i += lanes)
        {
            var high = Vector512.Create(a.Slice(i, lanes));
            var low = Vector512<double>.Zero;
            if (!w.IsEmpty)
                (high, low) = Times(high, low, Vector512.Create(w.Slice(i, lanes)));
            if (!b.IsEmpty)
                (high, low) = Times(high, low, Vector512.Create(b.Slice(i, lanes)));
            var next = sum + high;
            var shadow = next - sum;
            rest += (sum - (next - shadow)) + (high - shadow) + low;
            sum = next;
        }
        var total = DoubleDouble.Zero;
        for (int lane = 0; lane < lanes; lane++)
            total += DoubleDouble.Sum(sum[lane], rest[lane]);
        for (int i = whole; i < a.Length; i++)
            total = WeightedSums.Plus(total, w.IsEmpty ? 1 : w[i], a[i], b.IsEmpty ? 1 : b[i]);
        return total;
    }

    // (high + low) * factor, the product of the leading parts exact.
    private static (Vector512<double> High, Vector512<double> Low) Times(Vector512<double> high, Vector512<double> low, Vector512<double> factor)
    {
        var product = high * factor;
        return (product, Vector512.FusedMultiplyAdd(high, factor, -product) + low * factor);
    }
}
