namespace BatchEstimator.Estimation.Numerics;

/// <summary>Whole numbers below 2^52 are moved into a double's exponent and out of it through the last bits of 2^52 + k, which are those of k.</summary>
internal static class ExponentBits
{
    public const double Two52 = 4503599627370496;
    public const double Bias = 1023;

    /// <summary>How the processor is asked for a mantissa: from 3/4 up to 3/2, NaN for a negative number (Intel's manual, VGETMANTPD).</summary>
    public const byte FromThreeQuarters = 0b1111;

    /// <summary>2^k, for a whole number from -1022 to 1023.</summary>
    public static double PowerOfTwo(int k) => BitConverter.Int64BitsToDouble((k + (long)Bias) << 52);
}
