namespace BatchEstimator.Estimation.Regression;

/// <summary>
/// The rows of one linear predictor as distances: response minus predictor, in which a median is sought. Behind them stand the kinks of priors,
/// each a row that says that one coefficient should be at its location.
/// </summary>
internal sealed class AbsoluteRows
{
    private readonly GroupRows rows;
    private readonly DesignTile tile;
    private readonly IReadOnlyList<int> free;
    private readonly IReadOnlyList<(int Coefficient, double Location)> kinks;
    private readonly double[] column = new double[DesignTile.MostRows];
    private readonly int size;

    /// <summary>Takes a predictor.</summary>
    /// <param name="design">Its design.</param>
    /// <param name="rows">The rows, each with an exact response.</param>
    /// <param name="size">The number of all coefficients.</param>
    /// <param name="free">The coefficients of the design that can move.</param>
    /// <param name="kinks">The standard coefficients among them whose priors have kinks, and where.</param>
    public AbsoluteRows(PredictorDesign design, GroupRows rows, int size, IReadOnlyList<int> free, IReadOnlyList<(int Coefficient, double Location)> kinks)
    {
        (this.rows, this.size, this.free, this.kinks) = (rows, size, free, kinks);
        tile = new(design);
    }

    /// <summary>The number of distances: those of rows first.</summary>
    public int Count => rows.Count + kinks.Count;

    /// <summary>How many of them are rows.</summary>
    public int Rows => rows.Count;

    /// <summary>The coefficient whose kink a distance stands for; -1 for a row.</summary>
    public int KinkOf(int distance) => distance < rows.Count ? -1 : kinks[distance - rows.Count].Coefficient;

    /// <summary>Where the kink lies that a distance stands for.</summary>
    public double LocationOf(int distance) => kinks[distance - rows.Count].Location;

    /// <summary>The distances.</summary>
    /// <param name="beta">All standard coefficients.</param>
    public double[] Residuals(double[] beta)
    {
        var result = new double[Count];
        double[] response = rows.Table.Numbers[rows.Roles.Response];
        EachTile((from, count) =>
        {
            tile.Predict(beta, column);
            for (int row = 0; row < count; row++)
                result[from + row] = response[rows.From + from + row] - column[row];
        });
        for (int k = 0; k < kinks.Count; k++)
            result[rows.Count + k] = kinks[k].Location - beta[kinks[k].Coefficient];
        return result;
    }

    /// <summary>By how much each predictor grows along a direction.</summary>
    /// <param name="direction">In the free coefficients.</param>
    public double[] Along(double[] direction)
    {
        var result = new double[Count];
        var all = Spread(direction);
        EachTile((from, count) =>
        {
            column.AsSpan(0, count).Clear();
            tile.AddProjection(all, column);
            column.AsSpan(0, count).CopyTo(result.AsSpan(from));
        });
        for (int k = 0; k < kinks.Count; k++)
            result[rows.Count + k] = all[kinks[k].Coefficient];
        return result;
    }

    /// <summary>The sum over distances of a number each times its row of the design, in the free coefficients.</summary>
    public double[] Weighed(double[] numbers)
    {
        var sum = new double[size];
        EachTile((from, count) =>
        {
            numbers.AsSpan(from, count).CopyTo(column);
            tile.AddScore(column, sum);
        });
        for (int k = 0; k < kinks.Count; k++)
            sum[kinks[k].Coefficient] += numbers[rows.Count + k];
        return [.. free.Select(i => sum[i])];
    }

    /// <summary>The row of the design behind a distance, in the free coefficients.</summary>
    public double[] Row(int distance)
    {
        var sum = new double[size];
        if (distance >= rows.Count)
            sum[kinks[distance - rows.Count].Coefficient] = 1;
        else
        {
            tile.Stage(rows.Table, rows.From + distance, 1);
            column[0] = 1;
            tile.AddScore(column, sum);
        }
        return [.. free.Select(i => sum[i])];
    }

    /// <summary>X'WX over all coefficients, row-major, both triangles.</summary>
    /// <param name="weights">A weight a row.</param>
    public double[] Gram(double[] weights)
    {
        var gram = new double[size * size];
        EachTile((from, count) =>
        {
            weights.AsSpan(from, count).CopyTo(column);
            tile.AddGram(tile, column, gram, size);
        });
        for (int i = 0; i < size; i++)
        {
            for (int j = 0; j < i; j++)
                gram[j * size + i] = gram[i * size + j];
        }
        return gram;
    }

    /// <summary>Free coefficients at their places among all, the others zero.</summary>
    public double[] Spread(double[] direction)
    {
        var all = new double[size];
        for (int k = 0; k < free.Count; k++)
            all[free[k]] = direction[k];
        return all;
    }

    private void EachTile(Action<int, int> visit)
    {
        for (int from = 0; from < rows.Count; from += DesignTile.MostRows)
        {
            int count = Math.Min(DesignTile.MostRows, rows.Count - from);
            tile.Stage(rows.Table, rows.From + from, count);
            visit(from, count);
        }
    }
}
