using System.Runtime.InteropServices;

namespace BatchEstimator.Estimation.Numerics;

/// <summary>The curvature of a log density at its top, turned into a covariance.</summary>
public sealed class Information
{
    // What is left of every column beside the earlier ones, as a share: the digits of the inverse that plain doubles lose are those of its reciprocal.
    private const double EasyShare = 1e-5;
    private const int SmallSize = 64;

    [ThreadStatic]
    private static Cholesky? room;


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
        var factor = new NormalEquations(negativeHessian, size);
        (Condition, LogDeterminant, IsPositiveDefinite) = (factor.Condition, factor.LogDeterminant, factor.Rank == size);
        Covariance = new double[size, size];
        for (int j = 0; j < size && IsPositiveDefinite; j++)
        {
            var column = factor.InverseColumn(j);
            for (int i = 0; i < size; i++)
                Covariance[i, j] = (double)column[i];
        }
    }

    private Information(Cholesky easy, int size)
    {
        (Condition, LogDeterminant, IsPositiveDefinite) = (easy.Condition, easy.LogDeterminant, true);
        Covariance = new double[size, size];
        if (size > 0)
            easy.Inverse(MemoryMarshal.CreateSpan(ref Covariance[0, 0], size * size));
    }

    /// <summary>
    /// The same to the digits of a double where columns are far from depending on one another, which is much faster; else to 32 digits.
    /// </summary>
    /// <param name="negativeHessian">Row-major, symmetric.</param>
    /// <param name="size">The number of parameters.</param>
    public static Information Of(double[] negativeHessian, int size)
    {
        // Small ones come by the thousand, one a group, and share their room.
        var easy = room is not null && room.Size == size ? room : new(size);
        if (size <= SmallSize)
            room = easy;
        easy.Factor(negativeHessian, EasyShare);
        return easy.Rank == size ? new(easy, size) : new(negativeHessian, size);
    }

    /// <summary>False if the point is not a strict maximum.</summary>
    public bool IsPositiveDefinite { get; }

    /// <summary>The inverse, obtained by solving; meaningful if positive definite.</summary>
    public double[,] Covariance { get; }

    /// <summary>The condition of the scaled matrix.</summary>
    public double Condition { get; }

    /// <summary>The log of the determinant of the matrix; meaningful if positive definite.</summary>
    public double LogDeterminant { get; }

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
