using BatchEstimator.Estimation.Likelihoods;

namespace BatchEstimator.Estimation.Fitting;

/// <summary>
/// What a log density does from one double to the next at a point, beyond what its derivatives say: that is rounding, and what is smaller
/// cannot be seen.
/// </summary>
internal static class RoundingSteps
{
    private const double VisibleHeight = 0.01, Rounding = 1.1e-16;

    private static readonly double[] Steps = [-5, -3, -2, -1, 1, 2, 3, 5];

    /// <summary>Whether differences in height that matter drown in rounding.</summary>
    /// <param name="density">The log density.</param>
    /// <param name="at">The point.</param>
    /// <param name="there">Its value and derivatives there.</param>
    /// <param name="free">The parameters that count.</param>
    public static bool Drown(ILogDensity density, double[] at, double[] there, IReadOnlyList<int> free) =>
        Math.Abs(there[0]) * Rounding > VisibleHeight || Neighbours(density, at, free).Any(near => !(Math.Abs(near.Outputs[0] - there[0] - there[1 + near.Parameter] * near.By) <= VisibleHeight));

    private static IEnumerable<(double[] Moved, double[] Outputs, int Parameter, double By)> Neighbours(ILogDensity density, double[] at, IReadOnlyList<int> free)
    {
        foreach (int i in free)
        {
            foreach (double steps in Steps)
            {
                double[] moved = [.. at], outputs = new double[RowKernel.LengthOf(at.Length)];
                moved[i] += steps * (Math.BitIncrement(Math.Abs(at[i])) - Math.Abs(at[i]));
                density.Differentiate(moved, outputs);
                yield return (moved, outputs, i, moved[i] - at[i]);
            }
        }
    }
}
