namespace BatchEstimator.Estimation.Columns;

/// <summary>
/// The mark of an absent value in a column of numbers: one particular NaN, as R's NA is, so that a column needs no
/// second array and an ordinary NaN or infinity in the data can still be told apart and counted as "not finite".
/// </summary>
public static class Missing
{
    private const long Bits = 0x7FF8_0000_0000_07A2;

    /// <summary>The value to store where the input has none.</summary>
    public static readonly double Value = BitConverter.Int64BitsToDouble(Bits);

    /// <summary>True for <see cref="Value"/> only; false for every other NaN.</summary>
    public static bool Is(double value) => BitConverter.DoubleToInt64Bits(value) == Bits;
}
