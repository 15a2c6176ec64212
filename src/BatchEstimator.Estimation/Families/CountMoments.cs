using BatchEstimator.Estimation.Statistics;

namespace BatchEstimator.Estimation.Families;

/// <summary>Mean and spread of a table of counts.</summary>
internal static class CountMoments
{
    /// <summary>The mean and the variance with divisor n; the variance in two passes, so that large counts lose no digits.</summary>
    public static (double Mean, double Variance) Of(Sample sample)
    {
        double weight = sample.TotalWeight, mean = 0, square = 0, rest = 0;
        for (int i = 0; i < sample.Count; i++)
            mean += sample.WeightOf(i) * sample.Values[i];
        mean /= weight;
        for (int i = 0; i < sample.Count; i++)
        {
            double off = sample.Values[i] - mean;
            square += sample.WeightOf(i) * off * off;
            rest += sample.WeightOf(i) * off;
        }
        return (mean, (square - rest * (rest / weight)) / weight);
    }
}
