namespace BatchEstimator.Estimation.Numerics;

/// <summary>
/// The Cholesky factor of a symmetric positive semi-definite matrix, in double-double arithmetic, taken in the given order of columns.
/// A column that depends on earlier ones is set aside as aliased rather than divided by its rounding noise.
/// </summary>
/// <remarks>
/// With 32 digits in matrix and factor, solving normal equations loses to their squared condition number only digits beyond
/// those a double holds: no pivoting or orthogonalisation is needed up to a condition of about 1e13 of the scaled columns.
/// </remarks>
public sealed class NormalEquations
{
    /// <summary>A column whose part not explained by earlier ones is below this share of its square is aliased: one part in 1e14 of its length.</summary>
    public const double AliasTolerance = 1e-28;

    private readonly DoubleDouble[] factor;
    private readonly int size;

    /// <summary>Factors the matrix.</summary>
    /// <param name="matrix">Row-major, size x size; only the lower triangle is read.</param>
    /// <param name="size">The number of columns.</param>
    /// <param name="tolerance">The share of its square below which what earlier columns leave of a column is taken to be rounding.</param>
    public NormalEquations(ReadOnlySpan<DoubleDouble> matrix, int size, double tolerance = AliasTolerance)
    {
        this.size = size;
        factor = new DoubleDouble[size * size];
        Aliased = new bool[size];
        double smallest = 1;
        for (int j = 0; j < size; j++)
        {
            for (int k = 0; k < j; k++)
                factor[j * size + k] = Aliased[k] ? DoubleDouble.Zero : (matrix[j * size + k] - RowProduct(j, k, k)) / factor[k * size + k];
            var diagonal = matrix[j * size + j];
            var rest = diagonal - RowProduct(j, j, j);
            double share = diagonal.Hi > 0 ? (rest / diagonal).Hi : 0;
            Aliased[j] = !(share > tolerance);
            if (Aliased[j])
                continue;
            smallest = Math.Min(smallest, share);
            LogDeterminant += Math.Log(rest.Hi);
            factor[j * size + j] = DoubleDouble.Sqrt(rest);
        }
        Condition = 1 / Math.Sqrt(smallest);
    }

    /// <summary>Which columns depend on earlier ones (or are zero).</summary>
    public bool[] Aliased { get; }

    /// <summary>The number of columns that are not aliased.</summary>
    public int Rank => Aliased.Count(aliased => !aliased);

    /// <summary>An estimate of the condition of the columns after scaling: one over the least sine between a column and the earlier ones.</summary>
    public double Condition { get; }

    /// <summary>The log of the determinant over the columns that are not aliased.</summary>
    public double LogDeterminant { get; }

    /// <summary>Solves for one right-hand side; aliased entries come out as zero.</summary>
    public DoubleDouble[] Solve(ReadOnlySpan<DoubleDouble> rightHandSide)
    {
        var solution = new DoubleDouble[size];
        for (int j = 0; j < size; j++)
        {
            if (Aliased[j])
                continue;
            var sum = rightHandSide[j];
            for (int k = 0; k < j; k++)
                sum -= factor[j * size + k] * solution[k];
            solution[j] = sum / factor[j * size + j];
        }
        for (int j = size - 1; j >= 0; j--)
        {
            if (Aliased[j])
                continue;
            var sum = solution[j];
            for (int k = j + 1; k < size; k++)
                sum -= factor[k * size + j] * solution[k];
            solution[j] = sum / factor[j * size + j];
        }
        return solution;
    }

    /// <summary>Column <paramref name="column"/> of the inverse, by solving for a unit vector; zero for an aliased one.</summary>
    public DoubleDouble[] InverseColumn(int column)
    {
        var unit = new DoubleDouble[size];
        if (!Aliased[column])
            unit[column] = DoubleDouble.One;
        return Solve(unit);
    }

    /// <summary>The columns of R with inverse = R R', R the transposed inverse of the factor; null if a column is aliased.</summary>
    public double[][]? RootsOfInverse()
    {
        if (Rank < size)
            return null;
        var roots = new double[size][];
        for (int column = 0; column < size; column++)
        {
            // L' r = e: from the column upwards.
            var root = new DoubleDouble[size];
            for (int j = column; j >= 0; j--)
            {
                var sum = j == column ? DoubleDouble.One : DoubleDouble.Zero;
                for (int k = j + 1; k <= column; k++)
                    sum -= factor[k * size + j] * root[k];
                root[j] = sum / factor[j * size + j];
            }
            roots[column] = [.. root.Select(value => (double)value)];
        }
        return roots;
    }

    private DoubleDouble RowProduct(int a, int b, int length)
    {
        var sum = DoubleDouble.Zero;
        for (int k = 0; k < length; k++)
            sum += factor[a * size + k] * factor[b * size + k];
        return sum;
    }
}
