using BatchEstimator.Estimation.Regression;

namespace BatchEstimator.Benchmarks.Regression;

/// <summary>What the products of a design take, in milliseconds of processors: reading, predicting, scores, and the matrix of products.</summary>
internal sealed record ProductTimes(double Stage, double Predict, double Score, double Gram, Time Whole)
{
    /// <summary>Measures each step with what comes before it and takes differences.</summary>
    public static ProductTimes Of(PredictorDesign design, RowTable table, int size, int runs)
    {
        Time[] steps = [.. Enumerable.Range(0, 5).Select(step => TwoThreads.Best(runs, () => Pass(design, table, size, step)))];
        double stage = steps[0].Used;
        return new(stage, steps[1].Used - stage, steps[2].Used - stage, steps[3].Used - stage, steps[4]);
    }

    private static void Pass(PredictorDesign design, RowTable table, int size, int step)
    {
        int rows = table.Numbers[0].Length;
        TwoThreads.ForEach(TwoThreads.Strands, strand =>
        {
            DesignTile tile = new(design);
            double[] beta = new double[size], score = new double[size], gram = new double[size * size], eta = new double[DesignTile.MostRows], w = new double[DesignTile.MostRows];
            Array.Fill(beta, 0.01);
            Array.Fill(w, 0.2);
            int end = strand + 1 == TwoThreads.Strands ? rows : TwoThreads.Edge(rows, strand + 1), most = tile.PreferredRows;
            for (int row = TwoThreads.Edge(rows, strand); row < end; row += most)
            {
                tile.Stage(table, row, Math.Min(most, end - row));
                if (step is 1 or 4)
                    tile.Predict(beta, eta);
                if (step is 2 or 4)
                    tile.AddScore(w, score);
                if (step is 3 or 4)
                    tile.AddGram(tile, w, gram, size);
            }
        });
    }
}
