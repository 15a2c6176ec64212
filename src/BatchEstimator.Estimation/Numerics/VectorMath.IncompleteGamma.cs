using Coefficients = BatchEstimator.Estimation.Numerics.VectorMathCoefficients;

namespace BatchEstimator.Estimation.Numerics;

// The regularised incomplete gamma functions: Temme's uniform expansion for a >= 20 around x = a, elsewhere the series below x = a + 1
// and Legendre's continued fraction above (Abramowitz and Stegun 6.5.29, 6.5.31). Against 40 digits at 4,000 points, a from 0.001 to 1e6:
// absolute error below 1e-15, relative error below 2e-13 down to 1e-290 (an exponent of 600 has no more digits).
public static partial class VectorMath<TVector, TSimd>
{
    private const double UniformFrom = 20;
    private const double SmallShape = 0.5;
    private const int BlockSteps = 8;

    // Far more than any a up to 1e300 needs; a loop over floating-point numbers still wants an end.
    private const int MaximumBlocks = 1000;

    /// <summary>P(a, x), the distribution function at x of a gamma variate with shape a and scale 1; accurate in the lower tail.</summary>
    /// <param name="a">The shape, above 0; NaN otherwise.</param>
    /// <param name="x">Not negative; NaN below 0.</param>
    public static TVector GammaP(TVector a, TVector x) => IncompleteGamma(a, x).Lower;

    /// <summary>Q(a, x) = 1 - P(a, x), accurate in the upper tail.</summary>
    /// <param name="a">The shape, above 0; NaN otherwise.</param>
    /// <param name="x">Not negative; NaN below 0.</param>
    public static TVector GammaQ(TVector a, TVector x) => IncompleteGamma(a, x).Upper;

    private static (TVector Lower, TVector Upper) IncompleteGamma(TVector a, TVector argument)
    {
        // From 1e280 on everything is below x, and nothing overflows.
        TVector x = TSimd.Min(argument, TSimd.Create(1e280));
        TVector s = TSimd.Divide(TSimd.Subtract(x, a), TSimd.Add(x, a));
        TVector deviance = TSimd.Multiply(a, Deviance(a, x, s));
        TVector uniform = TSimd.Select(Less(TSimd.Abs(s), 0.2), Greater(a, UniformFrom), Zero);
        TVector isLower = TSimd.GreaterThan(TSimd.Select(uniform, a, TSimd.Max(TSimd.Add(a, One), TSimd.Create(1 + SmallShape))), x);
        TVector isOther = TSimd.Equal(TSimd.Select(uniform, One, Zero), Zero);
        TVector tail = Zero;
        if (TSimd.Any(uniform))
            tail = UniformTail(a, deviance, isLower);
        if (TSimd.Any(isOther))
            tail = TSimd.Select(uniform, tail, ExpandedTail(a, x, deviance, uniform, isLower));
        TVector lower = TSimd.Select(isLower, tail, TSimd.Subtract(One, tail));
        TVector upper = TSimd.Select(isLower, TSimd.Subtract(One, tail), tail);
        TVector small = TSimd.Select(isLower, Less(a, SmallShape), Zero);
        if (TSimd.Any(small))
            upper = TSimd.Select(small, SmallShapeUpper(a, x), upper);
        TVector valid = TSimd.Select(Greater(a, 0), Greater(argument, -double.Epsilon), Zero);
        return (TSimd.Select(valid, lower, NaN), TSimd.Select(valid, upper, NaN));
    }

    // mu - log(x / a), mu = x / a - 1, without loss around x = a: with s = mu / (2 + mu), log(x / a) = 2 atanh(s) and mu - 2 s = mu s.
    private static TVector Deviance(TVector a, TVector x, TVector s)
    {
        TVector mu = TSimd.Divide(TSimd.Subtract(x, a), a);
        TVector square = TSimd.Multiply(s, s), cube = TSimd.Multiply(square, TSimd.Add(s, s));
        TVector near = TSimd.FusedMultiplyAdd(mu, s, TSimd.Negate(TSimd.Multiply(cube, Polynomial(square, Coefficients.Atanh))));
        TVector isFar = Greater(square, 0.04);
        return TSimd.Any(isFar) ? TSimd.Select(isFar, TSimd.Subtract(mu, TSimd.Log(TSimd.Divide(x, a))), near) : near;
    }

