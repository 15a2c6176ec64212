using BatchEstimator.Estimation.Numerics;

namespace BatchEstimator.Estimation.Families;

/// <summary>A standard normal between two ends: the log of its probability, and mean and mean square of what lies there.</summary>
/// <param name="LogProbability">The log of the probability.</param>
/// <param name="Mean">The mean there.</param>
/// <param name="Square">The mean of the squares there.</param>
internal readonly record struct NormalPart(double LogProbability, double Mean, double Square)
{
    /// <summary>Between two ends, which may be infinite.</summary>
    public static NormalPart Of(double from, double to)
    {
        // From the nearer tail, so that nothing cancels.
        if (from > 0)
            return Of(-to, -from) is var mirrored ? mirrored with { Mean = -mirrored.Mean } : default;
        double upTo = SpecialFunctions.LogNormalCdf(to), log = upTo + SpecialFunctions.Log1MExp(SpecialFunctions.LogNormalCdf(from) - upTo);
        double lower = Ratio(from, log), upper = Ratio(to, log);
        double mean = Math.Clamp(lower - upper, from, to), square = 1 + (double.IsInfinity(from) ? 0 : from * lower) - (double.IsInfinity(to) ? 0 : to * upper);
        return new(log, mean, Math.Clamp(square, mean * mean, Math.Max(from * from, to * to)));
    }

    private static double Ratio(double x, double log) => double.IsInfinity(x) ? 0 : Math.Exp(-0.5 * x * x - SpecialFunctions.LogSqrtTwoPi - log);
}
