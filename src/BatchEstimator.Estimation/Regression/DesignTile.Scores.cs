namespace BatchEstimator.Estimation.Regression;

/// <content>What single rows are asked for: leverages and the scores of clusters.</content>
internal sealed unsafe partial class DesignTile
{
    /// <summary>eta += X beta, without the offsets.</summary>
    /// <param name="beta">All coefficients.</param>
    /// <param name="eta">What is added to, a value a row.</param>
    public void AddProjection(double[] beta, double[] eta)
    {
        for (int i = 0; i < dense.Length; i++)
        {
            double b = beta[dense[i].Coefficient];
            var column = columns.Span.Slice(i * distance, rows);
            for (int row = 0; row < column.Length; row++)
                eta[row] += b * column[row];
        }
        coded.AddPrediction(beta, eta);
    }

    /// <summary>Adds each row's score to that of its cluster.</summary>
    /// <param name="g">The slope in the predictor, by row.</param>
    /// <param name="clusters">The cluster of each row.</param>
    /// <param name="scores">A score over all coefficients for each cluster, one behind the other.</param>
    /// <param name="size">The number of coefficients.</param>
    public void AddScores(double[] g, ReadOnlySpan<int> clusters, double[] scores, int size)
    {
        for (int i = 0; i < dense.Length; i++)
        {
            var column = columns.Span.Slice(i * distance, rows);
            for (int row = 0; row < column.Length; row++)
                scores[clusters[row] * size + dense[i].Coefficient] += column[row] * g[row];
        }
        coded.AddScores(g, clusters, scores, size);
    }
}
