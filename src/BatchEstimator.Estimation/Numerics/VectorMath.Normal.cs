using Coefficients = BatchEstimator.Estimation.Numerics.VectorMathCoefficients;

namespace BatchEstimator.Estimation.Numerics;

// The error function and the normal distribution function, from one rational-argument polynomial for exp(t^2) erfc(t).
public static partial class VectorMath<TVector, TSimd>
{
    private const double InverseSqrt2 = 0.7071067811865476;

    // Beyond it exp(-t^2) has long been 0; a square of it does not overflow.
    private const double FarOut = 1e3;

    /// <summary>The error function.</summary>
    /// <param name="x">Any number.</param>
    public static TVector Erf(TVector x)
    {
        TVector t = TSimd.Abs(x);
        TVector rest = TSimd.Subtract(One, UpperErfc(t));
        TVector large = TSimd.Select(Less(x, 0), TSimd.Negate(rest), rest);
        TVector small = TSimd.Multiply(x, Polynomial(TSimd.Multiply(x, x), Coefficients.Erf));
        return TSimd.Select(IsSmall(x), small, large);
    }

    /// <summary>1 - erf(x), accurate in the upper tail down to the last number above 0.</summary>
    /// <param name="x">Any number.</param>
    public static TVector Erfc(TVector x)
    {
        TVector tail = UpperErfc(TSimd.Abs(x));
        TVector small = TSimd.FusedMultiplyAdd(TSimd.Negate(x), Polynomial(TSimd.Multiply(x, x), Coefficients.Erf), One);
        return TSimd.Select(IsSmall(x), small, TSimd.Select(Less(x, 0), TSimd.Subtract(TSimd.Create(2), tail), tail));
    }

    /// <summary>The standard normal distribution function, accurate in both tails.</summary>
    /// <param name="x">Any number.</param>
    public static TVector NormalCdf(TVector x)
    {
        TVector tail = NormalTail(TSimd.Abs(x));
        return TSimd.Select(Greater(x, 0), TSimd.Subtract(One, tail), tail);
    }

    /// <summary>The logarithm of the standard normal distribution function: -x^2 / 2 and the log of the scaled tail below 0, log1p of the other tail above.</summary>
    /// <param name="x">Any number.</param>
    public static TVector LogNormalCdf(TVector x)
    {
        TVector t = TSimd.Abs(x), half = TSimd.Create(0.5), upper = Greater(x, 0);
        TVector scaled = TSimd.Multiply(half, ScaledErfc(TSimd.Multiply(t, TSimd.Create(InverseSqrt2))));
        TVector below = TSimd.FusedMultiplyAdd(TSimd.Multiply(half, x), TSimd.Negate(x), TSimd.Log(scaled));
        if (!TSimd.Any(upper))
            return below;
        TVector above = Log1P(TSimd.Negate(TSimd.Multiply(scaled, GaussianHalf(t))));
        return TSimd.Select(upper, above, below);
    }

    /// <summary>phi(x) / Phi(x), the slope of <see cref="LogNormalCdf"/>: below 0 the sum of -x and what it exceeds it by, above 0 from the small other tail.</summary>
    /// <param name="x">Any number.</param>
    public static TVector NormalHazard(TVector x)
    {
        TVector t = TSimd.Abs(x), inverse = TSimd.Add(t, LowerExcess(t)), upper = Greater(x, 0);
        return TSimd.Any(upper) ? TSimd.Select(upper, UpperHazard(t, inverse), inverse) : inverse;
    }

    /// <summary>x + phi(x) / Phi(x), about -1/x far to the left.</summary>
    /// <param name="x">Any number.</param>
    public static TVector NormalHazardExcess(TVector x)
    {
        TVector t = TSimd.Abs(x), excess = LowerExcess(t), upper = Greater(x, 0);
        return TSimd.Any(upper) ? TSimd.Select(upper, TSimd.Add(t, UpperHazard(t, TSimd.Add(t, excess))), excess) : excess;
    }

    // phi(t) / Phi(-t) - t for t >= 0.
    private static TVector LowerExcess(TVector t)
    {
        TVector u = TSimd.Subtract(One, TSimd.Divide(TSimd.Create(7), TSimd.Add(t, TSimd.Create(3.5))));
        return TSimd.Divide(Polynomial(u, Coefficients.HazardExcess), TSimd.Add(t, TSimd.Create(2)));
    }

    // phi(t) / (1 - Phi(-t)) for t >= 0, given phi(t) / Phi(-t).
    private static TVector UpperHazard(TVector t, TVector inverse)
    {
        TVector density = TSimd.Multiply(GaussianHalf(t), TSimd.Create(0.3989422804014327));
        return TSimd.Divide(density, TSimd.Subtract(One, TSimd.Divide(density, inverse)));
    }

    // exp(t^2) erfc(t) for t >= 0.
    private static TVector ScaledErfc(TVector t)
    {
        TVector u = TSimd.Subtract(One, TSimd.Divide(TSimd.Create(8), TSimd.Add(t, TSimd.Create(4))));
        return TSimd.Divide(Polynomial(u, Coefficients.ScaledErfc), TSimd.FusedMultiplyAdd(t, TSimd.Create(2), One));
    }

    // erfc(t) for t >= 0; the exponent's rounding error is given back, since exp would turn it into a relative error t^2 times as large.
    private static TVector UpperErfc(TVector t)
    {
        (TVector square, TVector lost) = Square(TSimd.Min(t, TSimd.Create(FarOut)));
        TVector exp = TSimd.Exp(TSimd.Negate(square));
        return TSimd.Multiply(TSimd.FusedMultiplyAdd(TSimd.Negate(exp), lost, exp), ScaledErfc(t));
    }

    // Phi(-t) for t >= 0.
    private static TVector NormalTail(TVector t) =>
        TSimd.Multiply(GaussianHalf(t), TSimd.Multiply(TSimd.Create(0.5), ScaledErfc(TSimd.Multiply(t, TSimd.Create(InverseSqrt2)))));

    // exp(-t^2 / 2)
    private static TVector GaussianHalf(TVector t)
    {
        TVector half = TSimd.Create(0.5);
        (TVector square, TVector lost) = Square(TSimd.Min(t, TSimd.Create(FarOut)));
        TVector exp = TSimd.Exp(TSimd.Multiply(TSimd.Negate(half), square));
        return TSimd.FusedMultiplyAdd(TSimd.Negate(exp), TSimd.Multiply(half, lost), exp);
    }
}
