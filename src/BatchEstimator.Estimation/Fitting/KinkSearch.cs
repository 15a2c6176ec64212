using BatchEstimator.Estimation.Families;

namespace BatchEstimator.Estimation.Fitting;

/// <summary>
/// The top of a log density that has a kink at every exact value in one of its parameters, between which it is smooth. Along that parameter,
/// the others being at their best, the one-sided slopes at the values tell where it turns from rising to falling: at a kink, or between two
/// neighbours, where the smooth search finds it.
/// </summary>
/// <param name="density">What is climbed.</param>
/// <param name="parameter">The parameter with the kinks.</param>
/// <param name="pinned">The best of the other parameters, this one being held.</param>
/// <param name="between">The top with this parameter kept between two values.</param>
internal sealed class KinkSearch(ILogDensity density, int parameter, Func<double, PointEstimate> pinned, Func<double, double, PointEstimate> between)
{
    /// <summary>Finds the top.</summary>
    /// <param name="kinks">The values, ascending and distinct, inside the bounds of the parameter.</param>
    /// <param name="size">The number of parameters.</param>
    public PointEstimate Top(double[] kinks, int size)
    {
        double[] outputs = new double[1 + size + size * (size + 1) / 2];
        int low = 0, high = kinks.Length;
        PointEstimate? best = null;
        // The first value from which the density does not rise.
        while (low < high)
        {
            int middle = (low + high) / 2;
            var there = pinned(kinks[middle]);
            if (there.Values is not { } values)
                return there;
            double Slope(double at)
            {
                double[] moved = [.. values];
                moved[parameter] = at;
                density.Differentiate(moved, outputs);
                return outputs[1 + parameter];
            }
            bool rises = Slope(Math.BitIncrement(kinks[middle])) > 0;
            if (!rises && Slope(Math.BitDecrement(kinks[middle])) >= 0)
                best = there with { Boundary = [parameter, .. there.Boundary], Route = "newton" };
            (low, high) = rises ? (middle + 1, high) : best is null ? (low, middle) : (low, low);
        }
        return best ?? between(low > 0 ? kinks[low - 1] : double.NegativeInfinity, low < kinks.Length ? kinks[low] : double.PositiveInfinity);
    }
}
