using BatchEstimator.Estimation.Numerics;

namespace BatchEstimator.Estimation.Regression;

/// <summary>Independent constraints of a sample and the columns they determine, by Gaussian elimination in double-double with complete pivoting, equalities first.</summary>
internal sealed class RecessionElimination
{
    /// <summary>Pivots below this are zero: 24 digits under the largest entry of their column.</summary>
    private const double Smallest = 1e-24;

    private readonly List<int> sample;
    private readonly DoubleDouble[][] original, work;
    private readonly List<int> pivotRows = [], pivotColumns = [];
    private readonly bool[] used;

    private RecessionElimination(RecessionRows rows, List<int> sample)
    {
        this.sample = sample;
        original = new DoubleDouble[sample.Count][];
        for (int i = 0; i < original.Length; i++)
        {
            original[i] = new DoubleDouble[rows.Columns];
            rows.Load(sample[i]);
            for (int k = 0; k < rows.At.Length; k++)
                original[i][rows.At[k]] = rows.Values[k];
        }
        work = [.. original.Select(row => (DoubleDouble[])row.Clone())];
        used = new bool[work.Length];
    }

    /// <summary>The constraints chosen, in the order of the pivots.</summary>
    public int[] Constraints => [.. pivotRows.Select(i => sample[i])];

    /// <summary>The columns of the pivots.</summary>
    public int[] Columns => [.. pivotColumns];

    /// <summary>How many of the constraints chosen, the first ones, are equalities.</summary>
    public int Equalities { get; private set; }

    /// <summary>Eliminates.</summary>
    public static RecessionElimination Of(RecessionRows rows, List<int> sample)
    {
        RecessionElimination elimination = new(rows, sample);
        elimination.Eliminate([.. Enumerable.Range(0, sample.Count).Where(i => rows.IsEquality(sample[i]))]);
        elimination.Equalities = elimination.pivotRows.Count;
        elimination.Eliminate([.. Enumerable.Range(0, sample.Count).Where(i => !rows.IsEquality(sample[i]))]);
        return elimination;
    }

    /// <summary>The inverse of the chosen constraints in the pivots' columns, row by row: columns of the design by constraints.</summary>
    public DoubleDouble[] Inverse()
    {
        int n = pivotRows.Count;
        var a = new DoubleDouble[n * n];
        for (int k = 0; k < n; k++)
        {
            for (int l = 0; l < n; l++)
                a[k * n + l] = original[pivotRows[k]][pivotColumns[l]];
        }
        for (int k = 0; k < n; k++)
        {
            var pivot = a[k * n + k];
            a[k * n + k] = DoubleDouble.One;
            for (int l = 0; l < n; l++)
                a[k * n + l] /= pivot;
            for (int i = 0; i < n; i++)
            {
                var factor = a[i * n + k];
                if (i == k || factor.Hi == 0)
                    continue;
                a[i * n + k] = DoubleDouble.Zero;
                for (int l = 0; l < n; l++)
                    a[i * n + l] -= factor * a[k * n + l];
            }
        }
        // What is nothing beside the largest of its column is rounding of zero.
        for (int l = 0; l < n; l++)
        {
            double largest = 0;
            for (int k = 0; k < n; k++)
                largest = Math.Max(largest, Math.Abs(a[k * n + l].Hi));
            for (int k = 0; k < n; k++)
                a[k * n + l] = Math.Abs(a[k * n + l].Hi) <= RecessionRows.Zero * largest ? DoubleDouble.Zero : a[k * n + l];
        }
        return a;
    }

    private void Eliminate(int[] candidates)
    {
        while (Largest(candidates) is { } pivot)
        {
            used[pivot.Row] = true;
            pivotRows.Add(pivot.Row);
            pivotColumns.Add(pivot.Column);
            for (int i = 0; i < work.Length; i++)
            {
                if (work[i][pivot.Column].Hi != 0 && !used[i])
                    Subtract(work[i], work[pivot.Row], pivot.Column);
            }
        }
    }

    private static void Subtract(DoubleDouble[] row, DoubleDouble[] pivotRow, int column)
    {
        var factor = row[column] / pivotRow[column];
        for (int j = 0; j < row.Length; j++)
        {
            if (pivotRow[j].Hi != 0)
                row[j] -= factor * pivotRow[j];
        }
        row[column] = DoubleDouble.Zero;
    }

    // Columns already used are zero in every row that is not.
    private (int Row, int Column)? Largest(int[] candidates)
    {
        double largest = Smallest;
        (int, int)? found = null;
        foreach (int i in candidates)
        {
            for (int j = 0; j < work[i].Length && !used[i]; j++)
            {
                double size = Math.Abs(work[i][j].Hi);
                if (size > largest)
                    (largest, found) = (size, (i, j));
            }
        }
        return found;
    }
}
