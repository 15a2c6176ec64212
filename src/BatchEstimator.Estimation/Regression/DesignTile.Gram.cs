using BatchEstimator.Estimation.Numerics;

namespace BatchEstimator.Estimation.Regression;

/// <summary>Products of columns with columns.</summary>
internal sealed unsafe partial class DesignTile
{
    /// <summary>
    /// Adds X'WZ + Z'WX (for another design Z), or X'WX (for this one), to the lower triangle of a matrix over all coefficients.
    /// </summary>
    /// <param name="other">The other design with the same rows, or this one. The two may share coefficients.</param>
    /// <param name="w">A weight a row.</param>
    /// <param name="gram">Row-major, <paramref name="size"/> x <paramref name="size"/>.</param>
    /// <param name="size">The number of coefficients.</param>
    public void AddGram(DesignTile other, double[] w, double[] gram, int size)
    {
        Take(w);
        fixed (double* x = columns, weights = work, weighted = four, z = other.columns, target = gram)
        {
            for (int a = 0; a < dense.Length; a += ColumnProducts.Group)
            {
                for (int k = 0; k < ColumnProducts.Group; k++)
                    products.Multiply(x + (a + k) * distance, weights, ColumnProducts.Filled(rows), weighted + k * distance);
                if (ReferenceEquals(this, other))
                    AddOwn(a, weighted, z, target, size);
                else
                    AddOthers(a, other.dense, weighted, z, target, size);
                other.coded.AddDense(weighted, distance, coefficients.AsSpan(a, Math.Min(ColumnProducts.Group, dense.Length - a)), target, size);
            }
            if (ReferenceEquals(this, other))
                coded.AddSquare(w, target, size);
            else
                AddCodedWithOthers(other, w, weighted, z, weights, target, size);
        }
    }

    // Columns are in the order of their coefficients: a row of the triangle is that of the later column.
    private void AddOwn(int a, double* weighted, double* x, double* gram, int size)
    {
        double* sums = stackalloc double[ColumnProducts.Group * ColumnProducts.Group];
        for (int b = 0; b <= a; b += ColumnProducts.Group)
        {
            products.FourByFour(weighted, distance, x + b * distance, distance, ColumnProducts.Filled(rows), sums);
            for (int i = a; i < Math.Min(a + ColumnProducts.Group, dense.Length); i++)
            {
                double* row = gram + (nint)dense[i].Coefficient * size, sum = sums + (i - a) * ColumnProducts.Group - b;
                for (int j = b; j < Math.Min(b + ColumnProducts.Group, i + 1); j++)
                    row[dense[j].Coefficient] += sum[j];
            }
        }
    }

    private void AddOthers(int a, DenseColumn[] others, double* weighted, double* z, double* gram, int size)
    {
        double* sums = stackalloc double[ColumnProducts.Group * ColumnProducts.Group];
        for (int b = 0; b < others.Length; b += ColumnProducts.Group)
        {
            products.FourByFour(weighted, distance, z + b * distance, distance, ColumnProducts.Filled(rows), sums);
            for (int i = a; i < Math.Min(a + ColumnProducts.Group, dense.Length); i++)
            {
                for (int j = b; j < Math.Min(b + ColumnProducts.Group, others.Length); j++)
                    CodedTile.AddBoth(gram, size, dense[i].Coefficient, others[j].Coefficient, sums[(i - a) * ColumnProducts.Group + j - b]);
            }
        }
    }

    private void AddCodedWithOthers(DesignTile other, double[] w, double* weighted, double* z, double* weights, double* gram, int size)
    {
        for (int j = 0; coded.Count > 0 && j < other.dense.Length; j++)
        {
            products.Multiply(z + j * distance, weights, ColumnProducts.Filled(rows), weighted);
            coded.AddDense(weighted, distance, other.coefficients.AsSpan(j, 1), gram, size);
        }
        coded.AddCross(other.coded, w, gram, size);
    }
}
