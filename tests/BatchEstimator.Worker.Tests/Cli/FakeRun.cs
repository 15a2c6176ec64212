using BatchEstimator.Estimation.Results;
using BatchEstimator.Worker.Running;

namespace BatchEstimator.Worker.Tests.Cli;

/// <summary>A run that ends as it is told, so that the command line is tested alone.</summary>
internal sealed class FakeRun : IRunExecutor, IReportWriter
{
    public FitStatus[] Statuses { get; init; } = [FitStatus.Ok];
    public RunStatus Status { get; init; } = RunStatus.Succeeded;
    public Exception? Reading { get; init; }
    public Exception? Writing { get; init; }
    public RunRequest? Request { get; private set; }

    public RunResult Execute(RunRequest request, IProgress<RunProgress>? progress, CancellationToken cancellation)
    {
        Request = request;
        progress?.Report(new("reading", 5, 50, 100, 0, 0));
        progress?.Report(new("reading", 10, 100, 100, 0, 0));
        progress?.Report(new("fitting", 10, 100, 100, Statuses.Length, Statuses.Length));
        if (Reading is not null)
            throw Reading;
        return new()
        {
            RunId = request.RunId,
            Job = request.Job,
            Status = Status,
            StartedAt = default,
            FinishedAt = default,
            EngineVersion = "test",
            Inputs = [],
            Rows = new(10, 9, new Dictionary<string, long> { ["missing"] = 1 }),
            Fits = [.. Statuses.Select((status, i) => new FitOutcome(Fit(status, i), null))],
        };
    }

    public void Write(RunResult result, string directory)
    {
        File.WriteAllText(Path.Combine(directory, "result.json"), "{}");
        if (Writing is not null)
            throw Writing;
    }

    private static FitResult Fit(FitStatus status, int index) => new()
    {
        Fit = "coin",
        Group = [new("plant", $"P{index}")],
        Family = "bernoulli",
        Method = "mle",
        Status = status,
        Codes = status == FitStatus.Refused ? [new FitCode(FitCodes.Empty, "There are no rows.", [])] : [],
        Rows = new(9, 1, 0, 0),
        N = 9,
        Parameters = [new("theta", 0.25, 0.1, 0.1, 0.4)],
    };
}
