using BatchEstimator.Estimation.Statistics;

namespace BatchEstimator.Estimation.Families;

/// <summary>The first guess of families of log-location and log-scale.</summary>
internal static class LogMoments
{
    /// <summary>The weighted mean and standard deviation of log x, all rows taken as exact.</summary>
    public static (double Mean, double Deviation) Of(Sample sample)
    {
        double weight = 0, mean = 0, squares = 0;
        for (int i = 0; i < sample.Count; i++)
        {
            // B. P. Welford's update, Technometrics 4 (1962) 419-420.
            double w = sample.WeightOf(i), log = Math.Log(sample.Values[i]), shift = log - mean;
            weight += w;
            mean += w / weight * shift;
            squares += w * shift * (log - mean);
        }
        return (mean, Math.Sqrt(squares / weight));
    }
}
