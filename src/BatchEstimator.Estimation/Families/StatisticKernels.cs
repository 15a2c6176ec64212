using BatchEstimator.Estimation.Likelihoods;
using BatchEstimator.Estimation.Statistics;

namespace BatchEstimator.Estimation.Families;

/// <summary>The statistics of a family compiled for the rows of one sample after another: each distinct factor is a loop of its own or a column as it is.</summary>
internal sealed class StatisticKernels
{
    private readonly List<Expr> distinct = [];
    private readonly List<(int First, int Second)> factors = [];
    private readonly RowKernel?[] kernels;

    public StatisticKernels(IReadOnlyList<Statistic> statistics)
    {
        var shared = new Interning();
        // A statistic that a family does not have is written as zero.
        int PlaceOf(Expr expression)
        {
            if (expression.IsZero)
                return -1;
            var known = shared.Of(expression);
            int place = distinct.FindIndex(other => ReferenceEquals(other, known));
            if (place < 0)
                distinct.Add(known);
            return place < 0 ? distinct.Count - 1 : place;
        }
        foreach (var statistic in statistics)
            factors.Add((PlaceOf(statistic.First), statistic.Second is null ? -1 : PlaceOf(statistic.Second)));
        kernels = [.. distinct.Select(factor => factor is Variable ? null : new RowKernel(factor, []))];
    }

    /// <summary>The sums over rows that are all known exactly, as <see cref="Sample.SumsOf"/> gives them.</summary>
    /// <param name="sample">The rows.</param>
    /// <param name="buffers">Room that is kept from call to call.</param>
    public Sums SumsOf(Sample sample, ColumnBuffers buffers)
    {
        double[][] columns = [sample.Values, buffers.Ones(sample.Count)], computed = new double[distinct.Count][];
        for (int k = 0; k < computed.Length; k++)
        {
            if (distinct[k] is Variable variable)
            {
                computed[k] = columns[variable.Index];
                continue;
            }
            computed[k] = buffers.Of(k, sample.Count);
            kernels[k]!.Values(columns, 0, sample.Count, [], [], computed[k]);
        }
        var sums = new Numerics.DoubleDouble[WeightedSums.Preamble + factors.Count];
        sums[0] = sums[1] = sample.TotalWeight;
        for (int k = 0; k < factors.Count; k++)
        {
            var (first, second) = factors[k];
            if (first >= 0)
                sums[WeightedSums.Preamble + k] = DotProduct.Of(computed[first].AsSpan(0, sample.Count), second < 0 ? [] : computed[second], sample.Weights);
        }
        double minimum = double.PositiveInfinity, maximum = double.NegativeInfinity;
        foreach (double value in sample.Values.AsSpan(0, sample.Count))
        {
            minimum = value < minimum ? value : minimum;
            maximum = value > maximum ? value : maximum;
        }
        return new(sums, minimum, maximum);
    }
}

/// <summary>Columns of numbers that are written over and over; longer ones are made when they are needed.</summary>
internal sealed class ColumnBuffers
{
    private readonly List<double[]> columns = [];
    private double[] ones = [];

    /// <summary>The column of a number, with room for at least so many rows.</summary>
    public double[] Of(int column, int rows)
    {
        while (columns.Count <= column)
            columns.Add([]);
        return columns[column].Length >= rows ? columns[column] : columns[column] = new double[rows];
    }

    /// <summary>A column of ones.</summary>
    public double[] Ones(int rows)
    {
        if (ones.Length < rows)
            Array.Fill(ones = new double[rows], 1);
        return ones;
    }
}
