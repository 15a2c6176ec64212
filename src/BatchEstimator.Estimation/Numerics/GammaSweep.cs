using System.Runtime.Intrinsics;

namespace BatchEstimator.Estimation.Numerics;

/// <summary>
/// log P(a, x) of many values and one moderate shape: x^a e^-x / Gamma(a + 1) (1 + x / (a + 1) + x^2 / ((a + 1) (a + 2)) + ...), Abramowitz and
/// Stegun 6.5.29. All terms are positive, and with the shape given once the series is a polynomial, so that no value needs a division or a
/// test for convergence. Absolute error below 1e-13; the upper tail is as good as the complement, not better.
/// </summary>
public static class GammaSweep
{
    /// <summary>The largest shape; beyond it the polynomial would be long.</summary>
    public const double LargestShape = 40;

    private const int MostTerms = 512;

    /// <summary>The values.</summary>
    /// <param name="shape">a, above 0 and at most <see cref="LargestShape"/>.</param>
    /// <param name="rate">What values are multiplied by first.</param>
    /// <param name="values">Not negative.</param>
    /// <param name="result">Receives log P(a, rate value).</param>
    public static void LogCdf(double shape, double rate, ReadOnlySpan<double> values, Span<double> result)
    {
        // Beyond this point P is 1 in a double.
        double end = shape + 9 * Math.Sqrt(shape) + 40, largest = 0;
        foreach (double value in values)
            largest = value > largest ? value : largest;
        largest = Math.Min(rate * largest, end);
        Span<double> terms = stackalloc double[MostTerms];
        var sweep = new Sweep(shape, rate, largest, end, terms[..Terms(shape, largest, terms)]);
        int lanes = Vector512<double>.Count, whole = values.Length - values.Length % lanes;
        for (int i = 0; i < whole; i += lanes)
            sweep.Of(Vector512.Create(values.Slice(i, lanes))).CopyTo(result[i..]);
        if (whole == values.Length)
            return;
        Span<double> rest = stackalloc double[lanes];
        rest.Clear();
        values[whole..].CopyTo(rest);
        sweep.Of(Vector512.Create<double>(rest)).CopyTo(rest);
        rest[..(values.Length - whole)].CopyTo(result[whole..]);
    }

    // The terms of the series at the largest value, filled up with zeros to a multiple of four.
    private static int Terms(double shape, double largest, Span<double> terms)
    {
        double sum = 1;
        int count = 1;
        for (terms[0] = 1; count < MostTerms - 4; count++)
        {
            double term = terms[count - 1] * largest / (shape + count);
            if (term < 1e-18 * sum && shape + count > largest)
                break;
            terms[count] = term;
            sum += term;
        }
        int padded = (count + 3) / 4 * 4;
        terms[count..padded].Clear();
        return padded;
    }

    private readonly ref struct Sweep(double shape, double rate, double largest, double end, ReadOnlySpan<double> terms)
    {
        private readonly ReadOnlySpan<double> terms = terms;
        private readonly double logGamma = SpecialFunctions.LogGamma(shape + 1), inverse = largest > 0 ? 1 / largest : 0;

        // Four polynomials in t^4 side by side, t = x / largest.
        public Vector512<double> Of(Vector512<double> values)
        {
            Vector512<double> x = rate * values, t = Vector512.Min(x * inverse, Vector512<double>.One), square = t * t, fourth = square * square;
            var (a, b, c, d) = (Vector512<double>.Zero, Vector512<double>.Zero, Vector512<double>.Zero, Vector512<double>.Zero);
            for (int k = terms.Length - 4; k >= 0; k -= 4)
            {
                a = Vector512.FusedMultiplyAdd(a, fourth, Vector512.Create(terms[k]));
                b = Vector512.FusedMultiplyAdd(b, fourth, Vector512.Create(terms[k + 1]));
                c = Vector512.FusedMultiplyAdd(c, fourth, Vector512.Create(terms[k + 2]));
                d = Vector512.FusedMultiplyAdd(d, fourth, Vector512.Create(terms[k + 3]));
            }
            var sum = Vector512.FusedMultiplyAdd(square, Vector512.FusedMultiplyAdd(d, t, c), Vector512.FusedMultiplyAdd(b, t, a));
            var log = shape * Vector512.Log(x) - x - Vector512.Create(logGamma) + Vector512.Log(sum);
            return Vector512.ConditionalSelect(Vector512.GreaterThan(x, Vector512.Create(end)), Vector512<double>.Zero, Vector512.Min(log, Vector512<double>.Zero));
        }
    }
}
