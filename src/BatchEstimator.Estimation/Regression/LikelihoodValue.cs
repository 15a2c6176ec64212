using BatchEstimator.Estimation.Numerics;

namespace BatchEstimator.Estimation.Regression;

/// <summary>A log-likelihood at a point, with its derivatives in all coefficients.</summary>
/// <param name="size">The number of coefficients.</param>
internal sealed class LikelihoodValue(int size)
{
    private readonly DoubleDouble[] score = new DoubleDouble[size];
    private DoubleDouble value;

    /// <summary>The value.</summary>
    public double Value => (double)value;

    /// <summary>The second derivatives: row-major, only the lower triangle.</summary>
    public double[] Hessian { get; } = new double[size * size];

    /// <summary>The derivative in a coefficient.</summary>
    public double Score(int coefficient) => (double)score[coefficient];

    /// <summary>Forgets everything.</summary>
    public void Clear()
    {
        value = DoubleDouble.Zero;
        Array.Clear(score);
        Array.Clear(Hessian);
    }

    /// <summary>Adds a number to the value.</summary>
    public void AddValue(double number) => value = Plus(value, number);

    /// <summary>Adds first derivatives.</summary>
    public void AddScore(double[] part)
    {
        for (int i = 0; i < score.Length; i++)
        {
            if (part[i] != 0)
                score[i] = Plus(score[i], part[i]);
        }
    }

    /// <summary>Adds what another part of the rows contributes.</summary>
    public void Add(LikelihoodValue part)
    {
        value = double.IsFinite(part.Value) ? value + part.value : part.Value;
        for (int i = 0; i < score.Length; i++)
            score[i] += part.score[i];
        for (int i = 0; i < Hessian.Length; i++)
            Hessian[i] += part.Hessian[i];
    }

    /// <summary>Multiplies everything by a number.</summary>
    public void Multiply(double factor)
    {
        value = double.IsFinite(Value) ? value * factor : value;
        for (int i = 0; i < score.Length; i++)
            score[i] *= factor;
        for (int i = 0; i < Hessian.Length; i++)
            Hessian[i] *= factor;
    }

    // Compensation would turn an infinite sum into NaN.
    private static DoubleDouble Plus(DoubleDouble sum, double number)
    {
        double plain = sum.Hi + number;
        return double.IsFinite(plain) ? sum + number : plain;
    }
}
