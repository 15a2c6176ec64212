using BatchEstimator.Estimation.Statistics;

namespace BatchEstimator.Estimation.Families;

/// <summary>
/// The rows of a mixture as expectation and maximisation goes through them: exact values sorted, equal ones merged; ends of those that are known
/// to lie between two, minus infinity and infinity where there is none; and the limits outside which none could be seen.
/// </summary>
/// <param name="Values">The distinct exact values, ascending.</param>
/// <param name="Weights">Their weights.</param>
/// <param name="Lower">The lower ends of the other rows.</param>
/// <param name="Upper">Their upper ends.</param>
/// <param name="Bounded">Their weights.</param>
/// <param name="TruncatedBelow">The lower limit.</param>
/// <param name="TruncatedAbove">The upper limit.</param>
internal sealed record MixtureRows(double[] Values, double[] Weights, double[] Lower, double[] Upper, double[] Bounded, double TruncatedBelow, double TruncatedAbove)
{
    /// <summary>The weight of all rows.</summary>
    public double Total { get; } = Weights.Sum() + Bounded.Sum();

    /// <summary>True if some values could not be seen.</summary>
    public bool IsTruncated => double.IsFinite(TruncatedBelow) || double.IsFinite(TruncatedAbove);

    /// <summary>From a sample.</summary>
    public static MixtureRows Of(Sample sample)
    {
        int exact = sample.CountOf(RowKnowledge.Exact), below = sample.StartOf(RowKnowledge.Below), between = sample.StartOf(RowKnowledge.Between);
        var (values, weights) = Table(sample.Values[..exact], [.. Enumerable.Range(0, exact).Select(sample.WeightOf)]);
        int[] rest = [.. Enumerable.Range(exact, sample.Count - exact)];
        bool IsUpper(int row) => row >= below && row < between;
        return new(values, weights,
            [.. rest.Select(row => IsUpper(row) ? double.NegativeInfinity : sample.Values[row])],
            [.. rest.Select(row => IsUpper(row) ? sample.Values[row] : row >= between ? sample.Uppers![row] : double.PositiveInfinity)],
            [.. rest.Select(sample.WeightOf)], sample.TruncatedBelow, sample.TruncatedAbove);
    }

    /// <summary>At most so many of each kind, at equal distances.</summary>
    public MixtureRows Thinned(int most)
    {
        double[] Every(double[] all)
        {
            int stride = (all.Length + most - 1) / most;
            return stride <= 1 ? all : [.. Enumerable.Range(0, all.Length / stride).Select(i => all[i * stride + stride / 2])];
        }
        return Values.Length <= most && Lower.Length <= most ? this
            : new(Every(Values), Every(Weights), Every(Lower), Every(Upper), Every(Bounded), TruncatedBelow, TruncatedAbove);
    }

    private static (double[] Values, double[] Weights) Table(double[] values, double[] weights)
    {
        Array.Sort(values, weights);
        int kept = 0;
        for (int i = 0; i < values.Length; i++)
        {
            if (kept > 0 && values[kept - 1] == values[i])
                weights[kept - 1] += weights[i];
            else
                (values[kept], weights[kept++]) = (values[i], weights[i]);
        }
        return (values[..kept], weights[..kept]);
    }
}
