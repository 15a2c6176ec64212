using BatchEstimator.Estimation.Models;
using BatchEstimator.Worker.Jobs;
using BatchEstimator.Worker.Running;

namespace BatchEstimator.Benchmarks;

/// <summary>What is measured: the entry point that jobs use, fitting a normal distribution to every group of a file.</summary>
internal static class Engine
{
    private static readonly JobDefinition Job = new()
    {
        Name = "group-means",
        Watch = new WatchDefinition("inbox/group-means", "*"),
        GroupBy = [DataFiles.Group],
        Fits = [new FitDefinition { Name = "mean", Family = "normal", Response = DataFiles.Value }],
    };

    public static RunResult Run(string file, int threads)
    {
        RunExecutor executor = new(TimeProvider.System);
        return executor.Execute(new RunRequest("benchmark", Job, [file], 1, threads), null, CancellationToken.None);
    }
}
