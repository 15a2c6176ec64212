using BatchEstimator.Estimation.Likelihoods;
using BatchEstimator.Estimation.Numerics;
using BatchEstimator.Estimation.Statistics;
using static BatchEstimator.Estimation.Likelihoods.Functions;

namespace BatchEstimator.Estimation.Families;

/// <summary>
/// A bell with tails so heavy that it has no mean: Student's t with one degree of freedom, density 1 / (pi scale (1 + z^2)).
/// No finite sufficient statistics: the rows are kept. With both parameters free the likelihood has one top if no value has half of the
/// weight or more; with the scale held there can be several, and the search starts from many places.
/// </summary>
/// <remarks>J. B. Copas, Biometrika 62 (1975) 701-704: the joint likelihood has one top; S. M. Stigler, Statistical Science 22 (2007) 598-620: history.</remarks>
public sealed class Cauchy : ScalarFamily
{
    private static readonly Variable Location = Parameter(0, "location"), Scale = Parameter(1, "scale");

    /// <inheritdoc/>
    public override string Name => "cauchy";

    /// <inheritdoc/>
    public override string Summary => "measurements with wild outliers; has no mean";

    /// <inheritdoc/>
    public override string Support => "real";

    /// <inheritdoc/>
    public override string Existence => "if no value has half of the weight or more, or scale is fixed";

    /// <inheritdoc/>
    public override IReadOnlyList<ParameterInfo> Parameters { get; } =
        [ParameterInfo.Location("location", "median"), ParameterInfo.Scale("scale", "half of the distance between the quartiles")];

    /// <inheritdoc/>
    public override RegressionForm? Regression { get; } = RegressionForm.Natural([0, 1], RegressionParameter.Real("location"), RegressionParameter.Positive("scale"));

    /// <inheritdoc/>
    public override bool IsDiscrete => false;

    /// <inheritdoc/>
    public override SupportTest? InSupport => null;

    /// <inheritdoc/>
    public override bool HasSeveralTops => true;

    /// <inheritdoc/>
    public override Expr LogDensity(Expr x) => -Math.Log(Math.PI) - Log(Scale) - Log1P(Square((x - Location) / Scale));

    /// <inheritdoc/>
    public override Expr? LogCdf(Expr x) => LogCauchyCdf((x - Location) / Scale);

    /// <inheritdoc/>
    public override Expr? LogSurvival(Expr x) => LogCauchyCdf((Location - x) / Scale);

    /// <inheritdoc/>
    public override Expr? Quantile(double p) => Location + (p < 0.5 ? -1 / Math.Tan(Math.PI * p) : 1 / Math.Tan(Math.PI * (1 - p))) * Scale;

    /// <inheritdoc/>
    public override bool Draw(Xoshiro random, IReadOnlyList<double> parameters, Span<double> values)
    {
        foreach (ref double value in values)
            value = parameters[0] + parameters[1] * random.Cauchy();
        return true;
    }

    /// <inheritdoc/>
    public override PointEstimate? Refusal(Sample sample, IReadOnlyList<double?> held) => StudentProfile.Refusal(sample, 1, held[0], held[1], "scale");

    /// <inheritdoc/>
    public override PointEstimate? Mle(Sample sample, IReadOnlyList<double?> held)
    {
        if (!sample.IsPlain)
            return null;
        var profile = new StudentProfile(sample, held[0], held[1]);
        var top = profile.At(1);
        return double.IsFinite(top.Value) ? PointEstimate.Profiled(top.Iterations, top.Location, top.Scale) with { Route = "newton", Starts = profile.Starts } : null;
    }

    /// <inheritdoc/>
    public override IEnumerable<double[]> Starts(Sample sample)
    {
        double[] sorted = [.. sample.Values.AsSpan(0, sample.Count)];
        Array.Sort(sorted);
        double spread = Extremes.HalfWidth(sorted);
        yield return [sorted[sorted.Length / 2], spread];
        foreach (double share in (double[])[0.02, 0.15, 0.3, 0.7, 0.85, 0.98])
            yield return [sorted[(int)(share * sorted.Length)], spread];
    }
}
