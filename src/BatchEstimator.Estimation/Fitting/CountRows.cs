using BatchEstimator.Estimation.Numerics;
using BatchEstimator.Estimation.Statistics;

namespace BatchEstimator.Estimation.Fitting;

/// <summary>
/// Rows of counts as rows of single levels: one for each count above zero, which is its weight. Likelihood, number of observations and
/// criteria are then those of the single outcomes; the multinomial coefficients are kept beside them.
/// </summary>
/// <param name="Rows">The row of the block that each comes from.</param>
/// <param name="Levels">The place of its level.</param>
/// <param name="Weights">Its weight: the count times the weight of the row.</param>
/// <param name="LogCoefficients">The weighted log of the multinomial coefficient, at the first of the rows that come from one, else 0.</param>
internal sealed record CountRows(int[] Rows, double[] Levels, double[] Weights, double[] LogCoefficients)
{
    /// <summary>Takes the usable rows of a block apart.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="counts">The columns of counts.</param>
    /// <param name="ranks">For each column the place of its level.</param>
    /// <param name="weights">The weights of the rows; null = 1.</param>
    public static CountRows Of(BlockRows rows, IReadOnlyList<double[]> counts, IReadOnlyList<int> ranks, double[]? weights)
    {
        var places = new List<int>();
        List<double> levels = [], each = [], coefficients = [];
        foreach (int row in rows.Selected)
        {
            int first = places.Count;
            double total = 0, logs = 0, weight = weights?[row] ?? 1;
            for (int k = 0; k < counts.Count; k++)
            {
                double count = counts[k][row];
                (total, logs) = (total + count, logs + SpecialFunctions.LogGamma(count + 1));
                if (count == 0)
                    continue;
                places.Add(row);
                levels.Add(ranks[k]);
                each.Add(weight * count);
                coefficients.Add(0);
            }
            if (places.Count > first)
                coefficients[first] = weight * (SpecialFunctions.LogGamma(total + 1) - logs);
        }
        return new([.. places], [.. levels], [.. each], [.. coefficients]);
    }
}
