using System.Runtime.CompilerServices;
using Coefficients = BatchEstimator.Estimation.Numerics.VectorMathCoefficients;

namespace BatchEstimator.Estimation.Numerics;

// Exponentials and logarithms that keep their digits where 1 + x or 1 - exp(x) would lose them.
public static partial class VectorMath<TVector, TSimd>
{
    /// <summary>log(1 + x), exact for small x: with u = 1 + x as rounded, log(1 + x) = log(u) + (x - (u - 1)) / u to first order.</summary>
    /// <param name="x">Above -1; -inf at -1, NaN below.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Log1P(TVector x)
    {
        TVector u = TSimd.Add(One, x);
        TVector lost = TSimd.Subtract(x, TSimd.Subtract(u, One));
        TVector log = TSimd.Log(u);
        // From 2^54 on nothing of the 1 is left; at -1 and infinity the correction would be 0 / 0.
        TVector corrected = TSimd.Add(log, TSimd.Divide(lost, u));
        return TSimd.Select(TSimd.Equal(u, One), x, TSimd.Select(TSimd.GreaterThan(TSimd.Abs(lost), Zero), TSimd.Select(Less(x, 1e17), corrected, log), log));
    }

    /// <summary>exp(x) - 1, exact for small x: by its Taylor series up to |x| = 1/2.</summary>
    /// <param name="x">Any number.</param>
    public static TVector ExpM1(TVector x) =>
        TSimd.Select(IsSmall(x), TSimd.Multiply(x, Polynomial(x, Coefficients.ExpM1Ratio)), TSimd.Subtract(TSimd.Exp(x), One));

    /// <summary>log(1 + x) / x, and 1 at 0.</summary>
    /// <param name="x">Above -1.</param>
    public static TVector Log1PRatio(TVector x)
    {
        TVector ratio = TSimd.Select(TSimd.Equal(x, Zero), One, TSimd.Divide(Log1P(x), x));
        return TSimd.Select(TSimd.Equal(x, Infinity), Zero, ratio);
    }

    /// <summary>(exp(x) - 1) / x, and 1 at 0.</summary>
    /// <param name="x">Any number.</param>
    public static TVector ExpM1Ratio(TVector x)
    {
        TVector ratio = TSimd.Divide(TSimd.Subtract(TSimd.Exp(x), One), x);
        TVector large = Greater(x, 700);
        if (TSimd.Any(large))
        {
            // exp(x) overflows before exp(x) / x does.
            TVector root = TSimd.Exp(TSimd.Multiply(x, TSimd.Create(0.5)));
            ratio = TSimd.Select(large, TSimd.Multiply(root, TSimd.Divide(root, TSimd.Min(x, TSimd.Create(1e300)))), ratio);
        }
        return TSimd.Select(IsSmall(x), Polynomial(x, Coefficients.ExpM1Ratio), ratio);
    }

    /// <summary>log(1 - exp(x)): from expm1 above -log 2, from log1p below (M. Maechler, Accurately Computing log(1 - exp(-|a|)), 2012).</summary>
    /// <param name="x">Below 0; -inf at 0, NaN above.</param>
    public static TVector Log1MExp(TVector x)
    {
        TVector exp = TSimd.Exp(x);
        TVector near = TSimd.Multiply(x, Polynomial(x, Coefficients.ExpM1Ratio));
        TVector close = TSimd.Select(IsSmall(x), near, TSimd.Subtract(exp, One));
        TVector u = TSimd.Subtract(One, exp);
        TVector lost = TSimd.Subtract(TSimd.Subtract(One, u), exp);
        TVector far = Less(x, -Log2);
        TVector log = TSimd.Log(TSimd.Select(far, u, TSimd.Negate(close)));
        return TSimd.Select(far, TSimd.Add(log, TSimd.Divide(lost, u)), log);
    }

    /// <summary>log(1 + exp(x)) without overflow.</summary>
    /// <param name="x">Any number.</param>
    public static TVector Softplus(TVector x) => TSimd.Add(TSimd.Max(x, Zero), Log1P(TSimd.Exp(TSimd.Negate(TSimd.Abs(x)))));

    /// <summary>1 / (1 + exp(-x)), accurate in both tails.</summary>
    /// <param name="x">Any number.</param>
    public static TVector Logistic(TVector x)
    {
        TVector exp = TSimd.Exp(TSimd.Negate(TSimd.Abs(x)));
        return TSimd.Divide(TSimd.Select(Less(x, 0), exp, One), TSimd.Add(One, exp));
    }

    private static TVector IsSmall(TVector x) => Less(TSimd.Abs(x), 0.5);
}
