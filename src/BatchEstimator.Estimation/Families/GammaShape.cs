using BatchEstimator.Estimation.Numerics;

namespace BatchEstimator.Estimation.Families;

/// <summary>The one-dimensional equations for the shape of a gamma density.</summary>
/// <remarks>S. C. Choi and R. Wette, Technometrics 11 (1969) 683-690; T. P. Minka, Estimating a Gamma distribution (2002), and appendix C of his Estimating a Dirichlet distribution (2000).</remarks>
internal static class GammaShape
{
    private const int MostSteps = 40;

    /// <summary>The shape at which log shape - digamma(shape) is a given gap: that between the log of the mean and the mean of the logs.</summary>
    /// <param name="gap">Above 0.</param>
    /// <returns>The shape and the number of steps.</returns>
    public static (double Shape, int Steps) OfGap(double gap)
    {
        // 1/2 < shape (log shape - digamma(shape)) < 1, so the shape lies within a factor of two; in logs the equation is nearly a line.
        double lower = 0.5 / gap, upper = 1 / gap, root = Math.Sqrt((gap - 3) * (gap - 3) + 24 * gap);
        double shape = Math.Clamp(gap < 3 ? (3 - gap + root) / (12 * gap) : 2 / (root + gap - 3), lower, upper);
        int step = 0;
        for (double moved = 1; moved > (step > 8 ? 1e-13 : 1e-15) && step < MostSteps; step++)
        {
            double value = SpecialFunctions.LogMinusDigamma(shape);
            double next = Math.Clamp(shape * Math.Exp(value * Math.Log(value / gap) / (shape * ExcessFunctions.TrigammaExcess(shape))), lower, upper);
            moved = Math.Abs(next - shape) / shape;
            shape = next;
        }
        return (shape, step);
    }

    /// <summary>The shape at which digamma is a given number: Newton's steps from Minka's start, which all come from one side.</summary>
    /// <returns>The shape, infinite or NaN if beyond a double, and the number of steps.</returns>
    public static (double Shape, int Steps) OfDigamma(double value)
    {
        double shape = value >= -2.22 ? Math.Exp(Math.Min(value, 700)) + 0.5 : -1 / (value + 0.5772156649015329);
        for (int step = 1; step <= MostSteps; step++)
        {
            double move = (SpecialFunctions.Digamma(shape) - value) / (shape * SpecialFunctions.Trigamma(shape));
            shape *= Math.Exp(-Math.Clamp(move, -2, 2));
            if (Math.Abs(move) <= 1e-15 || (step > 8 && Math.Abs(move) <= 1e-13))
                return (shape, step);
        }
        return (double.NaN, MostSteps);
    }
}
