using System.Runtime.Intrinsics;

namespace BatchEstimator.Estimation.Numerics;

/// <summary>
/// Sums of products of short columns as if computed with twice the digits: products and sums keep their rounding errors, which are summed
/// beside them. Columns are pairs, a leading part and what it lacks; how they lie is said in <see cref="ColumnProducts"/>.
/// </summary>
/// <remarks>T. Ogita, S. M. Rump and S. Oishi, Accurate sum and dot product, SIAM J. Sci. Comput. 26 (2005) 1955-1988, algorithm 5.3.</remarks>
internal abstract unsafe class CompensatedProducts
{
    /// <summary>Every vector width, from 512 bits down to 128.</summary>
    public static IReadOnlyList<CompensatedProducts> All { get; } =
        [new CompensatedProducts<Vector512<double>, Simd512>(), new CompensatedProducts<Vector256<double>, Simd256>(), new CompensatedProducts<Vector128<double>, Simd128>()];

    /// <summary>The widest the processor has.</summary>
    public static CompensatedProducts Widest { get; } = All[Vector512.IsHardwareAccelerated ? 0 : Vector256.IsHardwareAccelerated ? 1 : 2];

    /// <summary>(high, low) = (source + lows - shift) scale, the scale being a power of two; filled with zeros.</summary>
    /// <param name="source">Leading parts.</param>
    /// <param name="lows">What they lack; null = nothing.</param>
    /// <param name="count">How many.</param>
    /// <param name="shift">What is subtracted.</param>
    /// <param name="scale">What is then multiplied with.</param>
    /// <param name="high">Receives the leading parts.</param>
    /// <param name="low">Receives the rest.</param>
    public abstract void Scale(double* source, double* lows, int count, double shift, double scale, double* high, double* low);

    /// <summary>target -= the sum of four columns times their factors; the target is a pair that need not be normalised.</summary>
    /// <param name="high">The leading parts of four columns.</param>
    /// <param name="low">The rest, as far apart.</param>
    /// <param name="distance">How far apart columns are.</param>
    /// <param name="factors">Four factors.</param>
    /// <param name="length">The columns' length.</param>
    /// <param name="targetHigh">The leading part of the target.</param>
    /// <param name="targetLow">The rest.</param>
    public abstract void SubtractFour(double* high, double* low, int distance, DoubleDouble* factors, int length, double* targetHigh, double* targetLow);

    /// <summary>(targetHigh, targetLow) = (high, low) times w, normalised; may be in place.</summary>
    public abstract void Multiply(double* high, double* low, double* w, int length, double* targetHigh, double* targetLow);

    /// <summary>Writes the sums of products of four columns with one.</summary>
    /// <param name="high">The leading parts of four columns.</param>
    /// <param name="low">The rest, as far apart.</param>
    /// <param name="distance">How far apart columns are.</param>
    /// <param name="otherHigh">The leading part of the one.</param>
    /// <param name="otherLow">The rest.</param>
    /// <param name="length">The columns' length.</param>
    /// <param name="sums">Receives four sums.</param>
    public abstract void DotFour(double* high, double* low, int distance, double* otherHigh, double* otherLow, int length, DoubleDouble* sums);
}
