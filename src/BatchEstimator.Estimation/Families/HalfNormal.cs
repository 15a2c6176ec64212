using BatchEstimator.Estimation.Likelihoods;
using BatchEstimator.Estimation.Numerics;
using BatchEstimator.Estimation.Statistics;
using static BatchEstimator.Estimation.Likelihoods.Functions;

namespace BatchEstimator.Estimation.Families;

/// <summary>
/// Absolute values of normal(0, sigma) values: density sqrt(2/pi) / sigma exp(-x^2 / (2 sigma^2)) for x >= 0.
/// Sufficient: the sum of squares; sigma^2 = sum of squares / n, which exists unless all values are 0.
/// </summary>
/// <remarks>C. Daniel, Technometrics 1 (1959) 311-341.</remarks>
public sealed class HalfNormal : SummaryFamily
{
    private static readonly Variable Sigma = Parameter(0, "sigma");
    private static readonly Variable N = Summarised(0, "n"), Squares = Summarised(1, "sum of squares");

    /// <inheritdoc/>
    public override string Name => "half_normal";

    /// <inheritdoc/>
    public override string Summary => "sizes of normal deviations without their sign";

    /// <inheritdoc/>
    public override string Support => "x >= 0";

    /// <inheritdoc/>
    public override string Existence => "unless all values are 0";

    /// <inheritdoc/>
    public override IReadOnlyList<ParameterInfo> Parameters { get; } = [ParameterInfo.Scale("sigma", "standard deviation before the sign was lost; the root mean square")];

    /// <inheritdoc/>
    public override RegressionForm? Regression { get; } = RegressionForm.Natural([0], RegressionParameter.Positive("sigma"));

    /// <inheritdoc/>
    public override bool IsDiscrete => false;

    /// <inheritdoc/>
    public override SupportTest? InSupport { get; } = row => row[0] >= 0;

    /// <inheritdoc/>
    public override (double Lower, double Upper) SupportEnds => (0, double.PositiveInfinity);

    /// <inheritdoc/>
    public override Expr LogDensity(Expr x) => 0.5 * Math.Log(2 / Math.PI) - Log(Sigma) - 0.5 * Square(x / Sigma);

    /// <inheritdoc/>
    public override Expr? LogCdf(Expr x) => IfPositive(x - Sigma, Log1MExp(LogSurvival(x)!), Log(Erf(x / (Math.Sqrt(2) * Sigma))));

    /// <inheritdoc/>
    public override Expr? LogSurvival(Expr x) => Math.Log(2) + LogNormalCdf(-x / Sigma);

    /// <inheritdoc/>
    public override Expr? Quantile(double p) => -SpecialFunctions.NormalQuantile(0.5 * (1 - p)) * Sigma;

    /// <inheritdoc/>
    public override bool Draw(Xoshiro random, IReadOnlyList<double> parameters, Span<double> values)
    {
        foreach (ref double value in values)
            value = parameters[0] * Math.Abs(random.Normal());
        return true;
    }

    /// <inheritdoc/>
    public override IReadOnlyList<Statistic> Statistics { get; } = [new(X, X)];

    /// <inheritdoc/>
    public override double[] Summarise(Sums sums) => [(double)sums[1], (double)sums[3]];

    /// <inheritdoc/>
    public override Expr LogLikelihood => N * (0.5 * Math.Log(2 / Math.PI) - Log(Sigma)) - 0.5 * Squares / Square(Sigma);

    /// <inheritdoc/>
    public override PointEstimate Mle(ReadOnlySpan<double> summary, IReadOnlyList<double?> held) => SquareScale.Of(summary[1], summary[0], held[0], "sigma");

    /// <inheritdoc/>
    public override double[] Start(ReadOnlySpan<double> summary) => SquareScale.Start(summary[1], summary[0]);
}
