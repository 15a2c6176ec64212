namespace BatchEstimator.Estimation.Regression;

/// <summary>The rows of a regression by column, group behind group: what a design is made of.</summary>
/// <param name="Numbers">Columns of numbers.</param>
/// <param name="Codes">Columns of labels, as numbers from 0.</param>
/// <param name="Lows">For each column of numbers what its doubles lack of the computed values they stand for, at most half a unit in their
/// last place; null where nothing is lacking. Least squares count it in.</param>
internal sealed record RowTable(double[][] Numbers, int[][] Codes, double[]?[]? Lows = null)
{
    /// <summary>What the doubles of a column lack; null = nothing.</summary>
    /// <param name="column">The column of numbers.</param>
    public double[]? LowsOf(int column) => Lows?[column];
}
