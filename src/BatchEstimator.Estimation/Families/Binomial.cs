using BatchEstimator.Estimation.Likelihoods;
using BatchEstimator.Estimation.Priors;
using BatchEstimator.Estimation.Results;
using BatchEstimator.Estimation.Statistics;
using static BatchEstimator.Estimation.Likelihoods.Functions;

namespace BatchEstimator.Estimation.Families;

/// <summary>
/// Successes among a known number of trials, each with probability theta: P(k) = C(N, k) theta^k (1 - theta)^(N - k).
/// Sufficient: successes and trials summed over the rows. The estimate is their ratio; n counts rows, not trials.
/// A beta(a, b) prior gives (successes + a - 1) / (trials + a + b - 2).
/// </summary>
public sealed class Binomial : SummaryFamily
{
    private static readonly Variable K = Data(0, "successes"), N = Data(1, "trials"), Theta = Parameter(0, "theta");
    private static readonly Variable Successes = Summarised(1, "successes"), Failures = Summarised(2, "failures"), Coefficients = Summarised(3, "log coefficients");

    /// <inheritdoc/>
    public override string Name => "binomial";

    /// <inheritdoc/>
    public override string Summary => "successes of a known number of trials, a row each";

    /// <inheritdoc/>
    public override string Support => "0, 1, ..., trials";

    /// <inheritdoc/>
    public override string Existence => "if there is a trial; on the boundary if none or all succeeded";

    /// <inheritdoc/>
    public override IReadOnlyList<ParameterInfo> Parameters { get; } = [ParameterInfo.Probability("theta", "probability of a success")];

    /// <inheritdoc/>
    public override RegressionForm? Regression { get; } = RegressionForm.Natural([0], RegressionParameter.Probability("theta")) with
    {
        OfProbability = (x, trials, link, eta) => LogGamma(trials + 1) - LogGamma(x + 1) - LogGamma(trials - x + 1) + x * link.LogInverse!(eta) + (trials - x) * link.LogComplement!(eta),
    };

    /// <inheritdoc/>
    public override IReadOnlyList<DataRole> Roles => [DataRole.Response, DataRole.Trials];

    /// <inheritdoc/>
    public override bool IsDiscrete => true;

    private static Expr LogCoefficient => LogGamma(N + 1) - LogGamma(K + 1) - LogGamma(N - K + 1);

    /// <inheritdoc/>
    public override Expr LogDensity(Expr x) => LogCoefficient + XLogY(x, Theta) + XLog1P(N - x, -Theta);

    /// <inheritdoc/>
    public override SupportTest? InSupport { get; } = row => row[0] >= 0 && row[0] <= row[1] && row[0] == Math.Floor(row[0]) && row[1] == Math.Floor(row[1]);

    /// <inheritdoc/>
    public override IReadOnlyList<Statistic> Statistics { get; } = [new(K), new(N), new(LogCoefficient)];

    /// <inheritdoc/>
    public override double[] Summarise(Sums sums) =>
        [(double)sums[0], (double)sums[3], (double)(sums[4] - sums[3]), (double)sums[5]];

    /// <inheritdoc/>
    public override Expr LogLikelihood => Coefficients + XLogY(Successes, Theta) + XLog1P(Failures, -Theta);

    /// <inheritdoc/>
    public override PointEstimate Mle(ReadOnlySpan<double> summary, IReadOnlyList<double?> held) =>
        held[0] is { } theta ? PointEstimate.At(theta)
        : summary[1] + summary[2] == 0 ? NoTrials
        : BetaMode.Of(summary[1], summary[1] + summary[2], 1, 1);

    /// <inheritdoc/>
    public override PointEstimate? Mode(ReadOnlySpan<double> summary, IReadOnlyList<double?> held, IReadOnlyList<Prior> priors) =>
        summary[1] + summary[2] == 0 && priors[0].Family.Name == "uniform" ? NoTrials : BetaMode.Under(priors[0], summary[1], summary[1] + summary[2]);

    private static PointEstimate NoTrials =>
        PointEstimate.Refuse(FitCodes.TooFewRows, "There are rows but no trials in them. A beta prior with a and b above 1 would give an estimate.", "theta");

    /// <inheritdoc/>
    public override double[] Start(ReadOnlySpan<double> summary) => [(summary[1] + 0.5) / (summary[1] + summary[2] + 1)];

    /// <inheritdoc/>
    public override Expr? Cdf(double x, double? trials) => trials is { } n ? BinomialCdf(Math.Floor(x), n, Theta) : null;
}
