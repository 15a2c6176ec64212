using BatchEstimator.Estimation.Numerics;

namespace BatchEstimator.Estimation.Likelihoods;

/// <summary>Distribution functions and quantiles as expressions, differentiable twice in every argument.</summary>
public static class SpecialNodes
{
    private static readonly (SpecialNode Lower, SpecialNode Upper) Gamma = SpecialNode.Pair("log gamma P", "log gamma Q", [0, 2], v => IncompleteGamma.At(v[0], v[1]), ("LogGammaP", "LogGammaQ"));
    private static readonly (SpecialNode Lower, SpecialNode Upper) Beta = SpecialNode.Pair("log beta I", "log beta Ic", [0, 1, 2], v => IncompleteBeta.At(v[0], v[1], v[2]));
    private static readonly (SpecialNode Lower, SpecialNode Upper) Student = SpecialNode.Pair("log t cdf", "log t survival", [0, 2], v => StudentT.At(v[0], v[1]));
    private static readonly SpecialNode LogI0 = new("log I0", [0], v => new(Bessel.LogI0(v[0]), Bessel.Ratio(v[0]), 0, 0, Bessel.RatioSlope(v[0]), 0, 0, 0, 0, 0));
    private static readonly SpecialNode Ratio = new("I1/I0", [0], v => new(Bessel.Ratio(v[0]), Bessel.RatioSlope(v[0]), 0, 0, Bessel.RatioBend(v[0]), 0, 0, 0, 0, 0));
    private static readonly SpecialNode VonMises = SpecialNode.Remembered("von Mises cdf", [2, 0], v => Numerics.VonMisesCdf.At(v[0], v[1]));
    private static readonly SpecialNode Arc = SpecialNode.Remembered("log von Mises arc", [1, 2, 0], v => VonMisesArc.At(v[0], v[1], v[2]));
    private static readonly SpecialNode OfGamma = new("gamma quantile", [0, 2], v => Quantiles.Gamma(v[0], v[1], 1 - v[1]));
    private static readonly SpecialNode OfBeta = new("beta quantile", [0, 1, 2], v => Quantiles.Beta(v[0], v[1], v[2], 1 - v[2]));
    private static readonly SpecialNode OfStudent = new("t quantile", [0, 2], v => Quantiles.Student(v[0], v[1], 1 - v[1]));
    private static readonly SpecialNode OfInverseGaussian = new("inverse Gaussian quantile", [0, 2], v => Quantiles.InverseGaussian(v[0], v[1], 1 - v[1]));
    private static readonly SpecialNode OfVonMises = new("von Mises quantile", [0, 2], v => Quantiles.VonMises(v[0], v[1], 1 - v[1]));

    /// <summary>log P(T &lt;= x) for a gamma variate T with shape a and unit rate.</summary>
    public static Expr LogGammaP(Expr a, Expr x) => Gamma.Lower.Of(a, x);

    /// <summary>log P(T &gt; x) for a gamma variate T with shape a and unit rate.</summary>
    public static Expr LogGammaQ(Expr a, Expr x) => Gamma.Upper.Of(a, x);

    /// <summary>log P(X &lt;= x) for a beta variate with shapes a and b.</summary>
    public static Expr LogBetaI(Expr a, Expr b, Expr x) => Beta.Lower.Of(a, b, x);

    /// <summary>log P(X &gt; x) for a beta variate with shapes a and b.</summary>
    public static Expr LogBetaIc(Expr a, Expr b, Expr x) => Beta.Upper.Of(a, b, x);

    /// <summary>log P(T &lt;= t) for Student's t with df degrees of freedom.</summary>
    public static Expr LogStudentCdf(Expr df, Expr t) => Student.Lower.Of(df, t);

    /// <summary>log P(T &gt; t) for Student's t with df degrees of freedom.</summary>
    public static Expr LogStudentSurvival(Expr df, Expr t) => Student.Upper.Of(df, t);

    /// <summary>log I0(kappa), the modified Bessel function.</summary>
    public static Expr LogBesselI0(Expr kappa) => LogI0.Of(kappa);

    /// <summary>I1(kappa)/I0(kappa).</summary>
    public static Expr BesselRatio(Expr kappa) => Ratio.Of(kappa);

    /// <summary>P(theta &lt;= x) from -pi, for an angle about mean direction 0 with concentration kappa.</summary>
    public static Expr VonMisesCdf(Expr x, Expr kappa) => VonMises.Of(x, kappa);

    /// <summary>log P(from &lt; theta &lt;= to) for an angle about mean direction 0 with concentration kappa.</summary>
    public static Expr LogVonMisesArc(Expr from, Expr to, Expr kappa) => Arc.Of(from, to, kappa);

    /// <summary>The gamma quantile at p, with shape a and unit rate.</summary>
    public static Expr GammaQuantile(Expr a, Expr p) => OfGamma.Of(a, p);

    /// <summary>The beta quantile at p.</summary>
    public static Expr BetaQuantile(Expr a, Expr b, Expr p) => OfBeta.Of(a, b, p);

    /// <summary>Student's t quantile at p.</summary>
    public static Expr StudentQuantile(Expr df, Expr p) => OfStudent.Of(df, p);

    /// <summary>The inverse Gaussian quantile at p, with mean mu and shape lambda.</summary>
    public static Expr InverseGaussianQuantile(Expr mu, Expr lambda, Expr p) => mu * OfInverseGaussian.Of(lambda / mu, p);

    /// <summary>The von Mises quantile at p, an angle from the mean direction.</summary>
    public static Expr VonMisesQuantile(Expr kappa, Expr p) => OfVonMises.Of(kappa, p);
}
