using Coefficients = BatchEstimator.Estimation.Numerics.VectorMathCoefficients;

namespace BatchEstimator.Estimation.Numerics;

// Powers, by a logarithm with about 58 bits: the absolute error of y log x is the relative error of the power.
public static partial class VectorMath<TVector, TSimd>
{
    // log 2 in two parts; the first has 11 zero bits at its end, so that k times it is exact.
    private const double Log2High = 0.6931471805598903;
    private const double Log2Low = 5.497923018708371e-14;

    /// <summary>x^y. As in IEEE 754, x^0 = 1^y = 1, 0^y is 0 for y above 0 and inf below.</summary>
    /// <param name="x">Not negative; NaN below 0.</param>
    /// <param name="y">Any number.</param>
    public static TVector Pow(TVector x, TVector y)
    {
        (TVector high, TVector low) = LogPair(x);
        TVector product = TSimd.Multiply(y, high);
        TVector rest = TSimd.FusedMultiplyAdd(y, low, TSimd.FusedMultiplyAdd(y, high, TSimd.Negate(product)));
        TVector exp = TSimd.Exp(product);
        // Far outside, where the power is 0 or infinite, the rest means nothing.
        TVector power = TSimd.Select(Less(TSimd.Abs(product), 750), TSimd.FusedMultiplyAdd(exp, rest, exp), exp);
        power = TSimd.Select(TSimd.Equal(exp, Infinity), Infinity, power);
        TVector one = TSimd.Select(TSimd.Equal(y, Zero), One, TSimd.Select(TSimd.Equal(x, One), One, Zero));
        return TSimd.Select(TSimd.Equal(one, One), One, power);
    }

    // log(x) as a sum: x = 2^k m with m around 1, log m = 2 atanh((m - 1) / (m + 1)), of which only the first term needs its second part.
    private static (TVector High, TVector Low) LogPair(TVector x)
    {
        (TVector k, TVector m) = TSimd.Decompose(x);
        TVector above = TSimd.Subtract(m, One), sum = TSimd.Add(m, One);
        TVector sumLow = TSimd.Subtract(m, TSimd.Subtract(sum, One));
        TVector s = TSimd.Divide(above, sum);
        TVector remainder = TSimd.FusedMultiplyAdd(TSimd.Negate(s), sumLow, TSimd.FusedMultiplyAdd(TSimd.Negate(s), sum, above));
        TVector sLow = TSimd.Divide(remainder, sum), square = TSimd.Multiply(s, s);
        TVector series = TSimd.FusedMultiplyAdd(TSimd.Multiply(s, square), Polynomial(square, Coefficients.Atanh), sLow);

        TVector large = TSimd.Multiply(k, TSimd.Create(Log2High)), small = TSimd.Add(s, s);
        TVector high = TSimd.Add(large, small);
        TVector lost = TSimd.Add(TSimd.Subtract(large, high), small);
        TVector low = TSimd.FusedMultiplyAdd(k, TSimd.Create(Log2Low), TSimd.FusedMultiplyAdd(series, TSimd.Create(2), lost));
        return Exceptional(x, high, low);
    }

    // Renormalised; at 0, infinity, NaN and below 0 what the logarithm gives.
    private static (TVector High, TVector Low) Exceptional(TVector x, TVector high, TVector low)
    {
        TVector sum = TSimd.Add(high, low), rest = TSimd.Add(TSimd.Subtract(high, sum), low);
        TVector regular = TSimd.Select(Greater(x, 0), Less(x, double.PositiveInfinity), Zero);
        return TSimd.Any(TSimd.Equal(TSimd.Select(regular, One, Zero), Zero))
            ? (TSimd.Select(regular, sum, TSimd.Log(x)), TSimd.Select(regular, rest, Zero))
            : (sum, rest);
    }
}
