using BatchEstimator.Estimation.Numerics;
using BatchEstimator.Estimation.Tests.Support;

namespace BatchEstimator.Estimation.Tests.Numerics;

/// <summary>Double-double arithmetic against exact fractions.</summary>
public class DoubleDoubleTests
{
    private const double Tolerance = 1e-30;

    [Theory, InlineData(0), InlineData(12), InlineData(90)]
    public void The_four_operations_keep_thirty_digits(int range)
    {
        var random = new Random(range);
        for (int i = 0; i < 1000; i++)
        {
            DoubleDouble a = Draw(random, range), b = Draw(random, range);
            Assert.InRange(((Rational)a + b).ErrorOf(a + b), 0, Tolerance);
            Assert.InRange(((Rational)a - b).ErrorOf(a - b), 0, Tolerance);
            Assert.InRange(((Rational)a * b).ErrorOf(a * b), 0, Tolerance);
            Assert.InRange(((Rational)a / b).ErrorOf(a / b), 0, Tolerance);
        }
    }

    [Fact]
    public void A_difference_of_nearly_equal_numbers_keeps_all_that_is_left()
    {
        var random = new Random(3);
        for (int i = 0; i < 500; i++)
        {
            var a = Draw(random, 5);
            var b = a + a * DoubleDouble.Product(random.Normal(0, 1), Math.Pow(10, -random.Next(1, 28)));
            Assert.InRange(((Rational)a - b).ErrorOf(a - b), 0, Tolerance);
        }
    }

    [Fact]
    public void A_root_squared_is_the_number()
    {
        var random = new Random(7);
        for (int i = 0; i < 1000; i++)
        {
            var a = Draw(random, 100);
            a = a.Hi < 0 ? -a : a;
            var root = DoubleDouble.Sqrt(a);
            Assert.InRange(((Rational)a).ErrorOf((Rational)root * root), 0, 2 * Tolerance);
        }
        Assert.Equal(DoubleDouble.Zero, DoubleDouble.Sqrt(0));
        Assert.True(double.IsNaN(DoubleDouble.Sqrt(-1).Hi));
    }

    [Fact]
    public void Sum_and_product_of_two_doubles_are_exact()
    {
        var random = new Random(9);
        for (int i = 0; i < 1000; i++)
        {
            double a = Draw(random, 60).Hi, b = Draw(random, 60).Hi;
            Assert.True(((Rational)a + b - DoubleDouble.Sum(a, b)).IsZero);
            Assert.True(((Rational)a * b - DoubleDouble.Product(a, b)).IsZero);
        }
    }

    [Fact]
    public void A_million_terms_that_cancel_leave_the_exact_rest()
    {
        var sum = DoubleDouble.Zero;
        for (int i = 1; i <= 500_000; i++)
            sum = sum + 1e10 / i - 1e10 / i + 1.0;
        Assert.Equal(500_000, (double)sum);
    }

    [Fact]
    public void Order_looks_at_both_parts()
    {
        DoubleDouble one = 1, more = DoubleDouble.Sum(1, 1e-25);
        Assert.True(one < more && more > one && one <= more && more >= one && one.CompareTo(one) == 0);
        Assert.True(!DoubleDouble.IsFinite(double.NaN) && !DoubleDouble.IsFinite(new(1, double.PositiveInfinity)) && DoubleDouble.IsFinite(more));
    }

    private static DoubleDouble Draw(Random random, int range)
    {
        double scale = Math.Pow(10, range * (2 * random.NextDouble() - 1)), high = random.Normal(0, 1) * scale;
        return DoubleDouble.Sum(high, high * random.Normal(0, 1) * 1e-17);
    }
}
