using BatchEstimator.Estimation.Likelihoods;
using BatchEstimator.Estimation.Numerics;
using BatchEstimator.Estimation.Statistics;
using static BatchEstimator.Estimation.Likelihoods.Functions;

namespace BatchEstimator.Estimation.Families;

/// <summary>
/// Lengths of vectors with two independent normal(0, sigma) components: density x / sigma^2 exp(-x^2 / (2 sigma^2)), a Weibull with shape 2.
/// Sufficient: the sum of squares; sigma^2 = sum of squares / (2 n). It always exists, since all values are above 0.
/// </summary>
/// <remarks>J. W. Strutt (Lord Rayleigh), Phil. Mag. 10 (1880) 73-78; M. M. Siddiqui, J. Res. NBS 68D (1964) 1005-1010.</remarks>
public sealed class Rayleigh : SummaryFamily
{
    private static readonly Variable Sigma = Parameter(0, "sigma");
    private static readonly Variable N = Summarised(0, "n"), Squares = Summarised(1, "sum of squares"), Constants = Summarised(2, "terms without parameters");

    /// <inheritdoc/>
    public override string Name => "rayleigh";

    /// <inheritdoc/>
    public override string Summary => "lengths of vectors with two normal components: wind speeds, wave heights";

    /// <inheritdoc/>
    public override string Support => "x > 0";

    /// <inheritdoc/>
    public override string Existence => "always";

    /// <inheritdoc/>
    public override IReadOnlyList<ParameterInfo> Parameters { get; } = [ParameterInfo.Scale("sigma", "the most frequent value; the standard deviation of each component")];

    /// <inheritdoc/>
    public override RegressionForm? Regression { get; } = RegressionForm.Natural([0], RegressionParameter.Positive("sigma"));

    /// <inheritdoc/>
    public override bool IsDiscrete => false;

    /// <inheritdoc/>
    public override SupportTest? InSupport { get; } = row => row[0] > 0;

    /// <inheritdoc/>
    public override (double Lower, double Upper) SupportEnds => (0, double.PositiveInfinity);

    /// <inheritdoc/>
    public override Expr LogDensity(Expr x) => Log(x) - 2 * Log(Sigma) - 0.5 * Square(x / Sigma);

    /// <inheritdoc/>
    public override Expr? LogCdf(Expr x) => Log1MExp(-0.5 * Square(x / Sigma));

    /// <inheritdoc/>
    public override Expr? LogSurvival(Expr x) => -0.5 * Square(x / Sigma);

    /// <inheritdoc/>
    public override Expr? Quantile(double p) => Math.Sqrt(-2 * SpecialFunctions.Log1P(-p)) * Sigma;

    /// <inheritdoc/>
    public override bool Draw(Xoshiro random, IReadOnlyList<double> parameters, Span<double> values)
    {
        foreach (ref double value in values)
            value = parameters[0] * Math.Sqrt(2 * random.Exponential());
        return true;
    }

    /// <inheritdoc/>
    public override IReadOnlyList<Statistic> Statistics { get; } = [new(X, X), new(Log(X))];

    /// <inheritdoc/>
    public override double[] Summarise(Sums sums) => [(double)sums[1], (double)sums[3], (double)sums[4]];

    /// <inheritdoc/>
    public override Expr LogLikelihood => Constants - 2 * N * Log(Sigma) - 0.5 * Squares / Square(Sigma);

    /// <inheritdoc/>
    public override PointEstimate Mle(ReadOnlySpan<double> summary, IReadOnlyList<double?> held) =>
        SquareScale.Of(summary[1], 2 * summary[0], held[0], "sigma");

    /// <inheritdoc/>
    public override double[] Start(ReadOnlySpan<double> summary) => SquareScale.Start(summary[1], 2 * summary[0]);
}
