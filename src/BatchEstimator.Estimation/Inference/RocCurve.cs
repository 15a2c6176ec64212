namespace BatchEstimator.Estimation.Inference;

/// <summary>
/// How well a score tells ones from zeros: for every threshold the share of ones and of zeros at or above it, and the area under that curve, which
/// is the chance that a one scores higher than a zero, ties counted half. The standard error is that of a U statistic.
/// </summary>
/// <remarks>E. R. DeLong, D. M. DeLong and D. L. Clarke-Pearson, Biometrics 44 (1988) 837-845, equations 1 to 5.</remarks>
public sealed class RocCurve
{
    /// <summary>Sorts the scores.</summary>
    /// <param name="scores">A score a row.</param>
    /// <param name="ones">How many ones each row stands for.</param>
    /// <param name="zeros">How many zeros each row stands for.</param>
    public RocCurve(IReadOnlyList<double> scores, IReadOnlyList<double> ones, IReadOnlyList<double> zeros)
    {
        int[] order = [.. Enumerable.Range(0, scores.Count).OrderByDescending(i => scores[i])];
        (Ones, Zeros) = (ones.Sum(), zeros.Sum());
        List<double> hits = [0], alarms = [0];
        double hit = 0, alarm = 0, area = 0, ofOnes = 0, ofZeros = 0;
        for (int i = 0; i < order.Length;)
        {
            double here = 0, there = 0, score = scores[order[i]];
            for (; i < order.Length && scores[order[i]] == score; i++)
                (here, there) = (here + ones[order[i]], there + zeros[order[i]]);
            // The share of zeros that each of these ones beats, and of ones that beat each of these zeros.
            double beaten = (Zeros - alarm - 0.5 * there) / Zeros, beating = (hit + 0.5 * here) / Ones;
            area += here * beaten;
            ofOnes += here * beaten * beaten;
            ofZeros += there * beating * beating;
            (hit, alarm) = (hit + here, alarm + there);
            hits.Add(hit / Ones);
            alarms.Add(alarm / Zeros);
        }
        Area = area / Ones;
        (Sensitivity, FalseAlarms) = (hits, alarms);
        if (Ones > 1 && Zeros > 1)
        {
            double first = Math.Max(0, ofOnes - Ones * Area * Area) / (Ones - 1), second = Math.Max(0, ofZeros - Zeros * Area * Area) / (Zeros - 1);
            StandardError = Math.Sqrt(first / Ones + second / Zeros);
        }
    }

    /// <summary>How many ones there are.</summary>
    public double Ones { get; }

    /// <summary>How many zeros there are.</summary>
    public double Zeros { get; }

    /// <summary>The area under the curve; NaN without ones or without zeros.</summary>
    public double Area { get; }

    /// <summary>Its standard error; null with fewer than two of either.</summary>
    public double? StandardError { get; }

    /// <summary>The share of ones at or above each threshold, from the highest down; begins with 0.</summary>
    public IReadOnlyList<double> Sensitivity { get; }

    /// <summary>The share of zeros at or above the same thresholds.</summary>
    public IReadOnlyList<double> FalseAlarms { get; }
}
