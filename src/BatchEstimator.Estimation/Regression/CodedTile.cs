namespace BatchEstimator.Estimation.Regression;

/// <summary>
/// The coded columns of a tile: for each row and block the one coefficient that takes part and its factor. A row without a level takes part
/// with the block's first coefficient and factor zero, which needs no question in the loops.
/// </summary>
internal sealed unsafe partial class CodedTile
{
    private readonly CodedBlock[] blocks;
    private readonly (int[] Coefficients, double[] Factors)[] byCode;
    private readonly int[] coefficients;
    private readonly double[] values;
    private int rows;

    /// <summary>Makes room.</summary>
    /// <param name="design">The design.</param>
    /// <param name="before">A tile that is no longer used, whose room is taken over if it is as large.</param>
    public CodedTile(PredictorDesign design, CodedTile? before = null)
    {
        blocks = [.. design.Blocks.OfType<CodedBlock>().Where(block => block.Count > 0).OrderBy(block => block.First)];
        byCode = [.. blocks.Select(block => ((int[])[.. block.Places.Select(place => block.First + Math.Max(place, 0))], (double[])[.. block.Places.Select(place => place < 0 ? 0 : block.Scale)]))];
        (coefficients, values) = before?.blocks.Length == blocks.Length ? (before.coefficients, before.values)
            : (new int[blocks.Length * DesignTile.MostRows], new double[blocks.Length * DesignTile.MostRows]);
    }

    /// <summary>The number of blocks.</summary>
    public int Count => blocks.Length;

    /// <summary>Takes rows of a table.</summary>
    /// <param name="table">The table.</param>
    /// <param name="from">The first row.</param>
    /// <param name="count">How many.</param>
    public void Stage(RowTable table, int from, int count)
    {
        rows = count;
        for (int k = 0; k < blocks.Length; k++)
        {
            var codes = table.Codes[blocks[k].Codes].AsSpan(from, count);
            var (places, factors) = byCode[k];
            for (int row = 0, i = k; row < codes.Length; row++, i += blocks.Length)
                (coefficients[i], values[i]) = (places[codes[row]], factors[codes[row]]);
            if (blocks[k].Multiplier < 0)
                continue;
            var multiplier = table.Numbers[blocks[k].Multiplier].AsSpan(from, count);
            for (int row = 0, i = k; row < multiplier.Length; row++, i += blocks.Length)
                values[i] *= multiplier[row];
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

    /// <summary>Adds each row's score to that of its cluster.</summary>
    public void AddScores(double[] g, ReadOnlySpan<int> clusters, double[] scores, int size)
    {
        for (int row = 0, i = 0; blocks.Length > 0 && row < rows; row++)
        {
            for (int end = i + blocks.Length; i < end; i++)
                scores[clusters[row] * size + coefficients[i]] += g[row] * values[i];
        }
    }
}
