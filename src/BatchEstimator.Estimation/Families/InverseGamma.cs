using BatchEstimator.Estimation.Likelihoods;
using BatchEstimator.Estimation.Numerics;
using BatchEstimator.Estimation.Statistics;

namespace BatchEstimator.Estimation.Families;

/// <summary>
/// Positive values whose reciprocal is gamma(shape, scale): density scale^shape x^(-shape - 1) exp(-scale / x) / Gamma(shape).
/// Everything is the gamma's, of 1/x, with the scale in the place of the rate.
/// </summary>
/// <remarks>V. Witkovsky, Kybernetika 37 (2001) 79-90.</remarks>
public sealed class InverseGamma : Gamma
{
    private static readonly Variable Shape = Parameter(0, "shape"), Scale = Parameter(1, "scale");

    /// <inheritdoc/>
    public override string Name => "inverse_gamma";

    /// <inheritdoc/>
    public override string Summary => "positive values with a heavy right tail, such as variances; reciprocals of gamma values";

    /// <inheritdoc/>
    public override IReadOnlyList<ParameterInfo> Parameters { get; } =
        [ParameterInfo.Positive("shape", "the power at which the right tail falls"), ParameterInfo.Scale("scale", "the mean is scale/(shape - 1) if shape is above 1")];

    /// <inheritdoc/>
    public override RegressionForm? Regression { get; } = RegressionForm.Natural([1, 0], RegressionParameter.Positive("scale"), RegressionParameter.Positive("shape"));

    /// <inheritdoc/>
    public override IReadOnlyList<NestedModel> Nested => [];

    /// <inheritdoc/>
    protected override Expr Value(Expr x) => 1 / x;

    /// <inheritdoc/>
    public override double[] Summarise(Sums sums) => Summarise(sums, -(double)(sums[5] / sums[1]));

    /// <inheritdoc/>
    public override Expr? LogCdf(Expr x) => SpecialNodes.LogGammaQ(Shape, Scale / x);

    /// <inheritdoc/>
    public override Expr? LogSurvival(Expr x) => SpecialNodes.LogGammaP(Shape, Scale / x);

    /// <inheritdoc/>
    internal override void LogCdf(double[] values, int count, double[] parameters, double[] result) =>
        Kernels.Below.Values([values], 0, count, parameters, [], result);

    /// <inheritdoc/>
    public override Expr? Quantile(double p) => Scale / SpecialNodes.GammaQuantile(Shape, 1 - p);

    /// <inheritdoc/>
    public override bool Draw(Xoshiro random, IReadOnlyList<double> parameters, Span<double> values)
    {
        foreach (ref double value in values)
            value = parameters[1] / Math.Max(random.Gamma(parameters[0]), parameters[1] / double.MaxValue);
        return true;
    }
}
