using System.Globalization;
using BatchEstimator.Worker.Jobs;
using BatchEstimator.Worker.Tests.Support;

namespace BatchEstimator.Worker.Tests.EndToEnd;

/// <summary>Every shipped job with its shipped data, from the file to the report.</summary>
public sealed class ExampleRunTests : IDisposable
{
    private readonly TempFolder folder = new();

    public static TheoryData<string> Examples => [.. Terminal.ExampleNames];

    public void Dispose() => folder.Dispose();

    private ResultFile Run(string job, string output = "out")
    {
        var said = Terminal.Call("run", job, "--input", Terminal.SampleOf(job), "--output", folder.Path(output));
        Assert.True(said.Code == 0, said.Error + said.Out);
        return ResultFile.Read(folder.Path(output));
    }

    [Theory]
    [MemberData(nameof(Examples))]
    public void An_example_job_gives_the_reports_it_asks_for(string job)
    {
        var definition = JobCatalogue.Load(Terminal.Jobs).Jobs.Single(known => known.Name == job);

        var result = Run(job);

        Assert.Equal(Expected(definition), Directory.EnumerateFiles(folder.Path("out")).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.Equal((job, "succeeded", 1), (result.Run.GetProperty("job").GetString(), result.Run.GetProperty("status").GetString(), result.Run.GetProperty("attempt").GetInt32()));
        Assert.Equal(0, result.Fits.Count % definition.Fits.Count);
        Assert.All(result.Fits, fit => Assert.Contains(ResultFile.Status(fit), new[] { "ok", "caution" }));
        string page = File.ReadAllText(folder.Path("out/report.html"));
        Assert.StartsWith("<!doctype html>", page, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("<svg", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", page, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void The_demonstration_takes_every_example_through_the_inbox()
    {
        using var demo = WorkerProcess.StartReal(folder, "demo --exit", "--Workspace:Jobs", Terminal.Jobs, "--Logging:LogLevel:Default", "Warning");
        demo.WaitForExit();

        Assert.True(demo.ExitCode == 0, demo.Output);
        foreach (var job in JobCatalogue.Load(Terminal.Jobs).Jobs)
        {
            string report = Assert.Single(Directory.GetDirectories(folder.Path("ws/reports", job.Name)));
            Assert.Equal(Expected(job), Directory.EnumerateFiles(report).Select(Path.GetFileName).Order(StringComparer.Ordinal));
            var run = ResultFile.Read(report).Run;
            Assert.Equal(Path.GetFileName(report), run.GetProperty("id").GetString());
            string sample = Terminal.SampleOf(job.Name);
            Assert.Equal(Path.GetFileName(sample), run.GetProperty("inputs")[0].GetProperty("path").GetString());
            Assert.Equal(File.ReadAllBytes(sample), File.ReadAllBytes(folder.Path("ws/done", job.Name, Path.GetFileName(report), Path.GetFileName(sample))));
        }
        Assert.Empty(Directory.EnumerateFileSystemEntries(folder.Path("ws/processing")));
    }

    [Fact]
    public void Thirty_of_fifty_thumbtacks_give_the_shares_that_can_be_worked_out_by_hand()
    {
        var result = Run("thumbtack-tosses");
        Assert.Equal(0.6, ResultFile.Estimate(result.Fit("likelihood"), "theta"), 1e-15);
        Assert.Equal(31.0 / 52, ResultFile.Estimate(result.Fit("mild-prior"), "theta"), 1e-15);
        Assert.Equal(34.0 / 58, ResultFile.Estimate(result.Fit("firm-prior"), "theta"), 1e-15);
        Assert.Equal(30 * Math.Log(0.6) + 20 * Math.Log(0.4), result.Fit("likelihood").GetProperty("logLikelihood").GetDouble(), 1e-12);
    }

    [Fact]
    public void The_calibration_line_has_its_certified_coefficients()
    {
        var line = Run("norris-calibration").Fit("line");
        Assert.Equal(1.00211681802045, ResultFile.Estimate(line, "reference"), 1e-13);
        Assert.Equal(-0.262323073774029, ResultFile.Estimate(line, "(Intercept)"), 1e-12);
        // The certified residual deviation, 0.884796396144373, has divisor n - 2 = 34; the estimate has n = 36.
        Assert.Equal(0.884796396144373 * Math.Sqrt(34.0 / 36), ResultFile.Estimate(line, "sigma"), 1e-12);
    }

    [Fact]
    public void Dice_have_their_shares_and_a_prior_counts_as_rolls()
    {
        var result = Run("dice-rolls");
        double[] rolls = [7, 12, 9, 11, 6, 15];
        for (int face = 1; face <= 6; face++)
        {
            Assert.Equal(rolls[face - 1] / 60, ResultFile.Estimate(result.Fit("faces"), $"p[{face}]"), 1e-15);
            Assert.Equal((rolls[face - 1] + 10) / 120, ResultFile.Estimate(result.Fit("faces-thought-fair"), $"p[{face}]"), 1e-15);
        }
    }

    [Fact]
    public void Censored_times_count_as_time_but_not_as_events()
    {
        var result = Run("remission-times");
        // Freireich's trial: 21 relapses in 182 weeks under placebo, 9 in 359 under 6-MP.
        Assert.Equal(21.0 / 182, ResultFile.Estimate(result.Fit("relapse-rate", "placebo"), "rate"), 1e-15);
        Assert.Equal(9.0 / 359, ResultFile.Estimate(result.Fit("relapse-rate", "6-MP"), "rate"), 1e-15);
        Assert.Equal(10.0 / 379, ResultFile.Estimate(result.Fit("relapse-rate-with-prior", "6-MP"), "rate"), 1e-15);
    }

    [Fact]
    public void Readings_with_small_differences_keep_their_digits()
    {
        var readings = Run("filter-transmittance").Fit("readings");
        Assert.Equal(2.001856, ResultFile.Estimate(readings, "mu"), 1e-14);
        Assert.Equal(0.000429123454003053 * Math.Sqrt(49.0 / 50), ResultFile.Estimate(readings, "sigma"), 1e-15);
    }

    [Fact]
    public void Repair_times_are_best_described_by_the_inverse_Gaussian()
    {
        var hours = Run("repair-times").Fit("hours");
        // mu is the mean; 1/lambda the mean of 1/x less 1/mean. Chhikara and Folks give 3.61 and 1.66.
        Assert.Equal(("inverse_gaussian", 5), (hours.GetProperty("family").GetString(), hours.GetProperty("candidates").GetArrayLength()));
        Assert.Equal(165.9 / 46, ResultFile.Estimate(hours, "mu"), 1e-13);
        Assert.Equal(1.658853487310797, ResultFile.Estimate(hours, "lambda"), 1e-12);
    }

    [Fact]
    public void Accidents_do_not_happen_to_all_alike()
    {
        var accidents = Run("factory-accidents").Fit("accidents");
        // 301 accidents of 647 workers; the Poisson log-likelihood is in the counts and their factorials.
        Assert.Equal("negative_binomial", accidents.GetProperty("family").GetString());
        Assert.Equal(301.0 / 647, ResultFile.Estimate(accidents, "mu"), 1e-12);
        var poisson = accidents.GetProperty("candidates").EnumerateArray().Single(candidate => candidate.GetProperty("family").GetString() == "poisson");
        double factorials = 42 * Math.Log(2) + 21 * Math.Log(6) + 3 * Math.Log(24) + 2 * Math.Log(120);
        double simpler = 301 * Math.Log(301.0 / 647) - 301 - factorials;
        Assert.Equal(simpler, poisson.GetProperty("logLikelihood").GetDouble(), 1e-9);
        var test = Assert.Single(accidents.GetProperty("tests").EnumerateArray());
        Assert.Equal(("poisson", "half chi-square"), (test.GetProperty("null").GetString(), test.GetProperty("distribution").GetString()));
        Assert.Equal(2 * (accidents.GetProperty("logLikelihood").GetDouble() - simpler), test.GetProperty("statistic").GetDouble(), 1e-9);
    }

    [Fact]
    public void Bearings_that_still_run_count_and_intervals_end_where_the_likelihood_has_fallen_by_half_a_quantile()
    {
        var life = Run("bearing-life").Fit("life", "spindle A");
        (double Hours, double Failed)[] rows = [.. File.ReadLines(Terminal.SampleOf("bearing-life")).Where(line => line.StartsWith("spindle A", StringComparison.Ordinal))
            .Select(line => line.Split(',')).Select(cells => (double.Parse(cells[2], CultureInfo.InvariantCulture), double.Parse(cells[3], CultureInfo.InvariantCulture)))];
        double failures = rows.Sum(row => row.Failed);
        // Given the shape k, scale^k is the sum of t^k over the failures, of which this is the log-likelihood.
        double Profile(double k) => rows.Sum(row => row.Failed * (Math.Log(k) + (k - 1) * Math.Log(row.Hours)))
            - failures * (1 + Math.Log(rows.Sum(row => Math.Pow(row.Hours, k)) / failures));
        double shape = ResultFile.Estimate(life, "shape"), top = life.GetProperty("logLikelihood").GetDouble();
        Assert.Equal(Profile(shape), top, 1e-9);
        Assert.True(top > Profile(1.001 * shape) && top > Profile(0.999 * shape));
        var parameter = life.GetProperty("parameters").EnumerateArray().Single(entry => entry.GetProperty("name").GetString() == "shape");
        foreach (string end in (string[])["lower", "upper"])
            Assert.Equal(top - 0.5 * 3.841458820694124, Profile(parameter.GetProperty(end).GetDouble()), 1e-6);
    }

    private static IEnumerable<string> Expected(JobDefinition job) => job.Reports.Select(format => format switch
    {
        ReportFormat.Html => "report.html",
        ReportFormat.Json => "result.json",
        ReportFormat.Csv => "estimates.csv",
        _ => "estimates.parquet",
    }).Concat(job.Predictions is null ? [] : ["predictions.csv"]).Order(StringComparer.Ordinal);
}
