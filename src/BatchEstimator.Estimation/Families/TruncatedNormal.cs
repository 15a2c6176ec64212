using BatchEstimator.Estimation.Results;
using BatchEstimator.Estimation.Statistics;

namespace BatchEstimator.Estimation.Families;

/// <summary>
/// When a normal of which only a part can be seen has an estimate. With x - a at least 0, the truncated normals end in the exponentials
/// (mu to minus infinity, sigma^2 growing along), whose standard deviation is their mean: a finite estimate exists if and only if the sample's
/// is less, CV &lt; 1. Seen between two limits, they end in the truncated exponentials, and the sample's variance must be less than that of the
/// one with its mean.
/// </summary>
/// <remarks>J. del Castillo, Ann. Inst. Statist. Math. 46 (1994) 57-66: the singly truncated normal as an exponential family that is not steep.</remarks>
internal static class TruncatedNormal
{
    /// <summary>The refusal; null if the estimate exists, or if the question does not arise.</summary>
    /// <param name="sample">The rows.</param>
    /// <param name="value">From a row to the value that is normal.</param>
    /// <param name="held">The parameters held at a value.</param>
    /// <param name="names">The parameters' names.</param>
    public static PointEstimate? Refusal(Sample sample, Func<double, double> value, IReadOnlyList<double?> held, string[] names)
    {
        double lower = value(sample.TruncatedBelow), upper = value(sample.TruncatedAbove);
        bool isLower = double.IsFinite(lower), isUpper = double.IsFinite(upper);
        if (!(isLower || isUpper) || sample.CountOf(RowKnowledge.Exact) < sample.Count || held.Any(h => h is not null) || sample.Count == 0)
            return null;
        double mean = 0, square = 0, weight = sample.TotalWeight;
        for (int i = 0; i < sample.Count; i++)
            mean += sample.WeightOf(i) / weight * Distance(sample.Values[i]);
        for (int i = 0; i < sample.Count; i++)
            square += sample.WeightOf(i) / weight * (Distance(sample.Values[i]) - mean) * (Distance(sample.Values[i]) - mean);
        double most = isLower && isUpper ? ExponentialVariance(mean, upper - lower) : mean * mean;
        if (square == 0 || square < most * (1 - 1e-12))
            return null;
        string limit = isLower && isUpper ? "an exponential cut off at the limits" : $"an exponential from the limit {(isLower ? "up" : "down")}";
        return PointEstimate.Refuse(FitCodes.NoFiniteMle,
            FormattableString.Invariant($"The part of the normal that can be seen is spread more widely than any such part can be: the values vary about as much as those of {limit}, which is where the likelihood leads as {names[0]} and {names[1]} run to infinity together. Fit an exponential to the distance from the limit, fix {names[1]}, or give both parameters priors."), names);

        double Distance(double x) => isLower ? value(x) - lower : upper - value(x);
    }

    // The variance of the exponential (rising or falling) on [0, width] that has a given mean: with t = rate width, mean / width is
    // 1/t - 1/(exp(t) - 1), which falls from 1 to 0 over all t.
    private static double ExponentialVariance(double mean, double width)
    {
        double share = mean / width, low = -1e6, high = 1e6;
        for (int i = 0; i < 200 && high - low > 1e-14 * Math.Abs(low); i++)
        {
            double t = 0.5 * (low + high);
            (low, high) = Mean(t) > share ? (t, high) : (low, t);
        }
        return width * width * Variance(0.5 * (low + high));

        static double Mean(double t) => Math.Abs(t) < 1e-3 ? 0.5 - t / 12 : 1 / t - 1 / Numerics.SpecialFunctions.ExpM1(t);
        static double Variance(double t) => Math.Abs(t) < 1e-2 ? 1.0 / 12 - t * t / 240 : Math.Abs(t) > 700 ? 1 / (t * t) : 1 / (t * t) - 0.25 / Math.Pow(Math.Sinh(0.5 * t), 2);
    }
}
