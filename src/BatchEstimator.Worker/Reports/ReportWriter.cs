using BatchEstimator.Worker.Jobs;
using BatchEstimator.Worker.Reports.Html;
using BatchEstimator.Worker.Running;

namespace BatchEstimator.Worker.Reports;

public sealed class ReportWriter : IReportWriter
{
    /// <summary>The only list of formats.</summary>
    private static readonly (ReportFormat Format, string FileName, IReport Report)[] Reports =
    [
        (ReportFormat.Json, "result.json", new ResultJson()),
        (ReportFormat.Csv, "estimates.csv", new EstimatesCsv()),
        (ReportFormat.Parquet, "estimates.parquet", new EstimatesParquet()),
        (ReportFormat.Html, "report.html", new HtmlReport()),
    ];

    public void Write(RunResult result, string directory)
    {
        // Before the reports, which say what became of the new rows.
        if (result.Job.Predictions is not null) result = result with { Scoring = PredictionsFile.Write(result, directory) };
        foreach (var (format, fileName, report) in Reports)
        {
            // result.json is the record of the run, so it is written even where a job asks for other formats only.
            if (format != ReportFormat.Json && !result.Job.Reports.Contains(format)) continue;
            using var file = new FileStream(Path.Combine(directory, fileName), FileMode.Create, FileAccess.ReadWrite, FileShare.None, 1 << 16);
            report.Write(result, file);
            file.Flush(flushToDisk: true);
        }
    }
}
