using BatchEstimator.Estimation.Numerics;

namespace BatchEstimator.Estimation.Regression;

/// <summary>Rows of a least-squares problem.</summary>
/// <param name="Table">The table.</param>
/// <param name="Response">The column of <see cref="RowTable.Numbers"/> that is explained.</param>
/// <param name="Weight">The column of weights; -1 = all one.</param>
/// <param name="From">The first row.</param>
/// <param name="To">Behind the last row.</param>
internal readonly record struct LeastSquaresRows(RowTable Table, int Response, int Weight, int From, int To);

/// <summary>What is summed over rows in the passes of a least-squares problem.</summary>
/// <param name="size">The number of coefficients.</param>
internal sealed class LeastSquaresSums(int size)
{
    /// <summary>The number of coefficients.</summary>
    public int Size => size;

    /// <summary>X'WX, the lower triangle, row-major.</summary>
    public double[] Gram { get; } = new double[size * size];

    /// <summary>X'Wy.</summary>
    public double[] Xy { get; } = new double[size];

    /// <summary>X'WX to twice the digits; empty until <see cref="MakeExact"/>.</summary>
    public DoubleDouble[] ExactGram { get; private set; } = [];

    /// <summary>X'Wy to twice the digits; empty until <see cref="MakeExact"/>.</summary>
    public DoubleDouble[] ExactXy { get; private set; } = [];

    /// <summary>X'W(y - X beta).</summary>
    public DoubleDouble[] Score { get; } = new DoubleDouble[size];

    /// <summary>(y - X beta)'W(y - X beta).</summary>
    public DoubleDouble ResidualSquares { get; set; }

    /// <summary>y'Wy.</summary>
    public DoubleDouble ResponseSquares { get; set; }

    /// <summary>The sum of w y.</summary>
    public DoubleDouble ResponseSum { get; set; }

    /// <summary>Makes room for products to twice the digits.</summary>
    public void MakeExact()
    {
        if (ExactXy.Length < size)
            (ExactGram, ExactXy) = (new DoubleDouble[size * size], new DoubleDouble[size]);
    }

    /// <summary>Forgets the products.</summary>
    public void ClearProducts()
    {
        Array.Clear(Gram);
        Array.Clear(Xy);
    }

    /// <summary>Forgets the products to twice the digits.</summary>
    public void ClearExactProducts()
    {
        Array.Clear(ExactGram);
        Array.Clear(ExactXy);
    }

    /// <summary>Forgets what residuals have added.</summary>
    public void ClearResiduals()
    {
        Array.Clear(Score);
        ResidualSquares = ResponseSquares = ResponseSum = DoubleDouble.Zero;
    }

    /// <summary>Adds the products of other rows.</summary>
    public void AddProducts(LeastSquaresSums other)
    {
        for (int i = 0; i < Gram.Length; i++)
            Gram[i] += other.Gram[i];
        for (int i = 0; i < size; i++)
            Xy[i] += other.Xy[i];
    }

    /// <summary>Adds the products to twice the digits of other rows.</summary>
    public void AddExactProducts(LeastSquaresSums other)
    {
        for (int i = 0; i < ExactGram.Length; i++)
            ExactGram[i] += other.ExactGram[i];
        for (int i = 0; i < size; i++)
            ExactXy[i] += other.ExactXy[i];
    }

    /// <summary>Adds what the residuals of other rows have added.</summary>
    public void AddResiduals(LeastSquaresSums other)
    {
        for (int i = 0; i < size; i++)
            Score[i] += other.Score[i];
        ResidualSquares += other.ResidualSquares;
        ResponseSquares += other.ResponseSquares;
        ResponseSum += other.ResponseSum;
    }
}
