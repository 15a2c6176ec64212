using BatchEstimator.Estimation.Numerics;
using BatchEstimator.Estimation.Statistics;

namespace BatchEstimator.Estimation.Families;

/// <summary>
/// The size of a negative binomial once mu is the mean: the root of the score, the sum over counts of 1/(size + j) for j below the count
/// less n log(1 + mean/size). In log size the root is bracketed and found by Newton's steps.
/// </summary>
internal static class SizeProfile
{
    private const int MostSteps = 200;

    /// <summary>The root; null if it lies beyond what doubles can tell from the Poisson limit.</summary>
    /// <param name="sample">The counts.</param>
    /// <param name="mean">Their mean, above 0.</param>
    /// <param name="variance">Their variance with divisor n, above the mean.</param>
    /// <param name="steps">The steps taken.</param>
    public static double? Solve(Sample sample, double mean, double variance, out int steps)
    {
        double low = -700, high = 700;
        double u = Math.Clamp(Math.Log(mean / ((variance - mean) / mean)), -600, 600);
        for (steps = 1; steps <= MostSteps; steps++)
        {
            var (score, curvature) = Score(sample, Math.Exp(u), mean);
            if (score > 0)
                low = u;
            else
                high = u;
            // Newton for the log-likelihood as a function of log size; where that bends upwards, a step of a factor of e^2 uphill.
            double step = curvature < 0 ? -score / curvature : Math.CopySign(2, score);
            step = Math.Clamp(step, -5, 5);
            bool close = Math.Abs(step) < 1e-11;
            if (!close && !(u + step > low && u + step < high))
                step = 0.5 * (low + high) - u;
            u += step;
            if (close)
                return Math.Abs(u) < 690 ? Math.Exp(u) : null;
        }
        return null;
    }

    // The first two derivatives in log size: r S and r S + r^2 S'. What S sums are small numbers also where r is large.
    private static (double Score, double Curvature) Score(Sample sample, double r, double mean)
    {
        double first = 0, second = 0;
        for (int i = 0; i < sample.Count; i++)
        {
            var at = NegativeBinomialDensity.At(r, mean, sample.Values[i]);
            first += sample.WeightOf(i) * at.A;
            second += sample.WeightOf(i) * at.AA;
        }
        return (r * first, r * first + r * r * second);
    }
}
