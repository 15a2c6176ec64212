namespace BatchEstimator.Estimation.Numerics;

/// <summary>The curvature of a log density at its top, turned into a covariance.</summary>
public sealed class Information
{
    private readonly NormalEquations factor;

    /// <summary>Takes the negative second derivatives.</summary>
    /// <param name="negativeHessian">Row-major, symmetric.</param>
    /// <param name="size">The number of parameters.</param>
    public Information(IReadOnlyList<double> negativeHessian, int size) : this([.. negativeHessian.Select(h => (DoubleDouble)h)], size)
    {
    }

    /// <summary>Takes the negative second derivatives, to 32 digits where columns nearly depend on one another.</summary>
    /// <param name="negativeHessian">Row-major, symmetric.</param>
    /// <param name="size">The number of parameters.</param>
    public Information(DoubleDouble[] negativeHessian, int size)
    {
        factor = new(negativeHessian, size);
        Covariance = new double[size, size];
        for (int j = 0; j < size && IsPositiveDefinite; j++)
        {
            var column = factor.InverseColumn(j);
            for (int i = 0; i < size; i++)
                Covariance[i, j] = (double)column[i];
        }
    }

    /// <summary>False if the point is not a strict maximum.</summary>
    public bool IsPositiveDefinite => factor.Rank == factor.Aliased.Length;

    /// <summary>The inverse, obtained by solving; meaningful if positive definite.</summary>
    public double[,] Covariance { get; }

    /// <summary>The condition of the scaled matrix.</summary>
    public double Condition => factor.Condition;

    /// <summary>The log of the determinant of the matrix; meaningful if positive definite.</summary>
    public double LogDeterminant => factor.LogDeterminant;

    /// <summary>sqrt(g' C g): the standard error of a quantity with gradient g.</summary>
    public double StandardErrorOf(ReadOnlySpan<double> gradient)
    {
        double sum = 0;
        for (int i = 0; i < gradient.Length; i++)
        {
            for (int j = 0; j < gradient.Length; j++)
                sum += gradient[i] * Covariance[i, j] * gradient[j];
        }
        return Math.Sqrt(Math.Max(0, sum));
    }

    /// <summary>C g: for the gradient of the log density, the Newton step that is still to go.</summary>
    public double[] Times(ReadOnlySpan<double> gradient)
    {
        var result = new double[gradient.Length];
        for (int i = 0; i < result.Length; i++)
        {
            for (int j = 0; j < result.Length; j++)
                result[i] += Covariance[i, j] * gradient[j];
        }
        return result;
    }
}
