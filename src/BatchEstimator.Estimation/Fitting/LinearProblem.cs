using BatchEstimator.Estimation.Numerics;

namespace BatchEstimator.Estimation.Fitting;

/// <summary>A linear regression with everything that its data have to say: X'X, X'y, y'y and the counts.</summary>
/// <param name="Names">The coefficients.</param>
/// <param name="Gram">X'WX, row-major.</param>
/// <param name="Xy">X'Wy.</param>
/// <param name="Yy">y'Wy.</param>
/// <param name="N">The number of observations.</param>
/// <param name="HalfLogWeights">Half the sum of the logs of precision weights.</param>
internal sealed record LinearProblem(IReadOnlyList<string> Names, DoubleDouble[] Gram, DoubleDouble[] Xy, DoubleDouble Yy, double N, double HalfLogWeights)
{
    public int Size => Names.Count;

    /// <summary>The same problem in the coefficients that are not held, y less what the held ones explain.</summary>
    public LinearProblem Without(IReadOnlyList<double?> held)
    {
        int[] free = [.. Enumerable.Range(0, Size).Where(i => held[i] is null)], given = [.. Enumerable.Range(0, Size).Where(i => held[i] is not null)];
        if (given.Length == 0)
            return this;
        var xy = free.Select(i => Xy[i] - Sum(given, j => Gram[i * Size + j] * held[j]!.Value)).ToArray();
        var yy = Yy - Sum(given, j => Xy[j] * (2 * held[j]!.Value)) + Sum(given, i => Sum(given, j => Gram[i * Size + j] * held[i]!.Value * held[j]!.Value));
        DoubleDouble[] gram = [.. from i in free from j in free select Gram[i * Size + j]];
        return new([.. free.Select(i => Names[i])], gram, xy, yy, N, HalfLogWeights);
    }

    /// <summary>
    /// The coefficients that minimise |y - X theta|^2 + sum lambda_i (theta_i - m_i)^2: (X'X + diag(lambda)) theta = X'y + lambda m.
    /// </summary>
    public LinearSolution Solve(IReadOnlyList<DoubleDouble>? lambda = null, IReadOnlyList<double>? means = null)
    {
        DoubleDouble[] matrix = [.. Gram], right = [.. Xy];
        for (int i = 0; lambda is not null && i < Size; i++)
        {
            matrix[i * Size + i] += lambda[i];
            right[i] += lambda[i] * means![i];
        }
        var factor = new NormalEquations(matrix, Size);
        var theta = factor.Solve(right);
        return new(theta, factor, ResidualSquares(theta));
    }

    /// <summary>|y - X theta|^2; what cancellation leaves of an exact fit is zero.</summary>
    public DoubleDouble ResidualSquares(DoubleDouble[] theta)
    {
        int[] all = [.. Enumerable.Range(0, Size)];
        var squares = Yy - 2 * Sum(all, i => theta[i] * Xy[i]) + Sum(all, i => Sum(all, j => theta[i] * theta[j] * Gram[i * Size + j]));
        return squares.Hi <= ExactShare * Yy.Hi ? DoubleDouble.Zero : squares;
    }

    /// <summary>X'(y - X theta).</summary>
    public DoubleDouble[] Score(DoubleDouble[] theta)
    {
        int[] all = [.. Enumerable.Range(0, Size)];
        return [.. all.Select(i => Xy[i] - Sum(all, j => Gram[i * Size + j] * theta[j]))];
    }

    // Data rounded to doubles leave residuals of 1e-16 of y, 1e-32 in squares, where the model holds exactly.
    private const double ExactShare = 1e-28;

    private static DoubleDouble Sum(int[] indices, Func<int, DoubleDouble> term)
    {
        var sum = DoubleDouble.Zero;
        foreach (int i in indices)
            sum += term(i);
        return sum;
    }
}

/// <summary>Coefficients, the factor they came from and the residual sum of squares.</summary>
internal sealed record LinearSolution(DoubleDouble[] Theta, NormalEquations Factor, DoubleDouble ResidualSquares);
