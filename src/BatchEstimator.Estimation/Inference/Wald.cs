using BatchEstimator.Estimation.Numerics;

namespace BatchEstimator.Estimation.Inference;

/// <summary>Intervals from the normal approximation at the estimate, on the natural scale or on one without ends.</summary>
/// <param name="Level">The coverage aimed at, such as 0.95.</param>
public sealed record Wald(double Level)
{
    private readonly double z = SpecialFunctions.NormalQuantile(0.5 + 0.5 * Level);

    /// <summary>Estimate minus and plus z standard errors; nulls without a standard error.</summary>
    public (double? Lower, double? Upper) Interval(double? estimate, double? standardError) =>
        estimate is { } value && standardError is { } error ? (value - z * error, value + z * error) : (null, null);

    /// <summary>
    /// The same on the scale that has no ends, transformed back, so that the interval stays inside the parameter space: the log above a
    /// lower end, the logit between two. The standard error there is that of the estimate divided by the slope of the transformation.
    /// </summary>
    /// <param name="estimate">The estimate, inside the space.</param>
    /// <param name="standardError">Its standard error.</param>
    /// <param name="least">The lower end of the space.</param>
    /// <param name="most">The upper end of the space.</param>
    public (double? Lower, double? Upper) Transformed(double? estimate, double? standardError, double least, double most)
    {
        if (double.IsInfinity(least) || estimate is not { } value || standardError is not { } error || !(value > least && value < most))
            return Interval(estimate, standardError);
        if (double.IsInfinity(most))
        {
            double factor = Math.Exp(z * error / (value - least));
            return (least + (value - least) / factor, least + (value - least) * factor);
        }
        double odds = (value - least) / (most - value), reach = Math.Exp(z * error * (most - least) / ((value - least) * (most - value)));
        return (least + (most - least) * (odds / reach / (1 + odds / reach)), least + (most - least) * (1 / (1 + 1 / (odds * reach))));
    }
}
