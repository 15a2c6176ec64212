namespace BatchEstimator.Estimation.Regression;

/// <summary>
/// A few hundred rows of one predictor's design, near the processor: predictions, and what rows add to X'g and X'WX. Columns of numbers are
/// written out for these rows only; labels stay codes, so that a label of 300 levels costs a histogram and not 300 columns.
/// </summary>
/// <param name="design">The design.</param>
internal sealed class DesignTile(PredictorDesign design)
{
    /// <summary>The most rows of a tile.</summary>
    public const int MostRows = 512;

    private readonly (int Coefficient, double[] Values)[] dense =
        [.. design.Blocks.SelectMany(block => block is CodedBlock ? [] : Enumerable.Range(block.First, block.Count)).Select(i => (i, new double[MostRows]))];

    private readonly (CodedBlock Block, int[] Coefficients, double[] Values)[] coded =
        [.. design.Blocks.OfType<CodedBlock>().Select(block => (block, new int[MostRows], new double[MostRows]))];

    private readonly double[] offset = new double[MostRows];
    private readonly double[] weighted = new double[MostRows];
    private int rows;

    /// <summary>Takes rows of a table.</summary>
    /// <param name="table">The table.</param>
    /// <param name="from">The first row.</param>
    /// <param name="count">How many, at most <see cref="MostRows"/>.</param>
    public void Stage(RowTable table, int from, int count)
    {
        rows = count;
        int next = 0;
        foreach (var block in design.Blocks)
        {
            if (block is ConstantBlock)
                dense[next++].Values.AsSpan(0, count).Fill(1);
            for (int k = 0; block is NumericBlock numeric && k < numeric.Count; k++)
                Scaled(table.Numbers[numeric.Columns[k]].AsSpan(from, count), numeric.Shifts[k], numeric.Scales[k], dense[next++].Values);
        }
        foreach (var (block, coefficients, values) in coded)
        {
            var codes = table.Codes[block.Codes].AsSpan(from, count);
            for (int row = 0; row < count; row++)
            {
                int place = block.Places[codes[row]];
                coefficients[row] = place < 0 ? -1 : block.First + place;
                values[row] = block.Multiplier < 0 ? block.Scale : block.Scale * table.Numbers[block.Multiplier][from + row];
            }
        }
        offset.AsSpan(0, count).Clear();
        foreach (int column in design.Offsets)
        {
            for (int row = 0; row < count; row++)
                offset[row] += table.Numbers[column][from + row];
        }
    }

    /// <summary>eta = offsets + X beta.</summary>
    public void Predict(double[] beta, double[] eta)
    {
        offset.AsSpan(0, rows).CopyTo(eta);
        foreach (var (coefficient, values) in dense)
        {
            double b = beta[coefficient];
            for (int row = 0; row < rows; row++)
                eta[row] += b * values[row];
        }
        foreach (var (_, coefficients, values) in coded)
        {
            for (int row = 0; row < rows; row++)
            {
                if (coefficients[row] >= 0)
                    eta[row] += beta[coefficients[row]] * values[row];
            }
        }
    }

    /// <summary>score += X'g.</summary>
    public void AddScore(double[] g, double[] score)
    {
        foreach (var (coefficient, values) in dense)
            score[coefficient] += Dot(values, g);
        foreach (var (_, coefficients, values) in coded)
        {
            for (int row = 0; row < rows; row++)
            {
                if (coefficients[row] >= 0)
                    score[coefficients[row]] += values[row] * g[row];
            }
        }
    }

    /// <summary>
    /// Adds X'WZ + Z'WX (for another design Z), or X'WX (for this one), to the lower triangle of a matrix over all coefficients.
    /// </summary>
    /// <param name="other">The other design with the same rows, or this one.</param>
    /// <param name="w">A weight a row.</param>
    /// <param name="gram">Row-major, <paramref name="size"/> x <paramref name="size"/>.</param>
    /// <param name="size">The number of coefficients.</param>
    public void AddGram(DesignTile other, double[] w, double[] gram, int size)
    {
        bool same = ReferenceEquals(this, other);
        for (int a = 0; a < dense.Length; a++)
        {
            var (i, values) = dense[a];
            for (int row = 0; row < rows; row++)
                weighted[row] = w[row] * values[row];
            for (int b = 0; b < (same ? a + 1 : other.dense.Length); b++)
                Add(gram, size, i, other.dense[b].Coefficient, Dot(weighted, other.dense[b].Values), same);
            foreach (var (_, coefficients, factors) in other.coded)
            {
                for (int row = 0; row < rows; row++)
                {
                    if (coefficients[row] >= 0)
                        Add(gram, size, i, coefficients[row], weighted[row] * factors[row], same);
                }
            }
        }
        for (int a = 0; a < coded.Length; a++)
        {
            for (int row = 0; row < rows; row++)
                weighted[row] = w[row] * coded[a].Values[row];
            for (int b = 0; b < (same ? a + 1 : other.coded.Length); b++)
                AddCoded(gram, size, coded[a].Coefficients, other.coded[b], same);
            for (int b = 0; !same && b < other.dense.Length; b++)
            {
                for (int row = 0; row < rows; row++)
                {
                    if (coded[a].Coefficients[row] >= 0)
                        Add(gram, size, coded[a].Coefficients[row], other.dense[b].Coefficient, weighted[row] * other.dense[b].Values[row], false);
                }
            }
        }
    }

    private void AddCoded(double[] gram, int size, int[] coefficients, (CodedBlock Block, int[] Coefficients, double[] Values) other, bool same)
    {
        for (int row = 0; row < rows; row++)
        {
            if (coefficients[row] >= 0 && other.Coefficients[row] >= 0)
                Add(gram, size, coefficients[row], other.Coefficients[row], weighted[row] * other.Values[row], same);
        }
    }

    // Of two designs that share a coefficient its own place receives both products.
    private static void Add(double[] gram, int size, int i, int j, double value, bool same) =>
        gram[Math.Max(i, j) * size + Math.Min(i, j)] += i == j && !same ? 2 * value : value;

    private double Dot(double[] a, double[] b)
    {
        double sum = 0;
        for (int row = 0; row < rows; row++)
            sum += a[row] * b[row];
        return sum;
    }

    private static void Scaled(ReadOnlySpan<double> source, double shift, double scale, double[] target)
    {
        for (int row = 0; row < source.Length; row++)
            target[row] = (source[row] - shift) * scale;
    }
}
