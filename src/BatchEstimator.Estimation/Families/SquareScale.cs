using BatchEstimator.Estimation.Results;

namespace BatchEstimator.Estimation.Families;

/// <summary>The shared arithmetic of a scale whose square is estimated by a mean square.</summary>
internal static class SquareScale
{
    /// <summary>scale = sqrt(sum of squares / count).</summary>
    public static PointEstimate Of(double squares, double count, double? held, string parameter) =>
        held is { } scale ? PointEstimate.At(scale)
        : squares > 0 ? PointEstimate.At(Math.Sqrt(squares / count))
        : PointEstimate.Refuse(FitCodes.DegenerateVariance, $"All values are 0, or so small that their squares are, so the likelihood grows without bound as {parameter} goes to 0. Multiply the values by a power of ten, or give {parameter} a prior such as inverse_gamma(2, 1).", parameter);

    /// <summary>A start also where there is no estimate.</summary>
    public static double[] Start(double squares, double count) => [squares > 0 ? Math.Sqrt(squares / count) : 1e-3];
}
