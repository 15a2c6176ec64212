using BatchEstimator.Estimation.Numerics;
using BatchEstimator.Estimation.Regression;

namespace BatchEstimator.Estimation.Fitting;

/// <summary>Which columns of a group depend on earlier ones of the same predictor.</summary>
/// <param name="template">The coefficients.</param>
/// <param name="group">The group.</param>
/// <param name="forEach">Runs strands of rows.</param>
internal sealed class RegressionAliases(RegressionTemplate template, RegressionGroup group, ForEach forEach)
{
    private const double AliasShare = 1e-12;

    // Far enough from it for a judgement in plain doubles; columns are scaled to be below 2.
    private const double ClearShare = 1e-6;
    private const double LargestSquare = 4;

    private const int Stride = 16, LeastStrand = 32 * DesignTile.MostRows, MostStrands = 16;

    private readonly int size = template.Coefficients.Count;

    /// <summary>For each coefficient whether it cannot be told from earlier ones.</summary>
    public bool[] Find() => AreIndependentInSome() ? new bool[size] : Of(Gram(1));

    // More rows can only add to what a column has beside the others: what a sample shows to be independent is so in all rows.
    private bool AreIndependentInSome()
    {
        if (group.Rows.Count < Stride * LeastStrand)
            return false;
        double[] gram = Gram(Stride);
        var factor = new Cholesky(size);
        factor.Factor(gram, ClearShare);
        return factor.Rank == size
            && Enumerable.Range(0, size).All(i => IsOut(i) || gram[i * size + i] * factor.LeastShare > 1e3 * AliasShare * LargestSquare * group.Rows.Count);
    }

    private bool[] Of(double[] gram)
    {
        var factor = new Cholesky(size);
        factor.Factor(gram, ClearShare);
        return factor.Rank == size ? new bool[size] : new NormalEquations([.. gram.Select(value => (DoubleDouble)value)], size, AliasShare).Aliased;
    }

    private double[] Gram(int stride)
    {
        var gram = new double[size * size];
        foreach (var channel in group.Channels)
        {
            if (channel.Design is not { } design)
                continue;
            foreach (var (from, to) in group.RowsOf(channel))
                AddGram(design, from, to, stride, gram);
        }
        for (int i = 0; i < size; i++)
        {
            for (int j = 0; j < size; j++)
            {
                if (IsOut(i) || IsOut(j))
                    gram[i * size + j] = i == j ? 1 : 0;
            }
        }
        return gram;
    }

    // Strands end where the number of rows says, and are added in their order: threads change no bit.
    private void AddGram(PredictorDesign design, int from, int to, int stride, double[] gram)
    {
        int tiles = (to - from + DesignTile.MostRows - 1) / DesignTile.MostRows, strands = Math.Clamp((to - from) / LeastStrand, 1, MostStrands);
        if (strands == 1)
        {
            AddTiles(0, tiles, gram);
            return;
        }
        double[][] parts = [.. Enumerable.Range(0, strands).Select(_ => new double[size * size])];
        forEach(strands, strand => AddTiles((int)((long)tiles * strand / strands), (int)((long)tiles * (strand + 1) / strands), parts[strand]));
        foreach (double[] part in parts)
        {
            for (int i = 0; i < part.Length; i++)
                gram[i] += part[i];
        }
        void AddTiles(int first, int last, double[] sums)
        {
            var tile = new DesignTile(design);
            var ones = new double[DesignTile.MostRows];
            Array.Fill(ones, 1);
            for (int number = (first + stride - 1) / stride * stride; number < last; number += stride)
            {
                int row = from + number * DesignTile.MostRows;
                tile.Stage(group.Rows.Table, row, Math.Min(DesignTile.MostRows, to - row));
                tile.AddGram(tile, ones, sums, size);
            }
        }
    }

    // A number for all rows is no column; a held or dropped coefficient explains nothing that another one could not.
    private bool IsOut(int i) => i >= template.Slopes || template.Coefficients[i].Held is not null || group.Levels?.IsDropped(i) == true;
}
