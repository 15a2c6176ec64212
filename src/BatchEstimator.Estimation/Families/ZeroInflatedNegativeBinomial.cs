using BatchEstimator.Estimation.Likelihoods;
using BatchEstimator.Estimation.Numerics;
using BatchEstimator.Estimation.Results;
using BatchEstimator.Estimation.Statistics;
using static BatchEstimator.Estimation.Likelihoods.CountNodes;
using static BatchEstimator.Estimation.Likelihoods.Functions;

namespace BatchEstimator.Estimation.Families;

/// <summary>
/// Negative binomial counts of which a share pi was never at risk: P(0) = pi + (1 - pi) p0, else (1 - pi) times the negative binomial's.
/// The likelihood is that of the number of zeros times that of the positive counts, which is the zero-truncated negative binomial's: where its
/// top leaves pi above 0 it is the estimate. Otherwise the top lies on an end: pi = 0 (negative binomial, or Poisson), or size infinite (zero-inflated Poisson).
/// </summary>
/// <remarks>N. L. Johnson, A. W. Kemp and S. Kotz, Univariate Discrete Distributions, 3rd ed., sections 5.11 and 8.2.</remarks>
public sealed class ZeroInflatedNegativeBinomial : ScalarFamily
{
    private static readonly Variable Pi = Parameter(0, "pi"), Size = Parameter(1, "size"), Mu = Parameter(2, "mu");
    private static readonly LimitModel InflatedPoisson = new(new ZeroInflatedPoisson(), [0, null, 1]);

    /// <inheritdoc/>
    public override string Name => "zero_inflated_negative_binomial";

    /// <inheritdoc/>
    public override string Summary => "counts with more zeros and more spread than a Poisson's";

    /// <inheritdoc/>
    public override string Support => "0, 1, 2, ...";

    /// <inheritdoc/>
    public override string Existence => "if any count is above 0; often on an end: pi = 0, or size infinite (zero-inflated Poisson)";

    /// <inheritdoc/>
    public override IReadOnlyList<ParameterInfo> Parameters { get; } =
    [
        ParameterInfo.Probability("pi", "share of rows that are always 0"), ParameterInfo.Positive("size", "the smaller, the more spread; infinite: zero-inflated Poisson"),
        ParameterInfo.Positive("mu", "mean count of the other rows"),
    ];

    /// <inheritdoc/>
    public override RegressionForm? Regression { get; } = RegressionForm.Natural([2, 1, 0], RegressionParameter.Positive("mu"), RegressionParameter.Positive("size"), RegressionParameter.Probability("pi"));

    /// <inheritdoc/>
    public override IReadOnlyList<NestedModel> Nested { get; } = [new("negative_binomial", new Dictionary<string, double> { ["pi"] = 0 }, OnBoundary: true)];

    /// <inheritdoc/>
    public override IReadOnlyList<LimitModel> Limits => [InflatedPoisson];

    /// <inheritdoc/>
    public override double RefitCost => 10;

    /// <inheritdoc/>
    public override bool IsDiscrete => true;

    /// <inheritdoc/>
    public override bool Draw(Xoshiro random, IReadOnlyList<double> parameters, Span<double> values)
    {
        foreach (ref double value in values)
            value = random.NextDouble() < parameters[0] ? 0 : random.Poisson(random.Gamma(parameters[1]) * (parameters[2] / parameters[1]));
        return true;
    }

    /// <inheritdoc/>
    public override Expr LogDensity(Expr x) =>
        IfPositive(x, Log1P(-Pi) + LogNegativeBinomial(Size, Mu, x), ZeroInflatedPoisson.LogZero(Pi, LogNegativeBinomial(Size, Mu, 0)));

    /// <inheritdoc/>
    public override SupportTest? InSupport { get; } = Poisson.IsCount;

    /// <inheritdoc/>
    public override Expr? Cdf(double x, double? trials) => x < 0 ? 0 : Pi + (1 - Pi) * Exp(NegativeBinomial.LogUpTo(Math.Floor(x), Size, Mu));

    /// <inheritdoc/>
    public override Expr? Survival(double x, double? trials) => x < 0 ? 1 : (1 - Pi) * Exp(NegativeBinomial.LogBeyond(Math.Floor(x), Size, Mu));

    /// <inheritdoc/>
    public override PointEstimate? Refusal(Sample sample, IReadOnlyList<double?> held)
    {
        if (sample.Count == 0 || sample.Values[..sample.Count].Any(x => x > 0) || (held[0] is not null && held[2] is not null))
            return null;
        return PointEstimate.Refuse(FitCodes.NoFiniteMle, "Every count is 0: mu = 0 with any pi and size, and pi = 1 with any mu and size, are equally likely. Counts above 0, or priors on pi, size and mu, would give an estimate.", "pi", "size", "mu");
    }

    /// <inheritdoc/>
    public override PointEstimate? Mle(Sample sample, IReadOnlyList<double?> held)
    {
        if (held[1] is > 1e100 or < 1e-100 || held[2] is > 1e100 or < 1e-100)
            return PointEstimate.Refuse(FitCodes.NotFinite, "With size or mu fixed above 1e100 or below 1e-100 the likelihood has no digit left to estimate the others by. Check the fixed values.", "size", "mu");
        if (held.Any(value => value is not null))
            return null;
        var (mean, spread) = CountMoments.Of(sample);
        if (!double.IsFinite(spread))
            return PointEstimate.Refuse(FitCodes.NotFinite, "The variance of the counts is beyond the range of a double. Counts of this size are measurements: a family such as gamma or lognormal would describe them.");
        var positives = new PositiveCounts(sample);
        var inside = positives.Top();
        double? size = spread > mean * (1 + 1e-14) ? SizeProfile.Solve(sample, mean, spread, out _) : null;
        double limit = positives.InflatedPoisson(mean), plain = size is { } r ? positives.LogLikelihood(0, r, mean) : double.NegativeInfinity;
        double best = Math.Max(inside?.LogLikelihood ?? double.NegativeInfinity, Math.Max(plain, limit));
        // What differs by rounding alone is the simpler model.
        double slack = 1e-12 * (1 + Math.Abs(best));
        if (limit >= best - slack)
        {
            return PointEstimate.InLimit(InflatedPoisson,
                "The likelihood is highest as size goes to infinity: the zero-inflated Poisson distribution, which is shown, with mu its lambda. A prior on size, such as gamma(2, 0.1), would keep it finite.", "size");
        }
        return plain >= best - slack
            ? new([0, size!.Value, mean], [0], [ZeroInflatedPoisson.OnEnd(0, "there are no more zeros than a negative binomial distribution has, which is what remains")]) { Route = "profile" }
            : PointEstimate.Profiled(inside!.Value.Steps, inside.Value.Pi, inside.Value.Size, inside.Value.Mu);
    }

    /// <inheritdoc/>
    public override IEnumerable<double[]> Starts(Sample sample)
    {
        var (mean, spread) = CountMoments.Of(sample);
        double mu = mean > 0 ? mean : 0.5 / sample.TotalWeight;
        var positives = new PositiveCounts(sample);
        if (mean > 0 && double.IsFinite(spread) && positives.Top() is { } top)
            yield return [top.Pi, top.Size, top.Mu];
        yield return [0.05, spread > mean && mean > 0 ? mean / ((spread - mean) / mean) : 10 * Math.Max(1, mu), mu];
        yield return [0.5, 1, 2 * mu];
    }
}
