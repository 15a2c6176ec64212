using BatchEstimator.Worker.Reports;

namespace BatchEstimator.Worker.Tests.Reports;

public class WordingTests
{
    [Theory]
    [InlineData(0.0, "0")]
    [InlineData(0.6, "0.6")]
    [InlineData(0.123456789, "0.123457")]
    [InlineData(-12.3456789, "−12.3457")]
    [InlineData(1234567.8, "1234568")]
    [InlineData(0.000123456789, "0.000123457")]
    [InlineData(0.0000123456789, "1.23457\u00A0×\u00A010⁻⁵")]
    [InlineData(-2.5e12, "−2.5\u00A0×\u00A010¹²")]
    [InlineData(double.NaN, "–")]
    [InlineData(double.PositiveInfinity, "–")]
    [InlineData(null, "–")]
    public void A_number_is_shown_with_about_six_digits(double? value, string text) => Assert.Equal(text, Wording.Number(value));

    [Theory]
    [InlineData(999, "999 bytes")]
    [InlineData(48_213, "48.2 kB")]
    [InlineData(3_456_000_000, "3.46 GB")]
    public void A_size_is_shown_in_a_fitting_unit(long bytes, string text) => Assert.Equal(text, Wording.Bytes(bytes));

    [Theory]
    [InlineData(3.254, "3.25 s")]
    [InlineData(75, "1 min 15 s")]
    [InlineData(7_384, "2 h 3 min")]
    public void A_duration_is_shown_in_fitting_units(double seconds, string text) => Assert.Equal(text, Wording.Duration(TimeSpan.FromSeconds(seconds)));
}
