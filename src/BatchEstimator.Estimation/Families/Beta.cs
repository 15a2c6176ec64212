using BatchEstimator.Estimation.Likelihoods;
using BatchEstimator.Estimation.Numerics;
using BatchEstimator.Estimation.Results;
using BatchEstimator.Estimation.Statistics;
using static BatchEstimator.Estimation.Likelihoods.Functions;
using static BatchEstimator.Estimation.Likelihoods.SpecialNodes;

namespace BatchEstimator.Estimation.Families;

/// <summary>
/// Shares and rates strictly between 0 and 1: density x^(alpha - 1) (1 - x)^(beta - 1) / B(alpha, beta).
/// Sufficient: n and the sums of log x and log(1 - x). The log-likelihood is concave; it has a top, which is unique, if at least two values differ.
/// Rows of exactly 0 or 1 have no density here: they are another process (inflation), or rounding, and are refused, never moved inside.
/// </summary>
/// <remarks>N. L. Johnson, S. Kotz and N. Balakrishnan, Continuous Univariate Distributions 2, 2nd ed., section 25.4.</remarks>
public sealed class Beta : SummaryFamily
{
    private const double MostShape = 1e15;

    private static readonly Variable A = Parameter(0, "alpha"), B = Parameter(1, "beta");
    private static readonly Variable N = Summarised(0, "n"), Logs = Summarised(1, "sum of log x"), OtherLogs = Summarised(2, "sum of log(1 - x)");

    /// <inheritdoc/>
    public override string Name => "beta";

    /// <inheritdoc/>
    public override string Summary => "shares and rates strictly between 0 and 1";

    /// <inheritdoc/>
    public override string Support => "0 < x < 1; rows of exactly 0 or 1 belong to a model of their own, such as bernoulli for whether they occur";

    /// <inheritdoc/>
    public override string Existence => "if at least two values differ";

    /// <inheritdoc/>
    public override IReadOnlyList<ParameterInfo> Parameters { get; } =
        [ParameterInfo.Positive("alpha", "weight of the right end; below 1 the density is infinite at 0"), ParameterInfo.Positive("beta", "weight of the left end; below 1 the density is infinite at 1")];

    /// <inheritdoc/>
    public override double RefitCost => 50;

    /// <inheritdoc/>
    public override RegressionForm? Regression { get; } = new([RegressionParameter.Probability("mu"), RegressionParameter.Positive("phi")],
        values => [values[0] * values[1], (1 - values[0]) * values[1]], natural => [natural[0] / (natural[0] + natural[1]), natural[0] + natural[1]]);

    /// <inheritdoc/>
    public override bool IsDiscrete => false;

    /// <inheritdoc/>
    public override SupportTest? InSupport { get; } = row => row[0] > 0 && row[0] < 1;

    /// <inheritdoc/>
    public override (double Lower, double Upper) SupportEnds => (0, 1);

    /// <inheritdoc/>
    public override Expr LogDensity(Expr x) => (A - 1) * Log(x) + (B - 1) * Log1P(-x) - LogBeta(A, B);

    /// <inheritdoc/>
    public override Expr? LogCdf(Expr x) => LogBetaI(A, B, x);

    /// <inheritdoc/>
    public override Expr? LogSurvival(Expr x) => LogBetaIc(A, B, x);

    /// <inheritdoc/>
    public override Expr? Quantile(double p) => BetaQuantile(A, B, p);

    /// <inheritdoc/>
    public override bool Draw(Xoshiro random, IReadOnlyList<double> parameters, Span<double> values)
    {
        foreach (ref double value in values)
            value = random.Beta(parameters[0], parameters[1]);
        return true;
    }

    /// <inheritdoc/>
    public override IReadOnlyList<Statistic> Statistics { get; } = [new(Log(X)), new(Log1P(-X))];

    /// <inheritdoc/>
    public override double[] Summarise(Sums sums) => [(double)sums[0], (double)sums[3], (double)sums[4], sums.Minimum < sums.Maximum ? 0 : 1];

    /// <inheritdoc/>
    public override Expr LogLikelihood => (A - 1) * Logs + (B - 1) * OtherLogs - N * LogBeta(A, B);

    /// <inheritdoc/>
    public override PointEstimate? Mle(ReadOnlySpan<double> summary, IReadOnlyList<double?> held)
    {
        if (held[0] > MostShape || held[1] > MostShape)
            return PointEstimate.Refuse(FitCodes.NotFinite, "A shape fixed above 1e15 makes the distribution narrower than doubles can tell values apart. Check the fixed values.", "alpha", "beta");
        if (held[0] is not null || held[1] is not null)
            return null;
        double[] meanLogs = [summary[1] / summary[0], summary[2] / summary[0]];
        return summary[3] == 0 && DirichletShapes.Start(meanLogs) is { } start && DirichletShapes.Solve(meanLogs, summary[0], start, out int steps) is { } shapes
            ? PointEstimate.Profiled(steps, shapes) with { Route = "newton" }
            : PointEstimate.Refuse(FitCodes.DegenerateVariance, "All values are equal, so the likelihood grows without bound as both shapes go to infinity. Give alpha and beta priors such as gamma(2, 0.1), or fix one of them.", "alpha", "beta");
    }

    /// <inheritdoc/>
    public override double[] Start(ReadOnlySpan<double> summary) =>
        DirichletShapes.Start([summary[1] / summary[0], summary[2] / summary[0]]) is { } start ? [.. start.Select(shape => Math.Min(shape, 1e3))] : [1, 1];
}
