using System.Runtime.Intrinsics;

namespace BatchEstimator.Estimation.Numerics;

/// <summary>Functions of whole columns, by the widest vectors there are. A value does not depend on its place in the column.</summary>
public static class ColumnMath
{
    /// <summary>log(x / divisor) of every value.</summary>
    /// <param name="values">The values.</param>
    /// <param name="divisor">What they are divided by.</param>
    /// <param name="result">Receives the logarithms; at least as long.</param>
    public static void LogRatio(ReadOnlySpan<double> values, double divisor, Span<double> result)
    {
        int lanes = Vector512<double>.Count, whole = values.Length - values.Length % lanes;
        var d = Vector512.Create(divisor);
        for (int i = 0; i < whole; i += lanes)
            Simd512.Log(Vector512.Create(values.Slice(i, lanes)) / d).CopyTo(result[i..]);
        for (int i = whole; i < values.Length; i++)
            result[i] = Simd512.Log(Vector512.Create(values[i] / divisor))[0];
    }
}
