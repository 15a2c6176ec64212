using BatchEstimator.Estimation.Likelihoods;
using BatchEstimator.Estimation.Numerics;
using BatchEstimator.Estimation.Statistics;
using static BatchEstimator.Estimation.Likelihoods.Functions;

namespace BatchEstimator.Estimation.Families;

/// <summary>
/// Positive values whose logarithm is logistic(log scale, 1/shape): survival 1 / (1 + (x / scale)^shape), a hazard that rises and then falls.
/// No finite sufficient statistics: the rows are kept. The likelihood is concave in (shape, shape log scale), so it has one top, which exists
/// if at least two of the values that matter differ.
/// </summary>
/// <remarks>S. Bennett, Appl. Statist. 32 (1983) 165-171; concavity, also with censoring: J. W. Pratt, J. Amer. Statist. Assoc. 76 (1981) 103-106.</remarks>
public sealed class LogLogistic : ScalarFamily
{
    private static readonly Variable Shape = Parameter(0, "shape"), Scale = Parameter(1, "scale");

    /// <inheritdoc/>
    public override string Name => "log_logistic";

    /// <inheritdoc/>
    public override string Summary => "lives whose hazard rises and then falls; incomes";

    /// <inheritdoc/>
    public override string Support => "x > 0";

    /// <inheritdoc/>
    public override string Existence => "if at least two values differ, or shape is fixed";

    /// <inheritdoc/>
    public override IReadOnlyList<ParameterInfo> Parameters { get; } =
        [ParameterInfo.Positive("shape", "the power at which both tails fall; one over the scale of log x"), ParameterInfo.Scale("scale", "median")];

    /// <inheritdoc/>
    public override RegressionForm? Regression { get; } = RegressionForm.ShapeAndScale;

    /// <inheritdoc/>
    public override bool IsDiscrete => false;

    /// <inheritdoc/>
    public override SupportTest? InSupport { get; } = row => row[0] > 0;

    /// <inheritdoc/>
    public override (double Lower, double Upper) SupportEnds => (0, double.PositiveInfinity);

    private static Expr LogOdds(Expr x) => Shape * (Log(x) - Log(Scale));

    /// <inheritdoc/>
    public override Expr LogDensity(Expr x) => Log(Shape) - Log(x) - Softplus(LogOdds(x)) - Softplus(-LogOdds(x));

    /// <inheritdoc/>
    public override Expr? LogCdf(Expr x) => -Softplus(-LogOdds(x));

    /// <inheritdoc/>
    public override Expr? LogSurvival(Expr x) => -Softplus(LogOdds(x));

    /// <inheritdoc/>
    public override Expr? Quantile(double p) => Scale * Exp(Math.Log(p / (1 - p)) / Shape);

    /// <inheritdoc/>
    public override bool Draw(Xoshiro random, IReadOnlyList<double> parameters, Span<double> values)
    {
        foreach (ref double value in values)
            value = parameters[1] * Math.Exp(random.Logistic() / parameters[0]);
        return true;
    }

    /// <inheritdoc/>
    public override PointEstimate? Refusal(Sample sample, IReadOnlyList<double?> held) =>
        Extremes.Refusal(sample, held[0] is null ? "shape" : null, "infinity", held[1] is null ? "scale" : null, "lognormal(0, 1)") ?? Extremes.TooNarrow(held[0], "shape");

    /// <inheritdoc/>
    public override IEnumerable<double[]> Starts(Sample sample)
    {
        // The log of such a value has mean log scale and standard deviation pi / (shape sqrt 3).
        var (mean, deviation) = LogMoments.Of(sample);
        yield return [deviation > 0 ? Math.PI / (Math.Sqrt(3) * deviation) : 1, Math.Exp(mean)];
    }
}
