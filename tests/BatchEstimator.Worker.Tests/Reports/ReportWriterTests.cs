using BatchEstimator.Worker.Jobs;
using BatchEstimator.Worker.Reports;

namespace BatchEstimator.Worker.Tests.Reports;

public class ReportWriterTests
{
    [Fact]
    public void All_formats_that_were_asked_for_are_written() => Assert.Equal(
        ["estimates.csv", "estimates.parquet", "report.html", "result.json"], Files(SampleResults.AllFormats));

    [Fact]
    public void The_record_is_written_even_where_it_was_not_asked_for() => Assert.Equal(
        ["estimates.csv", "result.json"], Files(ReportFormat.Csv));

    [Fact]
    public void A_run_without_fits_has_a_report_that_says_so()
    {
        using var folder = new ReportFolder();
        new ReportWriter().Write(SampleResults.Run([]), folder.Path);
        Assert.Contains("Nothing was fitted.", File.ReadAllText(folder["report.html"]), StringComparison.Ordinal);
        Assert.Single(File.ReadAllLines(folder["estimates.csv"]));
    }

    private static string[] Files(params ReportFormat[] formats)
    {
        using var folder = new ReportFolder();
        var result = SampleResults.Run([SampleFits.Poisson()]);
        new ReportWriter().Write(result with { Job = result.Job with { Reports = formats } }, folder.Path);
        return [.. Directory.GetFiles(folder.Path).Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal)];
    }
}
