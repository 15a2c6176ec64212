using System.Runtime.CompilerServices;

namespace BatchEstimator.Estimation.Numerics;

/// <summary>
/// The Cholesky factor of a symmetric positive semi-definite matrix in double arithmetic, of columns in their given order, in blocks of four.
/// Rows and columns are first scaled by powers of two, which rounds nothing. A column that nearly depends on earlier ones is set aside.
/// The room is used again for every matrix of the same size. For one thread.
/// </summary>
/// <remarks>N. J. Higham, Accuracy and Stability of Numerical Algorithms, 2nd edition 2002, sections 10.1 to 10.3.</remarks>
internal sealed unsafe class Cholesky
{
    private const int Four = ColumnProducts.Group;

    private readonly ColumnProducts products;
    private readonly int size, distance, length;
    private readonly double[] scales, solution;

    // The factor L, row by row, with one over its diagonal; and the inverse of L, column by column.
    private readonly AlignedBuffer factor, reciprocals;
    private AlignedBuffer? inverse;

    /// <summary>Makes room.</summary>
    /// <param name="size">The number of columns.</param>
    /// <param name="products">The vectors to work with; null = the widest.</param>
    public Cholesky(int size, ColumnProducts? products = null)
    {
        this.size = size;
        this.products = products ?? ColumnProducts.Widest;
        length = ColumnProducts.Filled(size);
        distance = ColumnProducts.Distance(size);
        scales = new double[length];
        solution = new double[length];
        factor = new(length * distance);
        reciprocals = new(length);
        Aliased = new bool[size];
    }

    /// <summary>The number of columns.</summary>
    public int Size => size;

    /// <summary>Which columns nearly depend on earlier ones, or are zero, or are not finite.</summary>
    public bool[] Aliased { get; }

    /// <summary>The number of columns that are not aliased.</summary>
    public int Rank { get; private set; }

    /// <summary>The least share of a column's square that earlier columns do not explain, among those not aliased; one if there is none.</summary>
    public double LeastShare { get; private set; }

    /// <summary>An estimate of the condition of the columns after scaling: one over the least sine between a column and the earlier ones.</summary>
    public double Condition => 1 / Math.Sqrt(LeastShare);

    /// <summary>The log of the determinant over the columns that are not aliased.</summary>
    public double LogDeterminant
    {
        get
        {
            double sum = 0;
            for (int i = 0; i < size; i++)
                sum += Aliased[i] ? 0 : Math.Log(factor.Span[i * distance + i]) - Math.Log(scales[i]);
            return 2 * sum;
        }
    }

    /// <summary>Factors a matrix.</summary>
    /// <param name="matrix">Row-major, size x size; only the lower triangle is read.</param>
    /// <param name="tolerance">A column is aliased if the share of its square that earlier columns do not explain is not above this.</param>
    public void Factor(ReadOnlySpan<double> matrix, double tolerance)
    {
        (Rank, LeastShare) = (0, 1);
        for (int i = 0; i < size; i++)
        {
            double diagonal = matrix[i * size + i];
            scales[i] = diagonal > 0 && double.IsFinite(diagonal) ? ExponentBits.PowerOfTwo(-(Math.ILogB(diagonal) >> 1)) : 1;
        }
        double* block = stackalloc double[Four * Four];
        fixed (double* l = factor, one = reciprocals)
        {
            for (int i = 0; i < size; i += Four)
            {
                // What lies right of the diagonal belongs to an earlier matrix; the loops read on to the end of a vector.
                for (int k = i; k < Math.Min(i + Four, size); k++)
                    factor.Span.Slice(k * distance, distance).Clear();
                for (int j = 0; j < i; j += Four)
                {
                    Rest(matrix, l, i, j, block);
                    Eliminate(l, one, i, j, block);
                }
                Rest(matrix, l, i, i, block);
                FactorBlock(matrix, l, one, i, block, tolerance);
            }
        }
    }

