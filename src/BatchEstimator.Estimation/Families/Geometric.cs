using BatchEstimator.Estimation.Likelihoods;
using BatchEstimator.Estimation.Numerics;
using BatchEstimator.Estimation.Priors;
using BatchEstimator.Estimation.Statistics;
using static BatchEstimator.Estimation.Likelihoods.Functions;

namespace BatchEstimator.Estimation.Families;

/// <summary>
/// Failures before the first success: P(k) = p (1 - p)^k.
/// Sufficient: n and the sum of the counts. The estimate is n / (n + sum), the share of successes among all trials; all zero puts it on the boundary.
/// A beta(a, b) prior gives (n + a - 1) / (n + sum + a + b - 2).
/// </summary>
/// <remarks>W. Feller, An Introduction to Probability Theory and Its Applications I, 3rd ed., section VI.8.</remarks>
public sealed class Geometric : SummaryFamily
{
    private static readonly Variable P = Parameter(0, "p");
    private static readonly Variable N = Summarised(0, "n"), Failures = Summarised(1, "failures");

    /// <inheritdoc/>
    public override string Name => "geometric";

    /// <inheritdoc/>
    public override string Summary => "failures before the first success: attempts, waiting times in whole steps";

    /// <inheritdoc/>
    public override string Support => "0, 1, 2, ...";

    /// <inheritdoc/>
    public override string Existence => "always; on the boundary if all counts are 0";

    /// <inheritdoc/>
    public override IReadOnlyList<ParameterInfo> Parameters { get; } = [ParameterInfo.Probability("p", "probability of success at each attempt")];

    /// <inheritdoc/>
    public override RegressionForm? Regression { get; } = new([RegressionParameter.Positive("mu")], values => [1 / (1 + values[0])], natural => [(1 - natural[0]) / natural[0]]);

    /// <inheritdoc/>
    public override bool IsDiscrete => true;

    /// <inheritdoc/>
    public override Expr LogDensity(Expr x) => Log(P) + XLog1P(x, -P);

    /// <inheritdoc/>
    public override SupportTest? InSupport { get; } = Poisson.IsCount;

    /// <inheritdoc/>
    public override IReadOnlyList<Statistic> Statistics { get; } = [new(X)];

    /// <inheritdoc/>
    public override double[] Summarise(Sums sums) => [(double)sums[0], (double)sums[3]];

    /// <inheritdoc/>
    public override Expr LogLikelihood => N * Log(P) + XLog1P(Failures, -P);

    /// <inheritdoc/>
    public override PointEstimate Mle(ReadOnlySpan<double> summary, IReadOnlyList<double?> held) =>
        held[0] is { } p ? PointEstimate.At(p) : BetaMode.Of(summary[0], summary[0] + summary[1], 1, 1, "p");

    /// <inheritdoc/>
    public override PointEstimate? Mode(ReadOnlySpan<double> summary, IReadOnlyList<double?> held, IReadOnlyList<Prior> priors) =>
        BetaMode.Under(priors[0], summary[0], summary[0] + summary[1], "p");

    /// <inheritdoc/>
    public override double[] Start(ReadOnlySpan<double> summary) => [(summary[0] + 0.5) / (summary[0] + summary[1] + 1)];

    /// <inheritdoc/>
    public override Expr? Cdf(double x, double? trials) => x < 0 ? 0 : -ExpM1((Math.Floor(x) + 1) * Log1P(-P));

    /// <inheritdoc/>
    public override bool Draw(Xoshiro random, IReadOnlyList<double> parameters, Span<double> values)
    {
        foreach (ref double value in values)
            value = parameters[0] >= 1 ? 0 : Math.Floor(-random.Exponential() / SpecialFunctions.Log1P(-parameters[0]));
        return true;
    }

    /// <inheritdoc/>
    public override Expr? Survival(double x, double? trials) => x < 0 ? 1 : Exp((Math.Floor(x) + 1) * Log1P(-P));
}
