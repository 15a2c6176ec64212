using BatchEstimator.Estimation.Priors;

namespace BatchEstimator.Estimation.Families;

/// <summary>The shared arithmetic of a rate: events over exposure, with a gamma prior that counts as events and exposure seen before.</summary>
internal static class GammaMode
{
    /// <summary>rate = (events + shape - 1) / (exposure + rate of the prior), at 0 where that would be negative.</summary>
    public static PointEstimate Of(double events, double exposure, double shape, double rate, string parameter)
    {
        double count = events + shape - 1;
        if (count > 0)
            return PointEstimate.At(count / (exposure + rate));
        string message = shape == 1 && rate == 0
            ? "No event at all: the estimate lies on the boundary, where a standard error does not exist. A gamma prior with shape above 1 would move it inside."
            : $"With gamma({shape:R}, {rate:R}) the posterior is highest at 0, the boundary, where a standard error does not exist.";
        return PointEstimate.OnBoundary(0, message, parameter);
    }

    /// <summary>The mode under a gamma or exponential prior, or null for any other.</summary>
    public static PointEstimate? Under(Prior prior, double events, double exposure, string parameter) => prior.Family.Name switch
    {
        "gamma" => Of(events, exposure, prior.Arguments[0], prior.Arguments[1], parameter),
        "exponential" => Of(events, exposure, 1, prior.Arguments[0], parameter),
        _ => null,
    };
}
