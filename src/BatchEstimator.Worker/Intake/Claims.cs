using BatchEstimator.Worker.Jobs;
using BatchEstimator.Worker.Ledger;
using BatchEstimator.Worker.Running;
using BatchEstimator.Worker.Settings;

namespace BatchEstimator.Worker.Intake;

/// <summary>Takes files for runs. Every step can be cut off: what is left says how far it came, and the next start goes on from there.</summary>
public sealed partial class Claims(ILedger ledger, Workspace workspace, IRunDispatcher dispatcher, TimeProvider time, ILogger<Claims> log)
{
    /// <summary>A dropped file: ledger, run folder with manifest, rename, and then the run is handed on.</summary>
    /// <returns>The run's id; null if the file had gone meanwhile.</returns>
    public string? Take(JobDefinition job, string path, string? marker)
    {
        var manifest = Describe(job, RunTrigger.Drop, [Path.GetFileName(path)]) with
        {
            Origin = path,
            Marker = marker is null ? null : Path.GetFileName(marker),
        };
        string folder = Prepare(manifest);
        try
        {
            // The folder is new and ours, so the target cannot exist; same file system, so this is one rename.
            File.Move(path, Path.Combine(folder, manifest.Inputs[0]));
        }
        catch (FileNotFoundException)
        {
            Vanished(path);
            Withdraw(manifest, folder, "The file was moved or deleted before it was taken.");
            return null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            Withdraw(manifest, folder, "The file could not be taken and stays where it is: " + exception.Message);
            throw;
        }
        if (marker is not null && File.Exists(marker)) File.Move(marker, Path.Combine(folder, manifest.Marker!));
        Durable.SyncFolder(folder);
        Hand(manifest);
        return manifest.Id;
    }

    /// <summary>Files that stay where they are.</summary>
    public string Take(JobDefinition job, IReadOnlyList<string> paths)
    {
        var manifest = Describe(job, RunTrigger.Schedule, paths);
        Prepare(manifest);
        Hand(manifest);
        return manifest.Id;
    }

    private RunManifest Describe(JobDefinition job, RunTrigger trigger, IReadOnlyList<string> inputs)
    {
        var now = time.GetUtcNow();
        return new RunManifest
        {
            Id = RunId.New(now),
            Job = job.Name,
            Trigger = trigger,
            Inputs = inputs,
            Definition = job.Canonical,
            DefinitionHash = job.Hash,
            CreatedAt = now,
        };
    }

    private string Prepare(RunManifest manifest)
    {
        ledger.Add(manifest.ToRecord(RunState.Claimed));
        string folder = workspace.ProcessingOf(manifest.Id);
        Directory.CreateDirectory(folder);
        manifest.Save(folder);
        Durable.SyncFolder(workspace.Processing);
        return folder;
    }

    private void Withdraw(RunManifest manifest, string folder, string reason)
    {
        Directory.Delete(folder, recursive: true);
        ledger.Advance(manifest.Id, RunState.Cancelled, new RunChange { FinishedAt = time.GetUtcNow(), Message = reason });
    }

    private void Hand(RunManifest manifest)
    {
        ledger.Advance(manifest.Id, RunState.Queued);
        Taken(string.Join(", ", manifest.Inputs), manifest.Job, manifest.Id);
        dispatcher.Enqueue(manifest.Id);
    }

    [LoggerMessage(LogLevel.Information, "Took {File} for {Job} as run {Run}")]
    private partial void Taken(string file, string job, string run);

    [LoggerMessage(LogLevel.Information, "{File} was gone before it could be taken")]
    private partial void Vanished(string file);
}
