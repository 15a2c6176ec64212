using System.Runtime.CompilerServices;

namespace BatchEstimator.Estimation.Numerics;

// The exponential, small enough to become part of the loops that use it.
public static partial class VectorMath<TVector, TSimd>
{
    private const double Log2E = 1.4426950408889634;

    // Added to a number of ordinary size and taken away again it rounds to a whole number.
    private const double Rounder = 6755399441055744;

    /// <summary>
    /// exp(x) = 2^k exp(r) with k the whole number nearest to x / log 2 and |r| at most log(2) / 2. Largest relative error of 60,000 numbers: 1.7e-16.
    /// </summary>
    /// <param name="x">Any number; subnormal results are rounded once, 0 from -745.14 down, inf above 709.78.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Exp(TVector x)
    {
        TVector limited = TSimd.Clamp(x, TSimd.Create(-746), TSimd.Create(710));
        TVector k = TSimd.Subtract(TSimd.FusedMultiplyAdd(limited, TSimd.Create(Log2E), TSimd.Create(Rounder)), TSimd.Create(Rounder));
        TVector r = TSimd.FusedMultiplyAdd(k, TSimd.Create(-Log2Rest), TSimd.FusedMultiplyAdd(k, TSimd.Create(-Log2), limited));
        TVector square = TSimd.Multiply(r, r);
        return TSimd.Scale(TSimd.Add(TSimd.FusedMultiplyAdd(square, ExpSeries(r, square), r), One), k);
    }

    // (exp(r) - 1 - r) / r^2: interpolated at the Chebyshev nodes, relative error 2e-17 of exp(r).
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector ExpSeries(TVector r, TVector square)
    {
        TVector odd = Step(Step(Step(Step(TSimd.Create(2.5100424157005067e-08), square, 2.7557268378684192e-06), square, 0.00019841269863105968), square, 0.008333333333330051), square, 0.16666666666666669);
        TVector even = Step(Step(Step(Step(TSimd.Create(2.7620138719733994e-07), square, 2.480152119021773e-05), square, 0.0013888888917281794), square, 0.04166666666662399), square, 0.5000000000000001);
        return TSimd.FusedMultiplyAdd(odd, r, even);
    }

    /// <summary>2^k x, rounded once. For processors without an instruction for it.</summary>
    internal static TVector Scaled(TVector x, TVector k)
    {
        TVector half = TSimd.Floor(TSimd.Multiply(k, TSimd.Create(0.5)));
        return TSimd.Multiply(TSimd.Multiply(x, TSimd.PowerOfTwo(half)), TSimd.PowerOfTwo(TSimd.Subtract(k, half)));
    }
}
