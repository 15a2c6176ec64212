using BatchEstimator.Estimation.Numerics;
using BatchEstimator.Estimation.Results;

namespace BatchEstimator.Estimation.Regression;

/// <summary>
/// Whether data say anything of a row of a design. A column without an estimate is a combination of others in all rows; of a row where it is not,
/// such as one of a label that a group lacks, nothing is known.
/// </summary>
internal static class Estimability
{
    private const double Rounding = 1e-9;

    /// <summary>True if every column without an estimate keeps, in the row, the relation that it has in the data.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="design">The predictor's design.</param>
    /// <param name="row">The row over all coefficients, in the units of the data.</param>
    /// <param name="objective">Which coefficients are free or held.</param>
    public static bool Of(GroupRows rows, PredictorDesign design, double[] row, RegressionObjective objective)
    {
        double[] standard = [.. row];
        objective.Scale.PullGradient(standard);
        return Relations(rows, design, objective, [(rows.From, rows.From + rows.Count)]).All(relation =>
        {
            double[] parts = [.. relation.Of.Select((k, i) => relation.Times[i] * standard[k])];
            return Holds(standard[relation.Column], parts);
        });
    }

    /// <summary>True if a column is, but for rounding, the sum of parts.</summary>
    public static bool Holds(double value, double[] parts) => Math.Abs(value - parts.Sum()) <= Rounding * (Math.Abs(value) + parts.Sum(Math.Abs));

    /// <summary>The standard columns of a predictor that are combinations of others, as such.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="design">The predictor's design.</param>
    /// <param name="objective">Which coefficients are free or held.</param>
    /// <param name="ranges">The rows of the table that the predictor is about, from and to behind the last.</param>
    public static IReadOnlyList<AliasedColumn> Relations(GroupRows rows, PredictorDesign design, RegressionObjective objective, IReadOnlyList<(int From, int To)> ranges)
    {
        int size = objective.Coefficients.Count;
        var columns = design.Blocks.SelectMany(block => Enumerable.Range(block.First, block.Count)).ToList();
        int[] lost = [.. columns.Where(i => objective.Coefficients[i].Held is null && !objective.Free.Contains(i) && !objective.Settled.Contains(i))];
        if (lost.Length == 0)
            return [];
        int[] kept = [.. columns.Where(objective.Free.Contains)];
        double[] gram = Gram(rows, design, size, ranges);
        double At(int i, int j) => gram[Math.Max(i, j) * size + Math.Min(i, j)];
        var factor = new NormalEquations([.. kept.SelectMany(i => kept.Select(j => (DoubleDouble)At(i, j)))], kept.Length);
        return [.. lost.Select(column => new AliasedColumn(column, kept, [.. factor.Solve([.. kept.Select(i => (DoubleDouble)At(i, column))]).Select(times => (double)times)]))];
    }

    private static double[] Gram(GroupRows rows, PredictorDesign design, int size, IReadOnlyList<(int From, int To)> ranges)
    {
        double[] gram = new double[size * size], ones = new double[DesignTile.MostRows];
        Array.Fill(ones, 1);
        var tile = new DesignTile(design);
        foreach (var (from, to) in ranges)
        {
            for (int row = from; row < to; row += DesignTile.MostRows)
            {
                tile.Stage(rows.Table, row, Math.Min(DesignTile.MostRows, to - row));
                tile.AddGram(tile, ones, gram, size);
            }
        }
        return gram;
    }
}
