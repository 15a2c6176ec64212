using System.Text.Json;
using BatchEstimator.Estimation.Models;
using BatchEstimator.Estimation.Results;
using BatchEstimator.Worker.Data;
using BatchEstimator.Worker.Jobs;
using BatchEstimator.Worker.Running;

namespace BatchEstimator.Worker.Tests.Support;

/// <summary>Reads job files of lines such as <c>name: a</c>; the canonical form is the same as a JSON object.</summary>
public sealed class FakeJobReader : IJobReader
{
    public IReadOnlyList<LoadedJob> Read(string folder) =>
        [.. Directory.GetFiles(folder, "*.yaml").Order(StringComparer.Ordinal).Select(ReadFile)];

    public JobDefinition Parse(string canonical) => Define(JsonSerializer.Deserialize<Dictionary<string, string>>(canonical)!, null);

    public static JobDefinition Job(string name, string pattern = "*.{csv,csv.gz,parquet}", string? folder = null) =>
        Define(new() { ["name"] = name, ["pattern"] = pattern, ["folder"] = folder ?? "inbox/" + name }, null);

    private static LoadedJob ReadFile(string path)
    {
        var lines = File.ReadAllLines(path).Where(line => line.Length > 0).Select(line => line.Split(": ", 2)).ToArray();
        return lines.All(line => line.Length == 2)
            ? new LoadedJob(path, Define(lines.ToDictionary(line => line[0], line => line[1]), path), [])
            : new LoadedJob(path, null, [$"{path}:1: a line without a colon."]);
    }

    private static JobDefinition Define(Dictionary<string, string> keys, string? file)
    {
        string canonical = JsonSerializer.Serialize(keys.OrderBy(key => key.Key, StringComparer.Ordinal).ToDictionary());
        return new JobDefinition
        {
            Name = keys["name"],
            Description = keys.GetValueOrDefault("description"),
            Watch = new WatchDefinition(keys.GetValueOrDefault("folder") ?? "inbox/" + keys["name"], keys.GetValueOrDefault("pattern") ?? "*.csv"),
            Schedule = keys.TryGetValue("cron", out string? cron)
                ? new ScheduleDefinition
                {
                    Cron = cron,
                    Files = keys["files"],
                    TimeZone = keys.GetValueOrDefault("timeZone") ?? "UTC",
                    Missed = keys.GetValueOrDefault("missed") == "skip" ? MissedPolicy.Skip : MissedPolicy.RunOnce,
                    Overlap = keys.GetValueOrDefault("overlap") == "queue" ? OverlapPolicy.Queue : OverlapPolicy.Skip,
                }
                : null,
            Fits = [new FitDefinition { Name = "mean", Family = "normal", Response = "x" }],
            File = file,
            Canonical = canonical,
            Hash = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(canonical))),
        };
    }
}

/// <summary>
/// Counts lines. The first line of a file may ask for something else: <c>bad</c> an input error, <c>bug</c> an error of ours,
/// <c>partial</c> a refused fit, <c>wait</c> to take until a file named <c>go</c> lies beside the workspace folders.
/// </summary>
public sealed class FakeExecutor(string root) : IRunExecutor
{
    public List<RunRequest> Requests { get; } = [];

    public RunResult Execute(RunRequest request, IProgress<RunProgress>? progress, CancellationToken cancellation)
    {
        lock (Requests) Requests.Add(request);
        string[][] lines = [.. request.Inputs.Select(File.ReadAllLines)];
        string order = lines[0].FirstOrDefault("");
        if (order == "bad")
            throw new InputException(
            [
                new InputProblem("NOT_A_NUMBER", "A number was expected.", "Correct the value.") { File = "x.csv", Line = 3, Column = "price", Found = "<b>dear</b>" },
                new InputProblem("MISSING_COLUMN", "There is no such column.", "Did you mean 'hours'?") { File = "x.csv", Column = "huors" },
            ]);
        if (order == "bug") throw new InvalidOperationException("a fault of ours");
        progress?.Report(new RunProgress("reading", 40, 400, 1000, 0, 2));
        while (order == "wait" && !File.Exists(Path.Combine(root, "go")))
        {
            cancellation.ThrowIfCancellationRequested();
            Thread.Sleep(10);
        }
        var refused = order == "partial" ? FitStatus.Refused : FitStatus.Ok;
        return new RunResult
        {
            RunId = request.RunId,
            Job = request.Job,
            Status = order == "partial" ? RunStatus.Partial : RunStatus.Succeeded,
            StartedAt = DateTimeOffset.UtcNow,
            FinishedAt = DateTimeOffset.UtcNow,
            Attempt = request.Attempt,
            EngineVersion = "test",
            Inputs = [.. request.Inputs.Select((path, i) => new InputSummary(path, "", new FileInfo(path).Length, lines[i].Length))],
            Rows = new RowSummary(lines.Sum(file => file.Length), 0, new Dictionary<string, long>()),
            Fits = [Outcome("one", FitStatus.Ok), Outcome("two", refused)],
        };
    }

    private static FitOutcome Outcome(string fit, FitStatus status) =>
        new(new FitResult { Fit = fit, Family = "normal", Method = "mle", Status = status, Rows = new RowCounts(1, 0, 0, 0) }, null);
}

public sealed class FakeReports : IReportWriter
{
    public void Write(RunResult result, string directory)
    {
        File.WriteAllText(Path.Combine(directory, "result.json"), $"{{ \"attempt\": {result.Attempt} }}");
        File.WriteAllText(Path.Combine(directory, "estimates.csv"), "parameter,estimate\n");
        File.WriteAllText(Path.Combine(directory, "report.html"), "<!doctype html><title>r</title><h1>The report</h1><script>document.title='ran'</script>");
    }
}

public sealed class FakeDispatcher : IRunDispatcher
{
    public List<string> Enqueued { get; } = [];
    public List<string> Later { get; } = [];

    public void Enqueue(string runId) => Enqueued.Add(runId);

    public void EnqueueLater(string runId, TimeSpan delay) => Later.Add(runId);
}

/// <summary>A clock that stands until it is moved.</summary>
public sealed class StillClock : TimeProvider
{
    private DateTimeOffset now = new(2026, 11, 22, 17, 45, 1, TimeSpan.Zero);

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow() => now;

    public override long GetTimestamp() => now.Ticks;

    public void Move(TimeSpan by) => now += by;
}
