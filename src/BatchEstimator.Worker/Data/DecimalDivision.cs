using System.Globalization;
using System.Numerics;

namespace BatchEstimator.Worker.Data;

/// <summary>
/// The double nearest to <c>digits / 10^decimals</c>, for the 16 to 19 digits that programs write to keep a double whole.
/// One 64 x 128 bit product with a truncated reciprocal power of ten suffices (D. Lemire, Number parsing at a gigabyte
/// per second, Software: Practice and Experience 51, 2021); the general library routine takes several times as long.
/// </summary>
internal static class DecimalDivision
{
    /// <summary>Up to here the 128 bits of a reciprocal are known to decide every rounding.</summary>
    public const int MaximumDecimals = 27;

    private const int MantissaBits = 52, GuardBits = 64 - MantissaBits - 3, ExponentBias = 1023, LargestExactPower = 22;

    private static readonly double[] PowersOfTen =
        [.. Enumerable.Range(0, LargestExactPower + 1).Select(power => double.Parse($"1e{power}", CultureInfo.InvariantCulture))];

    private static readonly UInt128[] Reciprocals = [.. Enumerable.Range(0, MaximumDecimals + 1).Select(Reciprocal)];

    /// <param name="digits">Any integer.</param>
    /// <param name="decimals">From 0 to <see cref="MaximumDecimals"/>.</param>
    public static double Nearest(ulong digits, int decimals)
    {
        // Both operands are exact, so one correctly rounded division is the nearest double (W. Clinger, 1990).
        if (digits <= 1UL << (MantissaBits + 1) && decimals <= LargestExactPower) return digits / PowersOfTen[decimals];
        if (digits == 0) return 0;
        int shift = BitOperations.LeadingZeroCount(digits);
        (ulong upper, ulong lower) = Product(digits << shift, Reciprocals[decimals]);
        int upperBit = (int)(upper >> 63);
        ulong mantissa = upper >> (upperBit + GuardBits);
        int exponent = ((217_706 * -decimals) >> 16) + 63 + upperBit - shift + ExponentBias;
        bool isExactlyHalfway = lower <= 1 && decimals <= 4 && (mantissa & 3) == 1 && mantissa << (upperBit + GuardBits) == upper;
        if (isExactlyHalfway) mantissa &= ~1UL;
        // Adding, not or-ing: a mantissa that rounds up to the next power of two carries into the exponent.
        mantissa = (mantissa + (mantissa & 1)) >> 1;
        return BitConverter.UInt64BitsToDouble(((ulong)(exponent - 1) << MantissaBits) + mantissa);
    }

    private static (ulong Upper, ulong Lower) Product(ulong digits, UInt128 reciprocal)
    {
        ulong upper = Math.BigMul(digits, (ulong)(reciprocal >> 64), out ulong lower);
        const ulong Undecided = (1UL << GuardBits) - 1;
        if ((upper & Undecided) != Undecided) return (upper, lower);
        ulong carried = Math.BigMul(digits, (ulong)reciprocal, out _);
        lower += carried;
        return lower < carried ? (upper + 1, lower) : (upper, lower);
    }

    /// <summary>The leading 128 bits of 5^-power, rounded up; the powers of two go to the exponent.</summary>
    private static UInt128 Reciprocal(int power)
    {
        BigInteger five = BigInteger.Pow(5, power);
        int bits = (int)five.GetBitLength();
        return power == 0 ? UInt128.One << 127 : (UInt128)((BigInteger.One << (bits + 127)) / five) + 1;
    }
}
