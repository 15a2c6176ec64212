using Coefficients = BatchEstimator.Estimation.Numerics.VectorMathCoefficients;

namespace BatchEstimator.Estimation.Numerics;

// Log gamma and its first two derivatives: from a point x + n by the recurrence, at large arguments by Stirling's series.
public static partial class VectorMath<TVector, TSimd>
{
    private const double StirlingFrom = 6.5;
    private const int Steps = 7;

    /// <summary>
    /// log Gamma(x), with full relative accuracy near its zeros 1 and 2: everything below 6.5 is taken to log Gamma(2 + z) = z q(z), |z| &lt;= 1/2,
    /// by the recurrence, so that at 1 the zeros of z and of log x stand side by side and at 2 there is only z.
    /// </summary>
    /// <param name="x">Above 0; inf at 0 and at infinity, NaN below.</param>
    public static TVector LogGamma(TVector x)
    {
        TVector isNear = Less(x, StirlingFrom), z = Zero, product = One;
        if (TSimd.Any(isNear))
            (z, product) = TowardsTwo(x);
        TVector log = TSimd.Log(TSimd.Select(isNear, product, x));
        TVector isAbove = Greater(x, 2);
        TVector small = TSimd.FusedMultiplyAdd(z, Polynomial(z, Coefficients.LogGamma), TSimd.Select(isAbove, log, TSimd.Negate(log)));
        TVector large = TSimd.FusedMultiplyAdd(TSimd.Subtract(x, TSimd.Create(0.5)), TSimd.Subtract(log, One), TSimd.Add(TSimd.Create(HalfLogTwoPi - 0.5), StirlingRest(x)));
        return TSimd.Select(Less(x, 0), NaN, TSimd.Select(isNear, small, large));
    }

    // log Gamma(x) = log Gamma(2 + z) - log(product) for x below 1.5, + log(product) above 2.5; the product is 1 between.
    private static (TVector Z, TVector Product) TowardsTwo(TVector x)
    {
        TVector z = TSimd.Subtract(x, TSimd.Create(2)), product = One;
        for (int step = 0; step < 4; step++)
        {
            // Gamma(2 + z) = (1 + z) Gamma(1 + z)
            TVector isAbove = Greater(z, 0.5);
            product = TSimd.Select(isAbove, TSimd.FusedMultiplyAdd(product, z, product), product);
            z = TSimd.Select(isAbove, TSimd.Subtract(z, One), z);
        }
        TVector isBelow = Less(x, 1.5), isFarBelow = Less(x, 0.5);
        z = TSimd.Select(isBelow, TSimd.Select(isFarBelow, x, TSimd.Subtract(x, One)), z);
        product = TSimd.Select(isBelow, TSimd.Select(isFarBelow, TSimd.FusedMultiplyAdd(x, x, x), x), product);
        return (z, product);
    }

    // What Stirling's formula leaves: log Gamma(x) - (x - 1/2) log x + x - log(2 pi) / 2.
    private static TVector StirlingRest(TVector x)
    {
        TVector inverse = TSimd.Divide(One, x);
        return TSimd.Multiply(inverse, Polynomial(TSimd.Multiply(inverse, inverse), Coefficients.Stirling));
    }

    /// <summary>The derivative of log gamma: the recurrence over seven steps, as one fraction, and the asymptotic series from 7 on.</summary>
    /// <param name="x">Above 0; -inf at 0, NaN below.</param>
    public static TVector Digamma(TVector x)
    {
        TVector shifted = Less(x, Steps), y = x, sum = Zero;
        if (TSimd.Any(shifted))
        {
            TVector numerator = One, denominator = x;
            for (int step = 1; step < Steps; step++)
            {
                TVector factor = TSimd.Add(x, TSimd.Create(step));
                numerator = TSimd.FusedMultiplyAdd(numerator, factor, denominator);
                denominator = TSimd.Multiply(denominator, factor);
            }
            y = TSimd.Select(shifted, TSimd.Add(x, TSimd.Create(Steps)), x);
            sum = TSimd.Select(shifted, TSimd.Divide(numerator, denominator), Zero);
        }
        TVector inverse = TSimd.Divide(One, y), square = TSimd.Multiply(inverse, inverse);
        TVector series = TSimd.FusedMultiplyAdd(square, Polynomial(square, Coefficients.Digamma), TSimd.Multiply(inverse, TSimd.Create(0.5)));
        return TSimd.Select(Less(x, 0), NaN, TSimd.Subtract(TSimd.Subtract(TSimd.Log(y), series), sum));
    }

    /// <summary>The second derivative of log gamma, by the same steps; all terms are positive.</summary>
    /// <param name="x">Above 0; inf at 0, NaN below.</param>
    public static TVector Trigamma(TVector x)
    {
        TVector shifted = Less(x, Steps), y = x, sum = Zero;
        if (TSimd.Any(shifted))
        {
            TVector numerator = Zero, denominator = One;
            for (int step = 1; step < Steps; step++)
            {
                TVector factor = TSimd.Add(x, TSimd.Create(step));
                TVector squared = TSimd.Multiply(factor, factor);
                numerator = TSimd.FusedMultiplyAdd(numerator, squared, denominator);
                denominator = TSimd.Multiply(denominator, squared);
            }
            // The first term alone may overflow.
            TVector first = TSimd.Divide(One, x);
            y = TSimd.Select(shifted, TSimd.Add(x, TSimd.Create(Steps)), x);
            sum = TSimd.Select(shifted, TSimd.FusedMultiplyAdd(first, first, TSimd.Divide(numerator, denominator)), Zero);
        }
        TVector inverse = TSimd.Divide(One, y), square = TSimd.Multiply(inverse, inverse);
        TVector series = TSimd.FusedMultiplyAdd(TSimd.Multiply(square, inverse), Polynomial(square, Coefficients.Trigamma), TSimd.Multiply(square, TSimd.Create(0.5)));
        return TSimd.Select(Less(x, 0), NaN, TSimd.Add(sum, TSimd.Add(series, inverse)));
    }
}
