namespace BatchEstimator.Estimation.Regression;

/// <summary>
/// The coded columns of a tile: for each row and block the one coefficient that takes part and its factor. A row without a level takes part
/// with the block's first coefficient and factor zero, which needs no question in the loops.
/// </summary>
/// <param name="blocks">The blocks, none empty, in the order of their coefficients.</param>
internal sealed unsafe class CodedTile(CodedBlock[] blocks)
{
    private readonly int[] coefficients = new int[blocks.Length * DesignTile.MostRows];
    private readonly double[] values = new double[blocks.Length * DesignTile.MostRows];
    private int rows;

    /// <summary>The number of blocks.</summary>
    public int Count => blocks.Length;

    /// <summary>Takes rows of a table.</summary>
    public void Stage(RowTable table, int from, int count)
    {
        rows = count;
        for (int k = 0; k < blocks.Length; k++)
        {
            var block = blocks[k];
            var codes = table.Codes[block.Codes].AsSpan(from, count);
            ReadOnlySpan<double> multiplier = block.Multiplier < 0 ? [] : table.Numbers[block.Multiplier].AsSpan(from, count);
            for (int row = 0, i = k; row < count; row++, i += blocks.Length)
            {
                int place = block.Places[codes[row]];
                double value = multiplier.Length > 0 ? block.Scale * multiplier[row] : block.Scale;
                coefficients[i] = block.First + Math.Max(place, 0);
                values[i] = place < 0 ? 0 : value;
            }
        }
    }

    /// <summary>eta += X beta.</summary>
    public void AddPrediction(double[] beta, double[] eta)
    {
        for (int row = 0, i = 0; blocks.Length > 0 && row < rows; row++)
        {
            double sum = eta[row];
            for (int end = i + blocks.Length; i < end; i++)
                sum += beta[coefficients[i]] * values[i];
            eta[row] = sum;
        }
    }

    /// <summary>score += X'g.</summary>
    public void AddScore(double[] g, double[] score)
    {
        for (int row = 0, i = 0; blocks.Length > 0 && row < rows; row++)
        {
            double slope = g[row];
            for (int end = i + blocks.Length; i < end; i++)
                score[coefficients[i]] += slope * values[i];
        }
    }

    /// <summary>Adds X'WX to a lower triangle: for each row a cell for each pair of blocks.</summary>
    public void AddSquare(double[] w, double* gram, int size)
    {
        int count = blocks.Length;
        fixed (int* places = coefficients)
        fixed (double* factors = values)
        {
            for (int row = 0; count > 0 && row < rows; row++)
            {
                int* place = places + row * count;
                double* factor = factors + row * count;
                for (int a = 0; a < count; a++)
                {
                    double weighted = w[row] * factor[a];
                    double* line = gram + (nint)place[a] * size;
                    for (int b = 0; b <= a; b++)
                        line[place[b]] += weighted * factor[b];
                }
            }
        }
    }

    /// <summary>Adds X'v + v'X for a weighted column of numbers.</summary>
    public void AddDense(double* weighted, int coefficient, double* gram, int size)
    {
        fixed (int* places = coefficients)
        fixed (double* factors = values)
        {
            for (int row = 0, i = 0; blocks.Length > 0 && row < rows; row++)
            {
                for (int end = i + blocks.Length; i < end; i++)
                    AddBoth(gram, size, places[i], coefficient, weighted[row] * factors[i]);
            }
        }
    }

    /// <summary>Adds X'WZ + Z'WX for the coded columns of another design.</summary>
    public void AddCross(CodedTile other, double[] w, double* gram, int size)
    {
        for (int row = 0; row < rows; row++)
        {
            for (int a = row * Count; a < (row + 1) * Count; a++)
            {
                for (int b = row * other.Count; b < (row + 1) * other.Count; b++)
                    AddBoth(gram, size, coefficients[a], other.coefficients[b], w[row] * values[a] * other.values[b]);
            }
        }
    }

    /// <summary>Adds a product to the cell of two coefficients; of two designs that share a coefficient its own cell receives both products.</summary>
    public static void AddBoth(double* gram, int size, int i, int j, double value) =>
        gram[(nint)Math.Max(i, j) * size + Math.Min(i, j)] += i == j ? 2 * value : value;
}
