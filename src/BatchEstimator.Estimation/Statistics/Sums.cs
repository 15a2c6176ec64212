using BatchEstimator.Estimation.Numerics;

namespace BatchEstimator.Estimation.Statistics;

/// <summary>The sums over the rows of a group: the number of observations, the sum of weights, half the sum of log precision weights, then the statistics of a family.</summary>
/// <param name="values">The sums.</param>
/// <param name="minimum">The least value of the first data column.</param>
/// <param name="maximum">The greatest.</param>
public readonly ref struct Sums(ReadOnlySpan<DoubleDouble> values, double minimum, double maximum)
{
    private readonly ReadOnlySpan<DoubleDouble> values = values;

    /// <summary>The least value of the first data column.</summary>
    public double Minimum { get; } = minimum;

    /// <summary>The greatest value of the first data column.</summary>
    public double Maximum { get; } = maximum;

    /// <summary>One of the sums.</summary>
    public DoubleDouble this[int index] => values[index];
}
