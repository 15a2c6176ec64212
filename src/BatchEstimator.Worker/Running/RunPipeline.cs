using BatchEstimator.Worker.Data;
using BatchEstimator.Worker.Jobs;
using BatchEstimator.Worker.Ledger;
using BatchEstimator.Worker.Settings;
using Hangfire;

namespace BatchEstimator.Worker.Running;

/// <summary>One run, from what lies in <c>processing/</c> to a committed report or a reason why there is none.</summary>
public sealed partial class RunPipeline(
    ILedger ledger, Workspace workspace, WorkerSettings settings, IJobReader jobs, IRunExecutor executor, RunEnding ending,
    RunBoard board, IRunDispatcher dispatcher, IHostApplicationLifetime host, TimeProvider time, ILogger<RunPipeline> log)
{
    private static readonly TimeSpan OverlapWait = TimeSpan.FromSeconds(2);

    /// <summary>Synchronous, so that it stays on Hangfire's worker thread; never retried there, since the ledger decides what runs again.</summary>
    [AutomaticRetry(Attempts = 0)]
    public void Execute(string runId, CancellationToken cancellation)
    {
        string folder = workspace.ProcessingOf(runId);
        if (ledger.Find(runId) is not { State: RunState.Queued } run || RunManifest.Find(folder) is not { } manifest) return;
        if (MustWait(run))
        {
            dispatcher.EnqueueLater(runId, OverlapWait);
            return;
        }
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation, host.ApplicationStopping);
        try
        {
            manifest = Start(manifest, folder);
            ending.Commit(manifest, Estimate(manifest, folder, stop.Token));
        }
        catch (OperationCanceledException) when (host.ApplicationStopping.IsCancellationRequested)
        {
            // Left in processing/ as it is: the next start takes it up again. Hangfire has nothing to remember.
            Interrupted(runId);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            ending.Cancel(manifest);
            throw;
        }
        catch (Exception exception)
        {
            Fail(manifest, exception);
        }
        finally
        {
            board.Close(runId);
        }
    }

    /// <summary>The attempt is on the disk before it starts, so that a run that kills the process is counted all the same.</summary>
    private RunManifest Start(RunManifest manifest, string folder)
    {
        var started = manifest with { Attempt = manifest.Attempt + 1 };
        ErrorFiles.Clear(folder);
        started.Save(folder);
        ledger.Advance(started.Id, RunState.Running, new RunChange { Attempt = started.Attempt, StartedAt = time.GetUtcNow() });
        Started(started.Id, started.Job, started.Attempt);
        return started;
    }

    private RunResult Estimate(RunManifest manifest, string folder, CancellationToken cancellation)
    {
        var job = jobs.Parse(manifest.Definition);
        var request = new RunRequest(manifest.Id, job, manifest.InputPaths(folder), manifest.Attempt, settings.Threads) { Names = manifest.Inputs, Folder = workspace.Root, Scratch = workspace.Processing };
        if (settings.MemoryBudget is { } budget) request = request with { MemoryBudget = budget };
        return executor.Execute(request, board.Open(manifest.Id), cancellation);
    }

    private void Fail(RunManifest manifest, Exception exception)
    {
        if (exception is InputException wrong)
        {
            ending.Fail(manifest, wrong.Problems);
            return;
        }
        Broken(exception, manifest.Id, manifest.Job);
        // With the report in its place the run has not failed: the next start does what is left.
        if (ending.IsCommitted(manifest)) return;
        ending.Fail(manifest, [Problems.Unexpected(exception)]);
    }

    /// <summary>Runs of one schedule do not overlap: a queued one waits for the one before it.</summary>
    private bool MustWait(RunRecord run) =>
        run.Trigger == RunTrigger.Schedule
        && ledger.Unfinished(run.Job).Any(other =>
            other.Trigger == RunTrigger.Schedule && string.CompareOrdinal(other.Id, run.Id) < 0 && other.State != RunState.Claimed);

    [LoggerMessage(LogLevel.Information, "Run {Run} of {Job} started (attempt {Attempt})")]
    private partial void Started(string run, string job, int attempt);

    [LoggerMessage(LogLevel.Information, "Run {Run} was interrupted by the worker's stop; it runs again at the next start")]
    private partial void Interrupted(string run);

    [LoggerMessage(LogLevel.Error, "Run {Run} of {Job} met an error of this program")]
    private partial void Broken(Exception exception, string run, string job);
}
