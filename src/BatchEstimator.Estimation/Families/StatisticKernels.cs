using BatchEstimator.Estimation.Likelihoods;
using BatchEstimator.Estimation.Numerics;
using BatchEstimator.Estimation.Statistics;

namespace BatchEstimator.Estimation.Families;

/// <summary>The statistics of a family compiled for the rows of one sample after another: each distinct factor is a loop of its own or a column as it is.</summary>
internal sealed class StatisticKernels
{
    private readonly List<Expr> distinct = [];
    private readonly List<(int First, int Second)> factors = [];
    private readonly RowKernel?[] kernels;
    private readonly bool isSimple;
    private readonly bool[] isPlain, isSquared, isLog;

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
        isSimple = factors.All(pair => pair.First < 0 || pair.Second < 0 || pair.Second == pair.First);
        isPlain = [.. distinct.Select((_, k) => factors.Contains((k, -1)))];
        isSquared = [.. distinct.Select((_, k) => factors.Contains((k, k)))];
        isLog = [.. distinct.Select(factor => factor is Unary { Function.Name: "log", Operands: [Variable { Index: 0 }] })];
        kernels = [.. distinct.Select(factor => factor is Variable ? null : new RowKernel(factor, []))];
    }

    /// <summary>The sums over rows that are all known exactly, as <see cref="Sample.SumsOf"/> gives them.</summary>
    /// <param name="sample">The rows.</param>
    /// <param name="buffers">Room that is kept from call to call.</param>
    public Sums SumsOf(Sample sample, ColumnBuffers buffers)
    {
        var sums = new DoubleDouble[WeightedSums.Preamble + factors.Count];
        sums[0] = sums[1] = sample.TotalWeight;
        var (least, greatest) = isSimple && sample.Weights is null ? InBlocks(sample, buffers, sums) : InColumns(sample, buffers, sums);
        return new(sums, least, greatest);
    }

    // One pass over the values: a factor of a block is in the cache when it is summed, and so are the values when it is computed.
    private (double Least, double Greatest) InBlocks(Sample sample, ColumnBuffers buffers, DoubleDouble[] sums)
    {
        double[][] columns = [sample.Values, buffers.Ones(sample.Count)];
        Span<LaneSum> plain = stackalloc LaneSum[distinct.Count], squares = stackalloc LaneSum[distinct.Count];
        plain.Clear();
        squares.Clear();
        var (least, greatest) = (double.PositiveInfinity, double.NegativeInfinity);
        for (int from = 0; from < sample.Count; from += ColumnSums.BlockRows)
        {
            int rows = Math.Min(ColumnSums.BlockRows, sample.Count - from);
            var extremes = ColumnSums.Extremes(sample.Values.AsSpan(from, rows));
            (least, greatest) = (Math.Min(least, extremes.Least), Math.Max(greatest, extremes.Greatest));
            for (int k = 0; k < kernels.Length; k++)
            {
                bool isData = kernels[k] is null;
                double[] factor = isData ? columns[((Variable)distinct[k]).Index] : buffers.Of(k, rows);
                kernels[k]?.Values(columns, from, from + rows, [], [], factor);
                var block = factor.AsSpan(isData ? from : 0, rows);
                ColumnSums.AddBlock(block, ReferenceEquals(factor, sample.Values) ? extremes : isLog[k] ? (Math.Log(extremes.Least), Math.Log(extremes.Greatest)) : ColumnSums.Extremes(block), isPlain[k], isSquared[k], ref plain[k], ref squares[k]);
            }
        }
        for (int k = 0; k < factors.Count; k++)
        {
            if (factors[k].First >= 0)
                sums[WeightedSums.Preamble + k] = (factors[k].Second < 0 ? plain : squares)[factors[k].First].Total;
        }
        return (least, greatest);
    }

    // Any products, and any weights: the factors as whole columns, one product after the other.
    private (double Least, double Greatest) InColumns(Sample sample, ColumnBuffers buffers, DoubleDouble[] sums)
    {
        double[][] columns = [sample.Values, buffers.Ones(sample.Count)], computed = new double[distinct.Count][];
        for (int k = 0; k < computed.Length; k++)
        {
            computed[k] = kernels[k] is null ? columns[((Variable)distinct[k]).Index] : buffers.Of(k, sample.Count);
            kernels[k]?.Values(columns, 0, sample.Count, [], [], computed[k]);
        }
        for (int k = 0; k < factors.Count; k++)
        {
            var (first, second) = factors[k];
            if (first >= 0)
                sums[WeightedSums.Preamble + k] = DotProduct.Of(computed[first].AsSpan(0, sample.Count), second < 0 ? [] : computed[second], sample.Weights);
        }
        return ColumnSums.Extremes(sample.Values.AsSpan(0, sample.Count));
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
