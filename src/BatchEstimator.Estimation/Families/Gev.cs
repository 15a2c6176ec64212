using BatchEstimator.Estimation.Likelihoods;
using BatchEstimator.Estimation.Numerics;
using BatchEstimator.Estimation.Results;
using BatchEstimator.Estimation.Statistics;
using static BatchEstimator.Estimation.Likelihoods.Functions;

namespace BatchEstimator.Estimation.Families;

/// <summary>
/// Largest values of many, of whatever tail: distribution function exp(-(1 + shape z)^(-1/shape)), z = (x - location) / scale. A shape
/// above 0 is a heavy upper tail, 0 the Gumbel (reached continuously, through log(1 + u)/u), below 0 an upper end at location - scale/shape.
/// No finite sufficient statistics: the rows are kept. The likelihood has no bound for shape below -1, so the estimate is a top with
/// shape >= -1; tops with shape above -1/2 are regular. If there is none of these, the highest point may be at shape = -1, where the
/// density is exponential up to its end, the largest value, with the mean distance from it as scale. Between -1 and -1/2 an estimate is
/// given without a standard error.
/// </summary>
/// <remarks>
/// A. F. Jenkinson, Quart. J. R. Met. Soc. 81 (1955) 158-171; R. L. Smith, Biometrika 72 (1985) 67-90: regularity;
/// J. R. M. Hosking, J. R. Statist. Soc. B 52 (1990) 105-124, table 2: L-moments, for the start.
/// </remarks>
public sealed class Gev : ScalarFamily
{
    private static readonly Variable Location = Parameter(0, "location"), Scale = Parameter(1, "scale"), Shape = Parameter(2, "shape");

    /// <inheritdoc/>
    public override string Name => "gev";

    /// <inheritdoc/>
    public override string Summary => "largest values of many, with a light, heavy or bounded upper tail: annual maxima";

    /// <inheritdoc/>
    public override string Support => "real, with 1 + shape (x - location) / scale > 0";

    /// <inheritdoc/>
    public override string Existence => "with at least three distinct values, for shape >= -1; below, the likelihood has no bound";

    /// <inheritdoc/>
    public override IReadOnlyList<ParameterInfo> Parameters { get; } =
    [
        ParameterInfo.Location("location", "the value with distribution function exp(-1)"), ParameterInfo.Scale("scale", "width"),
        ParameterInfo.Real("shape", "above 0: heavy upper tail; 0: Gumbel; below 0: bounded above") with { EstimatedFrom = -1 },
    ];

    /// <inheritdoc/>
    public override RegressionForm? Regression { get; } = RegressionForm.Natural([0, 1, 2], RegressionParameter.Real("location"), RegressionParameter.Positive("scale"), RegressionParameter.Real("shape"));

    /// <inheritdoc/>
    public override IReadOnlyList<NestedModel> Nested { get; } = [new("gumbel", new Dictionary<string, double> { ["shape"] = 0 }, OnBoundary: false)];

    /// <inheritdoc/>
    public override double RefitCost => 20;

    /// <inheritdoc/>
    public override bool IsDiscrete => false;

    /// <inheritdoc/>
    public override SupportTest? InSupport => null;

    /// <inheritdoc/>
    public override bool HasSeveralTops => true;

    /// <inheritdoc/>
    public override Expr LogDensity(Expr x)
    {
        var y = Reduced(x);
        return -Log(Scale) - (1 + Shape) * y - Exp(-y);
    }

    /// <inheritdoc/>
    public override Expr? LogCdf(Expr x) => IfPositive(Inside(x), -Exp(-Reduced(x)), IfPositive(Shape, double.NegativeInfinity, 0));

    /// <inheritdoc/>
    public override Expr? LogSurvival(Expr x) => IfPositive(Inside(x), Log1MExp(-Exp(-Reduced(x))), IfPositive(Shape, 0, double.NegativeInfinity));

    /// <inheritdoc/>
    public override Expr? Quantile(double p)
    {
        double w = -Math.Log(-Math.Log(p));
        return Location + w * Scale * ExpM1Ratio(w * Shape);
    }

    /// <inheritdoc/>
    public override bool Draw(Xoshiro random, IReadOnlyList<double> parameters, Span<double> values)
    {
        foreach (ref double value in values)
            value = parameters[0] + parameters[1] * random.GeneralizedExtremeValue(parameters[2]);
        return true;
    }

