using System.Runtime.Intrinsics;
using BatchEstimator.Estimation.Numerics;

namespace BatchEstimator.Estimation.Tests.Numerics;

/// <summary>The two functions everything rests on have nearly all 53 bits, by the processor's own instructions and without them.</summary>
public class LogExpTests
{
    private static readonly double[] Awkward =
        [0, -0.0, 5e-324, 1e-310, 2.2250738585072014e-308, 0.74999999999999989, 0.75, 1, 1.4999999999999998, 1.5, 2, 1e300, double.MaxValue, double.PositiveInfinity, -1, -5e-324, double.NegativeInfinity, double.NaN];

    [Theory, InlineData("Log"), InlineData("Exp")]
    public void The_last_bit_is_off_by_one_at_most(string name)
    {
        double[] table = VectorMathTables.OneArgument[name];
        for (int i = 0; i < table.Length; i += 2)
            foreach (double value in AtEveryWidth(name, table[i]))
                Assert.True(Math.Abs(value - table[i + 1]) <= Ulp(table[i + 1]), $"{name}({table[i]:R}) = {value:R}, expected {table[i + 1]:R}");
    }

    [Theory, InlineData("Log"), InlineData("Exp")]
    public void The_scalar_function_agrees_everywhere(string name)
    {
        var random = new Xoshiro(20);
        for (int i = 0; i < 20_000; i++)
        {
            double x = name == "Log" ? Math.Exp(1400 * random.NextDouble() - 700) : 1440 * random.NextDouble() - 735;
            double expected = name == "Log" ? Math.Log(x) : Math.Exp(x);
            foreach (double value in AtEveryWidth(name, x))
                Assert.True(value == expected || Math.Abs(value - expected) <= 2 * Ulp(expected), $"{name}({x:R}) = {value:R}, expected {expected:R}");
        }
    }

    [Fact]
    public void A_number_is_taken_apart_the_same_way_with_and_without_the_instruction()
    {
        foreach (double x in Awkward)
        {
            Parts(x, Simd512.Decompose(Vector512.Create(x)), VectorMath<Vector512<double>, Simd512>.Decomposed(Vector512.Create(x)));
            Parts(x, Simd256.Decompose(Vector256.Create(x)), VectorMath<Vector256<double>, Simd256>.Decomposed(Vector256.Create(x)));
            Parts(x, Simd128.Decompose(Vector128.Create(x)), VectorMath<Vector128<double>, Simd128>.Decomposed(Vector128.Create(x)));
        }
    }

    [Fact]
    public void A_power_of_two_is_multiplied_with_one_rounding()
    {
        foreach (double k in new double[] { -1080, -1074, -1060, -1022, -1, 0, 1, 1023, 1024, 1030 })
        {
            double expected = Math.ScaleB(1.2345678901234567, (int)k);
            Assert.Equal(expected, VectorMath<Vector512<double>, Simd512>.Scaled(Vector512.Create(1.2345678901234567), Vector512.Create(k))[0]);
            Assert.Equal(expected, Simd512.Scale(Vector512.Create(1.2345678901234567), Vector512.Create(k))[0]);
            Assert.Equal(expected, Simd256.Scale(Vector256.Create(1.2345678901234567), Vector256.Create(k))[0]);
            Assert.Equal(expected, Simd128.Scale(Vector128.Create(1.2345678901234567), Vector128.Create(k))[0]);
        }
    }

    private static double[] AtEveryWidth(string name, double x) => name == "Log"
        ? [Simd512.Log(Vector512.Create(x))[0], Simd256.Log(Vector256.Create(x))[0], Simd128.Log(Vector128.Create(x))[0]]
        : [Simd512.Exp(Vector512.Create(x))[0], Simd256.Exp(Vector256.Create(x))[0], Simd128.Exp(Vector128.Create(x))[0]];

    private static double Ulp(double x) => Math.BitIncrement(Math.Abs(x)) - Math.Abs(x);

    private static void Parts<TVector>(double x, (TVector K, TVector M) instruction, (TVector K, TVector M) without)
    {
        // Where the mantissa is not a number the exponent means nothing.
        string by = $"{x:R}: {instruction.M}", other = $"{x:R}: {without.M}";
        Assert.Equal(by, other);
        if (!double.IsNaN(x) && x >= 0)
            Assert.Equal($"{instruction.K}", $"{without.K}");
    }
}
