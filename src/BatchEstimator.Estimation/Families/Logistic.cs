using BatchEstimator.Estimation.Likelihoods;
using BatchEstimator.Estimation.Numerics;
using BatchEstimator.Estimation.Statistics;
using static BatchEstimator.Estimation.Likelihoods.Functions;

namespace BatchEstimator.Estimation.Families;

/// <summary>
/// A symmetric curve with heavier tails than the normal: distribution function 1 / (1 + exp(-z)), z = (x - location) / scale.
/// No finite sufficient statistics: the rows are kept. The log-likelihood is concave in (1/scale, location/scale), with censored rows
/// too, so that its only top is found from any start; it exists if two values differ.
/// </summary>
/// <remarks>N. Balakrishnan (ed.), Handbook of the Logistic Distribution, Dekker 1992, chapter 2; concavity: J. W. Pratt, J. Amer. Statist. Assoc. 76 (1981) 103-106.</remarks>
public sealed class Logistic : ScalarFamily
{
    private static readonly Variable Location = Parameter(0, "location"), Scale = Parameter(1, "scale");

    /// <inheritdoc/>
    public override string Name => "logistic";

    /// <inheritdoc/>
    public override string Summary => "measurements scattered symmetrically, with heavier tails than the normal's";

    /// <inheritdoc/>
    public override string Support => "real";

    /// <inheritdoc/>
    public override string Existence => "if at least two values differ, or scale is fixed";

    /// <inheritdoc/>
    public override IReadOnlyList<ParameterInfo> Parameters { get; } =
        [ParameterInfo.Location("location", "mean and median"), ParameterInfo.Scale("scale", "the standard deviation is 1.8138 times it")];

    /// <inheritdoc/>
    public override RegressionForm? Regression { get; } = RegressionForm.Natural([0, 1], RegressionParameter.Real("location"), RegressionParameter.Positive("scale"));

    /// <inheritdoc/>
    public override bool IsDiscrete => false;

    /// <inheritdoc/>
    public override SupportTest? InSupport => null;

    /// <inheritdoc/>
    public override Expr LogDensity(Expr x)
    {
        var z = (x - Location) / Scale;
        return -Log(Scale) - z - 2 * Softplus(-z);
    }

    /// <inheritdoc/>
    public override Expr? LogCdf(Expr x) => -Softplus((Location - x) / Scale);

    /// <inheritdoc/>
    public override Expr? LogSurvival(Expr x) => -Softplus((x - Location) / Scale);

    /// <inheritdoc/>
    public override Expr? Quantile(double p) => Location + Math.Log(p / (1 - p)) * Scale;

    /// <inheritdoc/>
    public override bool Draw(Xoshiro random, IReadOnlyList<double> parameters, Span<double> values)
    {
        foreach (ref double value in values)
            value = parameters[0] + parameters[1] * random.Logistic();
        return true;
    }

    /// <inheritdoc/>
    public override PointEstimate? Refusal(Sample sample, IReadOnlyList<double?> held) => Extremes.WithoutSpread(sample, held, 1, "scale");

    /// <inheritdoc/>
    public override IEnumerable<double[]> Starts(Sample sample)
    {
        var (mean, deviation) = Extremes.Moments(sample);
        yield return [mean, Math.Sqrt(3) / Math.PI * deviation];
    }
}
