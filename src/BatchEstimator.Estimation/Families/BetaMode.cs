using BatchEstimator.Estimation.Priors;
using BatchEstimator.Estimation.Results;

namespace BatchEstimator.Estimation.Families;

/// <summary>The shared arithmetic of a probability: successes of trials, with a beta prior that counts as trials seen before.</summary>
internal static class BetaMode
{
    /// <summary>theta = (successes + a - 1) / (trials + a + b - 2), at 0 or 1 where the density piles up at the edge.</summary>
    public static PointEstimate Of(double successes, double trials, double a, double b, string parameter = "theta")
    {
        double up = successes + a - 1, down = trials - successes + b - 1;
        if (up > 0 && down > 0)
            return PointEstimate.At(up / (up + down));
        if (up <= 0 && down <= 0)
            return PointEstimate.Refuse(FitCodes.ImproperMode, $"No trial was seen and beta({a:R}, {b:R}) has no single highest point inside. A beta prior with a and b above 1 would give an estimate.", parameter);
        string seen = $"{successes:R} of {trials:R}";
        string prior = a == 1 && b == 1 ? "" : $" with beta({a:R}, {b:R})";
        string help = a == 1 && b == 1 ? " A prior such as beta(2, 2) would move it inside." : a < 1 || b < 1
            ? " A beta prior with a or b below 1 grows without bound at the edge; with both above 1 the estimate would lie inside." : "";
        return PointEstimate.OnBoundary(up <= 0 ? 0 : 1, $"{seen}{prior}: the estimate lies on the boundary, where a standard error does not exist.{help}", parameter);
    }

    /// <summary>The mode under a beta prior, or null for any other.</summary>
    public static PointEstimate? Under(Prior prior, double successes, double trials, string parameter = "theta") => prior.Family.Name switch
    {
        "flat" => Of(successes, trials, 1, 1, parameter),
        "beta" => Of(successes, trials, prior.Arguments[0], prior.Arguments[1], parameter),
        _ => null,
    };
}
