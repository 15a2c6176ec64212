using BatchEstimator.Estimation.Likelihoods;
using BatchEstimator.Estimation.Numerics;
using BatchEstimator.Estimation.Priors;
using BatchEstimator.Estimation.Results;
using BatchEstimator.Estimation.Statistics;
using static BatchEstimator.Estimation.Likelihoods.Functions;

namespace BatchEstimator.Estimation.Families;

/// <summary>
/// Positive values such as sums of waiting times: density rate^shape x^(shape - 1) exp(-rate x) / Gamma(shape).
/// Sufficient: the number of rows, the sum and the sum of logs. Given the shape, the rate is shape / mean; the shape solves
/// log shape - digamma(shape) = log mean - mean log. For nearly equal values that gap is rounding, so it is then had from the sum of squares.
/// Given the shape, a gamma(a, b) prior on the rate gives (n shape + a - 1) / (sum + b).
/// </summary>
/// <remarks>R. A. Fisher, Phil. Trans. R. Soc. A 222 (1922) 309-368, section 8; see <see cref="GammaShape"/> for the equation.</remarks>
public class Gamma : SummaryFamily
{
    private static readonly Variable Shape = Parameter(0, "shape"), Rate = Parameter(1, "rate");
    private static readonly Variable N = Summarised(0, "n"), Mean = Summarised(1, "mean"), Gap = Summarised(2, "log mean - mean log"), Constants = Summarised(3, "terms without parameters");

    // Beyond this shape a double cannot tell shape and rate from shape + 1 and rate + 1/mean.
    private const double LargestShape = 1e13;

    /// <inheritdoc/>
    public override string Name => "gamma";

    /// <inheritdoc/>
    public override string Summary => "positive values such as sums of waiting times, right-skewed";

    /// <inheritdoc/>
    public override string Support => "x > 0";

    /// <inheritdoc/>
    public override string Existence => "if at least two values differ, or shape is fixed";

    /// <inheritdoc/>
    public override IReadOnlyList<ParameterInfo> Parameters { get; } =
        [ParameterInfo.Positive("shape", "1 is exponential; the coefficient of variation is 1/sqrt(shape)"), ParameterInfo.Rate("rate", "the mean is shape/rate")];

    /// <inheritdoc/>
    public override RegressionForm? Regression { get; } = new([RegressionParameter.Mean("mu"), RegressionParameter.Positive("shape")],
        values => [values[1], values[1] / values[0]], natural => [natural[0] / natural[1], natural[0]]);

    /// <inheritdoc/>
    public override IReadOnlyList<NestedModel> Nested { get; } = [new("exponential", new Dictionary<string, double> { ["shape"] = 1 }, OnBoundary: false)];

    /// <inheritdoc/>
    public override double RefitCost => 3;

    /// <inheritdoc/>
    public override bool IsDiscrete => false;

    /// <inheritdoc/>
    public override SupportTest? InSupport { get; } = row => row[0] > 0;

    /// <inheritdoc/>
    public override (double Lower, double Upper) SupportEnds => (0, double.PositiveInfinity);

    /// <summary>The value that has a gamma density: the data itself here, its reciprocal for the inverse gamma. Its log Jacobian and the rest make -log x in both cases.</summary>
    protected virtual Expr Value(Expr x) => x;

    // With t = rate x / shape: shape log(rate x) - log Gamma(shape) - rate x = [shape log shape - shape - log Gamma(shape)] + shape (log t - t + 1),
    // in which nothing cancels however large the shape.
    private static Expr Core(Expr value) => LogGammaExcess(Shape) + Shape * LogDeficit(Rate * value / Shape);

    /// <inheritdoc/>
    public override Expr LogDensity(Expr x) => Core(Value(x)) - Log(x);

    /// <inheritdoc/>
    public override Expr? LogCdf(Expr x) => SpecialNodes.LogGammaP(Shape, Rate * x);

    /// <inheritdoc/>
    public override Expr? LogSurvival(Expr x) => SpecialNodes.LogGammaQ(Shape, Rate * x);

    /// <inheritdoc/>
    internal override void LogCdf(double[] values, int count, double[] parameters, double[] result)
    {
        if (parameters[0] <= GammaSweep.LargestShape)
            GammaSweep.LogCdf(parameters[0], parameters[1], values.AsSpan(0, count), result);
        else
            base.LogCdf(values, count, parameters, result);
    }

    /// <inheritdoc/>
    public override Expr? Quantile(double p) => SpecialNodes.GammaQuantile(Shape, p) / Rate;

