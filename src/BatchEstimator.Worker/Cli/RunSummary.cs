using System.Globalization;
using BatchEstimator.Estimation.Results;
using BatchEstimator.Worker.Running;

namespace BatchEstimator.Worker.Cli;

/// <summary>What a finished run says on the terminal: a line a fit, the counts, and where the report is.</summary>
internal static class RunSummary
{
    /// <summary>More lines than this scroll away; the worst fits are shown then.</summary>
    private const int MostLines = 40;

    public static void Write(RunResult result, string folder, TextWriter output)
    {
        List<FitResult> fits = [.. result.Fits.Select(fit => fit.Result)];
        IEnumerable<FitResult> shown = fits.Count <= MostLines ? fits : fits.OrderByDescending(fit => fit.Status).Take(MostLines);
        foreach (FitResult fit in shown)
            output.WriteLine(Line(fit));
        if (fits.Count > MostLines)
            output.WriteLine($"... and {fits.Count - MostLines} more, in the report");
        string counts = string.Join(", ", Enum.GetValues<FitStatus>()
            .Select(status => $"{fits.Count(fit => fit.Status == status)} {Word(status)}"));
        output.WriteLine($"{result.Job.Name}: {counts}; {result.Rows.Read} rows read, {result.Rows.Used} used");
        output.WriteLine($"report: {folder}");
    }

    private static string Line(FitResult fit)
    {
        string group = fit.Group.Count == 0 ? "" : $" [{string.Join(", ", fit.Group.Select(part => $"{part.Key}={part.Value ?? "(missing)"}"))}]";
        string values = fit.Status is FitStatus.Ok or FitStatus.Caution ? $": {Values(fit)}" : "";
        string codes = fit.Codes.Count == 0 ? "" : $" | {string.Join(" | ", fit.Codes.Select(code => $"{code.Code}: {code.Message}"))}";
        return $"{Word(fit.Status),-8} {fit.Fit}{group} {fit.Family} {fit.Method} n={Number(fit.N)}{values}{codes}";
    }

    private static string Values(FitResult fit)
    {
        const int most = 6;
        string shown = string.Join(" ", fit.Parameters.Take(most).Select(parameter => $"{parameter.Name}={Number(parameter.Estimate)}"));
        return fit.Parameters.Count > most ? $"{shown} ..." : shown;
    }

    private static string Word(FitStatus status) => Jobs.Words<FitStatus>.Of(status);

    private static string Number(double? value) => value?.ToString("G6", CultureInfo.InvariantCulture) ?? "-";
}
