using BatchEstimator.Estimation.Likelihoods;
using BatchEstimator.Estimation.Statistics;

namespace BatchEstimator.Estimation.Fitting;

/// <summary>Sums of a block.</summary>
public sealed record SumsPart(BlockRows Rows, IReadOnlyList<double[]> Sampled, WeightedSums Sums) : FitPart(Rows, Sampled);

/// <summary>Statistics laid out for folding: their distinct factors computed once a block, then multiplied and summed by group.</summary>
internal sealed class StatisticsPlan
{
    private readonly Tape tape;
    private readonly List<(int First, int Second)> factors = [];

    public StatisticsPlan(IReadOnlyList<Statistic> statistics)
    {
        var distinct = new List<Expr>();
        int PlaceOf(Expr expression)
        {
            int place = distinct.FindIndex(known => ReferenceEquals(known, expression));
            if (place < 0)
                distinct.Add(expression);
            return place < 0 ? distinct.Count - 1 : place;
        }
        foreach (var statistic in statistics)
            factors.Add((statistic.First is Constant { Value: 0 } ? -1 : PlaceOf(statistic.First), statistic.Second is null ? -1 : PlaceOf(statistic.Second)));
        tape = new(distinct);
    }

    public int Count => factors.Count;

    public double[][] Columns(IReadOnlyList<double[]> data, int rows) => tape.EvaluateColumns(data, rows);

    public WeightedSums Fold(BlockRows rows, double[][] columns, double[]? weights, bool precision) =>
        WeightedSums.Of(rows, columns, factors, weights, precision);
}
