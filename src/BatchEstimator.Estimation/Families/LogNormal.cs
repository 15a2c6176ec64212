using BatchEstimator.Estimation.Likelihoods;
using BatchEstimator.Estimation.Statistics;
using static BatchEstimator.Estimation.Likelihoods.Functions;

namespace BatchEstimator.Estimation.Families;

/// <summary>
/// Positive values whose logarithm is normal(meanlog, sdlog): the normal's density at log x, divided by x.
/// Everything else is the normal's, on the log scale.
/// </summary>
/// <remarks>J. Aitchison and J. A. C. Brown, The Lognormal Distribution, Cambridge 1957.</remarks>
public sealed class LogNormal : Normal
{
    /// <inheritdoc/>
    public override string Name => "lognormal";

    /// <inheritdoc/>
    public override string Summary => "positive values that vary by factors: incomes, losses, durations";

    /// <inheritdoc/>
    public override string Support => "x > 0";

    /// <inheritdoc/>
    public override string Existence => "if at least two values differ, or sdlog is fixed";

    /// <inheritdoc/>
    public override IReadOnlyList<ParameterInfo> Parameters { get; } =
        [new("meanlog", double.NegativeInfinity, double.PositiveInfinity, "mean of log x", ParameterRole.LogScale), ParameterInfo.Positive("sdlog", "standard deviation of log x (divisor n)")];

    /// <inheritdoc/>
    public override RegressionForm? Regression { get; } = RegressionForm.Natural([0, 1], RegressionParameter.Real("mu"), RegressionParameter.Positive("sigma")) with { IsOnLogScale = true };

    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, string> JointPriors { get; } = new Dictionary<string, string> { ["meanlog, variance"] = "normal_inverse_gamma" };

    /// <inheritdoc/>
    public override SupportTest? InSupport { get; } = row => row[0] > 0;

    /// <inheritdoc/>
    public override (double Lower, double Upper) SupportEnds => (0, double.PositiveInfinity);

    /// <inheritdoc/>
    protected override Expr Value(Expr x) => Log(x);

    /// <inheritdoc/>
    protected override Expr LogJacobian(Expr x) => -Log(x);

    /// <inheritdoc/>
    protected override double Transformed(double x) => x <= 0 ? double.NegativeInfinity : Math.Log(x);

    /// <inheritdoc/>
    protected override double Untransformed(double value) => Math.Exp(value);

    /// <inheritdoc/>
    public override Expr? Quantile(double p) => Exp(base.Quantile(p)!);
}
