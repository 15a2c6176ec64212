using BatchEstimator.Estimation.Numerics;

namespace BatchEstimator.Estimation.Inference;

/// <summary>Intervals from the normal approximation at the estimate, on the natural scale.</summary>
/// <param name="Level">The coverage aimed at, such as 0.95.</param>
public sealed record Wald(double Level)
{
    private readonly double z = SpecialFunctions.NormalQuantile(0.5 + 0.5 * Level);

    /// <summary>Estimate minus and plus z standard errors; nulls without a standard error.</summary>
    public (double? Lower, double? Upper) Interval(double? estimate, double? standardError) =>
        estimate is { } value && standardError is { } error ? (value - z * error, value + z * error) : (null, null);
}
