using BatchEstimator.Estimation.Likelihoods;
using BatchEstimator.Estimation.Numerics;
using BatchEstimator.Estimation.Statistics;
using static BatchEstimator.Estimation.Likelihoods.Functions;

namespace BatchEstimator.Estimation.Families;

/// <summary>
/// Largest values of many: distribution function exp(-exp(-z)), z = (x - location) / scale; for smallest values negate the data.
/// No finite sufficient statistics: the rows are kept. Given the scale s, exp(-location / s) is the mean of exp(-x / s), so the scale is the
/// root of mean(x) - s - sum x exp(-x/s) / sum exp(-x/s), which falls throughout: the estimate exists and is unique if two values differ.
/// The log-likelihood is concave in (1/scale, location/scale), with censored rows too.
/// </summary>
/// <remarks>
/// E. J. Gumbel, Statistics of Extremes, Columbia 1958, chapter 5; the profile: B. F. Kimball, Ann. Math. Statist. 17 (1946) 299-309;
/// concavity: J. Burridge, J. R. Statist. Soc. B 43 (1981) 41-45.
/// </remarks>
public sealed class Gumbel : ScalarFamily
{
    private static readonly Variable Location = Parameter(0, "location"), Scale = Parameter(1, "scale");

    /// <inheritdoc/>
    public override string Name => "gumbel";

    /// <inheritdoc/>
    public override string Summary => "largest values of many, with an exponential upper tail: annual maxima";

    /// <inheritdoc/>
    public override string Support => "real";

    /// <inheritdoc/>
    public override string Existence => "if at least two values differ, or scale is fixed";

    /// <inheritdoc/>
    public override IReadOnlyList<ParameterInfo> Parameters { get; } =
        [ParameterInfo.Location("location", "the most frequent value"), ParameterInfo.Scale("scale", "the standard deviation is 1.2825 times it")];

    /// <inheritdoc/>
    public override RegressionForm? Regression { get; } = RegressionForm.Natural([0, 1], RegressionParameter.Real("location"), RegressionParameter.Positive("scale"));

    /// <inheritdoc/>
    public override bool IsDiscrete => false;

    /// <inheritdoc/>
    public override SupportTest? InSupport => null;

    /// <inheritdoc/>
    public override Expr LogDensity(Expr x)
    {
        var z = (x - Location) / Scale;
        return -Log(Scale) - z - Exp(-z);
    }

    /// <inheritdoc/>
    public override Expr? LogCdf(Expr x) => -Exp((Location - x) / Scale);

    /// <inheritdoc/>
    public override Expr? LogSurvival(Expr x) => Log1MExp(-Exp((Location - x) / Scale));

    /// <inheritdoc/>
    public override Expr? Quantile(double p) => Location - Math.Log(-Math.Log(p)) * Scale;

    /// <inheritdoc/>
    public override bool Draw(Xoshiro random, IReadOnlyList<double> parameters, Span<double> values)
    {
        foreach (ref double value in values)
            value = parameters[0] - parameters[1] * Math.Log(random.Exponential());
        return true;
    }

    /// <inheritdoc/>
    public override PointEstimate? Refusal(Sample sample, IReadOnlyList<double?> held) => Extremes.WithoutSpread(sample, held, 1, "scale");

    /// <inheritdoc/>
    public override PointEstimate? Mle(Sample sample, IReadOnlyList<double?> held)
    {
        if (!sample.IsPlain)
            return null;
        if (held[0] is { } location)
            return ScaleGiven(sample, location);
        double least = double.PositiveInfinity, mean = 0, weight = sample.TotalWeight;
        for (int i = 0; i < sample.Count; i++)
            least = Math.Min(least, sample.Values[i]);
        for (int i = 0; i < sample.Count; i++)
            mean += sample.WeightOf(i) / weight * (sample.Values[i] - least);
        if (held[1] is { } known)
            return PointEstimate.At(LocationGiven(sample, least, known), known);
        // f(s) = mean - s - tilted mean falls from mean to -infinity; f' = -1 - (tilted variance) / s^2.
        double low = 0, high = mean, scale = 0.5 * mean;
        for (int step = 1; step <= 100; step++)
        {
            var (tilted, variance) = Tilted(sample, least, scale);
            double f = mean - scale - tilted;
            (low, high) = f > 0 ? (scale, high) : (low, scale);
            double next = scale + f / (1 + variance / (scale * scale));
            next = next > low && next < high ? next : 0.5 * (low + high);
            bool done = Math.Abs(next - scale) <= 2e-16 * scale || high - low <= 4e-16 * high;
            scale = next;
            if (done)
                return PointEstimate.Profiled(step, LocationGiven(sample, least, scale), scale);
        }
        return null;
    }

    /// <inheritdoc/>
    public override IEnumerable<double[]> Starts(Sample sample)
    {
        var (mean, deviation) = Extremes.Moments(sample);
        double scale = Math.Sqrt(6) / Math.PI * deviation;
        // Equal values are themselves where the likelihood is highest, whatever the scale.
        yield return [Extremes.AreEqual(sample) ? mean : mean - 0.5772156649015329 * scale, scale];
    }

    // Mean and variance of x - least with weights exp(-(x - least) / scale), the greatest of which is 1.
    private static (double Mean, double Variance) Tilted(Sample sample, double least, double scale)
    {
        double sum = 0, first = 0, second = 0;
        for (int i = 0; i < sample.Count; i++)
        {
            double d = sample.Values[i] - least, tilt = sample.WeightOf(i) * Math.Exp(-d / scale);
            (sum, first, second) = (sum + tilt, first + tilt * d, second + tilt * d * d);
        }
        double mean = first / sum;
        return (mean, Math.Max(0, second / sum - mean * mean));
    }

    // With d = x - location the slope in log s, sum of z (1 - exp(-z)) - n with z = d / s, falls throughout: one root, found in log s.
    private static PointEstimate? ScaleGiven(Sample sample, double location)
    {
        var (least, greatest) = Extremes.Of(sample);
        double farthest = Math.Max(location - least, greatest - location), low = Math.Log(farthest) - 40, high = Math.Log(farthest) + 2, u = high - 2;
        for (int step = 1; step <= 100; step++)
        {
            double slope = -sample.TotalWeight, bend = 0, s = Math.Exp(u);
            for (int i = 0; i < sample.Count; i++)
            {
                double z = (sample.Values[i] - location) / s, tilt = Math.Exp(-z), weight = sample.WeightOf(i);
                slope += weight * z * (1 - tilt);
                bend += weight * z * (1 - tilt + z * tilt);
            }
            (low, high) = slope > 0 ? (u, high) : (low, u);
            double next = u + slope / bend;
            next = next > low && next < high ? next : 0.5 * (low + high);
            bool done = Math.Abs(next - u) <= 2e-16 * Math.Max(1, Math.Abs(u)) || high - low <= 4e-16;
            u = next;
            if (done)
                return PointEstimate.Profiled(step, location, Math.Exp(u));
        }
        return null;
    }

    private static double LocationGiven(Sample sample, double least, double scale)
    {
        double sum = 0;
        for (int i = 0; i < sample.Count; i++)
            sum += sample.WeightOf(i) * Math.Exp((least - sample.Values[i]) / scale);
        return least - scale * Math.Log(sum / sample.TotalWeight);
    }
}
