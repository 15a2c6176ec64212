using BatchEstimator.Estimation.Results;
using BatchEstimator.Estimation.Statistics;

namespace BatchEstimator.Estimation.Families;

/// <summary>What families ask about the ends and the spread of their data.</summary>
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

    /// <summary>The least and the greatest value (or bound).</summary>
    public static (double Least, double Greatest) Of(Sample sample)
    {
        double least = double.PositiveInfinity, greatest = double.NegativeInfinity;
        for (int i = 0; i < sample.Count; i++)
            (least, greatest) = (Math.Min(least, sample.Values[i]), Math.Max(greatest, sample.Values[i]));
        return (least, greatest);
    }

    /// <summary>The weighted mean and standard deviation, the latter above 0 so that a search can start from it.</summary>
    public static (double Mean, double Deviation) Moments(Sample sample)
    {
        double mean = 0, square = 0, weight = sample.TotalWeight;
        for (int i = 0; i < sample.Count; i++)
            mean += sample.WeightOf(i) / weight * sample.Values[i];
        for (int i = 0; i < sample.Count; i++)
            square += sample.WeightOf(i) / weight * (sample.Values[i] - mean) * (sample.Values[i] - mean);
        double deviation = Math.Sqrt(square);
        return (mean, deviation > 0 && double.IsFinite(deviation) ? deviation : Math.Max(Math.Abs(mean), 1));
    }

    /// <summary>The ends of the interval of weighted medians, mostly equal.</summary>
    public static (double Low, double High) Median(Sample sample)
    {
        double[] values = [.. sample.Values.AsSpan(0, sample.Count)], weights = new double[values.Length];
        for (int i = 0; i < weights.Length; i++)
            weights[i] = sample.WeightOf(i);
        Array.Sort(values, weights);
        double half = 0.5 * sample.TotalWeight, below = 0, near = 1e-12 * half;
        for (int i = 0; i < values.Length; i++)
        {
            below += weights[i];
            if (below >= half - near)
                return (values[i], below <= half + near && i + 1 < values.Length ? values[i + 1] : values[i]);
        }
        return (values[^1], values[^1]);
    }

    /// <summary>Half the distance between the quartiles, or where that is 0 between wider quantiles; above 0.</summary>
    /// <param name="sorted">The values, ascending, at least one.</param>
    public static double HalfWidth(ReadOnlySpan<double> sorted)
    {
        int n = sorted.Length;
        for (double tail = 0.25; tail > 0.2 / n; tail /= 2)
        {
            double width = 0.5 * (sorted[n - 1 - (int)(tail * n)] - sorted[(int)(tail * n)]);
            if (width > 0)
                return width;
        }
        return sorted[n - 1] > sorted[0] ? 0.5 * (sorted[n - 1] - sorted[0]) : Math.Max(Math.Abs(sorted[0]), 1);
    }

    /// <summary>
    /// The refusal of a family with a location and a scale where the rows say nothing about the scale: exact values that are all equal
    /// (and equal to a held location); null if they do, or if the scale is held.
    /// </summary>
    /// <param name="sample">The rows.</param>
    /// <param name="held">The parameters held at a value.</param>
    /// <param name="scale">The index of the scale, which follows the location.</param>
    /// <param name="name">The scale's name.</param>
    public static PointEstimate? WithoutSpread(Sample sample, IReadOnlyList<double?> held, int scale, string name)
    {
        if (!sample.IsPlain || held[scale] is not null || !AreEqual(sample) || (held[scale - 1] is { } location && location != sample.Values[0]))
            return null;
        string help = $"Fix {name}, or give it a prior that keeps it from 0, such as inverse_gamma(2, 1).";
        return sample.TotalWeight < 2 && held[scale - 1] is null
            ? PointEstimate.Refuse(FitCodes.TooFewRows, $"One row says nothing about the spread, so {name} has no estimate. {help}", name)
            : PointEstimate.Refuse(FitCodes.DegenerateVariance, $"All values are equal, so the likelihood grows without bound as {name} goes to 0. {help}", name);
    }

    /// <summary>True if rows of weight are known exactly, all to be one value, and every other row may be that value too: a point mass explains them all.</summary>
    public static bool AreOnePoint(Sample sample)
    {
        if (sample.CountOf(RowKnowledge.Exact) == 0)
            return false;
        double value = sample.Values[0];
        for (int i = 1; i < sample.Count; i++)
        {
            bool possible = i < sample.StartOf(RowKnowledge.Above) ? sample.Values[i] == value
                : i < sample.StartOf(RowKnowledge.Below) ? sample.Values[i] <= value
                : i < sample.StartOf(RowKnowledge.Between) ? sample.Values[i] >= value
                : sample.Values[i] <= value && sample.Uppers![i] >= value;
            if (!possible)
                return false;
        }
        return true;
    }

    /// <summary>
    /// The refusal of rows none of which is known exactly and which all allow one common value: the likelihood rises to 1 as the family closes
    /// in on it or, where all bounds are on one side, moves away behind them. Where they only meet in a value it may close in on that too, with
    /// the same shares on either side. Null if some exclude one another.
    /// </summary>
    /// <param name="family">The family.</param>
    /// <param name="sample">The rows.</param>
    /// <param name="held">The parameters held at a value.</param>
    public static PointEstimate? WithoutExclusion(ScalarFamily family, Sample sample, IReadOnlyList<double?> held)
    {
        int free = held.Count(value => value is null);
        if (sample.Count == 0 || sample.CountOf(RowKnowledge.Exact) > 0 || free == 0)
            return null;
        double lower = double.NegativeInfinity, upper = double.PositiveInfinity;
        for (int i = 0; i < sample.Count; i++)
        {
            bool isUpper = i >= sample.StartOf(RowKnowledge.Below) && i < sample.StartOf(RowKnowledge.Between);
            lower = isUpper ? lower : Math.Max(lower, sample.Values[i]);
            upper = isUpper ? Math.Min(upper, sample.Values[i]) : i >= sample.StartOf(RowKnowledge.Between) ? Math.Min(upper, sample.Uppers![i]) : upper;
        }
        // A family of one scale behind lower bounds alone has its limit as an answer: a rate of 0. Where values have an end on either side
        // nothing can move away.
        bool bounded = double.IsFinite(family.BoundEnds.Lower) && double.IsFinite(family.BoundEnds.Upper);
        bool oneSided = !sample.IsTruncated && !bounded && (double.IsInfinity(lower) || (double.IsInfinity(upper) && family.CanCloseIn));
        return oneSided || (family.CanCloseIn && free > 1 && lower <= upper)
            ? PointEstimate.Refuse(FitCodes.NoFiniteMle,
                "No row is known exactly, and all can be true of one and the same value, or of its two sides: the likelihood keeps growing as the distribution closes in on it, or moves away behind the bounds. Rows that exclude one another, a fixed parameter or a prior would give an estimate.")
            : null;
    }

    /// <summary>True if every row is only known to lie above its value.</summary>
    public static bool AreAllLowerBounds(Sample sample) => sample.CountOf(RowKnowledge.Above) == sample.Count;

    /// <summary>
    /// The refusal of a family whose likelihood grows without bound as it closes in on a single point, or runs off to infinity where no event was seen.
    /// </summary>
    /// <param name="sample">The rows.</param>
    /// <param name="spread">The free parameter that goes to an end; null = it is held, so that there is nothing to refuse.</param>
    /// <param name="end">Where it goes, such as "infinity".</param>
    /// <param name="size">The parameter that goes to infinity if all rows are lower bounds; null = it is held.</param>
    /// <param name="prior">A prior on the spread that would help.</param>
    public static PointEstimate? Refusal(Sample sample, string? spread, string end, string? size, string prior)
    {
        if (size is not null && AreAllLowerBounds(sample))
            return PointEstimate.Refuse(FitCodes.NoFiniteMle, $"No event was seen, only lower bounds, so the likelihood grows as {size} goes to infinity. One event, or a prior on {size}, would give an estimate.", size);
        return spread is not null && AreOnePoint(sample)
            ? PointEstimate.Refuse(sample.Count == 1 ? FitCodes.TooFewRows : FitCodes.DegenerateVariance,
                $"{(sample.Count == 1 ? "One row says nothing about the spread" : "All events have the same value, and every other row allows it")}, so the likelihood grows without bound as {spread} goes to {end}. Fix {spread}, or give it a prior such as {prior}.", spread)
            : null;
    }

    /// <summary>The refusal of a fixed shape at which a double cannot tell a value from its neighbour.</summary>
    public static PointEstimate? TooNarrow(double? shape, string parameter) => shape > 1e14
        ? PointEstimate.Refuse(FitCodes.OutOfSupport, FormattableString.Invariant($"With {parameter} = {shape:R} all values would be equal to all digits of a double. Check the fixed value."), parameter)
        : null;
}
