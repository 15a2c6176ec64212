using BatchEstimator.Estimation.Numerics;

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
        int size = row.Length;
        var columns = design.Blocks.SelectMany(block => Enumerable.Range(block.First, block.Count)).ToList();
        int[] lost = [.. columns.Where(i => objective.Coefficients[i].Held is null && !objective.Free.Contains(i) && !objective.Settled.Contains(i))];
        if (lost.Length == 0)
            return true;
        int[] kept = [.. columns.Where(objective.Free.Contains)];
        double[] standard = [.. row], gram = Gram(rows, design, size);
        objective.Scale.PullGradient(standard);
        double At(int i, int j) => gram[Math.Max(i, j) * size + Math.Min(i, j)];
        var factor = new NormalEquations([.. kept.SelectMany(i => kept.Select(j => (DoubleDouble)At(i, j)))], kept.Length);
        return lost.All(column =>
        {
            var combination = factor.Solve([.. kept.Select(i => (DoubleDouble)At(i, column))]);
            double[] parts = [.. kept.Select((i, k) => (double)combination[k] * standard[i])];
            return Math.Abs(standard[column] - parts.Sum()) <= Rounding * (Math.Abs(standard[column]) + parts.Sum(Math.Abs));
        });
    }

    private static double[] Gram(GroupRows rows, PredictorDesign design, int size)
    {
        double[] gram = new double[size * size], ones = new double[DesignTile.MostRows];
        Array.Fill(ones, 1);
        var tile = new DesignTile(design);
        for (int row = 0; row < rows.Count; row += DesignTile.MostRows)
        {
            tile.Stage(rows.Table, rows.From + row, Math.Min(DesignTile.MostRows, rows.Count - row));
            tile.AddGram(tile, ones, gram, size);
        }
        return gram;
    }
}
