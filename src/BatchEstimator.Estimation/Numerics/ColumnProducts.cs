using System.Runtime.Intrinsics;

namespace BatchEstimator.Estimation.Numerics;

/// <summary>
/// Sums of products of short columns, near the processor, in the widest vectors it has. Columns lie behind one another with a fixed
/// distance; lengths are multiples of <see cref="Granularity"/>, and what a column lacks is filled with zeros.
/// </summary>
internal abstract unsafe class ColumnProducts
{
    /// <summary>What lengths are a multiple of: the doubles of the widest vector.</summary>
    public const int Granularity = 8;

    /// <summary>Four columns are multiplied with four at a time: enough to keep the multipliers busy, few enough for the registers.</summary>
    public const int Group = 4;

    /// <summary>Every vector width, from 512 bits down to 128.</summary>
    public static IReadOnlyList<ColumnProducts> All { get; } =
        [new ColumnProducts<Vector512<double>, Simd512>(), new ColumnProducts<Vector256<double>, Simd256>(), new ColumnProducts<Vector128<double>, Simd128>()];

    /// <summary>The widest the processor has.</summary>
    public static ColumnProducts Widest { get; } = All[Vector512.IsHardwareAccelerated ? 0 : Vector256.IsHardwareAccelerated ? 1 : 2];

    /// <summary>A length filled up.</summary>
    public static int Filled(int length) => (length + Granularity - 1) & -Granularity;

    /// <summary>
    /// The distance between columns of a length: not a multiple of a page, since columns that far apart compete for the same lines of the cache.
    /// </summary>
    public static int Distance(int length) => Filled(length) + Granularity;

    /// <summary>Writes the 16 sums of products of four columns with four others, row by row.</summary>
    /// <param name="a">Four columns.</param>
    /// <param name="fromAtoA">Their distance.</param>
    /// <param name="b">Four columns.</param>
    /// <param name="fromBtoB">Their distance.</param>
    /// <param name="length">Their length.</param>
    /// <param name="sums">At 4 i + j receives the product of a's column i and b's column j.</param>
    public abstract void FourByFour(double* a, int fromAtoA, double* b, int fromBtoB, int length, double* sums);

    /// <summary>target = x w.</summary>
    public abstract void Multiply(double* x, double* w, int length, double* target);

    /// <summary>target = (source - shift) scale, filled with zeros; asks the memory for what follows in the source.</summary>
    /// <param name="source">Any number of values.</param>
    /// <param name="count">How many.</param>
    /// <param name="shift">What is subtracted.</param>
    /// <param name="scale">What is then multiplied with.</param>
    /// <param name="target">Receives the filled-up length.</param>
    public abstract void Scale(double* source, int count, double shift, double scale, double* target);

    /// <summary>target += the sum of four columns times their factors.</summary>
    public abstract void AddFour(double* columns, int distance, double* factors, int length, double* target);

    /// <summary>Writes the sums of products of four columns with one.</summary>
    public abstract void DotFour(double* columns, int distance, double* g, int length, double* sums);
}
