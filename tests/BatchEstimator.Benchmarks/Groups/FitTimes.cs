using System.Diagnostics;
using BatchEstimator.Estimation.Fitting;
using BatchEstimator.Estimation.Models;
using BatchEstimator.Estimation.Results;
using BatchEstimator.Estimation.Statistics;

namespace BatchEstimator.Benchmarks.Groups;

/// <summary>The milliseconds a family takes over all groups, and the bytes it allocates.</summary>
internal sealed record FitTimes(double Fold, double Estimate, long Bytes)
{
    public const int Runs = 60;

    /// <summary>The best of many short runs: what the machine can do when nothing else disturbs it. The first ones also compile.</summary>
    public static FitTimes Best(GroupedData data)
    {
        FitTimes[] runs = [.. Enumerable.Range(0, Runs).Select(_ => Once(data))];
        return new(runs.Min(run => run.Fold), runs.Min(run => run.Estimate), runs.Min(run => run.Bytes));
    }

    private static FitTimes Once(GroupedData data)
    {
        FitModel model = FitModel.Create(new FitDefinition { Name = "x", Family = data.Name, Response = "x", GoodnessOfFit = GoodnessOfFitRequest.Off });
        FitOptions options = new(0.95, ["memory"], PictureGroups: 0);
        int[] groups = [.. Enumerable.Range(0, data.Groups)];
        GC.Collect();
        long bytes = GC.GetAllocatedBytesForCurrentThread(), start = Stopwatch.GetTimestamp();
        FitAccumulator fit = FitAccumulator.Create(model, model.Requests, options);
        foreach ((var block, GroupCodes codes) in data.Blocks)
            fit.Add(fit.Fold(block, block.Columns, codes), groups);
        double fold = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        start = Stopwatch.GetTimestamp();
        int good = 0;
        foreach (int group in groups)
            good += fit.Estimate(group, []).Result is { Status: FitStatus.Ok, Parameters: [{ StandardError: > 0 }, ..] } ? 1 : 0;
        double estimate = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        if (good < data.Groups)
            throw new InvalidOperationException($"{data.Groups - good} groups of {data.Name} have no good fit.");
        return new(fold, estimate, GC.GetAllocatedBytesForCurrentThread() - bytes);
    }
}
