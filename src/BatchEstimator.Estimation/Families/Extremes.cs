using BatchEstimator.Estimation.Results;
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
