using BatchEstimator.Estimation.Numerics;

namespace BatchEstimator.Estimation.Regression;

/// <summary>
/// Weighted least squares: the beta that minimises (y - offsets - X beta)'W(y - offsets - X beta). One pass sums products in doubles; one or
/// two more refine the solution with residuals to twice the digits. Columns that nearly depend on one another go another way: products
/// to twice the digits, in which dependent columns are told from nearly dependent ones. Rows are taken in strands whose ends depend only
/// on the number of rows, and strands are added in their order: the result does not depend on the number of threads.
/// The room is used again for every group of the same design; what a property returns holds until the next fit.
/// </summary>
/// <remarks>A. Bjorck, Numerical Methods for Least Squares Problems, 1996, sections 2.2 and 2.9.</remarks>
/// <param name="design">The design.</param>
/// <param name="size">The number of coefficients, all of them the design's.</param>
/// <param name="forEach">Runs strands; null = one after the other.</param>
internal sealed partial class LeastSquares(PredictorDesign design, int size, ForEach? forEach = null)
{
    // The share of a column's square, beyond which doubles solve to a few digits and refinement does the rest: a condition of a million.
    private const double LeastShare = 1e-12;

    // Data rounded to doubles leave residuals of 1e-16 of y, 1e-32 in squares, where the model holds exactly.
    private const double ExactShare = 1e-28;

    private readonly Cholesky cholesky = new(size);
    private readonly LeastSquaresSums sums = new(size);
    private readonly double[] step = new double[size];
    private readonly List<LeastSquaresStrand> strands = [];
    private NormalEquations? exact;
    private LeastSquaresRows rows;

    /// <summary>The coefficients, in the columns as the design shifts and scales them; zero where aliased.</summary>
    public DoubleDouble[] Coefficients { get; } = new DoubleDouble[size];

    /// <summary>(X'WX)^-1, row-major; zero where aliased.</summary>
    public double[] Inverse { get; } = new double[size * size];

    /// <summary>Which columns depend on earlier ones, in the order of coefficients.</summary>
    public bool[] Aliased { get; } = new bool[size];

    /// <summary>The number of columns that are not aliased.</summary>
    public int Rank { get; private set; }

    /// <summary>r'Wr; zero where the model holds exactly.</summary>
    public DoubleDouble ResidualSquares { get; private set; }

    /// <summary>y'Wy, offsets subtracted.</summary>
    public DoubleDouble ResponseSquares => sums.ResponseSquares;

    /// <summary>The sum of w y, offsets subtracted.</summary>
    public DoubleDouble ResponseSum => sums.ResponseSum;

    /// <summary>The condition of the columns after scaling: one over the least sine between a column and the others.</summary>
    public double Condition { get; private set; }

    /// <summary>log det X'WX over the columns that are not aliased.</summary>
    public double LogDeterminant { get; private set; }

    /// <summary>How many digits of the worst coefficient are those of the exact solution for the data as they are held; at most 15.95.</summary>
    public double Digits { get; private set; }

    /// <summary>An element of X'WX.</summary>
    public double ProductAt(int i, int j) => exact is null ? sums.Gram[Math.Max(i, j) * size + Math.Min(i, j)] : sums.ExactGram[Math.Max(i, j) * size + Math.Min(i, j)].Hi;

    /// <summary>An element of X'W(y - offsets - X beta), as it was before the last step.</summary>
    public double ScoreAt(int i) => sums.Score[i].Hi;

    /// <summary>True if products were summed to twice the digits.</summary>
    public bool IsExtended => exact is not null;

    /// <summary>The number of times residuals were taken.</summary>
    public int Refinements { get; private set; }

    /// <summary>Fits.</summary>
    /// <param name="problem">The rows.</param>
    public void Fit(in LeastSquaresRows problem)
    {
        (rows, exact) = (problem, null);
        Run(LeastSquaresPass.Products);
        cholesky.Factor(sums.Gram, LeastShare);
        if (cholesky.Rank < size || !TakeFactor() || !Refine())
            FitExtended();
    }

    // False if some column nearly depends on the others.
    private bool TakeFactor()
    {
        cholesky.Inverse(Inverse);
        double largest = 1;
        for (int i = 0; i < size; i++)
            largest = Math.Max(largest, Inverse[i * size + i] * sums.Gram[i * size + i]);
        if (!(largest < 1 / LeastShare))
            return false;
        cholesky.Solve(sums.Xy, step);
        for (int i = 0; i < size; i++)
            Coefficients[i] = step[i];
        Array.Clear(Aliased);
        (Rank, Condition, LogDeterminant) = (size, Math.Sqrt(largest), cholesky.LogDeterminant);
        return true;
    }

    private void Run(LeastSquaresPass pass)
    {
        LeastSquaresStrand.Clear(pass, sums);
        int count = Strands.CountOf(rows.To - rows.From);
        if (count > 1 && forEach is not null)
        {
            RunTogether(pass, count);
            return;
        }
        for (int strand = 0; strand < count; strand++)
        {
            StrandAt(0).Run(pass, Part(strand, count), Coefficients);
            strands[0].AddTo(pass, sums);
        }
    }

    private void RunTogether(LeastSquaresPass pass, int count)
    {
        StrandAt(count - 1);
        forEach!(count, strand => strands[strand].Run(pass, Part(strand, count), Coefficients));
        for (int strand = 0; strand < count; strand++)
            strands[strand].AddTo(pass, sums);
    }

    private LeastSquaresRows Part(int strand, int count)
    {
        int length = rows.To - rows.From;
        return rows with { From = rows.From + Strands.Edge(length, count, strand), To = rows.From + Strands.Edge(length, count, strand + 1) };
    }

    private LeastSquaresStrand StrandAt(int strand)
    {
        while (strands.Count <= strand)
            strands.Add(new(design, size));
        return strands[strand];
    }
}
