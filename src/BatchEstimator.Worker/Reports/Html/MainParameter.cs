using BatchEstimator.Estimation.Results;

namespace BatchEstimator.Worker.Reports.Html;

/// <summary>
/// The one parameter a line of an overview has room for: a regression's first slope rather than its intercept, the middle of a distribution
/// rather than its shape, else the first.
/// </summary>
internal static class MainParameter
{
    public static ParameterEstimate? Of(FitResult fit)
    {
        var parameters = fit.Parameters;
        if (fit.Formula is null || parameters.Count < 2 || parameters[0].Name != "(Intercept)")
            return parameters.FirstOrDefault(parameter => parameter is { Name: "location" or "mu" or "lambda", Fixed: false }) ?? (parameters.Count > 0 ? parameters[0] : null);
        return fit.ParametersEstimated > 1 && parameters[1] is { Fixed: false } slope && Coefficient.Is(fit, slope) ? slope : parameters[0];
    }
}
