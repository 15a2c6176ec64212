using BatchEstimator.Estimation.Numerics;

namespace BatchEstimator.Estimation.Likelihoods;

/// <content>Gamma and beta functions, the normal distribution, and cumulative probabilities of counts.</content>
public static partial class Functions
{
    private static readonly UnaryFunction LogGammaFunction = new("lgamma", SpecialFunctions.LogGamma, (_, x) => Digamma(x)) { Vector = "LogGamma" };
    private static readonly UnaryFunction DigammaFunction = new("digamma", SpecialFunctions.Digamma, (_, x) => Polygamma(1, x)) { Vector = "Digamma" };

    private static readonly UnaryFunction[] PolygammaFunctions =
        Orders("trigamma", (order, x) => StableFunctions.Polygamma(order + 1, x), "Trigamma");

    private static readonly BinaryFunction LogBetaFunction = new("lbeta", SpecialFunctions.LogBeta,
        (_, a, b, da, db) => (da.IsZero ? 0 : (Digamma(a) - Digamma(a + b)) * da) + (db.IsZero ? 0 : (Digamma(b) - Digamma(a + b)) * db)) { Commutes = true };

    private static readonly UnaryFunction ErfFunction = new("erf", SpecialFunctions.Erf, (_, x) => 2 / Math.Sqrt(Math.PI) * Exp(-x * x)) { Vector = "Erf" };
    private static readonly UnaryFunction ErfcFunction = new("erfc", SpecialFunctions.Erfc, (_, x) => -2 / Math.Sqrt(Math.PI) * Exp(-x * x)) { Vector = "Erfc" };

    private static readonly UnaryFunction NormalCdfFunction = new("Phi", SpecialFunctions.NormalCdf,
        (_, x) => Exp(-0.5 * x * x) * (1 / Math.Sqrt(2 * Math.PI))) { Vector = "NormalCdf" };

    private static readonly UnaryFunction LogNormalCdfFunction = new("log-Phi", SpecialFunctions.LogNormalCdf,
        (_, x) => new Unary(HazardFunction!, x)) { Vector = "LogNormalCdf" };

    // h = phi(x)/Phi(x) and h' = -h (x + h); far to the left x + h is the difference of two large numbers, so it is a function of its own.
    private static readonly UnaryFunction HazardFunction = new("phi/Phi", SpecialFunctions.NormalHazard,
        (self, x) => -self * new Unary(HazardExcessFunction!, x)) { Vector = "NormalHazard" };

    private static readonly UnaryFunction HazardExcessFunction = new("x + phi/Phi", SpecialFunctions.NormalHazardExcess,
        (self, x) => 1 - new Unary(HazardFunction!, x) * self) { Vector = "NormalHazardExcess" };

    /// <summary>Log of the gamma function, for x &gt; 0.</summary>
    public static Expr LogGamma(Expr x) => new Unary(LogGammaFunction, x);

    /// <summary>The derivative of log Gamma.</summary>
    public static Expr Digamma(Expr x) => new Unary(DigammaFunction, x);

    /// <summary>The derivative of digamma of an order from 1 (trigamma) to 8, for x &gt; 0.</summary>
    public static Expr Polygamma(int order, Expr x) => new Unary(PolygammaFunctions[order - 1], x);

    /// <summary>Log of the beta function, for a, b &gt; 0; exact also where one is large.</summary>
    public static Expr LogBeta(Expr a, Expr b) => new Binary(LogBetaFunction, a, b);

    /// <summary>The error function.</summary>
    public static Expr Erf(Expr x) => new Unary(ErfFunction, x);

    /// <summary>1 - erf(x), exact in the right tail.</summary>
    public static Expr Erfc(Expr x) => new Unary(ErfcFunction, x);

    /// <summary>The standard normal distribution function.</summary>
    public static Expr NormalCdf(Expr x) => new Unary(NormalCdfFunction, x);

    /// <summary>Log of the standard normal distribution function, exact in the left tail with its derivatives.</summary>
    public static Expr LogNormalCdf(Expr x) => new Unary(LogNormalCdfFunction, x);

    /// <summary>P(X &lt;= k) for a Poisson count with mean lambda, as a function of lambda.</summary>
    public static Expr PoissonCdf(double k, Expr lambda) => k < 0 ? 0 : new Unary(new UnaryFunction("poisson-cdf",
        x => SpecialFunctions.PoissonCdf(k, x),
        (_, x) => -Exp(XLogY(k, x) - x - SpecialFunctions.LogGamma(k + 1))), lambda);

    /// <summary>P(X &lt;= k) for a binomial count of n trials, as a function of the probability theta.</summary>
    public static Expr BinomialCdf(double k, double trials, Expr theta) => k < 0 ? 0 : k >= trials ? 1 : new Unary(new UnaryFunction("binomial-cdf",
        x => SpecialFunctions.BinomialCdf(k, trials, x),
        (_, x) => -(trials - k) * Exp(SpecialFunctions.LogBinomial(trials, k) + XLogY(k, x) + XLog1P(trials - k - 1, -x))), theta);
}
