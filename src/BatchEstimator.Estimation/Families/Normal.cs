using BatchEstimator.Estimation.Likelihoods;
using BatchEstimator.Estimation.Numerics;
using BatchEstimator.Estimation.Priors;
using BatchEstimator.Estimation.Results;
using BatchEstimator.Estimation.Statistics;
using static BatchEstimator.Estimation.Likelihoods.Functions;

namespace BatchEstimator.Estimation.Families;

/// <summary>
/// The bell curve: density exp(-(x - mu)^2 / (2 sigma^2)) / (sigma sqrt(2 pi)).
/// Sufficient: n, the mean and the sum of squares about it. The estimates are the mean and the root of the mean square deviation
/// (divisor n); sigma exists if not all values are equal.
/// With sigma known, a normal(m, s) prior on mu gives (n mean / sigma^2 + m / s^2) / (n / sigma^2 + 1 / s^2). A normal-inverse-gamma
/// prior on (mu, variance) gives its mode over (mu, variance). With a precision weight w the variance of the row is sigma^2 / w.
/// </summary>
/// <remarks>C. F. Gauss, Theoria motus, 1809, sections 175-179; conjugate prior: A. Gelman et al., Bayesian Data Analysis, 3rd ed., section 3.3.</remarks>
public class Normal : SummaryFamily
{
    private static readonly Variable Mu = Parameter(0, "mu"), Sigma = Parameter(1, "sigma");
    private static readonly Variable N = Summarised(0, "n"), W = Summarised(1, "sum of weights"), Mean = Summarised(2, "mean");
    private static readonly Variable M2 = Summarised(3, "sum of squares about the mean"), Constants = Summarised(4, "terms without parameters");

    /// <inheritdoc/>
    public override string Name => "normal";

    /// <inheritdoc/>
    public override string Summary => "measurements scattered symmetrically about a mean";

    /// <inheritdoc/>
    public override string Support => "real";

    /// <inheritdoc/>
    public override string Existence => "if at least two values differ, or sigma is fixed";

    /// <inheritdoc/>
    public override IReadOnlyList<ParameterInfo> Parameters { get; } =
        [ParameterInfo.Location("mu", "mean"), ParameterInfo.Scale("sigma", "standard deviation (divisor n)")];

    /// <inheritdoc/>
    public override RegressionForm? Regression { get; } = RegressionForm.Natural([0, 1], RegressionParameter.Real("mu"), RegressionParameter.Positive("sigma"));

    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, string> JointPriors { get; } = new Dictionary<string, string> { ["mu, variance"] = "normal_inverse_gamma" };

    /// <inheritdoc/>
    public override bool IsDiscrete => false;

    /// <summary>The value that is normal: the data itself here, its logarithm for the lognormal.</summary>
    protected virtual Expr Value(Expr x) => x;

    /// <summary>The log density of the data less that of <see cref="Value"/>.</summary>
    protected virtual Expr LogJacobian(Expr x) => 0;

    /// <inheritdoc/>
    public override Expr LogDensity(Expr x) => -0.5 * Square((Value(x) - Mu) / Sigma) - Log(Sigma) - 0.5 * Math.Log(2 * Math.PI) + LogJacobian(x);

    /// <inheritdoc/>
    public override Expr? LogCdf(Expr x) => LogNormalCdf((Value(x) - Mu) / Sigma);

    /// <inheritdoc/>
    public override Expr? LogSurvival(Expr x) => LogNormalCdf((Mu - Value(x)) / Sigma);

    /// <inheritdoc/>
    public override SupportTest? InSupport => null;

    /// <inheritdoc/>
    public override IReadOnlyList<Statistic> Statistics { get { var value = Value(X); return [new(value), new(value, value), new(LogJacobian(X))]; } }

    /// <inheritdoc/>
    public override double[] Summarise(Sums sums)
    {
        var mean = sums[3] / sums[1];
        double squares = Math.Max(0, (double)(sums[4] - mean * sums[3]));
        // What is left of equal values after cancellation is rounding, not variance.
        if (squares <= 1e-29 * (double)sums[4])
            squares = 0;
        return [(double)sums[0], (double)sums[1], (double)mean, squares, (double)(sums[2] + sums[5])];
    }

