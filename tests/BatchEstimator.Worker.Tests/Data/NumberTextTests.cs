using System.Globalization;
using BatchEstimator.Worker.Data;

namespace BatchEstimator.Worker.Tests.Data;

public class NumberTextTests
{
    private static readonly NumberText Numbers = new('.');

    [Fact]
    public void Every_count_of_digits_and_decimals_agrees_with_the_library_to_the_last_bit()
    {
        Random random = new(3);
        for (int trial = 0; trial < 400_000; trial++)
        {
            string digits = random.NextInt64(long.MaxValue).ToString("0000000000000000000", CultureInfo.InvariantCulture)[..random.Next(1, 20)];
            int decimals = random.Next(0, 30);
            string padded = digits.PadLeft(decimals + 1, '0');
            AssertSame(decimals == 0 ? digits : $"{padded[..^decimals]}.{padded[^decimals..]}");
        }
    }

    [Fact]
    public void Numbers_half_way_between_two_doubles_round_to_even()
    {
        // 2^53 + 1 and its kin lie exactly between two doubles; one more or less in the last place does not.
        for (ulong k = 0; k < 2000; k++)
        {
            ulong halfway = (1UL << 53) + 1 + (2 * k);
            foreach (ulong digits in new[] { halfway, halfway * 10, (halfway * 10) + 1, (halfway * 10) - 1, halfway * 100, halfway * 1000 })
            {
                string text = digits.ToString(CultureInfo.InvariantCulture);
                AssertSame(text);
                for (int decimals = 1; decimals < 7; decimals++) AssertSame($"{text[..^decimals]}.{text[^decimals..]}");
            }
        }
        for (int power = 53; power < 64; power++) AssertSame(((1UL << power) - 1).ToString(CultureInfo.InvariantCulture));
        AssertSame("9999999999999999999");
        AssertSame("18446744073709551615");
        AssertSame("18446744073709551616");
        AssertSame("0.0000000000000000000000000");
        AssertSame("-0.00000000000000000000000000");
    }

    [Theory]
    [InlineData("")]
    [InlineData("-")]
    [InlineData(".")]
    [InlineData("1.2.3")]
    [InlineData("1,5")]
    [InlineData("1 2")]
    [InlineData("0x10")]
    [InlineData("true")]
    [InlineData("1e")]
    [InlineData("12a")]
    [InlineData("infant")]
    public void What_is_no_number_is_refused(string text) => Assert.False(Numbers.TryParse(text, out _));

    private static void AssertSame(string text)
    {
        Assert.True(Numbers.TryParse(text, out double value));
        double expected = double.Parse(text, CultureInfo.InvariantCulture);
        if (BitConverter.DoubleToInt64Bits(expected) != BitConverter.DoubleToInt64Bits(value)) Assert.Fail($"{text}: {value:R} instead of {expected:R}");
    }
}
