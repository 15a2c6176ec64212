using BatchEstimator.Estimation.Numerics;
using BatchEstimator.Estimation.Results;

namespace BatchEstimator.Estimation.Inference;

/// <summary>Fitted probabilities beside the shares that were seen, in groups of about equal size; equal probabilities stay together.</summary>
/// <remarks>
/// D. W. Hosmer and S. Lemeshow, Commun. Statist. A 9 (1980) 1043-1069 (groups); E. B. Wilson, J. Amer. Statist. Assoc. 22 (1927) 209-212 (interval).
/// </remarks>
public static class Calibration
{
    /// <summary>The groups, in ascending order of probability.</summary>
    /// <param name="probabilities">The fitted probability of each row.</param>
    /// <param name="ones">How many ones each row stands for.</param>
    /// <param name="zeros">How many zeros each row stands for.</param>
    /// <param name="level">The coverage of the intervals.</param>
    /// <param name="groups">The most groups.</param>
    public static IReadOnlyList<CalibrationGroup> Of(IReadOnlyList<double> probabilities, IReadOnlyList<double> ones, IReadOnlyList<double> zeros, double level, int groups = 10)
    {
        int[] order = [.. Enumerable.Range(0, probabilities.Count).OrderBy(i => probabilities[i])];
        double all = ones.Sum() + zeros.Sum(), z = SpecialFunctions.NormalQuantile(0.5 + 0.5 * level), before = 0, n = 0, sum = 0, hits = 0;
        var result = new List<CalibrationGroup>();
        for (int i = 0; i < order.Length; i++)
        {
            double size = ones[order[i]] + zeros[order[i]];
            (n, sum, hits) = (n + size, sum + size * probabilities[order[i]], hits + ones[order[i]]);
            bool isTied = i + 1 < order.Length && probabilities[order[i + 1]] == probabilities[order[i]];
            bool isFull = before + n >= all * (result.Count + 1) / groups * (1 - 1e-12);
            if (n > 0 && !isTied && (isFull || i + 1 == order.Length))
            {
                var (lower, upper) = Wilson(hits / n, n, z);
                result.Add(new(n, sum / n, hits / n, lower, upper));
                before += n;
                (n, sum, hits) = (0, 0, 0);
            }
        }
        return result;
    }

    // The shares that would not be rejected by their own standard error.
    private static (double Lower, double Upper) Wilson(double share, double n, double z)
    {
        double factor = 1 / (1 + z * z / n), middle = factor * (share + z * z / (2 * n)), half = factor * z * Math.Sqrt(share * (1 - share) / n + z * z / (4 * n * n));
        return (share == 0 ? 0 : middle - half, share == 1 ? 1 : middle + half);
    }
}
