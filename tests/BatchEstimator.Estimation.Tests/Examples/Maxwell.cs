using BatchEstimator.Estimation.Likelihoods;
using BatchEstimator.Estimation.Numerics;
using BatchEstimator.Estimation.Statistics;
using static BatchEstimator.Estimation.Likelihoods.Functions;

namespace BatchEstimator.Estimation.Families;

/// <summary>
/// The length of a vector of three independent normal(0, sigma) parts: x^2 / sigma^2 is chi-squared with three degrees of freedom,
/// so that x^2 / (2 sigma^2) is a gamma variate of shape 3/2. The estimate exists for every sample: sigma^2 = mean of x^2 / 3.
/// </summary>
/// <remarks>J. C. Maxwell, Philosophical Magazine 19 (1860) 19-32, proposition IV.</remarks>
public sealed class Maxwell : ScalarFamily
{
    private static readonly Variable Sigma = Parameter(0, "sigma");

    /// <inheritdoc/>
    public override string Name => "maxwell";

    /// <inheritdoc/>
    public override string Summary => "speeds, and lengths of vectors with three equal normal parts";

    /// <inheritdoc/>
    public override string Support => "x > 0";

    /// <inheritdoc/>
    public override string Existence => "always";

    /// <inheritdoc/>
    public override IReadOnlyList<ParameterInfo> Parameters { get; } = [ParameterInfo.Scale("sigma", "the standard deviation of each part")];

    /// <inheritdoc/>
    public override bool IsDiscrete => false;

    /// <inheritdoc/>
    public override SupportTest? InSupport { get; } = row => row[0] > 0;

    /// <inheritdoc/>
    public override (double Lower, double Upper) SupportEnds => (0, double.PositiveInfinity);

    /// <inheritdoc/>
    public override Expr LogDensity(Expr x) => 0.5 * Math.Log(2 / Math.PI) + 2 * Log(x) - 3 * Log(Sigma) - HalfSquare(x);

    /// <inheritdoc/>
    public override Expr? LogCdf(Expr x) => SpecialNodes.LogGammaP(1.5, HalfSquare(x));

    /// <inheritdoc/>
    public override Expr? LogSurvival(Expr x) => SpecialNodes.LogGammaQ(1.5, HalfSquare(x));

    /// <inheritdoc/>
    public override Expr? Quantile(double p) => Sigma * Math.Sqrt(2 * Quantiles.Gamma(1.5, p, 1 - p).Value);

    /// <inheritdoc/>
    public override bool Draw(Xoshiro random, IReadOnlyList<double> parameters, Span<double> values)
    {
        for (int i = 0; i < values.Length; i++)
            values[i] = parameters[0] * Math.Sqrt(2 * random.Gamma(1.5));
        return true;
    }

    /// <inheritdoc/>
    public override IEnumerable<double[]> Starts(Sample sample)
    {
        double squares = Enumerable.Range(0, sample.Count).Sum(i => sample.WeightOf(i) * sample.Values[i] * sample.Values[i]);
        yield return [Math.Sqrt(squares / (3 * sample.TotalWeight))];
    }

    private static Expr HalfSquare(Expr x) => 0.5 * Square(x / Sigma);
}
