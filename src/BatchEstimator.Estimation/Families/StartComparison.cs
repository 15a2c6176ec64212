using BatchEstimator.Estimation.Results;

namespace BatchEstimator.Estimation.Families;

/// <summary>
/// Compares where climbs from several starts have ended. Two ends are the same optimum if they are the same point, or if nothing between
/// them lies lower, as on a ridge that is level to the last digits.
/// </summary>
internal static class StartComparison
{
    private const double SamePoint = 1e-5, SameHeight = 1e-9;

    /// <summary>How many of the climbs agree with the highest, and the height of the next best optimum.</summary>
    /// <param name="ends">The ends, in units in which the data are of size one, with their heights.</param>
    /// <param name="tried">How many climbs there were, those that ended nowhere included.</param>
    /// <param name="height">What was climbed.</param>
    public static StartAgreement? Of(IReadOnlyList<(double[] Values, double Height)> ends, int tried, Func<double[], double> height)
    {
        if (tried < 2 || ends.Count == 0)
            return null;
        var best = ends.MaxBy(end => end.Height);
        int agreed = 0;
        double? next = null;
        foreach (var end in ends)
        {
            if (IsSame(best, end, height))
                agreed++;
            else
                next = next is { } known ? Math.Max(known, end.Height) : end.Height;
        }
        return new(tried, agreed, next);
    }

    /// <summary>Whether another optimum is as high as the best, to the digits that sums of logarithms have.</summary>
    /// <param name="height">The height of the best.</param>
    /// <param name="next">The height of the other.</param>
    public static bool IsAsHigh(double height, double next) => next >= height - SameHeight * (1 + Math.Abs(height));

    private static bool IsSame((double[] Values, double Height) best, (double[] Values, double Height) end, Func<double[], double> height)
    {
        if (best.Values.Zip(end.Values).All(pair => Math.Abs(pair.First - pair.Second) <= SamePoint * (1 + Math.Abs(pair.First))))
            return true;
        double[] middle = [.. best.Values.Zip(end.Values, (a, b) => 0.5 * (a + b))];
        double least = Math.Min(best.Height, end.Height);
        return IsAsHigh(best.Height, end.Height) && IsAsHigh(least, height(middle));
    }
}
