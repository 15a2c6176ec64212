using BatchEstimator.Estimation.Likelihoods;
using BatchEstimator.Estimation.Numerics;
using BatchEstimator.Estimation.Priors;
using BatchEstimator.Estimation.Results;
using BatchEstimator.Estimation.Statistics;
using static BatchEstimator.Estimation.Likelihoods.Functions;

namespace BatchEstimator.Estimation.Families;

/// <summary>
/// First passage times of a Brownian motion with drift: density sqrt(lambda / (2 pi x^3)) exp(-lambda (x - mu)^2 / (2 mu^2 x)).
/// Sufficient: the sums of x and of 1/x, the latter to 32 digits, so that 1/lambda = mean(1/x) - 1/mean(x) keeps its digits for nearly equal values.
/// The estimate of mu is the mean. A gamma(a, b) prior on lambda gives (n/2 + a - 1) / (b + n Q/2) with Q = mean((x - mu)^2 / (mu^2 x)).
/// </summary>
/// <remarks>M. C. K. Tweedie, Ann. Math. Statist. 28 (1957) 362-377; distribution function: J. Shuster, J. Amer. Statist. Assoc. 63 (1968) 1514-1516.</remarks>
public sealed class InverseGaussian : SummaryFamily
{
    private static readonly Variable Mu = Parameter(0, "mu"), Lambda = Parameter(1, "lambda");
    private static readonly Variable N = Summarised(0, "n"), Mean = Summarised(1, "mean"), Excess = Summarised(2, "mean of 1/x - 1/mean"), Constants = Summarised(3, "terms without parameters");

    /// <inheritdoc/>
    public override string Name => "inverse_gaussian";

    /// <inheritdoc/>
    public override string Summary => "first passage times; positive values with a sharp rise and a long tail";

    /// <inheritdoc/>
    public override string Support => "x > 0";

    /// <inheritdoc/>
    public override string Existence => "if at least two values differ, or lambda is fixed";

    /// <inheritdoc/>
    public override IReadOnlyList<ParameterInfo> Parameters { get; } =
        [ParameterInfo.Scale("mu", "mean"), ParameterInfo.Scale("lambda", "concentration; the variance is mu^3/lambda")];

    /// <inheritdoc/>
    public override RegressionForm? Regression { get; } = RegressionForm.Natural([0, 1], RegressionParameter.Mean("mu"), RegressionParameter.Positive("lambda"));

    /// <inheritdoc/>
    public override bool IsDiscrete => false;

    /// <inheritdoc/>
    public override SupportTest? InSupport { get; } = row => row[0] > 0;

    /// <inheritdoc/>
    public override (double Lower, double Upper) SupportEnds => (0, double.PositiveInfinity);

    /// <inheritdoc/>
    public override Expr LogDensity(Expr x) => 0.5 * Log(Lambda / (2 * Math.PI)) - 1.5 * Log(x) - Lambda * Square((x - Mu) / Mu) / (2 * x);

    // With a = sqrt(lambda/x) (x/mu - 1) and b = sqrt(lambda/x) (x/mu + 1): P(X <= x) = Phi(a) + exp(2 lambda/mu) Phi(-b), and since
    // b^2 - a^2 = 4 lambda/mu the second term is exp(-a^2/2) times the Mills ratio at b: no large exponents.
    private static (Expr A, Expr B) Passage(Expr x) => (Sqrt(Lambda / x) * ((x - Mu) / Mu), Sqrt(Lambda / x) * ((x + Mu) / Mu));

    /// <inheritdoc/>
    public override Expr? LogCdf(Expr x) => Passage(x) is var (a, b) ? LogSumExp(LogNormalCdf(a), LogMills(b) - 0.5 * Square(a)) : null;

    /// <inheritdoc/>
    public override Expr? LogSurvival(Expr x) => Passage(x) is var (a, b) ? LogNormalCdf(-a) + Log1MExp(LogMills(b) - LogMills(a)) : null;

    /// <inheritdoc/>
    public override Expr? Quantile(double p) => SpecialNodes.InverseGaussianQuantile(Mu, Lambda, p);

    /// <inheritdoc/>
    public override bool Draw(Xoshiro random, IReadOnlyList<double> parameters, Span<double> values)
    {
        foreach (ref double value in values)
            value = random.InverseGaussian(parameters[0], parameters[1]);
        return true;
    }

    /// <inheritdoc/>
    public override IReadOnlyList<Statistic> Statistics { get; } = [new(X), new(1 / X), new(ReciprocalRest(X)), new(Log(X))];

    /// <inheritdoc/>
    public override double[] Summarise(Sums sums)
    {
        var mean = sums[3] / sums[1];
        var reciprocal = (sums[4] + sums[5]) / sums[1];
        double excess = (double)(reciprocal - DoubleDouble.One / mean);
        // What is left of equal values after cancellation is rounding.
        return [(double)sums[1], (double)mean, excess > 1e-28 * (double)reciprocal ? excess : 0, -1.5 * (double)sums[6]];
    }

    /// <inheritdoc/>
    public override Expr LogLikelihood =>
        Constants + N * (0.5 * Log(Lambda / (2 * Math.PI)) - 0.5 * Lambda * (Square((Mean - Mu) / Mu) / Mean + Excess));

    /// <inheritdoc/>
    public override PointEstimate Mle(ReadOnlySpan<double> summary, IReadOnlyList<double?> held)
    {
        double mu = held[0] ?? summary[1];
        if (held[1] is { } lambda)
            return PointEstimate.At(mu, lambda);
        double deviance = Deviance(summary, mu);
        const string help = "Fix lambda, or give it a prior such as gamma(2, 0.1).";
        return deviance > 0 ? PointEstimate.At(mu, 1 / deviance)
            : summary[0] <= 1 && held[0] is null ? PointEstimate.Refuse(FitCodes.TooFewRows, $"One row says nothing about the spread, so lambda has no estimate. {help}", "lambda")
            : PointEstimate.Refuse(FitCodes.DegenerateVariance, $"All values are equal, so the likelihood grows without bound as lambda goes to infinity. {help}", "lambda");
    }

    /// <inheritdoc/>
    public override PointEstimate? Mode(ReadOnlySpan<double> summary, IReadOnlyList<double?> held, IReadOnlyList<Prior> priors)
    {
        if (held[1] is not null || (held[0] is null && !priors[0].IsFlat))
            return null;
        double mu = held[0] ?? summary[1];
        return GammaMode.Under(priors[1], 0.5 * summary[0], 0.5 * summary[0] * Deviance(summary, mu), "lambda") is { Boundary.Count: 0, Values: [var lambda] }
            ? PointEstimate.At(mu, lambda) : null;
    }

    /// <inheritdoc/>
    public override double[] Start(ReadOnlySpan<double> summary) => [summary[1], summary[2] > 0 ? 1 / summary[2] : summary[1]];

    private static double Deviance(ReadOnlySpan<double> summary, double mu)
    {
        double shift = (summary[1] - mu) / mu;
        return shift * shift / summary[1] + summary[2];
    }
}
