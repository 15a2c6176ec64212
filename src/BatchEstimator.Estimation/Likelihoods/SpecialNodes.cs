using BatchEstimator.Estimation.Numerics;

namespace BatchEstimator.Estimation.Likelihoods;

/// <summary>Distribution functions and quantiles as expressions, differentiable twice in every argument.</summary>
public static class SpecialNodes
{
    private static readonly SpecialNode GammaLower = new("log gamma P", [0, 2], v => IncompleteGamma.At(v[0], v[1]).Lower);
    private static readonly SpecialNode GammaUpper = new("log gamma Q", [0, 2], v => IncompleteGamma.At(v[0], v[1]).Upper);
    private static readonly SpecialNode BetaLower = new("log beta I", [0, 1, 2], v => IncompleteBeta.At(v[0], v[1], v[2]).Lower);
    private static readonly SpecialNode BetaUpper = new("log beta Ic", [0, 1, 2], v => IncompleteBeta.At(v[0], v[1], v[2]).Upper);

    /// <summary>log P(T &lt;= x) for a gamma variate T with shape a and unit rate.</summary>
    public static Expr LogGammaP(Expr a, Expr x) => GammaLower.Of(a, x);

    /// <summary>log P(T &gt; x) for a gamma variate T with shape a and unit rate.</summary>
    public static Expr LogGammaQ(Expr a, Expr x) => GammaUpper.Of(a, x);

    /// <summary>log P(X &lt;= x) for a beta variate with shapes a and b.</summary>
    public static Expr LogBetaI(Expr a, Expr b, Expr x) => BetaLower.Of(a, b, x);

    /// <summary>log P(X &gt; x) for a beta variate with shapes a and b.</summary>
    public static Expr LogBetaIc(Expr a, Expr b, Expr x) => BetaUpper.Of(a, b, x);
}