    // The lesser of P and Q: erfc(sqrt(deviance)) / 2 +- exp(-deviance) / sqrt(2 pi a) sum C_k(eta) a^-k, with the exponential taken out.
    private static TVector UniformTail(TVector a, TVector deviance, TVector isLower)
    {
        TVector root = TSimd.Sqrt(deviance), inverse = TSimd.Divide(One, a);
        TVector scale = TSimd.Sqrt(TSimd.Multiply(inverse, TSimd.Create(2)));
        TVector eta = TSimd.Multiply(TSimd.Select(isLower, TSimd.Negate(root), root), scale);
        TVector sum = Zero;
        int end = Coefficients.Temme.Length;
        for (int k = Coefficients.TemmeLengths.Length - 1; k >= 0; k--)
        {
            int length = Coefficients.TemmeLengths[k];
            end -= length;
            sum = TSimd.FusedMultiplyAdd(sum, inverse, Polynomial(eta, Coefficients.Temme.Slice(end, length)));
        }
        // sqrt(2 / a) / (2 sqrt(pi)) = 1 / sqrt(2 pi a)
        TVector correction = TSimd.Multiply(TSimd.Multiply(scale, TSimd.Create(0.28209479177387814)), sum);
        TVector half = TSimd.Multiply(TSimd.Create(0.5), ScaledErfc(root));
        return TSimd.Multiply(TSimd.Exp(TSimd.Negate(deviance)), TSimd.Add(half, TSimd.Select(isLower, TSimd.Negate(correction), correction)));
    }

    // P by the series where x is low, Q by the fraction elsewhere; lanes of the other kind get numbers that converge at once.
    private static TVector ExpandedTail(TVector a, TVector x, TVector deviance, TVector uniform, TVector isLower)
    {
        TVector shape = TSimd.Select(uniform, One, a);
        TVector factor = PowerDensity(shape, x, deviance), result = One;
        TVector inSeries = TSimd.Select(uniform, Zero, isLower);
        if (TSimd.Any(inSeries))
            result = Series(shape, TSimd.Select(inSeries, x, Zero));
        TVector inFraction = TSimd.Equal(TSimd.Select(uniform, One, TSimd.Select(isLower, One, Zero)), Zero);
        if (TSimd.Any(inFraction))
        {
            TVector easy = TSimd.FusedMultiplyAdd(shape, TSimd.Create(2), TSimd.Create(30));
            TVector fraction = Fraction(shape, TSimd.Select(inFraction, TSimd.Min(x, TSimd.Create(1e15)), easy));
            result = TSimd.Select(inFraction, TSimd.Multiply(shape, fraction), result);
        }
        return TSimd.Select(TSimd.Equal(factor, Zero), Zero, TSimd.Multiply(factor, result));
    }

    // x^a exp(-x) / Gamma(a + 1); for large a by Stirling's formula, so that no large numbers cancel in the exponent.
    private static TVector PowerDensity(TVector a, TVector x, TVector deviance)
    {
        TVector large = Greater(a, StirlingFrom), power = Zero;
        TVector isSmall = TSimd.Equal(TSimd.Select(large, One, Zero), Zero);
        if (TSimd.Any(isSmall))
            power = TSimd.Exp(TSimd.Subtract(TSimd.FusedMultiplyAdd(a, TSimd.Log(x), TSimd.Negate(x)), LogGamma(TSimd.Add(a, One))));
        if (!TSimd.Any(large))
            return power;
        TVector exp = TSimd.Exp(TSimd.Negate(TSimd.Add(deviance, StirlingRest(a))));
        return TSimd.Select(large, TSimd.Divide(exp, TSimd.Sqrt(TSimd.Multiply(a, TSimd.Create(2 * Math.PI)))), power);
    }

