using BatchEstimator.Estimation.Numerics;

namespace BatchEstimator.Estimation.Likelihoods;

/// <summary>The functions an expression can use beside the four operations.</summary>
public static class Functions
{
    private static readonly UnaryFunction LogFunction = new("log", Math.Log, (_, x) => 1 / x) { Vector = "Log" };
    private static readonly UnaryFunction Log1PFunction = new("log1p", SpecialFunctions.Log1P, (_, x) => 1 / (1 + x));
    private static readonly UnaryFunction ExpFunction = new("exp", Math.Exp, (self, _) => self) { Vector = "Exp" };
    private static readonly UnaryFunction ExpM1Function = new("expm1", SpecialFunctions.ExpM1, (_, x) => Exp(x));
    private static readonly UnaryFunction SqrtFunction = new("sqrt", Math.Sqrt, (self, _) => 0.5 / self) { Vector = "Sqrt" };
    private static readonly UnaryFunction SignFunction = new("sign", x => double.IsNaN(x) ? x : Math.Sign(x), (_, _) => 0);
    private static readonly UnaryFunction AbsFunction = new("abs", Math.Abs, (_, x) => new Unary(SignFunction, x));
    private static readonly UnaryFunction LogGammaFunction = new("lgamma", SpecialFunctions.LogGamma, (_, x) => new Unary(DigammaFunction!, x));
    private static readonly UnaryFunction DigammaFunction = new("digamma", SpecialFunctions.Digamma, (_, x) => new Unary(TrigammaFunction!, x));
    private static readonly UnaryFunction TrigammaFunction = new("trigamma", SpecialFunctions.Trigamma,
        (_, _) => throw new InvalidOperationException("No likelihood needs a third derivative."));
    private static readonly UnaryFunction NormalCdfFunction = new("Phi", SpecialFunctions.NormalCdf, (_, x) => Exp(-0.5 * x * x) * (1 / Math.Sqrt(2 * Math.PI)));

    /// <summary>Natural logarithm.</summary>
    public static Expr Log(Expr x) => new Unary(LogFunction, x);

    /// <summary>log(1 + x), exact for small x.</summary>
    public static Expr Log1P(Expr x) => new Unary(Log1PFunction, x);

    /// <summary>Exponential.</summary>
    public static Expr Exp(Expr x) => new Unary(ExpFunction, x);

    /// <summary>exp(x) - 1, exact for small x.</summary>
    public static Expr ExpM1(Expr x) => new Unary(ExpM1Function, x);

    /// <summary>Square root.</summary>
    public static Expr Sqrt(Expr x) => new Unary(SqrtFunction, x);

    /// <summary>Absolute value; its derivative at zero is zero.</summary>
    public static Expr Abs(Expr x) => new Unary(AbsFunction, x);

    /// <summary>x squared.</summary>
    public static Expr Square(Expr x) => x * x;

    /// <summary>x to a given power.</summary>
    public static Expr Power(Expr x, double exponent) => new Binary(BinaryFunction.Power, x, exponent);

    /// <summary>Log of the gamma function.</summary>
    public static Expr LogGamma(Expr x) => new Unary(LogGammaFunction, x);

    /// <summary>The standard normal distribution function.</summary>
    public static Expr NormalCdf(Expr x) => new Unary(NormalCdfFunction, x);

    /// <summary>x log y, zero where x is zero.</summary>
    public static Expr XLogY(Expr x, Expr y) => new Binary(BinaryFunction.XLogY, x, y);

    /// <summary>x log(1 + y), zero where x is zero.</summary>
    public static Expr XLog1P(Expr x, Expr y) => new Binary(BinaryFunction.XLog1P, x, y);

    /// <summary>P(X &lt;= k) for a Poisson count with mean lambda, as a function of lambda.</summary>
    public static Expr PoissonCdf(double k, Expr lambda) => k < 0 ? 0 : new Unary(new UnaryFunction("poisson-cdf",
        x => SpecialFunctions.PoissonCdf(k, x),
        (_, x) => -Exp(XLogY(k, x) - x - SpecialFunctions.LogGamma(k + 1))), lambda);

    /// <summary>P(X &lt;= k) for a binomial count of n trials, as a function of the probability theta.</summary>
    public static Expr BinomialCdf(double k, double trials, Expr theta) => k < 0 ? 0 : k >= trials ? 1 : new Unary(new UnaryFunction("binomial-cdf",
        x => SpecialFunctions.BinomialCdf(k, trials, x),
        (_, x) => -(trials - k) * Exp(SpecialFunctions.LogBinomial(trials, k) + XLogY(k, x) + XLog1P(trials - k - 1, -x))), theta);

    /// <summary>1 where x equals a given value, else 0.</summary>
    public static Expr IsValue(Expr x, double value) => new Unary(new UnaryFunction($"is {value}", v => v == value ? 1 : 0, (_, _) => 0), x);
}
