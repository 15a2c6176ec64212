using BatchEstimator.Estimation.Likelihoods;
using BatchEstimator.Estimation.Numerics;
using BatchEstimator.Estimation.Results;
using BatchEstimator.Estimation.Statistics;
using static BatchEstimator.Estimation.Likelihoods.CountNodes;
using static BatchEstimator.Estimation.Likelihoods.Functions;
using static BatchEstimator.Estimation.Likelihoods.SpecialNodes;

namespace BatchEstimator.Estimation.Families;

/// <summary>
/// Counts that vary more than a Poisson's: mean mu, variance mu + mu^2 / size; size infinite is the Poisson distribution.
/// p(x) = Gamma(x + size) / (Gamma(size) x!) (size / (size + mu))^size (mu / (size + mu))^x.
/// The distinct counts and how often each occurs are kept. The estimate of mu is the mean; that of size is the root of one function, and is
/// finite and unique exactly if the variance (divisor n) exceeds the mean.
/// </summary>
/// <remarks>F. J. Anscombe, Biometrika 37 (1950) 358-382; existence: J. Aragon, D. Eberly and S. Eberly, Statist. Probab. Lett. 15 (1992) 375-379.</remarks>
public sealed class NegativeBinomial : ScalarFamily
{
    private static readonly Variable Size = Parameter(0, "size"), Mu = Parameter(1, "mu");
    private static readonly LimitModel PoissonLimit = new(new Poisson(), [null, 0]);

    /// <inheritdoc/>
    public override string Name => "negative_binomial";

    /// <inheritdoc/>
    public override string Summary => "counts that vary more than a Poisson's: visits, parasites, days absent";

    /// <inheritdoc/>
    public override string Support => "0, 1, 2, ...";

    /// <inheritdoc/>
    public override string Existence => "if the variance (divisor n) exceeds the mean; otherwise the Poisson limit, size infinite";

    /// <inheritdoc/>
    public override IReadOnlyList<ParameterInfo> Parameters { get; } =
        [ParameterInfo.Positive("size", "the smaller, the more spread; infinite: Poisson"), ParameterInfo.Positive("mu", "mean count")];

    /// <inheritdoc/>
    public override RegressionForm? Regression { get; } = RegressionForm.Natural([1, 0], RegressionParameter.Positive("mu"), RegressionParameter.Positive("size"));

    /// <inheritdoc/>
    public override IReadOnlyList<LimitModel> Limits => [PoissonLimit];

    /// <inheritdoc/>
    public override double RefitCost => 3;

    /// <inheritdoc/>
    public override bool IsDiscrete => true;

    /// <inheritdoc/>
    public override Expr LogDensity(Expr x) => LogNegativeBinomial(Size, Mu, x);

    /// <inheritdoc/>
    public override SupportTest? InSupport { get; } = Poisson.IsCount;

    /// <inheritdoc/>
    public override Expr? Cdf(double x, double? trials) => x < 0 ? 0 : Exp(LogUpTo(Math.Floor(x), Size, Mu));

    /// <inheritdoc/>
    public override bool Draw(Xoshiro random, IReadOnlyList<double> parameters, Span<double> values)
    {
        foreach (ref double value in values)
            value = random.Poisson(random.Gamma(parameters[0]) * (parameters[1] / parameters[0]));
        return true;
    }

    /// <inheritdoc/>
    public override Expr? Survival(double x, double? trials) => x < 0 ? 1 : Exp(LogBeyond(Math.Floor(x), Size, Mu));

    /// <summary>log P(X &lt;= k) = log I(size, k + 1) at size / (size + mu); the point is taken from the end it is nearer to.</summary>
    internal static Expr LogUpTo(double k, Expr size, Expr mu) =>
        IfPositive(mu - size, LogBetaI(size, k + 1, size / (size + mu)), LogBetaIc(k + 1, size, mu / (size + mu)));

    /// <summary>log P(X &gt; k).</summary>
    internal static Expr LogBeyond(double k, Expr size, Expr mu) =>
        IfPositive(mu - size, LogBetaIc(size, k + 1, size / (size + mu)), LogBetaI(k + 1, size, mu / (size + mu)));

    /// <inheritdoc/>
    public override PointEstimate? Mle(Sample sample, IReadOnlyList<double?> held)
    {
        var (mean, spread) = CountMoments.Of(sample);
        if (held[0] is { } size)
            return mean > 0 ? PointEstimate.At(size, held[1] ?? mean) : held[1] is null ? new([size, 0], [1], [NoEvents()]) : null;
        double mu = held[1] ?? mean;
        if (!double.IsFinite(spread))
            return PointEstimate.Refuse(FitCodes.NotFinite, "The variance of the counts is beyond the range of a double. Counts of this size are measurements: a family such as gamma or lognormal would describe them.");
        if (mean == 0 && held[1] is null)
            return new(null, [], [AnySize()]) { Limit = PoissonLimit };
        // Half the difference is the slope in 1/size at the Poisson limit; one of rounding alone is none.
        if (spread + (mean - mu) * (mean - mu) <= mean * (1 + 1e-14))
            return PointEstimate.InLimit(PoissonLimit, UnderDispersed(mean, spread), "size");
        return held[1] is null && SizeProfile.Solve(sample, mean, spread, out int iterations) is { } found ? PointEstimate.Profiled(iterations, found, mean) : null;
    }

    /// <inheritdoc/>
    public override IEnumerable<double[]> Starts(Sample sample)
    {
        var (mean, spread) = CountMoments.Of(sample);
        double mu = mean > 0 ? mean : 0.5 / sample.TotalWeight;
        yield return [spread > mean && mean > 0 ? mean / ((spread - mean) / mean) : 10 * Math.Max(1, mu), mu];
    }

    private static string UnderDispersed(double mean, double spread) => FormattableString.Invariant(
        $"The variance (divisor n) {spread:G6} does not exceed the mean {mean:G6}, so the likelihood is highest as size goes to infinity: the Poisson distribution, which is shown, with mu its lambda. A prior on size, such as gamma(2, 0.1), would keep it finite.");

    private static FitCode NoEvents() => new(FitCodes.BoundaryEstimate, "No event at all: the estimate of mu lies on the boundary, where a standard error does not exist. A prior on mu such as gamma(2, 1) would move it inside.", ["mu"]);

    private static FitCode AnySize() => new(FitCodes.NonUnique, "No event at all: mu is 0, and then every size has the same likelihood. Counts above 0, or priors on both, would tell.", ["size"]);
}
