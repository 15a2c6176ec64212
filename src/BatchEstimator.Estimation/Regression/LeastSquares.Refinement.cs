using BatchEstimator.Estimation.Numerics;

namespace BatchEstimator.Estimation.Regression;

/// <summary>Refinement, and the way of columns that nearly depend on one another.</summary>
internal sealed partial class LeastSquares
{
    private const int MostRefinements = 4;

    // A double's last place; and how far below its standard error (times the spread of y) a coefficient is as good as zero.
    private const double LastPlace = 1.0 / (1L << 55), Negligible = 1.0 / (1L << 26);

    // Each pass takes residuals r at beta and adds the solution of X'WX step = X'Wr. Steps shrink at a steady rate, about the square of
    // the condition times the precision of the factor, so that the last one tells what is left. False if they do not shrink.
    private bool Refine()
    {
        double spread = 0, rate = 1;
        for (int i = 0; i < size; i++)
            spread += Coefficients[i].Hi * (IsExtended ? sums.ExactXy[i].Hi : sums.Xy[i]);
        double last = spread = Math.Max(spread, 0), left = double.PositiveInfinity;
        for (Refinements = 0; Refinements < MostRefinements && left > LastPlace;)
        {
            Run(LeastSquaresPass.Residuals);
            Refinements++;
            Solve();
            double squares = 0;
            for (int i = 0; i < size; i++)
                squares += step[i] * sums.Score[i].Hi;
            squares = Math.Max(squares, 0);
            rate = last > 0 ? Math.Sqrt(squares / last) : 0;
            left = 0;
            for (int i = 0; i < size; i++)
            {
                Coefficients[i] += step[i];
                double scale = Math.Max(Math.Abs(Coefficients[i].Hi), Negligible * Math.Sqrt(spread * Inverse[i * size + i]));
                left = Math.Max(left, scale > 0 ? rate * Math.Abs(step[i]) / scale : 0);
            }
            // r'Wr falls by the square of the step; a step that is right to a few digits is enough to know by how much.
            var rest = sums.ResidualSquares - squares;
            ResidualSquares = rest.Hi > ExactShare * sums.ResponseSquares.Hi ? rest : DoubleDouble.Zero;
            if (!(rate < 0.1))
                break;
            last = squares;
        }
        Digits = Math.Clamp(-Math.Log10(Math.Max(left, 1e-16)), 0, 15.95);
        return left <= LastPlace;
    }

    private void Solve()
    {
        if (exact is null)
        {
            for (int i = 0; i < size; i++)
                step[i] = sums.Score[i].Hi;
            cholesky.Solve(step, step);
            return;
        }
        var solution = exact.Solve(sums.Score);
        for (int i = 0; i < size; i++)
            step[i] = solution[i].Hi;
    }

    private void FitExtended()
    {
        Run(LeastSquaresPass.ExactProducts);
        exact = new(sums.ExactGram, size);
        exact.Aliased.CopyTo(Aliased, 0);
        exact.Solve(sums.ExactXy).CopyTo(Coefficients, 0);
        for (int j = 0; j < size; j++)
        {
            var column = exact.InverseColumn(j);
            for (int i = 0; i < size; i++)
                Inverse[i * size + j] = column[i].Hi;
        }
        (Rank, Condition, LogDeterminant) = (exact.Rank, exact.Condition, exact.LogDeterminant);
        Refine();
    }
}
