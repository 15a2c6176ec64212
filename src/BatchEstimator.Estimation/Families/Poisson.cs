using BatchEstimator.Estimation.Likelihoods;
using BatchEstimator.Estimation.Numerics;
using BatchEstimator.Estimation.Priors;
using BatchEstimator.Estimation.Statistics;
using static BatchEstimator.Estimation.Likelihoods.Functions;

namespace BatchEstimator.Estimation.Families;

/// <summary>
/// Counts of independent events: P(k) = lambda^k exp(-lambda) / k!.
/// Sufficient: the sum of the counts. The estimate is their mean; all zero puts it on the boundary.
/// A gamma(a, b) prior gives (sum + a - 1) / (n + b), never below 0.
/// </summary>
/// <remarks>S. D. Poisson, Recherches sur la probabilite des jugements, 1837, p. 206.</remarks>
public sealed class Poisson : SummaryFamily
{
    private static readonly Variable Lambda = Parameter(0, "lambda");
    private static readonly Variable N = Summarised(0, "n"), Total = Summarised(1, "sum"), LogFactorials = Summarised(2, "log factorials");

    /// <inheritdoc/>
    public override string Name => "poisson";

    /// <inheritdoc/>
    public override string Summary => "counts of independent events: claims, arrivals, decays";

    /// <inheritdoc/>
    public override string Support => "0, 1, 2, ...";

    /// <inheritdoc/>
    public override string Existence => "always; on the boundary if all counts are 0";

    /// <inheritdoc/>
    public override IReadOnlyList<ParameterInfo> Parameters { get; } = [ParameterInfo.Positive("lambda", "mean count")];

    /// <inheritdoc/>
    public override RegressionForm? Regression { get; } = RegressionForm.Natural([0], new RegressionParameter("mu", 0, double.PositiveInfinity, Link.Log, Link.Identity));

    /// <inheritdoc/>
    public override bool IsDiscrete => true;

    /// <inheritdoc/>
    public override Expr LogDensity(Expr x) => XLogY(x, Lambda) - Lambda - LogGamma(x + 1);

    /// <inheritdoc/>
    public override SupportTest? InSupport { get; } = IsCount;

    /// <summary>True for 0, 1, 2, ...</summary>
    internal static bool IsCount(ReadOnlySpan<double> row) => row[0] >= 0 && row[0] == Math.Floor(row[0]);

    /// <inheritdoc/>
    public override IReadOnlyList<Statistic> Statistics { get; } = [new(X), new(LogGamma(X + 1))];

    /// <inheritdoc/>
    public override double[] Summarise(Sums sums) => [(double)sums[0], (double)sums[3], (double)sums[4]];

    /// <inheritdoc/>
    public override Expr LogLikelihood => XLogY(Total, Lambda) - N * Lambda - LogFactorials;

    /// <inheritdoc/>
    public override PointEstimate Mle(ReadOnlySpan<double> summary, IReadOnlyList<double?> held) =>
        held[0] is { } lambda ? PointEstimate.At(lambda) : GammaMode.Of(summary[1], summary[0], 1, 0, "lambda");

    /// <inheritdoc/>
    public override PointEstimate? Mode(ReadOnlySpan<double> summary, IReadOnlyList<double?> held, IReadOnlyList<Prior> priors) =>
        GammaMode.Under(priors[0], summary[1], summary[0], "lambda");

    /// <inheritdoc/>
    public override double[] Start(ReadOnlySpan<double> summary) => [(summary[1] + 0.5) / summary[0]];

    /// <inheritdoc/>
    public override Expr? Cdf(double x, double? trials) => PoissonCdf(Math.Floor(x), Lambda);

    /// <inheritdoc/>
    public override bool Draw(Xoshiro random, IReadOnlyList<double> parameters, Span<double> values)
    {
        foreach (ref double value in values)
            value = random.Poisson(parameters[0]);
        return true;
    }
}
