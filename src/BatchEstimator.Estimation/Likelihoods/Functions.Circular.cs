using BatchEstimator.Estimation.Numerics;

namespace BatchEstimator.Estimation.Likelihoods;

/// <content>What distributions on the circle need.</content>
public static partial class Functions
{
    private static readonly UnaryFunction LogScaledI0Function = new("log(exp(-k) I0)", Bessel.LogScaledI0, (_, x) => -new Unary(RatioRestFunction!, x));
    private static readonly UnaryFunction RatioRestFunction = new("1 - I1/I0", Bessel.OneMinusRatio, (_, x) => -new Unary(RatioSlopeFunction!, x));
    private static readonly UnaryFunction RatioSlopeFunction = new("(I1/I0)'", Bessel.RatioSlope,
        (_, _) => throw new InvalidOperationException("No likelihood needs a third derivative."));

    private static readonly UnaryFunction WrappedFunction = new("modulo 2 pi", x => Math.IEEERemainder(x, 2 * Math.PI), (_, _) => 1);

    /// <summary>An angle counted from -pi to pi.</summary>
    public static Expr Wrapped(Expr angle) => new Unary(WrappedFunction, angle);

    /// <summary>log(exp(-k) I0(k)) for k &gt;= 0, which neither overflows nor loses its digits beside k.</summary>
    public static Expr LogScaledBesselI0(Expr kappa) => new Unary(LogScaledI0Function, kappa);
}
