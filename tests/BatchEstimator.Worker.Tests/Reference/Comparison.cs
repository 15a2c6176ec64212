using System.Globalization;
using BatchEstimator.Estimation.Results;

namespace BatchEstimator.Worker.Tests.Reference;

/// <summary>Compares a fit with the expected answer by the rules that come with the cases, and names every difference.</summary>
internal static class Comparison
{
    public static IReadOnlyList<string> Differences(ReferenceCase problem, FitResult result)
    {
        if (result.Status is FitStatus.Refused or FitStatus.Failed)
            return [$"{result.Status}: {string.Join("; ", result.Codes.Select(code => $"{code.Code} {code.Message}"))}"];
        ReferenceAnswer expected = problem.Expected;
        double likelihood = problem.Tolerance["logLik"];
        IEnumerable<string?> differences =
        [
            .. expected.Estimates.Select(entry => Estimate(problem, result, entry.Key, entry.Value)),
            .. expected.ObservedStandardErrors.Select(entry =>
                Check($"standard error of {entry.Key}", entry.Value, Parameter(result, entry.Key)?.StandardError, problem.Tolerance["standard_errors"] * entry.Value)),
            Log("log-likelihood", expected.LogLik, result.LogLikelihood, likelihood),
            Log("log prior", expected.LogPrior, result.LogPrior, likelihood),
            Log("log posterior", expected.LogPosterior, result.LogPosterior, likelihood),
            Log("AIC", expected.Aic, result.Aic, 2 * likelihood),
            Log("BIC", expected.Bic, result.Bic, 2 * likelihood),
            Check("number of parameters", expected.K!.Value, result.ParametersEstimated, 0),
            Check("number of observations", expected.N!.Value, result.N, 0),
            .. problem.Method == "map" ? [NotAtAMode("AIC", result.Aic), NotAtAMode("BIC", result.Bic)] : Array.Empty<string?>(),
        ];
        return [.. differences.OfType<string>()];
    }

    private static string? Estimate(ReferenceCase problem, FitResult result, string name, double expected)
    {
        double error = problem.Expected.ObservedStandardErrors.GetValueOrDefault(name);
        double tolerance = problem.Tolerance["estimates"] * Math.Max(Math.Abs(expected), error);
        // The mode over (mu, variance) is reported in the family's own parameters: sigma at that mode.
        double? found = name == "variance" ? Parameter(result, "sigma")?.Estimate is { } sigma ? sigma * sigma : null : Parameter(result, name)?.Estimate;
        return Check(name, expected, found, tolerance);
    }

    private static ParameterEstimate? Parameter(FitResult result, string name) =>
        result.Parameters.FirstOrDefault(parameter => parameter.Name == (name == "sigma" && result.Family == "student_t" ? "scale" : name));

    private static string? Log(string what, double? expected, double? found, double tolerance) =>
        expected is { } value ? Check(what, value, found, tolerance * Math.Max(1, Math.Abs(value))) : null;

    private static string? NotAtAMode(string what, double? found) => found is null ? null : $"{what} is {found}, but has no meaning at a MAP point";

    private static string? Check(string what, double expected, double? found, double tolerance) =>
        found is { } value && Math.Abs(value - expected) <= tolerance
            ? null
            : string.Create(CultureInfo.InvariantCulture, $"{what}: expected {expected:R}, found {found?.ToString("R", CultureInfo.InvariantCulture) ?? "nothing"} (allowed difference {tolerance:G3})");
}
