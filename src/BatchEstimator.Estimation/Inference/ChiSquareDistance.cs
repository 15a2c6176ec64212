namespace BatchEstimator.Estimation.Inference;

/// <summary>How far observed counts lie from expected ones: the sum of (observed - expected)^2 / expected.</summary>
/// <remarks>K. Pearson, Phil. Mag. (5) 50 (1900) 157-175.</remarks>
public static class ChiSquareDistance
{
    /// <summary>The least expected count of a cell (W. G. Cochran, Biometrics 10 (1954) 417-451, p. 420).</summary>
    public const double LeastExpected = 5;

    /// <summary>The distance; infinite where something was observed in a cell that cannot be.</summary>
    public static double Of(ReadOnlySpan<double> observed, ReadOnlySpan<double> expected)
    {
        double sum = 0;
        for (int i = 0; i < observed.Length; i++)
        {
            double apart = observed[i] - expected[i];
            sum += apart == 0 ? 0 : apart * apart / expected[i];
        }
        return sum;
    }
}
