using BatchEstimator.Estimation.Numerics;

namespace BatchEstimator.Estimation.Regression;

/// <summary>
/// What lies between the two slices of a robust covariance V = B M B, with B the inverse of the information: M is the sum over rows (or
/// clusters) of the products of their scores. All in standard coefficients, all of them; a row of frequency w counts as w rows.
/// </summary>
/// <remarks>
/// H. White, Econometrica 48 (1980) 817-838; J. G. MacKinnon and H. White, Journal of Econometrics 29 (1985) 305-325;
/// K.-Y. Liang and S. L. Zeger, Biometrika 73 (1986) 13-22; A. Zeileis, Journal of Statistical Software 16(9) (2006), sections 2 and 3.
/// </remarks>
/// <param name="likelihood">The likelihood.</param>
/// <param name="beta">The estimate.</param>
internal sealed class Sandwich(RegressionLikelihood likelihood, double[] beta)
{
    // One row that no other says anything of has the leverage 1, and rounding about that.
    private const double FullLeverage = 1 - 1e-9;

    private readonly int size = likelihood.Size;

    /// <summary>The sum over rows of s s' (lower triangle).</summary>
    public double[] OfRows() => likelihood.Sum(beta, size * size, (tile, _, count, sums) => tile.AddScoreProducts(count, null, sums));

    /// <summary>
    /// The same with the slope of the first predictor divided by (1 - h) to a power; null if a row's leverage is 1 or has no meaning, as where the
    /// density is not log-concave. With b the row's curvature in that predictor, h = b x'(X'bX)^-1 x.
    /// </summary>
    /// <param name="power">1/2 for HC2, 1 for HC3.</param>
    /// <param name="free">The coefficients that are estimated.</param>
    public double[]? WithLeverage(double power, IReadOnlyList<int> free)
    {
        double[][]? roots = RootsOfInverse(free);
        if (roots is null)
            return null;
        bool isSound = true;
        double[] sums = likelihood.Sum(beta, size * size, (tile, _, count, sums) =>
        {
            double[] factors = Leverages(tile, count, roots);
            for (int row = 0; row < count; row++)
            {
                if (!(factors[row] >= 0 && factors[row] < FullLeverage))
                    isSound = false;
                factors[row] = Math.Pow(1 - factors[row], -power);
            }
            tile.AddScoreProducts(count, factors, sums);
        });
        return isSound ? sums : null;
    }

    /// <summary>The sum over clusters of the products of their scores (lower triangle).</summary>
    /// <param name="codes">The cluster of each row of the group, numbered from 0.</param>
    /// <param name="clusters">How many clusters there are.</param>
    public double[] OfClusters(int[] codes, int clusters)
    {
        var scores = new double[clusters * size];
        int first = likelihood.Rows.From;
        likelihood.Visit(beta, (from, count, tile) => tile.AddClusterScores(count, codes.AsSpan(from - first, count), scores));
        var products = new double[size * size];
        for (int cluster = 0; cluster < clusters; cluster++)
        {
            var score = scores.AsSpan(cluster * size, size);
            for (int i = 0; i < size; i++)
            {
                for (int j = 0; score[i] != 0 && j <= i; j++)
                    products[i * size + j] += score[i] * score[j];
            }
        }
        return products;
    }

    // For (X'bX)^-1 = R R' over the free coefficients of the first predictor, the columns of R.
    private double[][]? RootsOfInverse(IReadOnlyList<int> free)
    {
        double[] gram = likelihood.Sum(beta, size * size, (tile, _, count, sums) =>
        {
            var bend = tile.Bend(0, 0);
            var curvature = new double[DesignTile.MostRows];
            for (int row = 0; row < count; row++)
                curvature[row] = -tile.Weights[row] * bend[row];
            tile.Design(0)!.AddGram(tile.Design(0)!, curvature, sums, size);
        });
        int[] own = [.. free.Where(i => gram[i * size + i] > 0)];
        var matrix = new DoubleDouble[own.Length * own.Length];
        for (int i = 0; i < own.Length; i++)
        {
            for (int j = 0; j <= i; j++)
                matrix[i * own.Length + j] = gram[own[i] * size + own[j]];
        }
        return new NormalEquations(matrix, own.Length).RootsOfInverse() is { } roots ? [.. roots.Select(root => Spread(root, own))] : null;
    }

    private double[] Spread(double[] root, int[] places)
    {
        var all = new double[size];
        for (int i = 0; i < places.Length; i++)
            all[places[i]] = root[i];
        return all;
    }

    // b x'(X'bX)^-1 x: the squares of x'R.
    private static double[] Leverages(RegressionTile tile, int count, double[][] roots)
    {
        double[] leverages = new double[DesignTile.MostRows], line = new double[DesignTile.MostRows];
        foreach (double[] root in roots)
        {
            Array.Clear(line);
            tile.Design(0)!.AddProjection(root, line);
            for (int row = 0; row < count; row++)
                leverages[row] += line[row] * line[row];
        }
        var bend = tile.Bend(0, 0);
        for (int row = 0; row < count; row++)
            leverages[row] *= -bend[row];
        return leverages;
    }
}
