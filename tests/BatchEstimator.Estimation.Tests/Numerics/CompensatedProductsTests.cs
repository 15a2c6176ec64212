using BatchEstimator.Estimation.Numerics;
using BatchEstimator.Estimation.Tests.Support;

namespace BatchEstimator.Estimation.Tests.Numerics;

/// <summary>Products of pairs of columns against fractions, for every vector width.</summary>
public unsafe class CompensatedProductsTests
{
    private const int Count = 21, Distance = 32;

    public static TheoryData<int> Widths => [.. Enumerable.Range(0, CompensatedProducts.All.Count)];

    [Theory, MemberData(nameof(Widths))]
    public void Sums_that_cancel_keep_all_digits_of_a_double(int width)
    {
        var (high, low, other, otherLow) = (Columns(1), Lows(2), Columns(3), Lows(4));
        var sums = new DoubleDouble[4];
        fixed (double* h = high, l = low, g = other, gl = otherLow)
        fixed (DoubleDouble* s = sums)
            CompensatedProducts.All[width].DotFour(h, l, Distance, g, gl, Distance, s);
        for (int k = 0; k < 4; k++)
        {
            Rational exact = 0, size = 0;
            for (int i = k * Distance; i < (k + 1) * Distance; i++)
            {
                var term = ((Rational)high[i] + low[i]) * ((Rational)other[i - k * Distance] + otherLow[i - k * Distance]);
                (exact, size) = (exact + term, size + Math.Abs((double)term));
            }
            Assert.InRange((double)(sums[k] - exact) / (double)size, -1e-30, 1e-30);
        }
    }

    [Theory, MemberData(nameof(Widths))]
    public void Columns_times_factors_are_subtracted_and_weighted(int width)
    {
        var (high, low, target, targetLow, w) = (Columns(5), Lows(6), Columns(7), Lows(8), Columns(9));
        var (before, beforeLow) = ((double[])[.. target], (double[])[.. targetLow]);
        DoubleDouble[] factors = [new(0.1, 1e-18), new(-3e5, 1e-12), new(7, 0), new(1.0 / 3, 1e-17)];
        double[] product = new double[Distance], productLow = new double[Distance];
        fixed (double* h = high, l = low, t = target, tl = targetLow, weight = w, p = product, pl = productLow)
        fixed (DoubleDouble* f = factors)
        {
            CompensatedProducts.All[width].SubtractFour(h, l, Distance, f, Distance, t, tl);
            CompensatedProducts.All[width].Multiply(t, tl, weight, Distance, p, pl);
        }
        for (int i = 0; i < Distance; i++)
        {
            Rational exact = (Rational)before[i] + beforeLow[i];
            for (int k = 0; k < 4; k++)
                exact -= ((Rational)high[k * Distance + i] + low[k * Distance + i]) * factors[k];
            Assert.InRange(exact.ErrorOf((Rational)target[i] + targetLow[i]), 0, 1e-27);
            Assert.InRange((exact * w[i]).ErrorOf((Rational)product[i] + productLow[i]), 0, 1e-27);
            Assert.Equal(product[i], product[i] + productLow[i]);
        }
    }

    [Theory, MemberData(nameof(Widths))]
    public void Shifting_rounds_nothing_and_what_is_lacking_is_zero(int width)
    {
        var (source, lows) = (Columns(10), Lows(11));
        foreach (bool withLows in new[] { false, true })
        {
            double[] high = [.. Enumerable.Repeat(double.NaN, Distance)], low = [.. high];
            fixed (double* x = source, l = withLows ? lows : null, h = high, rest = low)
                CompensatedProducts.All[width].Scale(x, l, Count, 1e7 + 0.1, 0.25, h, rest);
            for (int i = 0; i < ColumnProducts.Filled(Count); i++)
            {
                var exact = i < Count ? ((Rational)source[i] + (withLows ? lows[i] : 0) - (1e7 + 0.1)) * 0.25 : 0;
                Assert.InRange(exact.ErrorOf((Rational)high[i] + low[i]), 0, withLows ? 1e-31 : 0);
            }
        }
    }

    // Four columns of numbers of very different sizes.
    private static double[] Columns(int seed)
    {
        var random = new Random(seed);
        return Seeded.Many(4 * Distance, () => random.Normal(0, 1) * Math.Pow(10, random.Next(-6, 7)));
    }

    private static double[] Lows(int seed)
    {
        var random = new Random(seed);
        return Seeded.Many(4 * Distance, () => 1e-24 * random.NextDouble());
    }
}
