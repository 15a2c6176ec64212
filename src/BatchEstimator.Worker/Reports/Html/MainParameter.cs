using BatchEstimator.Estimation.Results;

namespace BatchEstimator.Worker.Reports.Html;

/// <summary>The one parameter a line of an overview has room for: the first, but a regression's first slope rather than its intercept.</summary>
internal static class MainParameter
{
    public static ParameterEstimate? Of(FitResult fit) =>
        fit.Formula is not null && fit.Parameters.Count > 1 && fit.Parameters[0].Name == "(Intercept)" && fit.ParametersEstimated > 1
        && fit.Parameters[1] is { Fixed: false } slope && Coefficient.Is(fit, slope) ? slope : fit.Parameters.Count > 0 ? fit.Parameters[0] : null;
}
