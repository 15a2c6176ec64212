using System.Runtime.Intrinsics;
using BatchEstimator.Estimation.Likelihoods;
using BatchEstimator.Estimation.Numerics;
using BatchEstimator.Estimation.Statistics;
using static BatchEstimator.Estimation.Likelihoods.Functions;

namespace BatchEstimator.Estimation.Families;

/// <summary>
/// Lives whose hazard rises (shape above 1) or falls (below 1) as a power of age: survival exp(-(x / scale)^shape).
/// No finite sufficient statistics: the rows are kept. Given the shape, scale^shape is the sum of x^shape over the number of failures, so
/// the estimate is the root of one increasing function of the shape; it exists and is unique if at least two of the values that matter differ.
/// </summary>
/// <remarks>W. Weibull, J. Appl. Mech. 18 (1951) 293-297; the profile: N. Balakrishnan and M. Kateri, Statist. Probab. Lett. 78 (2008) 2971-2975.</remarks>
public sealed class Weibull : ScalarFamily
{
    private static readonly Variable Shape = Parameter(0, "shape"), Scale = Parameter(1, "scale");

    /// <inheritdoc/>
    public override string Name => "weibull";

    /// <inheritdoc/>
    public override string Summary => "lives with a hazard that rises or falls as a power of age";

    /// <inheritdoc/>
    public override string Support => "x > 0";

    /// <inheritdoc/>
    public override string Existence => "if at least two values differ; with censoring, if a failure is seen below the largest value";

    /// <inheritdoc/>
    public override IReadOnlyList<ParameterInfo> Parameters { get; } =
        [ParameterInfo.Positive("shape", "above 1: wear-out; 1: constant hazard; below 1: early failures"), ParameterInfo.Scale("scale", "the age that 63.2 % do not reach")];

    /// <inheritdoc/>
    public override RegressionForm? Regression { get; } = RegressionForm.ShapeAndScale;

    /// <inheritdoc/>
    public override bool IsDiscrete => false;

    /// <inheritdoc/>
    public override SupportTest? InSupport { get; } = row => row[0] > 0;

    /// <inheritdoc/>
    public override (double Lower, double Upper) SupportEnds => (0, double.PositiveInfinity);

    /// <inheritdoc/>
    public override Expr LogDensity(Expr x)
    {
        var log = Log(x) - Log(Scale);
        return Log(Shape) - Log(x) + Shape * log - Exp(Shape * log);
    }

    /// <inheritdoc/>
    public override Expr? LogCdf(Expr x) => Log1MExp(-Exp(Shape * (Log(x) - Log(Scale))));

    /// <inheritdoc/>
    public override Expr? LogSurvival(Expr x) => -Exp(Shape * (Log(x) - Log(Scale)));

    /// <inheritdoc/>
    public override Expr? Quantile(double p) => Scale * Exp(Math.Log(-SpecialFunctions.Log1P(-p)) / Shape);

    /// <inheritdoc/>
    public override IReadOnlyList<NestedModel> Nested { get; } = [new("exponential", new Dictionary<string, double> { ["shape"] = 1 }, OnBoundary: false)];

    /// <inheritdoc/>
    public override bool Draw(Xoshiro random, IReadOnlyList<double> parameters, Span<double> values)
    {
        random.FillExponential(values);
        int lanes = Vector512<double>.Count, whole = values.Length - values.Length % lanes;
        for (int i = 0; i < whole; i += lanes)
            (parameters[1] * Vector512.Exp(Vector512.Log(Vector512.Create<double>(values.Slice(i, lanes))) / parameters[0])).CopyTo(values[i..]);
        foreach (ref double value in values[whole..])
            value = parameters[1] * Math.Exp(Math.Log(value) / parameters[0]);
        return true;
    }

    /// <inheritdoc/>
    public override PointEstimate? Refusal(Sample sample, IReadOnlyList<double?> held) =>
        Extremes.Refusal(sample, held[0] is null ? "shape" : null, "infinity", held[1] is null ? "scale" : null, "lognormal(0, 1)") ?? Extremes.TooNarrow(held[0], "shape");

    /// <summary>The profile, for rows that are exact or right-censored. Powers are taken of x over the largest x, so that none overflows.</summary>
    public override PointEstimate? Mle(Sample sample, IReadOnlyList<double?> held)
    {
        if (sample.IsTruncated || sample.StartOf(RowKnowledge.Below) < sample.Count)
            return null;
        using var profile = new WeibullProfile(sample);
        if (held[0] is { } shape)
            return PointEstimate.At(shape, profile.ScaleAt(shape));
        double start = Start(sample).Shape;
        return (held[1] is { } scale ? profile.SolveAt(scale, start) : profile.Solve(start)) is var (found, steps)
            ? PointEstimate.Profiled(steps, found, held[1] ?? profile.ScaleAt(found)) : null;
    }

    /// <inheritdoc/>
    public override IEnumerable<double[]> Starts(Sample sample)
    {
        var (shape, scale) = Start(sample);
        yield return [shape, scale];
    }

    // The log of a Weibull variable has standard deviation pi / (shape sqrt 6) and mean log scale - Euler's constant / shape.
    private static (double Shape, double Scale) Start(Sample sample)
    {
        var (mean, deviation) = LogMoments.Of(sample);
        double shape = deviation > 0 ? Math.PI / (Math.Sqrt(6) * deviation) : 1;
        return (shape, Math.Exp(mean + 0.5772156649015329 / shape));
    }
}
