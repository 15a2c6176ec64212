using System.Runtime.CompilerServices;

namespace BatchEstimator.Estimation.Numerics;

/// <summary>The loops for one vector width.</summary>
internal sealed unsafe class CompensatedProducts<TVector, TSimd> : CompensatedProducts where TVector : struct where TSimd : ISimd<TVector>
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Scale(double* source, double* lows, int count, double shift, double scale, double* high, double* low)
    {
        TVector minus = TSimd.Create(-shift), times = TSimd.Create(scale);
        nint i = 0;
        for (; i <= count - TSimd.Lanes; i += TSimd.Lanes)
        {
            TVector sum = TSimd.Load(source + i), rest = default;
            Add(ref sum, ref rest, minus);
            if (lows != null)
            {
                rest = TSimd.Add(rest, TSimd.Load(lows + i));
                Normalise(ref sum, ref rest);
            }
            TSimd.Store(TSimd.Multiply(sum, times), high + i);
            TSimd.Store(TSimd.Multiply(rest, times), low + i);
        }
        for (; i < count; i++)
        {
            var value = DoubleDouble.Sum(source[i], -shift) + (lows == null ? 0 : lows[i]);
            (high[i], low[i]) = (value.Hi * scale, value.Lo * scale);
        }
        for (; i < ColumnProducts.Filled(count); i++)
            (high[i], low[i]) = (0, 0);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void SubtractFour(double* high, double* low, int distance, DoubleDouble* factors, int length, double* targetHigh, double* targetLow)
    {
        TVector f0 = TSimd.Create(-factors[0].Hi), f1 = TSimd.Create(-factors[1].Hi), f2 = TSimd.Create(-factors[2].Hi), f3 = TSimd.Create(-factors[3].Hi);
        TVector g0 = TSimd.Create(-factors[0].Lo), g1 = TSimd.Create(-factors[1].Lo), g2 = TSimd.Create(-factors[2].Lo), g3 = TSimd.Create(-factors[3].Lo);
        for (nint i = 0; i < length; i += TSimd.Lanes)
        {
            TVector sum = TSimd.Load(targetHigh + i), rest = TSimd.Load(targetLow + i);
            double* x = high + i, y = low + i;
            AddProduct(ref sum, ref rest, TSimd.Load(x), TSimd.Load(y), f0, g0);
            AddProduct(ref sum, ref rest, TSimd.Load(x + distance), TSimd.Load(y + distance), f1, g1);
            AddProduct(ref sum, ref rest, TSimd.Load(x + 2 * distance), TSimd.Load(y + 2 * distance), f2, g2);
            AddProduct(ref sum, ref rest, TSimd.Load(x + 3 * distance), TSimd.Load(y + 3 * distance), f3, g3);
            TSimd.Store(sum, targetHigh + i);
            TSimd.Store(rest, targetLow + i);
        }
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Multiply(double* high, double* low, double* w, int length, double* targetHigh, double* targetLow)
    {
        for (nint i = 0; i < length; i += TSimd.Lanes)
        {
            TVector x = TSimd.Load(high + i), weight = TSimd.Load(w + i), product = TSimd.Multiply(x, weight);
            var rest = TSimd.FusedMultiplyAdd(TSimd.Load(low + i), weight, TSimd.FusedMultiplyAdd(x, weight, TSimd.Negate(product)));
            Normalise(ref product, ref rest);
            TSimd.Store(product, targetHigh + i);
            TSimd.Store(rest, targetLow + i);
        }
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void DotFour(double* high, double* low, int distance, double* otherHigh, double* otherLow, int length, DoubleDouble* sums)
    {
        TVector s0 = default, s1 = default, s2 = default, s3 = default, r0 = default, r1 = default, r2 = default, r3 = default;
        for (nint i = 0; i < length; i += TSimd.Lanes)
        {
            TVector f = TSimd.Load(otherHigh + i), g = TSimd.Load(otherLow + i);
            double* x = high + i, y = low + i;
            AddProduct(ref s0, ref r0, TSimd.Load(x), TSimd.Load(y), f, g);
            AddProduct(ref s1, ref r1, TSimd.Load(x + distance), TSimd.Load(y + distance), f, g);
            AddProduct(ref s2, ref r2, TSimd.Load(x + 2 * distance), TSimd.Load(y + 2 * distance), f, g);
            AddProduct(ref s3, ref r3, TSimd.Load(x + 3 * distance), TSimd.Load(y + 3 * distance), f, g);
        }
        (sums[0], sums[1], sums[2], sums[3]) = (Sum(s0, r0), Sum(s1, r1), Sum(s2, r2), Sum(s3, r3));
    }

    private static DoubleDouble Sum(TVector sum, TVector rest)
    {
        double* lanes = stackalloc double[ColumnProducts.Granularity];
        TSimd.Store(sum, lanes);
        double total = lanes[0], lost = TSimd.Sum(rest);
        for (int lane = 1; lane < TSimd.Lanes; lane++)
        {
            var next = DoubleDouble.Sum(total, lanes[lane]);
            (total, lost) = (next.Hi, lost + next.Lo);
        }
        return DoubleDouble.Sum(total, lost);
    }

    // sum + rest += (x + y)(f + g), without the product of the two small parts.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddProduct(ref TVector sum, ref TVector rest, TVector x, TVector y, TVector f, TVector g)
    {
        var product = TSimd.Multiply(x, f);
        var error = TSimd.FusedMultiplyAdd(x, f, TSimd.Negate(product));
        error = TSimd.FusedMultiplyAdd(y, f, TSimd.FusedMultiplyAdd(x, g, error));
        rest = TSimd.Add(rest, error);
        Add(ref sum, ref rest, product);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add(ref TVector sum, ref TVector rest, TVector term)
    {
        TVector total = TSimd.Add(sum, term), shadow = TSimd.Subtract(total, sum);
        rest = TSimd.Add(rest, TSimd.Add(TSimd.Subtract(sum, TSimd.Subtract(total, shadow)), TSimd.Subtract(term, shadow)));
        sum = total;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Normalise(ref TVector sum, ref TVector rest)
    {
        var total = TSimd.Add(sum, rest);
        rest = TSimd.Subtract(rest, TSimd.Subtract(total, sum));
        sum = total;
    }
}
