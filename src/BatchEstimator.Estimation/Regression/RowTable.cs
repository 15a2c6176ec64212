namespace BatchEstimator.Estimation.Regression;

/// <summary>The rows of a regression by column, group behind group: what a design is made of.</summary>
/// <param name="Numbers">Columns of numbers.</param>
/// <param name="Codes">Columns of labels, as numbers from 0.</param>
internal sealed record RowTable(double[][] Numbers, int[][] Codes);
