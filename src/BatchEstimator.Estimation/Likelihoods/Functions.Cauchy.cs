namespace BatchEstimator.Estimation.Likelihoods;

/// <content>The Cauchy distribution function.</content>
public static partial class Functions
{
    // F(x) = atan2(1, -x) / pi, which in the left tail is the small angle itself and not a difference of large ones.
    private static readonly UnaryFunction LogCauchyCdfFunction = new("log-cauchy", x => Math.Log(Math.Atan2(1, -x) / Math.PI),
        (self, x) => Exp(-self) / (Math.PI * (1 + x * x)));

    /// <summary>log P(X &lt;= x) of the standard Cauchy distribution, exact in the left tail.</summary>
    public static Expr LogCauchyCdf(Expr x) => new Unary(LogCauchyCdfFunction, x);
}