    /// <inheritdoc/>
    public override bool Draw(Xoshiro random, IReadOnlyList<double> parameters, Span<double> values)
    {
        foreach (ref double value in values)
            value = Math.Max(random.Gamma(parameters[0]) / parameters[1], double.Epsilon);
        return true;
    }

    /// <inheritdoc/>
    public override IReadOnlyList<Statistic> Statistics { get { var value = Value(X); return [new(value), new(value, value), new(Log(X))]; } }

    /// <inheritdoc/>
    public override double[] Summarise(Sums sums) => Summarise(sums, (double)(sums[5] / sums[1]));

    /// <summary>The summaries, given the mean of the logs of what has a gamma density.</summary>
    protected static double[] Summarise(Sums sums, double logs)
    {
        var mean = sums[3] / sums[1];
        double variation = (double)((sums[4] / sums[1] - mean * mean) / (mean * mean)), gap = Math.Log((double)mean) - logs;
        if (!(variation > 1e-29) || sums.Minimum == sums.Maximum)
            gap = 0;
        else if (Roundoff(logs) > gap * Math.Sqrt(variation))
            gap = 0.5 * variation;
        return [(double)sums[1], (double)mean, gap, (double)-sums[5]];
    }

    /// <inheritdoc/>
    public override double Digits(ReadOnlySpan<double> summary) =>
        summary[2] > 0 ? -Math.Log10(Math.Min(Roundoff(summary[3] / summary[0]) / summary[2], Math.Sqrt(2 * summary[2]))) : 16;

    /// <inheritdoc/>
    public override Expr LogLikelihood => Constants + N * (Core(Mean) - Shape * Gap);

    /// <inheritdoc/>
    public override PointEstimate Mle(ReadOnlySpan<double> summary, IReadOnlyList<double?> held)
    {
        double mean = summary[1], gap = summary[2];
        if (held[0] is { } shape)
            return PointEstimate.At(shape, held[1] ?? shape / mean);
        if (held[1] is { } rate)
            return Known(GammaShape.OfDigamma(Math.Log(rate) + Math.Log(mean) - gap), rate);
        string name = Parameters[0].Name, other = Parameters[1].Name, help = $"Fix {name}, or give it a prior such as lognormal(0, 1).";
        if (gap == 0)
            return summary[0] <= 1
                ? PointEstimate.Refuse(FitCodes.TooFewRows, $"One row says nothing about the spread, so {name} has no estimate. {help}", name)
                : PointEstimate.Refuse(FitCodes.DegenerateVariance, $"All values are equal, so the likelihood grows without bound as {name} goes to infinity. {help}", name);
        if (gap < 0.5 / LargestShape)
            return PointEstimate.Refuse(FitCodes.DegenerateVariance, $"The values differ by less than one part in a million, so {name} is so large that it and {other} cannot be told apart in a double. The normal family describes such values as well.", name, other);
        var (value, steps) = GammaShape.OfGap(gap);
        return PointEstimate.Profiled(steps, value, value / mean);
    }

    /// <inheritdoc/>
    public override PointEstimate? Mode(ReadOnlySpan<double> summary, IReadOnlyList<double?> held, IReadOnlyList<Prior> priors) =>
        held is [{ } shape, null] && GammaMode.Under(priors[1], summary[0] * shape, summary[0] * summary[1], Parameters[1].Name) is { Boundary.Count: 0, Values: [var rate] }
            ? PointEstimate.At(shape, rate) : null;

    /// <inheritdoc/>
    public override double[] Start(ReadOnlySpan<double> summary)
    {
        double shape = summary[2] > 0 ? Math.Clamp(GammaShape.OfGap(summary[2]).Shape, 1e-6, 1e6) : 1;
        return [shape, shape / summary[1]];
    }

    // The shape that a fixed rate leaves.
    private PointEstimate Known((double Shape, int Steps) found, double rate)
    {
        string name = Parameters[0].Name, other = Parameters[1].Name;
        return found.Shape is > 0 and < LargestShape
            ? PointEstimate.Profiled(found.Steps, found.Shape, rate)
            : PointEstimate.Refuse(FitCodes.OutOfSupport, FormattableString.Invariant($"With {other} = {rate:R} the {name} would be above {LargestShape:G1}, where neighbouring values cannot be told apart. Check the fixed value and the units of the data."), other);
    }

    // What the gap loses: the logs are rounded before they are summed.
    private static double Roundoff(double logs) => 1.2e-16 * (1 + Math.Abs(logs));
}
