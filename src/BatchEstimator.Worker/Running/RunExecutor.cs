using System.Reflection;
using System.Runtime;
using System.Runtime.ExceptionServices;
using BatchEstimator.Estimation.Fitting;
using BatchEstimator.Estimation.Models;
using BatchEstimator.Estimation.Results;
using BatchEstimator.Worker.Data;
using BatchEstimator.Worker.Jobs;
using Microsoft.Extensions.Logging.Abstractions;

namespace BatchEstimator.Worker.Running;

/// <summary>
/// The heart of a run: inputs are read as blocks, blocks are folded to statistics by group on all threads and added in their order,
/// and every fit of every group is estimated from its statistics.
/// </summary>
public sealed class RunExecutor(TimeProvider clock, ILogger<RunExecutor>? log = null) : IRunExecutor
{
    public static readonly string EngineVersion =
        typeof(RunExecutor).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "0";

    public RunResult Execute(RunRequest request, IProgress<RunProgress>? progress, CancellationToken cancellation)
    {
        try
        {
            return Run(request, progress, cancellation);
        }
        catch (AggregateException several) when (several.InnerExceptions.All(one => one is OutOfMemoryException))
        {
            // Of several threads that lacked memory, one is enough to say so.
            ExceptionDispatchInfo.Throw(several.InnerExceptions[0]);
            throw;
        }
        catch (InputException wrong)
        {
            var names = request.Inputs.Zip(request.Names).DistinctBy(pair => pair.First).ToDictionary(pair => pair.First, pair => pair.Second);
            throw new InputException([.. wrong.Problems.Select(problem => problem with { File = problem.File is { } file ? names.GetValueOrDefault(file, file) : null })]);
        }
    }

    private RunResult Run(RunRequest request, IProgress<RunProgress>? progress, CancellationToken cancellation)
    {
        var started = clock.GetUtcNow();
        var models = request.Job.Fits.Select(FitModel.Create).ToList();
        using var inputs = RunInputs.Open(request, models);
        NewRows.Check(request, models, inputs);
        var threads = new SpareThreads(request.Threads);
        using var spills = new SpillFiles(request.Scratch);
        // Blocks take a quarter of the memory; what is computed from rows, and what waits to be collected, takes most of the rest.
        var options = Options(request) with { ForEach = threads.ForEach, Spill = spills.Open, RowBytes = request.MemoryBudget / 8 / models.Count };
        var fold = new RunFold(inputs, models, options, request.Job.GroupBy.Count);
        fold.ReadAll(request, progress, cancellation);
        if (fold.Rows.Read == 0)
            throw new InputException(new InputProblem("NO_ROWS", "There are no data rows.", "Check that the export was complete.") { File = request.Inputs[0] });
        if (request.Job.Input.Missing == MissingPolicy.Fail)
            fold.RefuseMissing(request.Inputs);
        var fits = Estimate(request, fold, threads, progress, cancellation);
        return new()
        {
            RunId = request.RunId,
            Job = request.Job,
            Status = fits.All(fit => fit.Result.Status is FitStatus.Ok or FitStatus.Caution) ? RunStatus.Succeeded : RunStatus.Partial,
            StartedAt = started,
            FinishedAt = clock.GetUtcNow(),
            Attempt = request.Attempt,
            EngineVersion = EngineVersion,
            Seed = request.Job.Seed,
            Inputs = inputs.Summaries(request.Names, fold.RowsBySource),
            Rows = fold.Rows,
            Fits = fits,
            Folder = request.Folder,
        };
    }

    internal static FitOptions Options(RunRequest request) =>
        new(request.Job.Intervals.Level, [.. request.Names.Select(path => Path.GetFileName(path))])
        {
            Intervals = request.Job.Intervals.Method,
            Bootstrap = request.Job.Intervals.Bootstrap,
            Replicates = request.Job.Intervals.Replicates,
            Seed = (ulong)request.Job.Seed,
            IsForScoring = true,
        };

    private FitOutcome[] Estimate(RunRequest request, RunFold fold, SpareThreads threads, IProgress<RunProgress>? progress, CancellationToken cancellation)
    {
        int perGroup = fold.Fits.Count, done = 0;
        var outcomes = new FitOutcome[fold.Groups.Keys.Count * perGroup];
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = Math.Max(1, request.Threads), CancellationToken = cancellation };
        // Batch after batch, so that each is read once from where its rows were spilled.
        int[] ends = [.. fold.Fits.SelectMany(fit => fit.Batches).Append(fold.Groups.Keys.Count).Distinct().Order()];
        for (int b = 1; b < ends.Length; b++)
        {
            if (ends.Length > 2)
                CloseHoles(fold.Fits);
            Parallel.For(ends[b - 1] * perGroup, ends[b] * perGroup, parallel, EstimateAt);
        }
        return outcomes;

        void EstimateAt(int i)
        {
            int group = i / perGroup;
            var key = request.Job.GroupBy.Zip(fold.Groups.Keys[group], KeyValuePair.Create).ToList();
            outcomes[i] = threads.Fit(() => EstimateOne(fold.Fits[i % perGroup], request.Job.Fits[i % perGroup], group, key));
            int count = Interlocked.Increment(ref done);
            if (count % 256 == 0 || count == outcomes.Length)
                progress?.Report(new("fitting", fold.Rows.Read, fold.BytesTotal, fold.BytesTotal, count, outcomes.Length));
        }
    }

    // Memory is short here, and the large arrays of blocks, or of the batch before, leave holes that those of the next do not fit in.
    private static void CloseHoles(IReadOnlyList<FitAccumulator> fits)
    {
        foreach (var fit in fits)
            fit.LetGo();
        GCSettings.LargeObjectHeapCompactionMode = GCLargeObjectHeapCompactionMode.CompactOnce;
        GC.Collect();
    }

    // One bad fit never stops the others: what should not happen becomes a row that says so.
    private FitOutcome EstimateOne(FitAccumulator fit, FitDefinition definition, int group, List<KeyValuePair<string, string?>> key)
    {
        try
        {
            var estimated = fit.Estimate(group, key);
            return new(estimated.Result, estimated.Pictures);
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            RunLog.FitCrashed(log ?? NullLogger<RunExecutor>.Instance, error, definition.Name, group);
            return new(new()
            {
                Fit = definition.Name,
                Group = key,
                Family = definition.Candidates.Count > 0 ? string.Join(", ", definition.Candidates) : definition.Family,
                Method = definition.Method == EstimationMethod.Map ? "map" : "mle",
                Formula = definition.Formula,
                Status = FitStatus.Failed,
                Codes = [new(FitCodes.Internal, $"An error of this program ({error.GetType().Name}); the log has the details. Please report it.", [])],
                Rows = new(0, 0, 0, 0),
            }, null);
        }
    }
}

internal static partial class RunLog
{
    [LoggerMessage(Level = LogLevel.Error, Message = "Fit {Fit} of group {Group} ended in an error of the program")]
    public static partial void FitCrashed(ILogger logger, Exception error, string fit, int group);
}
