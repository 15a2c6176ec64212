using System.Runtime.Intrinsics;
using BatchEstimator.Estimation.Numerics;
using BatchEstimator.Estimation.Tests.Support;

namespace BatchEstimator.Estimation.Tests.Numerics;

/// <summary>The incomplete gamma function of many values, and by vectors, against the one by quadrature.</summary>
public class GammaSweepTests
{
    private static readonly double[] Values = [0, 1e-300, 1e-9, 0.01, 0.4, 1, 2.7, 5, 9, 14, 22, 31, 40, 47, 60, 75, 99, 140, 1000];

    [Theory, InlineData(0.02), InlineData(0.5), InlineData(1), InlineData(3.7), InlineData(18), InlineData(40)]
    public void One_shape_and_many_values(double shape)
    {
        var found = new double[Values.Length];
        GammaSweep.LogCdf(shape, 0.5, [.. Values.Select(x => 2 * x)], found);
        for (int i = 0; i < Values.Length; i++)
        {
            double expected = IncompleteGamma.At(shape, Values[i]).Lower.Value;
            if (double.IsInfinity(expected))
                Assert.Equal(expected, found[i]);
            else
                Assert.InRange(found[i] - expected, -1e-13 * (1 + Math.Abs(expected)), 1e-13 * (1 + Math.Abs(expected)));
        }
    }

    [Theory, InlineData(0.02), InlineData(0.5), InlineData(1), InlineData(3.7), InlineData(18), InlineData(400), InlineData(1e5)]
    public void Logarithms_of_both_tails_by_vectors(double shape)
    {
        foreach (double x in Values.Skip(1).Append(300).Append(500).Append(1e5))
        {
            var (a, at) = (Vector256.Create(shape), Vector256.Create(x));
            var (lower, upper) = IncompleteGamma.At(shape, x);
            Near(lower.Value, VectorMath<Vector256<double>, Simd256>.LogGammaP(a, at)[1], $"log P({shape}, {x})");
            Near(upper.Value, VectorMath<Vector256<double>, Simd256>.LogGammaQ(a, at)[2], $"log Q({shape}, {x})");
        }
    }

    private static void Near(double expected, double found, string what) => Close.To(expected, found, 1e-12, what, 1);
}