    /// <inheritdoc/>
    public override Expr LogLikelihood =>
        Constants - N * (Log(Sigma) + 0.5 * Math.Log(2 * Math.PI)) - (M2 + W * Square(Mean - Mu)) / (2 * Square(Sigma));

    /// <inheritdoc/>
    public override PointEstimate Mle(ReadOnlySpan<double> summary, IReadOnlyList<double?> held)
    {
        double mu = held[0] ?? summary[2];
        if (held[1] is { } sigma)
            return PointEstimate.At(mu, sigma);
        double squares = summary[3] + summary[1] * (summary[2] - mu) * (summary[2] - mu);
        if (squares > 0)
            return PointEstimate.At(mu, Math.Sqrt(squares / summary[0]));
        string name = Parameters[1].Name, help = $"Fix {name}, or give it a prior that keeps it from 0, such as inverse_gamma(2, 1).";
        return summary[0] < 2 && held[0] is null
            ? PointEstimate.Refuse(FitCodes.TooFewRows, $"One row says nothing about the spread, so {name} has no estimate. {help}", name)
            : PointEstimate.Refuse(FitCodes.DegenerateVariance, $"All values are equal, so the likelihood grows without bound as {name} goes to 0. {help}", name);
    }

    /// <inheritdoc/>
    public override PointEstimate? Refusal(Sample sample, IReadOnlyList<double?> held) =>
        TruncatedNormal.Refusal(sample, Transformed, held, [Parameters[0].Name, Parameters[1].Name]);

    /// <inheritdoc/>
    public override PointEstimate? Mode(ReadOnlySpan<double> summary, IReadOnlyList<double?> held, IReadOnlyList<Prior> priors)
    {
        if (priors[0].Family == PriorCatalogue.NormalInverseGamma && held.All(value => value is null))
            return NormalInverseGammaMode(summary, priors[0].Arguments);
        if (held is [null, { } sigma] && priors[0].Family.Name == "normal")
        {
            double precision = summary[1] / (sigma * sigma), prior = 1 / (priors[0].Arguments[1] * priors[0].Arguments[1]);
            return PointEstimate.At((precision * summary[2] + prior * priors[0].Arguments[0]) / (precision + prior), sigma);
        }
        return null;
    }

    /// <inheritdoc/>
    public override double[] Start(ReadOnlySpan<double> summary)
    {
        double spread = Math.Sqrt(summary[3] / summary[0]);
        return [summary[2], spread > 0 ? spread : Math.Max(1e-3 * Math.Abs(summary[2]), 1e-3)];
    }

    /// <inheritdoc/>
    public override Expr? Cdf(double x, double? trials) => NormalCdf((Transformed(x) - Mu) / Sigma);

    /// <inheritdoc/>
    public override Expr? Survival(double x, double? trials) => NormalCdf((Mu - Transformed(x)) / Sigma);

    /// <inheritdoc/>
    public override Expr? Quantile(double p) => Mu + SpecialFunctions.NormalQuantile(p) * Sigma;

    /// <inheritdoc/>
    public override bool Draw(Xoshiro random, IReadOnlyList<double> parameters, Span<double> values)
    {
        foreach (ref double value in values)
            value = Untransformed(parameters[0] + parameters[1] * random.Normal());
        return true;
    }

    /// <summary><see cref="Value"/> for one number.</summary>
    protected virtual double Transformed(double x) => x;

    /// <summary>The inverse of <see cref="Transformed"/>.</summary>
    protected virtual double Untransformed(double value) => value;

    private static PointEstimate NormalInverseGammaMode(ReadOnlySpan<double> summary, IReadOnlyList<double> prior)
    {
        double n = summary[0], w = summary[1], mean = summary[2];
        var (m, kappa, shape, scale) = (prior[0], prior[1], prior[2], prior[3]);
        double mu = (kappa * m + w * mean) / (kappa + w);
        double posteriorScale = scale + 0.5 * summary[3] + 0.5 * kappa * w * (mean - m) * (mean - m) / (kappa + w);
        return PointEstimate.At(mu, Math.Sqrt(posteriorScale / (shape + 0.5 * n + 1.5)));
    }
}
