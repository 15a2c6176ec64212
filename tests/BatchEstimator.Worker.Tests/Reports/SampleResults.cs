using BatchEstimator.Estimation.Results;
using BatchEstimator.Worker.Jobs;
using BatchEstimator.Worker.Running;

namespace BatchEstimator.Worker.Tests.Reports;

/// <summary>Runs as the engine hands them over, with numbers that are right for the data they claim.</summary>
internal static class SampleResults
{
    public static readonly ReportFormat[] AllFormats = [ReportFormat.Html, ReportFormat.Json, ReportFormat.Csv, ReportFormat.Parquet];

    public static RunResult Run(IReadOnlyList<FitOutcome> fits, params string[] groupBy) => new()
    {
        RunId = "20261122-174112-7f3a",
        Job = new JobDefinition
        {
            Name = "sample-job",
            Description = "What a report looks like",
            Watch = new WatchDefinition("inbox/sample-job", "*.csv"),
            GroupBy = groupBy,
            Reports = AllFormats,
            Hash = new string('a', 64),
        },
        Status = fits.All(fit => fit.Result.Status is FitStatus.Ok or FitStatus.Caution) ? RunStatus.Succeeded : RunStatus.Partial,
        StartedAt = new DateTimeOffset(2026, 11, 22, 17, 41, 12, TimeSpan.Zero),
        FinishedAt = new DateTimeOffset(2026, 11, 22, 17, 41, 15, 250, TimeSpan.Zero),
        EngineVersion = "0.1.0",
        Seed = 1,
        Inputs = [new InputSummary("inbox/sample-job/measurements-2026.csv", string.Concat(Enumerable.Repeat("0123456789abcdef", 4)), 48_213, 1_250)],
        Rows = new RowSummary(1_250, 1_246, new Dictionary<string, long> { ["missing"] = 3, ["nonFinite"] = 1 }),
        Fits = fits,
    };

    /// <summary>Every kind of fit and picture in one run.</summary>
    public static RunResult Gallery() => Run(
    [
        SampleFits.BernoulliMle(), SampleFits.BernoulliMap(), SampleFits.Poisson(), SampleFits.Normal("heights", "키 (cm)", 171.3, 6.2, 400, 3),
        SampleFits.Plane(), SampleFits.Line(), SampleFits.TwoSlopes(), SampleFits.Refused("separated"),
    ]);

    /// <summary>Normal fits of a few machines, one of them without an estimate.</summary>
    public static RunResult Machines(int machines) => Run(
        [.. Enumerable.Range(0, machines).Select(i => Machine(i, withPictures: true))], "plant", "machine");

    /// <summary>Two fits in each of many groups, as a big file gives them; pictures for the first few dozen only.</summary>
    public static RunResult ManyGroups(int groups)
    {
        var fits = new List<FitOutcome>(2 * groups);
        for (int i = 0; i < groups; i++)
        {
            var group = Group(("plant", $"P{i % 7}"), ("machine", $"기계-{i:0000}"));
            fits.Add(Machine(i, withPictures: i < 30));
            var rate = SampleFits.BernoulliMle(20 + i % 40, 60).Result with { Group = group };
            fits.Add(new FitOutcome(rate, i < 30 ? SampleFits.BernoulliMle(20 + i % 40, 60).Pictures : null));
        }
        return Run(fits, "plant", "machine");
    }

    public static KeyValuePair<string, string?>[] Group(params (string Column, string? Value)[] group) =>
        [.. group.Select(part => KeyValuePair.Create(part.Column, part.Value))];

    private static FitOutcome Machine(int i, bool withPictures)
    {
        var group = Group(("plant", $"P{i % 7}"), ("machine", $"기계-{i:0000}"));
        if (i % 13 == 5) return SampleFits.Refused("lifetime", group);
        var fit = SampleFits.Normal("lifetime", "hours", 1000 + 40 * Math.Sin(i), 25 + i % 11, 120, i);
        var result = fit.Result with { Group = group };
        if (i % 9 == 4) result = SampleFits.WithCaution(result);
        return new FitOutcome(result, withPictures ? fit.Pictures : null);
    }
}
