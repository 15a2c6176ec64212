using System.Numerics;
using BatchEstimator.Estimation.Columns;
using BatchEstimator.Estimation.Likelihoods;
using BatchEstimator.Estimation.Models;

namespace BatchEstimator.Estimation.Tests.Models;

/// <summary>Computed columns against arithmetic in fractions of whole numbers.</summary>
public class ExactColumnsTests
{
    private static readonly double[] X = [0.1, -3.14159, 1e-5, 12345.678, -0.8, 7.0, 1 / 3.0, -8.781464495];
    private static readonly double[] Z = [0.3, 2.71828, -1e7, 0.001, 0.8, 3.0, 1 / 7.0, 1e-9];

    public static TheoryData<string> Expressions => [.. Exact.Keys];

    private static readonly Dictionary<string, Func<Fraction, Fraction, Fraction>> Exact = new()
    {
        ["x^2"] = (x, _) => x * x,
        ["x^10"] = (x, _) => Power(x, 10),
        ["x^29"] = (x, _) => Power(x, 29),
        ["x^-3"] = (x, _) => Fraction.Of(1) / Power(x, 3),
        ["x/10"] = (x, _) => x / Fraction.Of(10),
        ["I(x*z)"] = (x, z) => x * z,
        ["I(x + z)"] = (x, z) => x + z,
        ["I(x - z)"] = (x, z) => x - z,
        ["I(-x^2)"] = (x, _) => Fraction.Of(0) - x * x,
        ["I((x + 0.7)^5)"] = (x, _) => Power(x + Fraction.Of(0.7), 5),
        ["I(x^3/z)"] = (x, z) => Power(x, 3) / z,
        ["I(x/z/7)"] = (x, z) => x / z / Fraction.Of(7),
        ["I((x*z + 1)*(x - 3))"] = (x, z) => (x * z + Fraction.Of(1)) * (x - Fraction.Of(3)),
    };

    [Theory, MemberData(nameof(Expressions))]
    public void High_and_low_together_have_thirty_digits(string text)
    {
        var (high, low) = ExactColumns.Evaluate(ValueOf(text), [X, Z], X.Length);

        Assert.NotNull(low);
        for (int i = 0; i < X.Length; i++)
        {
            var truth = Exact[text](Fraction.Of(X[i]), Fraction.Of(Z[i]));
            Assert.True(Fraction.Digits(Fraction.Of(high[i]) + Fraction.Of(low[i]), truth) >= 30, $"row {i}");
            Assert.Equal(high[i], high[i] + low[i]);
        }
    }

    [Fact]
    public void A_square_root_keeps_its_digits()
    {
        double[] x = [2, 0.1, 3e-8, 12345.678, 0, 49];
        var (high, low) = ExactColumns.Evaluate(ValueOf("sqrt(x)"), [x], x.Length);

        for (int i = 0; i < x.Length; i++)
        {
            var root = Fraction.Of(high[i]) + Fraction.Of(low![i]);
            Assert.True(Fraction.Digits(root * root, Fraction.Of(x[i])) >= 30, $"row {i}");
        }
    }

    [Theory, InlineData("x^1"), InlineData("x*1"), InlineData("I(x*2)"), InlineData("I(x*z)"), InlineData("x^3"), InlineData("sqrt(q)"), InlineData("x/4")]
    public void What_is_exact_has_no_low_part(string text)
    {
        double[] x = [1, 2.5, -3, 1024, 0, 77], z = [3, 0.125, 9, -5, 4, 11], q = [4, 0.25, 0, 81, 1, 6.25];
        var (high, low) = ExactColumns.Evaluate(ValueOf(text), [x, z, q], x.Length);

        Assert.Null(low);
        Assert.Equal(new Tape(ValueOf(text)).EvaluateColumns([x, z, q], x.Length)[0], high);
    }

    [Fact]
    public void A_column_is_itself()
    {
        double[] x = [0.1, 0.2];
        var (high, low) = ExactColumns.Evaluate(new Variable(VariableKind.Data, 0, "x"), [x], 2);

        Assert.Same(x, high);
        Assert.Null(low);
    }

    [Fact]
    public void Other_functions_count_as_data_and_their_powers_are_exact()
    {
        double[] x = [0.1, 2, 3.7, 1e5];
        Assert.Null(ExactColumns.Evaluate(ValueOf("log(x)"), [x], x.Length).Low);

        var (logarithm, _) = ExactColumns.Evaluate(ValueOf("log(x)"), [x], x.Length);
        var (high, low) = ExactColumns.Evaluate(ValueOf("log(x)^4"), [x], x.Length);
        for (int i = 0; i < x.Length; i++)
            Assert.True(Fraction.Digits(Fraction.Of(high[i]) + Fraction.Of(low![i]), Power(Fraction.Of(logarithm[i]), 4)) >= 30, $"row {i}");
    }

    [Fact]
    public void What_overflows_or_is_undefined_ends_as_in_plain_arithmetic()
    {
        double[] x = [1e200, -1e200, 0, double.NaN, 0.3];
        var (cube, _) = ExactColumns.Evaluate(ValueOf("x^3"), [x], x.Length);
        var (inverse, _) = ExactColumns.Evaluate(ValueOf("x^-1"), [x], x.Length);

        Assert.Equal([double.PositiveInfinity, double.NegativeInfinity, 0, double.NaN], cube[..4]);
        Assert.Equal([1e-200, -1e-200, double.PositiveInfinity, double.NaN, 1 / 0.3], inverse);
    }

    // Of a single computed term; its columns are x and z, and q where it occurs.
    private static Expr ValueOf(string term) =>
        ((NumericFactor)Formula.ParsePredictor($"~ {term}", [new("x", ColumnKind.Number), new("z", ColumnKind.Number), new("q", ColumnKind.Number)]).Terms[1].Factors[0]).Value;

    private static Fraction Power(Fraction x, int exponent) => Enumerable.Repeat(x, exponent).Aggregate((a, b) => a * b);

    private readonly record struct Fraction(BigInteger Numerator, BigInteger Denominator)
    {
        public static Fraction Of(double value)
        {
            long bits = BitConverter.DoubleToInt64Bits(value);
            int exponent = (int)((bits >> 52) & 0x7FF);
            var mantissa = new BigInteger((bits & 0xFFFFFFFFFFFFF) | (exponent == 0 ? 0 : 1L << 52)) * (bits < 0 ? -1 : 1);
            int shift = Math.Max(exponent, 1) - 1075;
            return shift < 0 ? new(mantissa, BigInteger.One << -shift) : new(mantissa << shift, 1);
        }

        public static Fraction operator +(Fraction a, Fraction b) => new(a.Numerator * b.Denominator + b.Numerator * a.Denominator, a.Denominator * b.Denominator);

        public static Fraction operator -(Fraction a, Fraction b) => a + new Fraction(-b.Numerator, b.Denominator);

        public static Fraction operator *(Fraction a, Fraction b) => new(a.Numerator * b.Numerator, a.Denominator * b.Denominator);

        public static Fraction operator /(Fraction a, Fraction b) => new(a.Numerator * b.Denominator * b.Numerator.Sign, a.Denominator * BigInteger.Abs(b.Numerator));

        /// <summary>The digits in which two agree.</summary>
        public static double Digits(Fraction found, Fraction truth)
        {
            var error = found - truth;
            return error.Numerator.IsZero ? 40 : truth.Numerator.IsZero ? 0
                : BigInteger.Log10(BigInteger.Abs(truth.Numerator) * error.Denominator) - BigInteger.Log10(BigInteger.Abs(error.Numerator) * truth.Denominator);
        }
    }
}
