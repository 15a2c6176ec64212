using BatchEstimator.Estimation.Results;
using BatchEstimator.Worker.Data;
using BatchEstimator.Worker.Ledger;
using BatchEstimator.Worker.Settings;

namespace BatchEstimator.Worker.Running;

/// <summary>
/// How runs end. Each step can be cut off and done again: the report's rename is the commit, then the input moves, and the ledger
/// closes the run last.
/// </summary>
public sealed partial class RunEnding(ILedger ledger, Workspace workspace, IReportWriter reports, TimeProvider time, ILogger<RunEnding> log)
{
    public void Commit(RunManifest manifest, RunResult result)
    {
        string unfinished = workspace.UnfinishedReportOf(manifest.Job, manifest.Id);
        if (Directory.Exists(unfinished)) Directory.Delete(unfinished, recursive: true);
        Directory.CreateDirectory(unfinished);
        reports.Write(result, unfinished);
        Durable.SyncTree(unfinished);
        ledger.Advance(manifest.Id, RunState.Committing, new RunChange { Outcome = Summarise(result) });
        Durable.MoveFolder(unfinished, workspace.ReportOf(manifest.Job, manifest.Id));
        Finish(manifest);
    }

    public bool IsCommitted(RunManifest manifest) => Directory.Exists(workspace.ReportOf(manifest.Job, manifest.Id));

    /// <summary>What is left to do once the report is in its place.</summary>
    public void Finish(RunManifest manifest)
    {
        string folder = workspace.ProcessingOf(manifest.Id);
        if (Directory.Exists(folder))
        {
            // A scheduled run's inputs stay where they are: its folder holds nothing but our own note.
            if (manifest.Trigger == RunTrigger.Drop) Durable.MoveFolder(folder, workspace.DoneOf(manifest.Job, manifest.Id));
            else Directory.Delete(folder, recursive: true);
        }
        ledger.Advance(manifest.Id, RunState.Done, new RunChange
        {
            FinishedAt = time.GetUtcNow(),
            Report = workspace.ReportOf(manifest.Job, manifest.Id),
        });
        Done(manifest.Id, manifest.Job);
    }

    public void Fail(RunManifest manifest, IReadOnlyList<InputProblem> problems)
    {
        Close(manifest, problems, RunState.Failed);
        Failed(manifest.Id, manifest.Job, problems[0].ToString());
    }

    public void Cancel(RunManifest manifest) => Close(manifest, [Problems.Cancelled], RunState.Cancelled);

    private void Close(RunManifest manifest, IReadOnlyList<InputProblem> problems, RunState state)
    {
        string folder = workspace.ProcessingOf(manifest.Id);
        string unfinished = workspace.UnfinishedReportOf(manifest.Job, manifest.Id);
        if (Directory.Exists(unfinished)) Directory.Delete(unfinished, recursive: true);
        ErrorFiles.Write(folder, manifest, problems, time.GetUtcNow());
        Durable.MoveFolder(folder, workspace.FailedOf(manifest.Job, manifest.Id));
        ledger.Advance(manifest.Id, state, new RunChange
        {
            FinishedAt = time.GetUtcNow(),
            Message = string.Join(Environment.NewLine, problems),
        });
    }

    private static RunOutcome Summarise(RunResult result)
    {
        int Count(FitStatus status) => result.Fits.Count(fit => fit.Result.Status == status);
        return new RunOutcome(
            result.Rows.Read, Count(FitStatus.Ok), Count(FitStatus.Caution), Count(FitStatus.Refused), Count(FitStatus.Failed));
    }

    [LoggerMessage(LogLevel.Information, "Run {Run} of {Job} is done")]
    private partial void Done(string run, string job);

    [LoggerMessage(LogLevel.Warning, "Run {Run} of {Job} failed: {Reason}")]
    private partial void Failed(string run, string job, string reason);
}
