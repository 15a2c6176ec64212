using BatchEstimator.Estimation.Numerics;

namespace BatchEstimator.Estimation.Regression;

/// <summary>
/// Between the coefficients of the columns as the user wrote them and those of the shifted and scaled columns that are computed with:
/// natural = scale times standard, and the predictor's intercept makes up for the shifts.
/// </summary>
/// <param name="size">The number of coefficients.</param>
internal sealed class CoefficientScale(int size)
{
    private readonly double[] scales = Filled(size), shifts = new double[size];
    private readonly (int First, int Count)[] intercepts = new (int, int)[size];

    /// <summary>What the natural coefficient is divided by to get the standard one.</summary>
    public double ScaleOf(int coefficient) => scales[coefficient];

    /// <summary>What is subtracted from the coefficient's column before that.</summary>
    public double ShiftOf(int coefficient) => shifts[coefficient];

    /// <summary>Says how a column is computed with.</summary>
    /// <param name="coefficient">The column's coefficient.</param>
    /// <param name="shift">What is subtracted.</param>
    /// <param name="scale">What the rest is multiplied by.</param>
    /// <param name="intercept">The first of the coefficients that make up for the shift: those of ones in the same predictor.</param>
    /// <param name="count">How many make up for it, all alike; 0 if there is none, and then no shift.</param>
    public void Set(int coefficient, double shift, double scale, int intercept, int count = 1) =>
        (shifts[coefficient], scales[coefficient], intercepts[coefficient]) = (shift, scale, (intercept, count));

    /// <summary>The natural coefficients.</summary>
    public double[] ToNatural(ReadOnlySpan<double> standard)
    {
        var natural = new double[size];
        for (int i = 0; i < size; i++)
            natural[i] = scales[i] * standard[i];
        for (int i = 0; i < size; i++)
        {
            foreach (ref double intercept in Of(natural, i))
                intercept -= shifts[i] * natural[i];
        }
        return natural;
    }

    /// <summary>The natural coefficients of standard ones known to twice the digits, which a shift may cancel.</summary>
    public double[] ToNatural(IReadOnlyList<DoubleDouble> standard)
    {
        DoubleDouble[] natural = [.. standard];
        for (int i = 0; i < natural.Length; i++)
            natural[i] *= scales[i];
        for (int i = 0; i < natural.Length; i++)
        {
            foreach (ref var intercept in Of(natural, i))
                intercept -= shifts[i] * natural[i];
        }
        return [.. natural.Select(value => (double)value)];
    }

    /// <summary>The standard coefficients.</summary>
    public double[] ToStandard(ReadOnlySpan<double> natural)
    {
        var standard = natural.ToArray();
        for (int i = 0; i < size; i++)
        {
            foreach (ref double intercept in Of(standard, i))
                intercept += shifts[i] * natural[i];
        }
        for (int i = 0; i < size; i++)
            standard[i] /= scales[i];
        return standard;
    }

    /// <summary>From a gradient in the natural coefficients to one in the standard ones, in place.</summary>
    public void PullGradient(double[] gradient)
    {
        for (int i = 0; i < size; i++)
        {
            foreach (double intercept in Of(gradient, i))
                gradient[i] -= shifts[i] * intercept;
        }
        for (int i = 0; i < size; i++)
            gradient[i] *= scales[i];
    }

    /// <summary>From a symmetric matrix of second derivatives in the natural coefficients to one in the standard ones: T'HT, in place.</summary>
    public void PullHessian(double[] hessian) => Pull(hessian, PullGradient);

    /// <summary>From a covariance of standard coefficients to one of natural ones: TCT', in place.</summary>
    public void PushCovariance(double[] covariance) => Pull(covariance, line => ToNatural(line).CopyTo(line, 0));

    private Span<T> Of<T>(T[] all, int i) => all.AsSpan(intercepts[i].First, intercepts[i].Count);

    private void Pull(double[] matrix, Action<double[]> map)
    {
        var line = new double[size];
        for (int pass = 0; pass < 2; pass++)
        {
            for (int i = 0; i < size; i++)
            {
                for (int j = 0; j < size; j++)
                    line[j] = matrix[i * size + j];
                map(line);
                for (int j = 0; j < size; j++)
                    matrix[i * size + j] = line[j];
            }
            for (int i = 0; i < size; i++)
            {
                for (int j = 0; j < i; j++)
                    (matrix[i * size + j], matrix[j * size + i]) = (matrix[j * size + i], matrix[i * size + j]);
            }
        }
    }

    private static double[] Filled(int size)
    {
        var ones = new double[size];
        Array.Fill(ones, 1);
        return ones;
    }
}
