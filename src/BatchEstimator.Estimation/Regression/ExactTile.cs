using BatchEstimator.Estimation.Numerics;

namespace BatchEstimator.Estimation.Regression;

/// <summary>A few hundred rows of a least-squares problem to twice the digits of a double: residuals, and the products they are judged by.</summary>
internal sealed unsafe class ExactTile
{
    private const int DoublesNearby = 65_536;

    // Columns of the problem's own, four like all others: residuals, the response, ones, and zeros.
    private const int Residual = 0, Response = 1, Ones = 2;

    private readonly int[] offsets;
    private readonly CompensatedProducts products = CompensatedProducts.Widest;
    private readonly DenseColumn[] dense;
    private readonly CodedTile coded;
    private readonly AlignedBuffer high, low, ownHigh, ownLow, weightedHigh, weightedLow, weights;
    private readonly DoubleDouble[] factors;
    private readonly int distance;
    private int rows;

    /// <summary>Makes room for a design.</summary>
    /// <param name="design">The design.</param>
    public ExactTile(PredictorDesign design)
    {
        offsets = [.. design.Offsets];
        dense = DenseColumn.Of(design);
        coded = new(design);
        int filled = (dense.Length + ColumnProducts.Group - 1) & -ColumnProducts.Group;
        MostRows = Math.Clamp(DoublesNearby / Math.Max(1, 2 * filled) & -128, 128, DesignTile.MostRows);
        distance = ColumnProducts.Distance(MostRows);
        (high, low, factors) = (new(filled * distance), new(filled * distance), new DoubleDouble[filled]);
        (ownHigh, ownLow) = (new(ColumnProducts.Group * distance), new(ColumnProducts.Group * distance));
        (weightedHigh, weightedLow, weights) = (new(distance), new(distance), new(distance));
        ownHigh.Span.Slice(Ones * distance, MostRows).Fill(1);
        for (int i = 0; i < dense.Length; i++)
        {
            if (dense[i].Number < 0)
                high.Span.Slice(i * distance, MostRows).Fill(1);
        }
    }

    /// <summary>How many rows fit.</summary>
    public int MostRows { get; }

    private int Length => ColumnProducts.Filled(rows);

    /// <summary>Takes rows of a table.</summary>
    /// <param name="problem">The table and what is what in it.</param>
    /// <param name="from">The first row.</param>
    /// <param name="count">How many.</param>
    public void Stage(in LeastSquaresRows problem, int from, int count)
    {
        rows = count;
        var table = problem.Table;
        fixed (double* h = high, l = low, y = ownHigh, z = ownLow)
        {
            for (int i = 0; i < dense.Length; i++)
            {
                if (dense[i].Number >= 0)
                    Scale(table, dense[i].Number, from, dense[i].Shift, dense[i].Scale, h + i * distance, l + i * distance);
            }
            Scale(table, problem.Response, from, 0, 1, y + Response * distance, z + Response * distance);
            foreach (int column in offsets)
                SubtractOffset(table, column, from, y + Response * distance, z + Response * distance);
        }
        coded.Stage(table, from, count);
        coded.StageLows(table, from);
        if (problem.Weight < 0)
            weights.Span[..count].Fill(1);
        else
            table.Numbers[problem.Weight].AsSpan(from, count).CopyTo(weights.Span);
        weights.Span[count..Length].Clear();
    }

    private void Scale(RowTable table, int column, int from, double shift, double scale, double* h, double* l)
    {
        fixed (double* source = table.Numbers[column], lows = table.LowsOf(column))
            products.Scale(source + from, lows == null ? null : lows + from, rows, shift, scale, h, l);
    }

    private void SubtractOffset(RowTable table, int column, int from, double* h, double* l)
    {
        double[]? lows = table.LowsOf(column);
        for (int row = 0; row < rows; row++)
        {
            var rest = new DoubleDouble(h[row], l[row]) - table.Numbers[column][from + row] - (lows is null ? 0 : lows[from + row]);
            (h[row], l[row]) = (rest.Hi, rest.Lo);
        }
    }

    /// <summary>Adds what the rows contribute to r'Wr, X'Wr, y'Wy and the sum of w y, for r = y - offsets - X beta.</summary>
    /// <param name="beta">All coefficients.</param>
    /// <param name="sums">What is added to.</param>
    public void AddResiduals(DoubleDouble[] beta, LeastSquaresSums sums)
    {
        for (int i = 0; i < dense.Length; i++)
            factors[i] = beta[dense[i].Coefficient];
        var four = stackalloc DoubleDouble[ColumnProducts.Group];
        fixed (double* h = high, l = low, y = ownHigh, z = ownLow, wh = weightedHigh, wl = weightedLow, w = weights)
        fixed (DoubleDouble* f = factors)
        {
            Buffer.MemoryCopy(y + Response * distance, y, Length * sizeof(double), Length * sizeof(double));
            Buffer.MemoryCopy(z + Response * distance, z, Length * sizeof(double), Length * sizeof(double));
            for (int i = 0; i < dense.Length; i += ColumnProducts.Group)
                products.SubtractFour(h + i * distance, l + i * distance, distance, f + i, Length, y, z);
            coded.Subtract(beta, y, z);
            products.Multiply(y, z, w, Length, wh, wl);
            products.DotFour(y, z, distance, wh, wl, Length, four);
            sums.ResidualSquares += four[Residual];
            AddProducts(h, l, wh, wl, sums.Score);
            products.Multiply(y + Response * distance, z + Response * distance, w, Length, wh, wl);
            products.DotFour(y, z, distance, wh, wl, Length, four);
            sums.ResponseSquares += four[Response];
            sums.ResponseSum += four[Ones];
        }
    }

    /// <summary>Adds what the rows contribute to X'WX (a lower triangle) and X'Wy.</summary>
    /// <param name="sums">What is added to.</param>
    public void AddProducts(LeastSquaresSums sums)
    {
        int size = sums.Size;
        var four = stackalloc DoubleDouble[ColumnProducts.Group];
        fixed (double* h = high, l = low, y = ownHigh, z = ownLow, wh = weightedHigh, wl = weightedLow, w = weights)
        {
            for (int a = 0; a < dense.Length; a++)
            {
                products.Multiply(h + a * distance, l + a * distance, w, Length, wh, wl);
                for (int b = 0; b <= a; b += ColumnProducts.Group)
                {
                    products.DotFour(h + b * distance, l + b * distance, distance, wh, wl, Length, four);
                    for (int k = b; k < Math.Min(b + ColumnProducts.Group, a + 1); k++)
                        sums.ExactGram[dense[a].Coefficient * size + dense[k].Coefficient] += four[k - b];
                }
                coded.AddDense(wh, wl, dense[a].Coefficient, sums.ExactGram, size);
            }
            coded.AddSquare(w, sums.ExactGram, size);
            products.Multiply(y + Response * distance, z + Response * distance, w, Length, wh, wl);
            AddProducts(h, l, wh, wl, sums.ExactXy);
        }
    }

    private void AddProducts(double* h, double* l, double* gh, double* gl, DoubleDouble[] target)
    {
        var four = stackalloc DoubleDouble[ColumnProducts.Group];
        for (int i = 0; i < dense.Length; i += ColumnProducts.Group)
        {
            products.DotFour(h + i * distance, l + i * distance, distance, gh, gl, Length, four);
            for (int k = i; k < Math.Min(i + ColumnProducts.Group, dense.Length); k++)
                target[dense[k].Coefficient] += four[k - i];
        }
        coded.AddScore(gh, gl, target);
    }
}
