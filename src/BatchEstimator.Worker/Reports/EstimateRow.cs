using BatchEstimator.Estimation.Results;
using BatchEstimator.Worker.Running;

namespace BatchEstimator.Worker.Reports;

/// <summary>A row of the tidy table of estimates: one a parameter, then one a derived quantity; a fit without either has one empty row.</summary>
internal sealed record EstimateRow(FitResult Fit, string? Parameter, double? Estimate, double? StandardError, double? Lower, double? Upper, double? Statistic = null, double? PValue = null)
{
    public static IEnumerable<EstimateRow> Of(RunResult result) => result.Fits.SelectMany(outcome => Of(outcome.Result));

    public static IEnumerable<EstimateRow> Of(FitResult fit)
    {
        if (fit.Parameters.Count + fit.Derived.Count == 0) yield return new EstimateRow(fit, null, null, null, null, null);
        foreach (var p in fit.Parameters)
            yield return new EstimateRow(fit, p.Name, Finite(p.Estimate), Finite(p.StandardError), Finite(p.Lower), Finite(p.Upper), Finite(p.Statistic), Finite(p.PValue));
        foreach (var d in fit.Derived)
            yield return new EstimateRow(fit, d.Name, Finite(d.Estimate), Finite(d.StandardError), Finite(d.Lower), Finite(d.Upper));
    }

    public string Codes => string.Join(';', Fit.Codes.Select(code => code.Code));

    public string Status => Name(Fit.Status);

    public static string Name(FitStatus status) => status switch
    {
        FitStatus.Ok => "ok",
        FitStatus.Caution => "caution",
        FitStatus.Refused => "refused",
        _ => "failed",
    };

    /// <summary>What does not exist is null in every format, never NaN or infinity.</summary>
    public static double? Finite(double? value) => value is { } x && double.IsFinite(x) ? x : null;
}
