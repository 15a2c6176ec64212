using BatchEstimator.Estimation.Numerics;

namespace BatchEstimator.Estimation.Regression;

/// <summary>
/// A few hundred rows of one predictor's design, near the processor: predictions, and what rows add to X'g and X'WX. Columns of numbers are
/// written out for these rows only; labels stay codes, so that a label of 300 levels costs a histogram and not 300 columns. For one thread.
/// </summary>
internal sealed unsafe partial class DesignTile
{
    /// <summary>The most rows of a tile.</summary>
    public const int MostRows = 512;

    // What fits in half of a processor's own second-level cache, leaving room for the matrix.
    private const int DoublesNearby = 65_536;

    private static readonly int distance = ColumnProducts.Distance(MostRows);

    private readonly ColumnProducts products;
    private readonly AlignedBuffer columns, factors, work, four = new(ColumnProducts.Group * distance);
    private readonly double[] offsets = new double[MostRows];
    private int[] offsetColumns;
    private DenseColumn[] dense;
    private int[] coefficients;
    private CodedTile coded;
    private int rows;

    /// <summary>Makes room for a design.</summary>
    /// <param name="design">The design; no coefficient occurs twice in it.</param>
    /// <param name="products">The vectors to work with; null = the widest.</param>
    public DesignTile(PredictorDesign design, ColumnProducts? products = null)
    {
        offsetColumns = [.. design.Offsets];
        this.products = products ?? ColumnProducts.Widest;
        dense = DenseColumn.Of(design);
        coefficients = [.. dense.Select(column => column.Coefficient)];
        coded = new(design);
        columns = new(Filled * distance);
        factors = new(Filled);
        work = new(distance);
        for (int i = 0; i < dense.Length; i++)
        {
            if (dense[i].Number < 0)
                columns.Span.Slice(i * distance, MostRows).Fill(1);
        }
    }

    /// <summary>Turns to another design if it has as many written columns, those of ones in the same places; else nothing changes.</summary>
    /// <param name="design">The design.</param>
    /// <returns>True if it did.</returns>
    public bool TurnTo(PredictorDesign design)
    {
        var next = DenseColumn.Of(design);
        if (next.Length != dense.Length)
            return false;
        for (int i = 0; i < next.Length; i++)
        {
            if ((next[i].Number < 0) != (dense[i].Number < 0))
                return false;
        }
        for (int i = 0; i < next.Length; i++)
            coefficients[i] = next[i].Coefficient;
        (dense, offsetColumns, coded) = (next, [.. design.Offsets], new(design, coded));
        return true;
    }

    /// <summary>How many rows are best taken at a time: as many as stay near the processor. It depends on the design alone.</summary>
    public int PreferredRows => Math.Clamp(DoublesNearby / Math.Max(1, Filled) & -128, 128, MostRows);

    // Columns go by fours; those that are missing are zero.
    private int Filled => (dense.Length + ColumnProducts.Group - 1) & -ColumnProducts.Group;

    /// <summary>Takes rows of a table.</summary>
    /// <param name="table">The table.</param>
    /// <param name="from">The first row.</param>
    /// <param name="count">How many, at most <see cref="MostRows"/>.</param>
    public void Stage(RowTable table, int from, int count)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, MostRows);
        rows = count;
        fixed (double* target = columns)
        {
            for (int i = 0; i < dense.Length; i++)
            {
                if (dense[i].Number < 0)
                    continue;
                fixed (double* source = table.Numbers[dense[i].Number].AsSpan(from, count))
                    products.Scale(source, count, dense[i].Shift, dense[i].Scale, target + i * distance);
            }
        }
        coded.Stage(table, from, count);
        offsets.AsSpan(0, count).Clear();
        foreach (int column in offsetColumns)
        {
            var offset = table.Numbers[column].AsSpan(from, count);
            for (int row = 0; row < count; row++)
                offsets[row] += offset[row];
        }
    }

    /// <summary>eta = offsets + X beta.</summary>
    /// <param name="beta">All coefficients.</param>
    /// <param name="eta">Receives a value a row.</param>
    public void Predict(double[] beta, double[] eta)
    {
        offsets.AsSpan(0, rows).CopyTo(work.Span);
        for (int i = 0; i < dense.Length; i++)
            factors.Span[i] = beta[dense[i].Coefficient];
        fixed (double* x = columns, f = factors, target = work)
        {
            for (int i = 0; i < dense.Length; i += ColumnProducts.Group)
                products.AddFour(x + i * distance, distance, f + i, ColumnProducts.Filled(rows), target);
        }
        work.Span[..rows].CopyTo(eta);
        coded.AddPrediction(beta, eta);
    }

    /// <summary>score += X'g.</summary>
    /// <param name="g">A value a row.</param>
    /// <param name="score">A sum a coefficient of the model.</param>
    public void AddScore(double[] g, double[] score)
    {
        Take(g);
        double* sums = stackalloc double[ColumnProducts.Group];
        fixed (double* x = columns, y = work)
        {
            for (int i = 0; i < dense.Length; i += ColumnProducts.Group)
            {
                products.DotFour(x + i * distance, distance, y, ColumnProducts.Filled(rows), sums);
                for (int k = i; k < Math.Min(i + ColumnProducts.Group, dense.Length); k++)
                    score[dense[k].Coefficient] += sums[k - i];
            }
        }
        coded.AddScore(g, score);
    }

    // What lies behind the last row must not count.
    private void Take(double[] values)
    {
        values.AsSpan(0, rows).CopyTo(work.Span);
        work.Span[rows..ColumnProducts.Filled(rows)].Clear();
    }
}
