using System.Buffers;
using BatchEstimator.Estimation.Numerics;
using BatchEstimator.Estimation.Statistics;

namespace BatchEstimator.Estimation.Families;

/// <summary>The first guess of families of log-location and log-scale.</summary>
internal static class LogMoments
{
    /// <summary>The weighted mean and standard deviation of log x, all rows taken as exact.</summary>
    public static (double Mean, double Deviation) Of(Sample sample)
    {
        double[] logs = ArrayPool<double>.Shared.Rent(sample.Count);
        ColumnMath.LogRatio(sample.Values.AsSpan(0, sample.Count), 1, logs);
        double weight = sample.TotalWeight, mean = 0, squares = 0;
        for (int i = 0; i < sample.Count; i++)
            mean += sample.WeightOf(i) / weight * logs[i];
        for (int i = 0; i < sample.Count; i++)
            squares += sample.WeightOf(i) / weight * (logs[i] - mean) * (logs[i] - mean);
        ArrayPool<double>.Shared.Return(logs);
        return (mean, Math.Sqrt(squares));
    }
}
