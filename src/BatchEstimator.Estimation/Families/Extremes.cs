using BatchEstimator.Estimation.Statistics;

namespace BatchEstimator.Estimation.Families;

/// <summary>What families ask about the ends of their data.</summary>
internal static class Extremes
{
    /// <summary>True if all values (or bounds) are the same, also for none.</summary>
    public static bool AreEqual(Sample sample)
    {
        for (int i = 1; i < sample.Count; i++)
        {
            if (sample.Values[i] != sample.Values[0])
                return false;
        }
        return true;
    }
}
