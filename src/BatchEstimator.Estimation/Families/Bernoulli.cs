using BatchEstimator.Estimation.Likelihoods;
using BatchEstimator.Estimation.Numerics;
using BatchEstimator.Estimation.Priors;
using BatchEstimator.Estimation.Statistics;
using static BatchEstimator.Estimation.Likelihoods.Functions;

namespace BatchEstimator.Estimation.Families;

/// <summary>
/// One toss: 1 with probability theta, else 0. log p(x) = x log theta + (1 - x) log(1 - theta), whose mean over the data,
/// negated, is the binary cross-entropy.
/// Sufficient: the number of ones. The estimate is their share, aH / (aH + aT); at 0 or 1 it lies on the boundary.
/// A beta(a, b) prior gives (aH + a - 1) / (aH + aT + a + b - 2).
/// </summary>
/// <remarks>J. Bernoulli, Ars Conjectandi, 1713; the beta prior: T. Bayes, Phil. Trans. 53 (1763) 370-418.</remarks>
public sealed class Bernoulli : SummaryFamily
{
    private static readonly Variable Theta = Parameter(0, "theta"), Ones = Summarised(1, "ones"), Zeros = Summarised(2, "zeros");

    /// <inheritdoc/>
    public override string Name => "bernoulli";

    /// <inheritdoc/>
    public override string Summary => "a yes or a no: conversions, defects, tosses";

    /// <inheritdoc/>
    public override string Support => "0 or 1";

    /// <inheritdoc/>
    public override string Existence => "always; on the boundary if all values are equal";

    /// <inheritdoc/>
    public override IReadOnlyList<ParameterInfo> Parameters { get; } = [ParameterInfo.Probability("theta", "probability of a 1")];

    /// <inheritdoc/>
    public override RegressionForm? Regression { get; } = RegressionForm.Natural([0], RegressionParameter.Probability("theta")) with
    {
        OfProbability = (x, _, link, eta) => x * link.LogInverse!(eta) + (1 - x) * link.LogComplement!(eta),
    };

    /// <inheritdoc/>
    public override bool IsDiscrete => true;

    /// <inheritdoc/>
    public override Expr LogDensity(Expr x) => XLogY(x, Theta) + XLog1P(1 - x, -Theta);

    /// <inheritdoc/>
    public override SupportTest? InSupport { get; } = row => row[0] is 0 or 1;

    /// <inheritdoc/>
    public override IReadOnlyList<Statistic> Statistics { get; } = [new(X)];

    /// <inheritdoc/>
    public override double[] Summarise(Sums sums) => [(double)sums[0], (double)sums[3], (double)(sums[0] - sums[3])];

    /// <inheritdoc/>
    public override Expr LogLikelihood => XLogY(Ones, Theta) + XLog1P(Zeros, -Theta);

    /// <inheritdoc/>
    public override PointEstimate Mle(ReadOnlySpan<double> summary, IReadOnlyList<double?> held) =>
        held[0] is { } theta ? PointEstimate.At(theta) : BetaMode.Of(summary[1], summary[0], 1, 1);

    /// <inheritdoc/>
    public override PointEstimate? Mode(ReadOnlySpan<double> summary, IReadOnlyList<double?> held, IReadOnlyList<Prior> priors) =>
        BetaMode.Under(priors[0], summary[1], summary[0]);

    /// <inheritdoc/>
    public override double[] Start(ReadOnlySpan<double> summary) => [(summary[1] + 0.5) / (summary[0] + 1)];

    /// <inheritdoc/>
    public override Expr? Cdf(double x, double? trials) => BinomialCdf(Math.Floor(x), 1, Theta);

    /// <inheritdoc/>
    public override bool Draw(Xoshiro random, IReadOnlyList<double> parameters, Span<double> values)
    {
        foreach (ref double value in values)
            value = random.NextDouble() < parameters[0] ? 1 : 0;
        return true;
    }
}
