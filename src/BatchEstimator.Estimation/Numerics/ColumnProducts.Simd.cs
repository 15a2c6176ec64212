using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace BatchEstimator.Estimation.Numerics;

/// <summary>The loops for one vector width.</summary>
internal sealed unsafe class ColumnProducts<TVector, TSimd> : ColumnProducts where TVector : struct where TSimd : ISimd<TVector>
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void FourByFour(double* a, int fromAtoA, double* b, int fromBtoB, int length, double* sums)
    {
        TVector c00 = default, c01 = default, c02 = default, c03 = default, c10 = default, c11 = default, c12 = default, c13 = default;
        TVector c20 = default, c21 = default, c22 = default, c23 = default, c30 = default, c31 = default, c32 = default, c33 = default;
        double* a1 = a + fromAtoA, a2 = a1 + fromAtoA, a3 = a2 + fromAtoA;
        double* b1 = b + fromBtoB, b2 = b1 + fromBtoB, b3 = b2 + fromBtoB;
        for (nint i = 0; i < length; i += TSimd.Lanes)
        {
            TVector x0 = TSimd.Load(a + i), x1 = TSimd.Load(a1 + i), x2 = TSimd.Load(a2 + i), x3 = TSimd.Load(a3 + i), y = TSimd.Load(b + i);
            (c00, c10) = (TSimd.FusedMultiplyAdd(x0, y, c00), TSimd.FusedMultiplyAdd(x1, y, c10));
            (c20, c30) = (TSimd.FusedMultiplyAdd(x2, y, c20), TSimd.FusedMultiplyAdd(x3, y, c30));
            y = TSimd.Load(b1 + i);
            (c01, c11) = (TSimd.FusedMultiplyAdd(x0, y, c01), TSimd.FusedMultiplyAdd(x1, y, c11));
            (c21, c31) = (TSimd.FusedMultiplyAdd(x2, y, c21), TSimd.FusedMultiplyAdd(x3, y, c31));
            y = TSimd.Load(b2 + i);
            (c02, c12) = (TSimd.FusedMultiplyAdd(x0, y, c02), TSimd.FusedMultiplyAdd(x1, y, c12));
            (c22, c32) = (TSimd.FusedMultiplyAdd(x2, y, c22), TSimd.FusedMultiplyAdd(x3, y, c32));
            y = TSimd.Load(b3 + i);
            (c03, c13) = (TSimd.FusedMultiplyAdd(x0, y, c03), TSimd.FusedMultiplyAdd(x1, y, c13));
            (c23, c33) = (TSimd.FusedMultiplyAdd(x2, y, c23), TSimd.FusedMultiplyAdd(x3, y, c33));
        }
        (sums[0], sums[1], sums[2], sums[3]) = (TSimd.Sum(c00), TSimd.Sum(c01), TSimd.Sum(c02), TSimd.Sum(c03));
        (sums[4], sums[5], sums[6], sums[7]) = (TSimd.Sum(c10), TSimd.Sum(c11), TSimd.Sum(c12), TSimd.Sum(c13));
        (sums[8], sums[9], sums[10], sums[11]) = (TSimd.Sum(c20), TSimd.Sum(c21), TSimd.Sum(c22), TSimd.Sum(c23));
        (sums[12], sums[13], sums[14], sums[15]) = (TSimd.Sum(c30), TSimd.Sum(c31), TSimd.Sum(c32), TSimd.Sum(c33));
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Multiply(double* x, double* w, int length, double* target)
    {
        for (nint i = 0; i < length; i += TSimd.Lanes)
            TSimd.Store(TSimd.Multiply(TSimd.Load(x + i), TSimd.Load(w + i)), target + i);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Scale(double* source, int count, double shift, double scale, double* target)
    {
        TVector minus = TSimd.Create(shift), times = TSimd.Create(scale);
        nint i = 0;
        for (; i <= count - TSimd.Lanes; i += TSimd.Lanes)
        {
            // The next rows lie on another page, which the processor does not foresee.
            if (Sse.IsSupported)
                Sse.Prefetch1(source + count + i);
            TSimd.Store(TSimd.Multiply(TSimd.Subtract(TSimd.Load(source + i), minus), times), target + i);
        }
        for (; i < count; i++)
            target[i] = (source[i] - shift) * scale;
        for (; i < Filled(count); i++)
            target[i] = 0;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void AddFour(double* columns, int distance, double* factors, int length, double* target)
    {
        TVector f0 = TSimd.Create(factors[0]), f1 = TSimd.Create(factors[1]), f2 = TSimd.Create(factors[2]), f3 = TSimd.Create(factors[3]);
        double* c1 = columns + distance, c2 = c1 + distance, c3 = c2 + distance;
        for (nint i = 0; i < length; i += TSimd.Lanes)
        {
            var sum = TSimd.FusedMultiplyAdd(TSimd.Load(columns + i), f0, TSimd.Load(target + i));
            sum = TSimd.FusedMultiplyAdd(TSimd.Load(c1 + i), f1, sum);
            sum = TSimd.FusedMultiplyAdd(TSimd.Load(c2 + i), f2, sum);
            TSimd.Store(TSimd.FusedMultiplyAdd(TSimd.Load(c3 + i), f3, sum), target + i);
        }
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void DotFour(double* columns, int distance, double* g, int length, double* sums)
    {
        TVector s0 = default, s1 = default, s2 = default, s3 = default;
        double* c1 = columns + distance, c2 = c1 + distance, c3 = c2 + distance;
        for (nint i = 0; i < length; i += TSimd.Lanes)
        {
            var y = TSimd.Load(g + i);
            s0 = TSimd.FusedMultiplyAdd(TSimd.Load(columns + i), y, s0);
            s1 = TSimd.FusedMultiplyAdd(TSimd.Load(c1 + i), y, s1);
            s2 = TSimd.FusedMultiplyAdd(TSimd.Load(c2 + i), y, s2);
            s3 = TSimd.FusedMultiplyAdd(TSimd.Load(c3 + i), y, s3);
        }
        (sums[0], sums[1], sums[2], sums[3]) = (TSimd.Sum(s0), TSimd.Sum(s1), TSimd.Sum(s2), TSimd.Sum(s3));
    }
}