    // 1 + x / (a + 1) + x^2 / ((a + 1) (a + 2)) + ..., eight terms to one division.
    private static TVector Series(TVector a, TVector x)
    {
        TVector sum = One, term = One, b = a;
        for (int block = 0; block < MaximumBlocks; block++)
        {
            TVector numerator = Zero, denominator = One, power = One;
            for (int step = 0; step < BlockSteps; step++)
            {
                b = TSimd.Add(b, One);
                power = TSimd.Multiply(power, x);
                numerator = TSimd.FusedMultiplyAdd(numerator, b, power);
                denominator = TSimd.Multiply(denominator, b);
            }
            TVector scale = TSimd.Divide(term, denominator);
            sum = TSimd.FusedMultiplyAdd(scale, numerator, sum);
            term = TSimd.Multiply(scale, power);
            if (!TSimd.Any(TSimd.GreaterThan(term, TSimd.Multiply(sum, TSimd.Create(1e-18)))))
                break;
        }
        return sum;
    }

    // 1 / (x + 1 - a + 1 (a - 1) / (x + 3 - a + 2 (a - 2) / (x + 5 - a + ...))), by the recurrence of its convergents q / p,
    // scaled to p = 1 after eight steps.
    private static TVector Fraction(TVector a, TVector x)
    {
        TVector b = TSimd.Add(TSimd.Subtract(x, a), One), p = One, q = TSimd.Divide(One, b), pBefore = q, qBefore = Zero, k = Zero;
        for (int block = 0; block < MaximumBlocks; block++)
        {
            TVector last = q;
            for (int step = 0; step < BlockSteps; step++)
            {
                k = TSimd.Add(k, One);
                b = TSimd.Add(b, TSimd.Create(2));
                TVector c = TSimd.Multiply(k, TSimd.Subtract(a, k));
                (p, pBefore) = (TSimd.FusedMultiplyAdd(p, b, TSimd.Multiply(pBefore, c)), p);
                (q, qBefore) = (TSimd.FusedMultiplyAdd(q, b, TSimd.Multiply(qBefore, c)), q);
            }
            TVector scale = TSimd.Divide(One, p);
            (p, q, pBefore, qBefore) = (One, TSimd.Multiply(q, scale), TSimd.Multiply(pBefore, scale), TSimd.Multiply(qBefore, scale));
            // Not below the rounding error of a block, or it would never end.
            if (!TSimd.Any(TSimd.GreaterThan(TSimd.Abs(TSimd.Subtract(q, last)), TSimd.Multiply(q, TSimd.Create(2e-15)))))
                break;
        }
        return q;
    }

    // Q for a shape so small that P is nearly 1: 1 - y (1 + a sum (-x)^n / ((a + n) n!)) with y = x^a / Gamma(1 + a), by expm1
    // (A. R. DiDonato and A. H. Morris, ACM Trans. Math. Softw. 12 (1986) 377). For x below 1.5 twenty-two terms suffice.
    private static TVector SmallShapeUpper(TVector a, TVector x)
    {
        TVector logGamma = TSimd.Subtract(TSimd.Multiply(a, Polynomial(a, Coefficients.LogGamma)), Log1P(a));
        TVector less = ExpM1(TSimd.Subtract(TSimd.Multiply(a, TSimd.Log(x)), logGamma));
        TVector sum = Zero, term = One;
        for (int n = 1; n <= 22; n++)
        {
            term = TSimd.Multiply(term, TSimd.Multiply(x, TSimd.Create(-1.0 / n)));
            sum = TSimd.Add(sum, TSimd.Divide(term, TSimd.Add(a, TSimd.Create(n))));
        }
        TVector rest = TSimd.Multiply(TSimd.Add(One, less), TSimd.Multiply(a, sum));
        return TSimd.Negate(TSimd.Add(less, rest));
    }
}
