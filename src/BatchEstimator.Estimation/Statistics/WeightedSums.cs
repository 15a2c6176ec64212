using System.Runtime.CompilerServices;
using BatchEstimator.Estimation.Numerics;

namespace BatchEstimator.Estimation.Statistics;

/// <summary>
/// Sums of weighted products by group: what a family with sufficient statistics keeps of the data. A value that adds: the sums of two
/// parts of the data are the sums of the whole, to about 30 digits whatever the parts.
/// </summary>
public sealed class WeightedSums
{
    /// <summary>The sums before the statistics: number of observations, sum of weights, half the sum of log precision weights.</summary>
    public const int Preamble = 3;

    private DoubleDouble[] sums;

    /// <summary>Zero sums.</summary>
    /// <param name="width">The number of sums a group, with the preamble.</param>
    /// <param name="groups">The number of groups.</param>
    public WeightedSums(int width, int groups)
    {
        Width = width;
        sums = new DoubleDouble[width * groups];
    }

    /// <summary>The number of sums a group.</summary>
    public int Width { get; }

    /// <summary>The sums of a group.</summary>
    public ReadOnlySpan<DoubleDouble> this[int group] => sums.AsSpan(group * Width, Width);

    /// <summary>Sums the rows of a block.</summary>
    /// <param name="rows">The rows to use and their groups.</param>
    /// <param name="columns">The distinct factors of the statistics, a value a row.</param>
    /// <param name="factors">For each statistic its factors as indices into <paramref name="columns"/>; a second of -1 is 1, a first of -1 is 0.</param>
    /// <param name="weights">The weights, or null.</param>
    /// <param name="precision">True if weights are precisions, so that a row counts once in n.</param>
    public static WeightedSums Of(BlockRows rows, IReadOnlyList<double[]> columns, IReadOnlyList<(int First, int Second)> factors, double[]? weights, bool precision)
    {
        var result = new WeightedSums(Preamble + factors.Count, rows.Groups.Count);
        result.AddPreamble(rows, weights, precision);
        for (int k = 0; k < factors.Count; k++)
        {
            // A factor that is not there stands for zero: a statistic that this family does not have.
            if (factors[k].First < 0)
                continue;
            double[] first = columns[factors[k].First];
            double[]? second = factors[k].Second < 0 ? null : columns[factors[k].Second];
            if (rows.IsWhole)
                result.sums[Preamble + k] = DotProduct.Of(first.AsSpan(0, rows.Count), second, weights);
            else
                result.AddByGroup(Preamble + k, rows, first, second, weights);
        }
        return result;
    }

    /// <summary>Adds the sums of a block.</summary>
    /// <param name="part">The block's sums.</param>
    /// <param name="groups">For each group of the block, its number here.</param>
    public void Add(WeightedSums part, ReadOnlySpan<int> groups)
    {
        for (int local = 0; local < groups.Length; local++)
        {
            EnsureGroup(groups[local]);
            int to = groups[local] * Width, from = local * Width;
            for (int k = 0; k < Width; k++)
                sums[to + k] += part.sums[from + k];
        }
    }

    /// <summary>sum + a b, the product exact.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleDouble Plus(DoubleDouble sum, double a, double b)
    {
        var product = DoubleDouble.Product(a, b);
        return Carry(sum, product.Hi, product.Lo);
    }

    /// <summary>sum + w a b, the product to about 30 digits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleDouble Plus(DoubleDouble sum, double w, double a, double b)
    {
        var scaled = DoubleDouble.Product(w, a);
        var product = DoubleDouble.Product(scaled.Hi, b);
        return Carry(sum, product.Hi, product.Lo + scaled.Lo * b);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static DoubleDouble Carry(DoubleDouble sum, double high, double low)
    {
        var head = DoubleDouble.Sum(sum.Hi, high);
        return DoubleDouble.Sum(head.Hi, sum.Lo + (head.Lo + low));
    }

    private void AddByGroup(int place, BlockRows rows, double[] first, double[]? second, double[]? weights)
    {
        var target = sums;
        int width = Width;
        int[]? groups = rows.Groups.Codes;
        foreach (int row in rows.Selected)
        {
            ref var sum = ref target[(groups is null ? 0 : groups[row]) * width + place];
            double factor = second is null ? 1 : second[row];
            sum = weights is null ? Plus(sum, first[row], factor) : Plus(sum, weights[row], first[row], factor);
        }
    }

    private void AddPreamble(BlockRows rows, double[]? weights, bool precision)
    {
        for (int group = 0; weights is null && group < rows.Tallies.Length; group++)
            sums[group * Width] = sums[group * Width + 1] = rows.Tallies[group].Used;
        if (weights is null)
            return;
        foreach (int row in rows.Selected)
        {
            int place = rows.Groups[row] * Width;
            sums[place] += precision ? 1 : weights[row];
            sums[place + 1] += weights[row];
            if (precision)
                sums[place + 2] += 0.5 * Math.Log(weights[row]);
        }
    }

    private void EnsureGroup(int group)
    {
        if ((group + 1) * Width > sums.Length)
            Array.Resize(ref sums, Math.Max((group + 1) * Width, 2 * sums.Length));
    }
}