    // Four rows and four columns of the scaled matrix, less what earlier columns explain of it.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Rest(ReadOnlySpan<double> matrix, double* l, int i, int j, double* block)
    {
        if (j > 0)
            products.FourByFour(l + i * distance, distance, l + j * distance, distance, ColumnProducts.Filled(j), block);
        else
            new Span<double>(block, Four * Four).Clear();
        for (int a = 0; a < Math.Min(Four, size - i); a++)
        {
            var row = matrix.Slice((i + a) * size);
            for (int b = 0; b < Math.Min(Four, size - j) && j + b <= i + a; b++)
                block[a * Four + b] = row[j + b] * scales[i + a] * scales[j + b] - block[a * Four + b];
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Eliminate(double* l, double* one, int i, int j, double* block)
    {
        for (int a = 0; a < Math.Min(Four, size - i); a++)
        {
            double* row = l + (i + a) * distance + j;
            for (int b = 0; b < Four; b++)
            {
                double rest = block[a * Four + b];
                for (int k = 0; k < b; k++)
                    rest -= row[k] * l[(j + b) * distance + j + k];
                row[b] = rest * one[j + b];
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void FactorBlock(ReadOnlySpan<double> matrix, double* l, double* one, int i, double* block, double tolerance)
    {
        for (int a = 0; a < Math.Min(Four, size - i); a++)
        {
            double* row = l + (i + a) * distance + i;
            double rest = block[a * Four + a], whole = matrix[(i + a) * size + i + a] * scales[i + a] * scales[i + a];
            for (int b = 0; b < a; b++)
            {
                double value = block[a * Four + b];
                for (int k = 0; k < b; k++)
                    value -= row[k] * l[(i + b) * distance + i + k];
                row[b] = value * one[i + b];
                rest -= row[b] * row[b];
            }
            Aliased[i + a] = !(rest > tolerance * whole) || !double.IsFinite(rest);
            one[i + a] = 0;
            if (Aliased[i + a])
                continue;
            Rank++;
            LeastShare = Math.Min(LeastShare, rest / whole);
            row[a] = Math.Sqrt(rest);
            one[i + a] = 1 / row[a];
        }
    }

    /// <summary>Solves for one right-hand side; aliased entries come out as zero.</summary>
    /// <param name="right">The right-hand side.</param>
    /// <param name="target">Receives the solution; may be the same.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Solve(ReadOnlySpan<double> right, Span<double> target)
    {
        var l = factor.Span;
        var one = reciprocals.Span;
        for (int i = 0; i < size; i++)
        {
            double sum = right[i] * scales[i];
            var row = l.Slice(i * distance, i);
            for (int k = 0; k < row.Length; k++)
                sum -= row[k] * solution[k];
            solution[i] = sum * one[i];
        }
        for (int i = size - 1; i >= 0; i--)
        {
            double value = solution[i] *= one[i];
            var row = l.Slice(i * distance, i);
            for (int k = 0; k < row.Length; k++)
                solution[k] -= row[k] * value;
        }
        for (int i = 0; i < size; i++)
            target[i] = solution[i] * scales[i];
    }

    /// <summary>The inverse; rows and columns of aliased entries are zero.</summary>
    /// <param name="target">Receives the whole matrix, row-major.</param>
    public void Inverse(Span<double> target)
    {
        inverse ??= new(length * distance);
        double* block = stackalloc double[Four * Four];
        fixed (double* l = factor, one = reciprocals, m = inverse)
        {
            for (int i = 0; i < size; i += Four)
            {
                for (int k = i; k < Math.Min(i + Four, size); k++)
                    inverse.Span.Slice(k * distance, distance).Clear();
                InvertBlock(l, one, m, i);
                for (int j = i + Four; j < size; j += Four)
                    InvertBelow(l, one, m, i, j, block);
            }
            for (int i = 0; i < size; i += Four)
            {
                int start = i & -ColumnProducts.Granularity;
                for (int j = 0; j <= i; j += Four)
                {
                    products.FourByFour(m + i * distance + start, distance, m + j * distance + start, distance, length - start, block);
                    Place(target, i, j, block);
                }
            }
        }
    }

    // Columns i to i + 3 of the inverse of L, at rows i to i + 3.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void InvertBlock(double* l, double* one, double* m, int i)
    {
        for (int a = i; a < Math.Min(i + Four, size); a++)
        {
            m[a * distance + a] = one[a];
            for (int k = a + 1; k < Math.Min(i + Four, size); k++)
            {
                double sum = 0;
                for (int b = a; b < k; b++)
                    sum += l[k * distance + b] * m[a * distance + b];
                m[a * distance + k] = -sum * one[k];
            }
        }
    }

    // Columns i to i + 3 at rows j to j + 3 below.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void InvertBelow(double* l, double* one, double* m, int i, int j, double* block)
    {
        int start = i & -ColumnProducts.Granularity;
        products.FourByFour(m + i * distance + start, distance, l + j * distance + start, distance, ColumnProducts.Filled(j) - start, block);
        for (int a = 0; a < Four; a++)
        {
            double* column = m + (i + a) * distance;
            for (int k = j; k < Math.Min(j + Four, size); k++)
            {
                double sum = block[a * Four + k - j];
                for (int b = j; b < k; b++)
                    sum += l[k * distance + b] * column[b];
                column[k] = -sum * one[k];
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Place(Span<double> target, int i, int j, double* block)
    {
        for (int a = i; a < Math.Min(i + Four, size); a++)
        {
            for (int b = j; b < Math.Min(j + Four, a + 1); b++)
                target[a * size + b] = target[b * size + a] = block[(a - i) * Four + b - j] * scales[a] * scales[b];
        }
    }
}
