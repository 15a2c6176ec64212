using BatchEstimator.Estimation.Likelihoods;
using BatchEstimator.Estimation.Numerics;
using BatchEstimator.Estimation.Results;
using BatchEstimator.Estimation.Statistics;
using static BatchEstimator.Estimation.Likelihoods.Functions;

namespace BatchEstimator.Estimation.Families;

/// <summary>
/// A peak with exponential tails on both sides: density exp(-|x - location| / scale) / (2 scale).
/// No finite sufficient statistics: the rows are kept. The location is the (weighted) median, the scale the mean distance from it; where
/// half of the weight lies on either side of a gap, every location in the gap is as likely and its middle is reported. The
/// log-likelihood has a kink at every value, so there is no observed information about the location: standard errors come from the
/// expected information n / scale^2 of either parameter.
/// </summary>
/// <remarks>S. Kotz, T. J. Kozubowski and K. Podgórski, The Laplace Distribution and Generalizations, Birkhäuser 2001, section 2.6.</remarks>
public sealed class Laplace : ScalarFamily
{
    private static readonly Variable Location = Parameter(0, "location"), Scale = Parameter(1, "scale");

    /// <inheritdoc/>
    public override string Name => "laplace";

    /// <inheritdoc/>
    public override string Summary => "differences and errors with a sharp peak and exponential tails";

    /// <inheritdoc/>
    public override string Support => "real";

    /// <inheritdoc/>
    public override string Existence => "if at least two values differ, or scale is fixed; the location is not unique if half of the rows lie on either side of a gap";

    /// <inheritdoc/>
    public override IReadOnlyList<ParameterInfo> Parameters { get; } =
        [ParameterInfo.Location("location", "mean and median"), ParameterInfo.Scale("scale", "mean distance from the location")];

    /// <inheritdoc/>
    public override RegressionForm? Regression { get; } = RegressionForm.Natural([0, 1], RegressionParameter.Real("location"), RegressionParameter.Positive("scale"));

    /// <inheritdoc/>
    public override bool IsDiscrete => false;

    /// <inheritdoc/>
    public override SupportTest? InSupport => null;

    /// <inheritdoc/>
    public override int? Kinked => 0;

    /// <inheritdoc/>
    public override Expr LogDensity(Expr x) => -Math.Log(2) - Log(Scale) - Abs(x - Location) / Scale;

    /// <inheritdoc/>
    public override Expr? LogCdf(Expr x) => LogBelow((x - Location) / Scale);

    /// <inheritdoc/>
    public override Expr? LogSurvival(Expr x) => LogBelow((Location - x) / Scale);

    /// <inheritdoc/>
    public override Expr? Quantile(double p) => Location + (p < 0.5 ? Math.Log(2 * p) : -Math.Log(2 * (1 - p))) * Scale;

    /// <inheritdoc/>
    public override bool Draw(Xoshiro random, IReadOnlyList<double> parameters, Span<double> values)
    {
        foreach (ref double value in values)
            value = parameters[0] + parameters[1] * random.Laplace();
        return true;
    }

    /// <inheritdoc/>
    public override PointEstimate? Refusal(Sample sample, IReadOnlyList<double?> held) => Extremes.WithoutSpread(sample, held, 1, "scale");

    /// <inheritdoc/>
    public override PointEstimate? Mle(Sample sample, IReadOnlyList<double?> held)
    {
        if (!sample.IsPlain)
            return null;
        var (low, high) = held[0] is { } known ? (known, known) : Extremes.Median(sample);
        double location = low + 0.5 * (high - low), distance = 0, weight = sample.TotalWeight;
        for (int i = 0; i < sample.Count; i++)
            distance += sample.WeightOf(i) / weight * Math.Abs(sample.Values[i] - location);
        double scale = held[1] ?? distance;
        IReadOnlyList<FitCode> codes = low == high ? [] : [new(FitCodes.NonUnique,
            "Half of the rows lie on either side of a gap: every location in it has the same likelihood. The middle of the gap is reported.", ["location"])];
        return new PointEstimate([location, scale], [], codes) { Kinks = held[0] is null ? [(0, weight / (scale * scale))] : [] };
    }

    /// <inheritdoc/>
    public override IEnumerable<double[]> Starts(Sample sample)
    {
        var (low, high) = Extremes.Median(sample);
        double location = low + 0.5 * (high - low);
        yield return [location, Extremes.Moments(sample).Deviation / Math.Sqrt(2)];
    }

    // exp(z) / 2 below, 1 - exp(-z) / 2 above.
    private static Expr LogBelow(Expr z) => IfPositive(z, Log1P(-0.5 * Exp(-z)), z - Math.Log(2));
}
