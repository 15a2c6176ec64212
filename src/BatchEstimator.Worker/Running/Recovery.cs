using BatchEstimator.Worker.Ledger;
using BatchEstimator.Worker.Settings;

namespace BatchEstimator.Worker.Running;

/// <summary>
/// Takes up, at start, what an earlier process left behind. The folders decide; the ledger is brought into line with them, also
/// when it was lost.
/// </summary>
public sealed partial class Recovery(ILedger ledger, Workspace workspace, RunEnding ending, IRunDispatcher dispatcher, TimeProvider time, ILogger<Recovery> log)
{
    public void Run()
    {
        foreach (string folder in Directory.GetDirectories(workspace.Processing).Order(StringComparer.Ordinal)) Resume(folder);
        foreach (var run in ledger.Unfinished())
            if (!Directory.Exists(workspace.ProcessingOf(run.Id))) CloseWithoutFolder(run);
    }

    private void Resume(string folder)
    {
        string runId = Path.GetFileName(folder);
        if (RunManifest.Find(folder) is not { } manifest || manifest.Id != runId)
        {
            // A claim cut off before its manifest: nothing was moved in yet. Anything else is not ours to touch.
            if (RunId.IsValid(runId) && IsClaimLeftover(folder)) Directory.Delete(folder, recursive: true);
            else Unknown(folder);
            return;
        }
        if (manifest.Trigger == RunTrigger.Drop && !File.Exists(manifest.InputPaths(folder)[0]))
        {
            Unclaim(manifest, folder);
            return;
        }
        bool known = BringIntoLine(manifest);
        if (!known) return;
        if (ending.IsCommitted(manifest)) ending.Finish(manifest);
        else dispatcher.Enqueue(manifest.Id);
        Resumed(manifest.Id, manifest.Job);
    }

    /// <summary>Makes the ledger say queued; false if the run ended and its folder lies here for another reason.</summary>
    private bool BringIntoLine(RunManifest manifest)
    {
        var run = ledger.Find(manifest.Id);
        if (run is null)
        {
            ledger.Add(manifest.ToRecord(RunState.Queued));
            return true;
        }
        if (RunStates.IsFinal(run.State))
        {
            Unknown(workspace.ProcessingOf(manifest.Id));
            return false;
        }
        if (run.State != RunState.Queued) ledger.Advance(manifest.Id, RunState.Queued);
        return true;
    }

    /// <summary>The claim was cut off before the file was moved: it is still in the inbox and is found there again.</summary>
    private void Unclaim(RunManifest manifest, string folder)
    {
        bool untouched = Directory.EnumerateFileSystemEntries(folder).All(IsOurs);
        if (!untouched)
        {
            Unknown(folder);
            return;
        }
        Directory.Delete(folder, recursive: true);
        if (ledger.Find(manifest.Id) is { } run && !RunStates.IsFinal(run.State)) CloseWithoutFolder(run);
    }

    private void CloseWithoutFolder(RunRecord run)
    {
        var now = new RunChange { FinishedAt = time.GetUtcNow() };
        string report = workspace.ReportOf(run.Job, run.Id);
        string errors = Path.Combine(workspace.FailedOf(run.Job, run.Id), ErrorFiles.Text);
        if (Directory.Exists(report))
        {
            if (run.State == RunState.Running) ledger.Advance(run.Id, RunState.Queued);
            ledger.Advance(run.Id, RunState.Done, now with { Report = report });
        }
        else if (File.Exists(errors))
            ledger.Advance(run.Id, RunState.Failed, now with { Message = File.ReadAllText(errors) });
        else if (run.State == RunState.Claimed)
            ledger.Advance(run.Id, RunState.Cancelled, now with { Message = "The worker ended before it had taken the file; the file stayed in the inbox." });
        else
            ledger.Advance(run.Id, RunState.Failed, now with { Message = Problems.Lost.ToString() });
    }

    private static bool IsClaimLeftover(string folder) => Directory.EnumerateFileSystemEntries(folder).All(IsOurs);

    private static bool IsOurs(string path) => Path.GetFileName(path) is RunManifest.FileName or RunManifest.FileName + ".tmp";

    [LoggerMessage(LogLevel.Information, "Run {Run} of {Job} was left unfinished and is taken up again")]
    private partial void Resumed(string run, string job);

    [LoggerMessage(LogLevel.Warning, "{Folder} is not an unfinished run; it is left alone. Look inside and move or remove it by hand")]
    private partial void Unknown(string folder);
}
