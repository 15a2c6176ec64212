using BatchEstimator.Estimation.Numerics;

namespace BatchEstimator.Estimation.Likelihoods;

/// <content>What is left of functions when their leading part, which would cancel, is taken away.</content>
public static partial class Functions
{
    private static readonly UnaryFunction LogDeficitFunction = new("log x - x + 1", ExcessFunctions.LogDeficit, (_, x) => (1 - x) / x);

    private static readonly UnaryFunction LogGammaExcessFunction = new("x log x - x - lgamma(x)",
        x => 0.5 * Math.Log(x / (2 * Math.PI)) - SpecialFunctions.StirlingRemainder(x), (_, x) => new Unary(LogMinusDigammaFunction!, x));

    private static readonly UnaryFunction LogMinusDigammaFunction = new("log x - digamma(x)", SpecialFunctions.LogMinusDigamma,
        (_, x) => -new Unary(TrigammaExcessFunction!, x));

    private static readonly UnaryFunction TrigammaExcessFunction = new("trigamma(x) - 1/x", ExcessFunctions.TrigammaExcess, (_, x) => Polygamma(2, x) + 1 / (x * x));

    private static readonly UnaryFunction LogMillsFunction = new("log Mills", ExcessFunctions.LogMills, (_, x) => -new Unary(MillsSlopeFunction!, x));

    // With the hazard h = phi(x)/Phi(-x): h - x is the slope, and its own slope is h (h - x) - 1.
    private static readonly UnaryFunction MillsSlopeFunction = new("h - x", x => SpecialFunctions.NormalHazardExcess(-x), (_, x) => new Unary(MillsCurvatureFunction!, x));

    private static readonly UnaryFunction MillsCurvatureFunction = new("h (h - x) - 1", ExcessFunctions.MillsCurvature,
        (_, _) => throw new InvalidOperationException("No likelihood needs a third derivative."));

    private static readonly UnaryFunction ReciprocalRestFunction = new("1/x less its rounding", ExcessFunctions.ReciprocalRest,
        (_, _) => throw new InvalidOperationException("A rounding error has no derivative."));

    /// <summary>log x - x + 1, which is never above zero; exact with its derivatives where x is near 1.</summary>
    public static Expr LogDeficit(Expr x) => new Unary(LogDeficitFunction, x);

    /// <summary>x log x - x - log Gamma(x), which grows like log(x)/2 only; exact with its derivatives for large x.</summary>
    public static Expr LogGammaExcess(Expr x) => new Unary(LogGammaExcessFunction, x);

    /// <summary>log of Mills' ratio Phi(-x)/phi(x) less log sqrt(2 pi): log Phi(-x) + x^2/2, which far out is about -log x - log sqrt(2 pi).</summary>
    public static Expr LogMills(Expr x) => new Unary(LogMillsFunction, x);

    /// <summary>What 1/x loses when it is rounded to a double: the two together are 1/x to 32 digits.</summary>
    public static Expr ReciprocalRest(Expr x) => new Unary(ReciprocalRestFunction, x);
}
