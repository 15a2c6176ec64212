using BatchEstimator.Estimation.Likelihoods;
using BatchEstimator.Estimation.Numerics;
using BatchEstimator.Estimation.Results;
using BatchEstimator.Estimation.Statistics;
using static BatchEstimator.Estimation.Likelihoods.Functions;

namespace BatchEstimator.Estimation.Families;

/// <summary>
/// Poisson counts of which a share pi was never at risk: P(0) = pi + (1 - pi) e^-lambda, else (1 - pi) times Poisson's.
/// Sufficient: n, the number of zeros and the sum. The positive counts alone give lambda, from their mean m: lambda / (1 - e^-lambda) = m,
/// so lambda = m + W(-m e^-m) with Lambert's W; then pi = 1 - mean / lambda. Where that is below 0 there are fewer zeros than Poisson has,
/// and the top lies on the boundary pi = 0, where lambda is the mean.
/// </summary>
/// <remarks>N. L. Johnson, A. W. Kemp and S. Kotz, Univariate Discrete Distributions, 3rd ed., sections 4.10.1 and 8.2.3.</remarks>
public sealed class ZeroInflatedPoisson : SummaryFamily
{
    private static readonly Variable Pi = Parameter(0, "pi"), Lambda = Parameter(1, "lambda");
    private static readonly Variable N = Summarised(0, "n"), Zeros = Summarised(1, "zeros"), Total = Summarised(2, "sum"), LogFactorials = Summarised(3, "log factorials");

    /// <inheritdoc/>
    public override string Name => "zero_inflated_poisson";

    /// <inheritdoc/>
    public override string Summary => "counts with more zeros than a Poisson's: some of the rows could not have had any";

    /// <inheritdoc/>
    public override string Support => "0, 1, 2, ...";

    /// <inheritdoc/>
    public override string Existence => "if any count is above 0; on the boundary pi = 0 if there are no more zeros than Poisson has";

    /// <inheritdoc/>
    public override IReadOnlyList<ParameterInfo> Parameters { get; } =
        [ParameterInfo.Probability("pi", "share of rows that are always 0"), ParameterInfo.Positive("lambda", "mean count of the other rows")];

    /// <inheritdoc/>
    public override RegressionForm? Regression { get; } = RegressionForm.Natural([1, 0], RegressionParameter.Positive("lambda"), RegressionParameter.Probability("pi"));

    /// <inheritdoc/>
    public override IReadOnlyList<NestedModel> Nested { get; } = [new("poisson", new Dictionary<string, double> { ["pi"] = 0 }, OnBoundary: true)];

    /// <inheritdoc/>
    public override bool IsDiscrete => true;

    /// <inheritdoc/>
    public override Expr LogDensity(Expr x) =>
        IfPositive(x, Log1P(-Pi) - Lambda + XLogY(x, Lambda) - LogGamma(x + 1), LogZero(Pi, -Lambda));

    /// <summary>log(pi + (1 - pi) p0), where log p0 is the log probability of 0 without inflation.</summary>
    internal static Expr LogZero(Expr pi, Expr logNone) => LogSumExp(Log(pi), Log1P(-pi) + logNone);

    /// <inheritdoc/>
    public override SupportTest? InSupport { get; } = Poisson.IsCount;

    /// <inheritdoc/>
    public override IReadOnlyList<Statistic> Statistics { get; } = [new(IsValue(X, 0)), new(X), new(LogGamma(X + 1))];

    /// <inheritdoc/>
    public override double[] Summarise(Sums sums) => [(double)sums[0], (double)sums[3], (double)sums[4], (double)sums[5]];

    /// <inheritdoc/>
    public override Expr LogLikelihood =>
        Zeros * LogZero(Pi, -Lambda) + XLog1P(N - Zeros, -Pi) - (N - Zeros) * Lambda + XLogY(Total, Lambda) - LogFactorials;

    /// <inheritdoc/>
    public override PointEstimate? Mle(ReadOnlySpan<double> summary, IReadOnlyList<double?> held)
    {
        double n = summary[0], positives = n - summary[1], total = summary[2];
        if (held[0] is not null)
            return null;
        if (positives == 0)
            return held[1] is null ? new([0, 0], [0, 1], [NoEvents()]) : new([1, held[1]!.Value], [0], [OnEnd(1, "every count is 0")]);
        double lambda = held[1] ?? OfPositives(total / positives);
        // P(0) as observed: 1 - positives / n = pi + (1 - pi) e^-lambda.
        double pi = 1 - positives / (n * -SpecialFunctions.ExpM1(-lambda));
        return pi > 0 ? PointEstimate.At(pi, lambda)
            : new([0, held[1] ?? total / n], [0], [OnEnd(0, "there are no more zeros than a Poisson distribution has, which is what remains")]);
    }

    /// <summary>The lambda of positive counts with that mean: lambda / (1 - e^-lambda) = mean; 0 for a mean of 1.</summary>
    internal static double OfPositives(double mean)
    {
        double lambda = Math.Max(0, mean + SpecialFunctions.LambertW0(-mean * Math.Exp(-mean)));
        // The difference of nearly equal numbers near a mean of 1: Newton's steps on lambda - mean (1 - e^-lambda).
        for (int i = 0; i < 3 && lambda > 0; i++)
            lambda -= (lambda + mean * SpecialFunctions.ExpM1(-lambda)) / (1 - mean * Math.Exp(-lambda));
        return lambda;
    }

    /// <inheritdoc/>
    public override double[] Start(ReadOnlySpan<double> summary)
    {
        double n = summary[0], positives = n - summary[1], lambda = positives > 0 ? Math.Max(OfPositives(summary[2] / positives), summary[2] / n) : 0.5 / n;
        return [Math.Clamp(1 - positives / (n * -SpecialFunctions.ExpM1(-lambda)), 0.05, 0.95), lambda];
    }

    /// <inheritdoc/>
    public override Expr? Cdf(double x, double? trials) => x < 0 ? 0 : Pi + (1 - Pi) * PoissonCdf(Math.Floor(x), Lambda);

    /// <inheritdoc/>
    public override bool Draw(Xoshiro random, IReadOnlyList<double> parameters, Span<double> values)
    {
        foreach (ref double value in values)
            value = random.NextDouble() < parameters[0] ? 0 : random.Poisson(parameters[1]);
        return true;
    }

    /// <inheritdoc/>
    public override Expr? Survival(double x, double? trials) => x < 0 ? 1 : (1 - Pi) * Exp(SpecialNodes.LogGammaP(Math.Floor(x) + 1, Lambda));

    /// <summary>Why pi lies on an end.</summary>
    internal static FitCode OnEnd(double end, string why) => new(FitCodes.BoundaryEstimate,
        FormattableString.Invariant($"The estimate of pi lies at {end}, the boundary, where a standard error does not exist: {why}. A prior on pi such as beta(2, 2) would move it inside."), ["pi"]);

    private static FitCode NoEvents() => new(FitCodes.NonUnique,
        "Every count is 0: lambda = 0 with any pi, which is shown with pi = 0, and pi = 1 with any lambda are equally likely. Counts above 0, or priors on both, would tell.", ["pi", "lambda"]);
}
