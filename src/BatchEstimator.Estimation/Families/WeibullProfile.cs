using System.Buffers;
using BatchEstimator.Estimation.Likelihoods;
using BatchEstimator.Estimation.Statistics;
using static BatchEstimator.Estimation.Likelihoods.Functions;

namespace BatchEstimator.Estimation.Families;

/// <summary>
/// The Weibull shape k as the root of S1(k) / S0(k) - mean of l over the failures - 1/k, with l = log(x / largest x) and Sj the sum of
/// l^j exp(k l) over all rows, seen to fail or not: an increasing function of k. The scale follows: scale^k = S0 / failures, times the largest x^k.
/// </summary>
/// <remarks>A. C. Cohen, Technometrics 7 (1965) 579-588, equations 3 and 9; monotone: N. Balakrishnan and M. Kateri, Statist. Probab. Lett. 78 (2008) 2971-2975.</remarks>
internal static class WeibullProfile
{
    private const int MaximumSteps = 60;

    private static readonly Variable L = new(VariableKind.Data, 0, "l"), K = new(VariableKind.Parameter, 0, "k"), Shift = new(VariableKind.Summary, 0, "log largest");

    // Value, first and second derivative in k of exp(k l) are the terms of S0, S1 and S2.
    private static readonly RowKernel Powers = new(Exp(K * L), [K]), Logs = new(Log(L) - Shift, []);

    /// <summary>The estimate; null where this is not the way: intervals, left-censored or truncated rows, no failures, or none below the largest value.</summary>
    /// <param name="sample">The rows.</param>
    /// <param name="held">The shape, if it is known.</param>
    public static (double Shape, double Scale, int Steps)? Of(Sample sample, double? held)
    {
        int failures = sample.CountOf(RowKnowledge.Exact);
        if (failures == 0 || failures + sample.CountOf(RowKnowledge.Above) < sample.Count || sample.IsTruncated)
            return null;
        double largest = 0;
        foreach (double value in sample.Values.AsSpan(0, sample.Count))
            largest = value > largest ? value : largest;
        double[] logs = ArrayPool<double>.Shared.Rent(sample.Count);
        try
        {
            Logs.Values([sample.Values], 0, sample.Count, [], [Math.Log(largest)], logs);
            double weight = sample.ExactWeight, mean = (double)DotProduct.Of(logs.AsSpan(0, failures), [], sample.Weights) / weight;
            var sums = new double[3];
            if ((held is { } known ? (Shape: known, Steps: 0) : Root(logs, sample, mean, sums)) is not { Shape: > 0 } found)
                return null;
            Powers.Sum([logs], 0, sample.Count, sample.Weights, [found.Shape], [], KernelOrder.Value, sums);
            return (found.Shape, largest * Math.Pow(sums[0] / weight, 1 / found.Shape), found.Steps);
        }
        finally
        {
            ArrayPool<double>.Shared.Return(logs);
        }
    }

    // Newton's method for the logarithm of k, kept between the points where the sign is known.
    private static (double Shape, int Steps)? Root(double[] logs, Sample sample, double mean, double[] sums)
    {
        if (!(mean < 0))
            return null;
        // Where all rows are failures, -1 / mean is where the equation has its root if the largest dominates.
        double k = -1 / mean, low = 0, high = double.PositiveInfinity;
        double[][] columns = [logs];
        double[] at = [k];
        for (int step = 1; step <= MaximumSteps; step++)
        {
            at[0] = k;
            Powers.Sum(columns, 0, sample.Count, sample.Weights, at, [], KernelOrder.Hessian, sums);
            double ratio = sums[1] / sums[0], value = ratio - mean - 1 / k, slope = sums[2] / sums[0] - ratio * ratio + 1 / (k * k);
            (low, high) = value < 0 ? (k, high) : (low, k);
            double next = k * Math.Exp(Math.Clamp(-value / (slope * k), -2, 2));
            if (!(next > low && next < high))
                next = double.IsInfinity(high) ? 2 * k : low == 0 ? 0.5 * k : 0.5 * (low + high);
            // Convergence is quadratic: what is left after such a step is beyond the digits of a double.
            bool isStill = Math.Abs(next - k) <= 1e-9 * k;
            k = next;
            if (isStill)
                return (k, step);
        }
        return null;
    }
}
