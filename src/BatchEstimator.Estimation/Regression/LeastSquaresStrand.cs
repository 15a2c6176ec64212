using BatchEstimator.Estimation.Numerics;

namespace BatchEstimator.Estimation.Regression;

/// <summary>A pass over rows.</summary>
internal enum LeastSquaresPass
{
    /// <summary>X'WX and X'Wy.</summary>
    Products,

    /// <summary>The same to twice the digits.</summary>
    ExactProducts,

    /// <summary>Residuals and what they add up to, to twice the digits.</summary>
    Residuals,
}

/// <summary>The work on consecutive rows of a least-squares problem. For one thread.</summary>
/// <param name="design">The design.</param>
/// <param name="size">The number of coefficients.</param>
internal sealed class LeastSquaresStrand(PredictorDesign design, int size)
{
    private readonly int[] offsets = [.. design.Offsets];
    private readonly DesignTile tile = new(design);
    private readonly ExactTile exact = new(design);
    private readonly double[] weights = new double[DesignTile.MostRows], weighted = new double[DesignTile.MostRows];

    /// <summary>What has been added up.</summary>
    public LeastSquaresSums Sums { get; } = new(size);

    /// <summary>Goes through rows; sums begin at zero.</summary>
    /// <param name="pass">What is added up.</param>
    /// <param name="rows">The rows.</param>
    /// <param name="beta">The coefficients at which residuals are taken.</param>
    public void Run(LeastSquaresPass pass, in LeastSquaresRows rows, DoubleDouble[] beta)
    {
        Clear(pass, Sums);
        int most = pass == LeastSquaresPass.Products ? tile.PreferredRows : exact.MostRows;
        for (int row = rows.From; row < rows.To; row += most)
        {
            int count = Math.Min(most, rows.To - row);
            if (pass == LeastSquaresPass.Products)
            {
                AddProducts(rows, row, count);
                continue;
            }
            exact.Stage(rows, row, count);
            if (pass == LeastSquaresPass.ExactProducts)
                exact.AddProducts(Sums);
            else
                exact.AddResiduals(beta, Sums);
        }
    }

    /// <summary>Sets the sums of a pass to zero.</summary>
    public static void Clear(LeastSquaresPass pass, LeastSquaresSums sums)
    {
        switch (pass)
        {
            case LeastSquaresPass.Products:
                sums.ClearProducts();
                break;
            case LeastSquaresPass.ExactProducts:
                sums.MakeExact();
                sums.ClearExactProducts();
                break;
            default:
                sums.ClearResiduals();
                break;
        }
    }

    /// <summary>Adds the sums of a pass to others.</summary>
    public void AddTo(LeastSquaresPass pass, LeastSquaresSums target)
    {
        switch (pass)
        {
            case LeastSquaresPass.Products:
                target.AddProducts(Sums);
                break;
            case LeastSquaresPass.ExactProducts:
                target.AddExactProducts(Sums);
                break;
            default:
                target.AddResiduals(Sums);
                break;
        }
    }

    private void AddProducts(in LeastSquaresRows rows, int from, int count)
    {
        tile.Stage(rows.Table, from, count);
        if (rows.Weight < 0)
            weights.AsSpan(0, count).Fill(1);
        else
            rows.Table.Numbers[rows.Weight].AsSpan(from, count).CopyTo(weights);
        rows.Table.Numbers[rows.Response].AsSpan(from, count).CopyTo(weighted);
        foreach (int column in offsets)
        {
            for (int row = 0; row < count; row++)
                weighted[row] -= rows.Table.Numbers[column][from + row];
        }
        for (int row = 0; row < count; row++)
            weighted[row] *= weights[row];
        tile.AddGram(tile, weights, Sums.Gram, size);
        tile.AddScore(weighted, Sums.Xy);
    }
}
