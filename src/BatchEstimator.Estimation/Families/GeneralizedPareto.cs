using BatchEstimator.Estimation.Likelihoods;
using BatchEstimator.Estimation.Numerics;
using BatchEstimator.Estimation.Results;
using BatchEstimator.Estimation.Statistics;
using static BatchEstimator.Estimation.Likelihoods.Functions;

namespace BatchEstimator.Estimation.Families;

/// <summary>
/// Excesses over a high threshold: survival (1 + shape x / scale)^(-1/shape), which at shape 0 is the exponential's and below 0 ends at -scale/shape.
/// No finite sufficient statistics: the rows are kept. Shapes are restricted to at least -1, below which the likelihood is unbounded; so
/// restricted there always is an estimate. Below -1/2 the likelihood is irregular and standard errors do not exist.
/// </summary>
/// <remarks>J. Pickands, Ann. Statist. 3 (1975) 119-131; regularity: R. L. Smith, Biometrika 72 (1985) 67-90; the search: see <see cref="GeneralizedParetoProfile"/>.</remarks>
public sealed class GeneralizedPareto : ScalarFamily
{
    private static readonly Variable Scale = Parameter(0, "scale"), Shape = Parameter(1, "shape");

    /// <inheritdoc/>
    public override string Name => "generalized_pareto";

    /// <inheritdoc/>
    public override string Summary => "excesses over a high threshold, with a heavy, an exponential or a finite tail";

    /// <inheritdoc/>
    public override string Support => "x > threshold";

    /// <inheritdoc/>
    public override string Existence => "always, with shapes restricted to at least -1";

    /// <inheritdoc/>
    public override IReadOnlyList<ParameterInfo> Parameters { get; } =
        [ParameterInfo.Scale("scale", "size of the excesses; one over the density at the threshold"),
         new("shape", -1, double.PositiveInfinity, "above 0: heavy tail; 0: exponential; below 0: an upper end at threshold - scale/shape")];

    /// <inheritdoc/>
    public override RegressionForm? Regression { get; } = RegressionForm.Natural([0, 1], RegressionParameter.Positive("scale"), RegressionParameter.Real("shape"));

    /// <inheritdoc/>
    public override IReadOnlyList<NestedModel> Nested { get; } = [new("exponential", new Dictionary<string, double> { ["shape"] = 0 }, OnBoundary: false)];

    /// <inheritdoc/>
    public override bool CanCloseIn => false;

    /// <inheritdoc/>
    public override bool IsDiscrete => false;

    /// <inheritdoc/>
    public override SupportTest? InSupport { get; } = row => row[0] > 0;

    /// <inheritdoc/>
    public override (double Lower, double Upper) SupportEnds => (0, double.PositiveInfinity);

    /// <inheritdoc/>
    public override bool HasSeveralTops => true;

    // log(1 + shape z)/shape with z = x/scale, continuous through shape 0.
    private static Expr CumulativeHazard(Expr x) => x / Scale * Log1PRatio(Shape * x / Scale);

    // Positive below the upper end of the support.
    private static Expr Room(Expr x) => 1 + Shape * x / Scale;

    /// <inheritdoc/>
    public override Expr LogDensity(Expr x) => -Log(Scale) - (1 + Shape) * CumulativeHazard(x);

    /// <inheritdoc/>
    public override Expr? LogCdf(Expr x) => IfPositive(Room(x), Log1MExp(-CumulativeHazard(x)), 0);

    /// <inheritdoc/>
    public override Expr? LogSurvival(Expr x) => IfPositive(Room(x), -CumulativeHazard(x), double.NegativeInfinity);

    /// <inheritdoc/>
    public override Expr? Quantile(double p)
    {
        double hazard = -SpecialFunctions.Log1P(-p);
        return Scale * hazard * ExpM1Ratio(Shape * hazard);
    }

    /// <inheritdoc/>
    public override bool Draw(Xoshiro random, IReadOnlyList<double> parameters, Span<double> values)
    {
        foreach (ref double value in values)
            value = parameters[0] * random.GeneralizedPareto(parameters[1]);
        return true;
    }

    /// <inheritdoc/>
    public override PointEstimate? Refusal(Sample sample, IReadOnlyList<double?> held) =>
        Extremes.Refusal(sample, null, "", held[0] is null ? "scale" : null, "")
        ?? (held[0] is not (null or (> 1e-8 and < 1e8)) || held[1] > 1e6
            ? PointEstimate.Refuse(FitCodes.OutOfSupport, "The fixed value is beyond all proportion to the data. Check it and the units of the data.", held[0] is null ? "shape" : "scale") : null);

    /// <inheritdoc/>
    public override PointEstimate? Mle(Sample sample, IReadOnlyList<double?> held)
    {
        if (!sample.IsPlain)
            return null;
        using var profile = new GeneralizedParetoProfile(sample);
        if (held[1] is { } known)
            return profile.SolveAt(known) is var (best, taken) ? PointEstimate.Profiled(taken, best, known) : null;
        if (profile.Solve(held[0]) is not var (scale, shape, steps))
            return null;
        return shape >= -0.5 ? PointEstimate.Profiled(steps, scale, shape) : new([scale, shape], held[0] is null ? [0, 1] : [1],
            [new(FitCodes.BoundaryEstimate, shape == -1
                ? "The likelihood is highest at shape = -1, the end of the values it is bounded for: a uniform density up to the largest value. Standard errors do not exist there."
                : "The shape is below -1/2, where the upper end of the support follows the largest value and standard errors do not exist. A prior on shape such as normal(0, 0.25) would keep it from there.", ["shape"])])
            { Route = "profile", Iterations = steps };
    }

    /// <inheritdoc/>
    public override IEnumerable<double[]> Starts(Sample sample)
    {
        double mean = 0, largest = 0, weight = sample.TotalWeight;
        for (int i = 0; i < sample.Count; i++)
            (mean, largest) = (mean + sample.WeightOf(i) / weight * sample.Values[i], Math.Max(largest, sample.Values[i]));
        yield return [mean, 0.05];
        yield return [0.5 * mean, 0.5];
        yield return [0.3 * largest, -0.25];
    }
}
