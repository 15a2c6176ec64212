using BatchEstimator.Estimation.Likelihoods;
using BatchEstimator.Estimation.Numerics;

namespace BatchEstimator.Estimation.Statistics;

/// <summary>How a row's value is known.</summary>
public enum RowKnowledge : byte
{
    /// <summary>Exactly.</summary>
    Exact,

    /// <summary>Only to lie above its value.</summary>
    Above,

    /// <summary>Only to lie at or below its value.</summary>
    Below,

    /// <summary>Only to lie above its value and at or below its upper end.</summary>
    Between,
}

/// <summary>The rows of one group as a likelihood needs them: those known exactly first, then lower bounds, upper bounds and intervals.</summary>
public sealed class Sample
{
    private readonly int[] counts = new int[4];

    /// <summary>Takes rows that are already in order.</summary>
    /// <param name="values">The values or bounds; at least as long as there are rows.</param>
    /// <param name="uppers">The upper ends, at the places of the intervals; null if there are none.</param>
    /// <param name="weights">The weights; null = 1.</param>
    /// <param name="counts">How many rows are known exactly, from below, from above, and as intervals.</param>
    public Sample(double[] values, double[]? uppers, double[]? weights, params ReadOnlySpan<int> counts)
    {
        (Values, Uppers, Weights) = (values, uppers, weights);
        counts.CopyTo(this.counts);
        foreach (int count in counts)
            Count += count;
    }

    /// <summary>Rows that are all known exactly.</summary>
    public static Sample Of(double[] values, double[]? weights = null) => new(values, null, weights, values.Length);

    /// <summary>The values or bounds, in the order of <see cref="RowKnowledge"/>; may be longer than there are rows.</summary>
    public double[] Values { get; }

    /// <summary>The upper ends of intervals, at their places; null if there are none.</summary>
    public double[]? Uppers { get; }

    /// <summary>The weights; null = 1.</summary>
    public double[]? Weights { get; }

    /// <summary>How many rows there are.</summary>
    public int Count { get; }

    /// <summary>The values below which none could be seen; minus infinity = all could.</summary>
    public double TruncatedBelow { get; init; } = double.NegativeInfinity;

    /// <summary>The values above which none could be seen; infinity = all could.</summary>
    public double TruncatedAbove { get; init; } = double.PositiveInfinity;

    /// <summary>True if there is a limit beyond which values could not be seen.</summary>
    public bool IsTruncated => double.IsFinite(TruncatedBelow) || double.IsFinite(TruncatedAbove);

    /// <summary>True if every row is known exactly and any value could be seen.</summary>
    public bool IsPlain => counts[0] == Count && !IsTruncated;

    /// <summary>How many rows are known in a way.</summary>
    public int CountOf(RowKnowledge knowledge) => counts[(int)knowledge];

    /// <summary>The first row that is known in a way.</summary>
    public int StartOf(RowKnowledge knowledge)
    {
        int start = 0;
        for (int i = 0; i < (int)knowledge; i++)
            start += counts[i];
        return start;
    }

    /// <summary>The rows that are known exactly.</summary>
    public ReadOnlySpan<double> ExactValues => Values.AsSpan(0, counts[0]);

    /// <summary>The weight of a row.</summary>
    public double WeightOf(int row) => Weights is null ? 1 : Weights[row];

    /// <summary>The sum of the weights of all rows.</summary>
    public double TotalWeight => WeightOf(0, Count);

    /// <summary>The sum of the weights of the rows known exactly.</summary>
    public double ExactWeight => WeightOf(0, counts[0]);

    /// <summary>The same rows, of which none could be seen outside limits.</summary>
    public Sample Within(double lower, double upper) => double.IsInfinity(lower) && double.IsInfinity(upper) ? this
        : new(Values, Uppers, Weights, counts) { TruncatedBelow = lower, TruncatedAbove = upper };

    /// <summary>The same rows as (x - shift) / scale.</summary>
    public Sample Standardised(double shift, double scale)
    {
        if (shift == 0 && scale == 1)
            return this;
        double[] Moved(double[] values)
        {
            var result = new double[Count];
            for (int i = 0; i < result.Length; i++)
                result[i] = (values[i] - shift) / scale;
            return result;
        }
        return new(Moved(Values), Uppers is null ? null : Moved(Uppers), Weights, counts)
        {
            TruncatedBelow = (TruncatedBelow - shift) / scale,
            TruncatedAbove = (TruncatedAbove - shift) / scale,
        };
    }

    /// <summary>The same rows, equal values made one with the sum of their weights; for plain rows of counts, whose values are few.</summary>
    public Sample Merged()
    {
        double[] values = Values[..Count], weights = Weights is null ? new double[Count] : Weights[..Count];
        if (Weights is null)
            Array.Fill(weights, 1);
        return new(values, null, weights, CountTable.Merge(values, weights, Count));
    }

    /// <summary>The rows as if all were exact, for a first guess: bounds where they stand, intervals at their middle.</summary>
    public Sample AsExact()
    {
        if (IsPlain)
            return this;
        double[] values = Values[..Count];
        for (int i = StartOf(RowKnowledge.Between); i < Count; i++)
            values[i] = 0.5 * (values[i] + Uppers![i]);
        return new(values, null, Weights, Count);
    }

    /// <summary>The sums of a family's statistics over the rows, all taken as exact.</summary>
    public Sums SumsOf(IReadOnlyList<Statistic> statistics)
    {
        var sums = new DoubleDouble[WeightedSums.Preamble + statistics.Count];
        var tape = new Tape([.. statistics.SelectMany(statistic => new[] { statistic.First, statistic.Second ?? 1 })]);
        double[] values = Values[..Count], ones = new double[Count];
        Array.Fill(ones, 1);
        double[][] factors = tape.EvaluateColumns([values, ones], Count);
        sums[0] = sums[1] = TotalWeight;
        for (int k = 0; k < statistics.Count; k++)
            sums[WeightedSums.Preamble + k] = DotProduct.Of(factors[2 * k], factors[2 * k + 1], Weights);
        double minimum = double.PositiveInfinity, maximum = double.NegativeInfinity;
        foreach (double value in values)
            (minimum, maximum) = (Math.Min(minimum, value), Math.Max(maximum, value));
        return new(sums, minimum, maximum);
    }

    private double WeightOf(int from, int count)
    {
        if (Weights is null)
            return count;
        double sum = 0, rest = 0;
        for (int i = from; i < from + count; i++)
        {
            var (high, low) = DoubleDouble.Sum(sum, Weights[i]);
            (sum, rest) = (high, rest + low);
        }
        return sum + rest;
    }
}