    /// <inheritdoc/>
    public override string? Irregular(IReadOnlyList<double> values) => values[2] > -0.5 ? null
        : "The estimate of shape is below -1/2, where the upper end of the distribution is estimated faster than by the usual theory: standard errors do not exist (Smith 1985).";

    /// <inheritdoc/>
    public override PointEstimate? WithoutTop => PointEstimate.Refuse(FitCodes.UnboundedLikelihood,
        "No top of the likelihood was found. That of any data grows without bound for shape below -1, and as a large shape and a small scale close in on a value; with few rows or many ties there may be no top beside. Fix shape (0 is the Gumbel), or give shape and scale priors such as normal(0, 0.25) and lognormal(0, 1).", "shape");

    /// <inheritdoc/>
    public override PointEstimate? Refusal(Sample sample, IReadOnlyList<double?> held)
    {
        if (Extremes.WithoutSpread(sample, held, 1, "scale") is { } constant)
            return constant;
        return !sample.IsPlain || held.Any(value => value is not null) || sample.Values.Take(sample.Count).Distinct().Count() >= 3 ? null
            : PointEstimate.Refuse(FitCodes.TooFewRows, "Fewer than three distinct values say nothing about location, scale and shape: the likelihood grows without bound. Fix shape (0 is the Gumbel), or give shape and scale priors.", "shape");
    }

    /// <inheritdoc/>
    public override PointEstimate? Edge(Sample sample, IReadOnlyList<double?> held, IReadOnlyList<double>? found)
    {
        if (!sample.IsPlain || held.Any(value => value is not null) || found?[2] > -0.5)
            return null;
        double greatest = Extremes.Of(sample).Greatest, scale = greatest - Extremes.Moments(sample).Mean;
        // The end a hair beyond the largest value, so that rounding does not leave that outside.
        return new([greatest - (1 - 1e-13) * scale, scale, -1], [0, 1, 2], [new(FitCodes.BoundaryEstimate,
            "The likelihood is highest at shape = -1, the least that is considered (below, it has no bound): an exponential that ends at the largest value. Standard errors do not exist there. Check whether the data are maxima; fix shape, or give it a prior such as normal(0, 0.25).", ["shape"])]);
    }

    /// <inheritdoc/>
    public override IEnumerable<double[]> Starts(Sample sample)
    {
        var (l1, l2, l3) = LMoments(sample);
        var (least, greatest) = Extremes.Of(sample);
        if (!(l2 > 0))
            (l2, l3) = (Extremes.Moments(sample).Deviation, 0);
        double c = 2 / (3 + Math.Clamp(l3 / l2, -0.9, 0.9)) - Math.Log(2) / Math.Log(3);
        foreach (double shape in (double[])[Math.Clamp(-7.859 * c - 2.9554 * c * c, -0.6, 0.9), -0.3, 0, 0.3])
        {
            double gamma = Math.Abs(shape) < 1e-6 ? 1 : Math.Exp(SpecialFunctions.LogGamma(1 - shape));
            double scale = Math.Abs(shape) < 1e-6 ? l2 / Math.Log(2) : l2 * shape / (gamma * (Math.Pow(2, shape) - 1));
            double location = l1 - scale * (Math.Abs(shape) < 1e-6 ? 0.5772156649015329 : (gamma - 1) / shape);
            // Wide enough for all values to be possible.
            scale = Math.Max(scale, 1.2 * Math.Max(-shape * (greatest - location), shape * (location - least)));
            yield return [location, scale, shape];
        }
    }

    // From the probability-weighted moments with (weight below + half of its own) / total as the probability of a value.
    private static (double L1, double L2, double L3) LMoments(Sample sample)
    {
        double[] values = [.. sample.Values.AsSpan(0, sample.Count)], weights = [.. Enumerable.Range(0, sample.Count).Select(sample.WeightOf)];
        Array.Sort(values, weights);
        double total = sample.TotalWeight, below = 0, b0 = 0, b1 = 0, b2 = 0;
        for (int i = 0; i < values.Length; i++)
        {
            double p = (below + 0.5 * weights[i]) / total, share = weights[i] / total * values[i];
            (b0, b1, b2, below) = (b0 + share, b1 + share * p, b2 + share * p * p, below + weights[i]);
        }
        return (b0, 2 * b1 - b0, 6 * b2 - 6 * b1 + b0);
    }

    private static Expr Inside(Expr x) => 1 + Shape * ((x - Location) / Scale);

    // log(1 + shape z) / shape, z itself at shape 0.
    private static Expr Reduced(Expr x)
    {
        var z = (x - Location) / Scale;
        return z * Log1PRatio(Shape * z);
    }
}
