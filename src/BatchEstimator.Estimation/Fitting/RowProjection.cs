using BatchEstimator.Estimation.Numerics;
using BatchEstimator.Estimation.Regression;

namespace BatchEstimator.Estimation.Fitting;

/// <summary>Quadratic forms x'C x of the rows x of the first predictor's design, C given as the sum of r r' over its roots r.</summary>
internal sealed class RowProjection
{
    private readonly PredictorDesign design;
    private readonly GroupRows rows;
    private readonly int[] own, places;
    private readonly int size, free;

    /// <summary>Finds the coefficients.</summary>
    /// <param name="likelihood">The likelihood, with the designs and the rows.</param>
    /// <param name="free">The coefficients that are estimated.</param>
    public RowProjection(RegressionLikelihood likelihood, IReadOnlyList<int> free)
    {
        (design, rows, size, this.free) = (likelihood.Channels[0].Design!, likelihood.Rows, likelihood.Size, free.Count);
        int[] all = [.. design.Blocks.SelectMany(block => Enumerable.Range(block.First, block.Count))];
        places = [.. Enumerable.Range(0, free.Count).Where(i => all.Contains(free[i]))];
        own = [.. places.Select(i => free[i])];
    }

    /// <summary>How many coefficients of the predictor are estimated.</summary>
    public int Count => own.Length;

    /// <summary>The roots of (X'WX)^-1; null if it does not exist.</summary>
    /// <param name="weights">The diagonal of W, a value a row.</param>
    public double[][]? RootsOfInverse(double[] weights)
    {
        double[] gram = new double[size * size], part = new double[DesignTile.MostRows];
        Visit((from, count, tile) =>
        {
            weights.AsSpan(from, count).CopyTo(part);
            tile.AddGram(tile, part, gram, size);
        });
        var matrix = new DoubleDouble[own.Length * own.Length];
        for (int i = 0; i < own.Length; i++)
        {
            for (int j = 0; j <= i; j++)
                matrix[i * own.Length + j] = gram[own[i] * size + own[j]];
        }
        return new NormalEquations(matrix, own.Length).RootsOfInverse() is { } roots ? [.. roots.Select(Spread)] : null;
    }

    /// <summary>The roots of a covariance: the columns of its Cholesky factor; null if it is not positive definite.</summary>
    /// <param name="covariance">Over all free coefficients, row-major.</param>
    public double[][]? RootsOf(double[] covariance)
    {
        double[][] roots = [.. own.Select(_ => new double[own.Length])];
        for (int j = 0; j < own.Length; j++)
        {
            for (int i = j; i < own.Length; i++)
            {
                double rest = covariance[places[i] * free + places[j]];
                for (int k = 0; k < j; k++)
                    rest -= roots[k][i] * roots[k][j];
                if (i == j && !(rest > 0))
                    return null;
                roots[j][i] = i == j ? Math.Sqrt(rest) : rest / roots[j][j];
            }
        }
        return [.. roots.Select(Spread)];
    }

    /// <summary>x'C x for each row.</summary>
    /// <param name="roots">The roots of C, over all coefficients.</param>
    public double[] Squares(double[][] roots)
    {
        double[] squares = new double[rows.Count], line = new double[DesignTile.MostRows];
        Visit((from, count, tile) =>
        {
            foreach (double[] root in roots)
            {
                Array.Clear(line);
                tile.AddProjection(root, line);
                for (int row = 0; row < count; row++)
                    squares[from + row] += line[row] * line[row];
            }
        });
        return squares;
    }

    private void Visit(Action<int, int, DesignTile> visit)
    {
        var tile = new DesignTile(design);
        for (int row = 0; row < rows.Count; row += DesignTile.MostRows)
        {
            int count = Math.Min(DesignTile.MostRows, rows.Count - row);
            tile.Stage(rows.Table, rows.From + row, count);
            visit(row, count, tile);
        }
    }

    private double[] Spread(double[] root)
    {
        var all = new double[size];
        for (int i = 0; i < own.Length; i++)
            all[own[i]] = root[i];
        return all;
    }
}
