using BatchEstimator.Worker.Data;
using BatchEstimator.Worker.Jobs;
using BatchEstimator.Worker.Settings;

namespace BatchEstimator.Worker.Intake;

/// <summary>One look at the watched folders: what is whole is taken, what is not is looked at again.</summary>
public sealed partial class InboxScanner(JobLibrary jobs, Workspace workspace, QuietWatch quiet, Claims claims, TimeProvider time, ILogger<InboxScanner> log)
{
    private static readonly TimeSpan RetryAfter = TimeSpan.FromMinutes(1);

    private readonly Dictionary<string, long> complained = [];

    /// <summary>Takes every file that is whole.</summary>
    /// <returns>How long until the next file may be whole; null if none is waiting.</returns>
    public TimeSpan? Scan(CancellationToken cancellation)
    {
        var present = new HashSet<string>(StringComparer.Ordinal);
        TimeSpan? next = null;
        foreach (var job in jobs.Jobs)
        {
            string folder = workspace.Resolve(job.Watch.Folder);
            var pattern = new Glob(job.Watch.Pattern);
            foreach (string path in FilesOf(job, folder))
            {
                cancellation.ThrowIfCancellationRequested();
                string name = Path.GetFileName(path);
                if (!pattern.Matches(name) || IgnoreRules.Reason(name) is not null || !present.Add(path)) continue;
                if (Consider(job, path) is { } wait && !(wait >= next)) next = wait;
            }
        }
        quiet.KeepOnly(present);
        return next;
    }

    /// <summary>How long to wait for the file; null if it was taken or is none.</summary>
    private TimeSpan? Consider(JobDefinition job, string path)
    {
        try
        {
            if (complained.TryGetValue(path, out long since) && time.GetElapsedTime(since) < RetryAfter) return null;
            if (FileProbe.Look(path) is not { } fingerprint) return null;
            string marker = path + IgnoreRules.ReadySuffix;
            bool marked = FileProbe.Look(marker) is not null;
            var remaining = quiet.Remaining(path, fingerprint, marked);
            if (remaining > TimeSpan.Zero) return remaining;
            claims.Take(job, path, marked ? marker : null);
            complained.Remove(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // One file that cannot be read or moved must not keep the others waiting; it is tried again later.
            Complain(path, exception.Message);
        }
        return null;
    }

    /// <summary>The files as they are now; none, with a complaint, if the folder cannot be used.</summary>
    private IEnumerable<string> FilesOf(JobDefinition job, string folder)
    {
        try
        {
            Directory.CreateDirectory(folder);
            string[] files = Directory.GetFiles(folder);
            if (FileProbe.DeviceOf(folder) == FileProbe.DeviceOf(workspace.Processing)) return files.Order(StringComparer.Ordinal);
            Complain(folder, $"It is on another file system than {workspace.Processing}, and a file cannot be taken from there in one step. "
                + $"Let job {job.Name} watch a folder on the workspace's file system, or move the workspace with Workspace:Root.");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // One folder must not keep the others waiting.
            Complain(folder, exception.Message);
        }
        return [];
    }

    private void Complain(string path, string reason)
    {
        if (!complained.ContainsKey(path)) Unusable(path, reason);
        complained[path] = time.GetTimestamp();
    }

    [LoggerMessage(LogLevel.Error, "{Path} cannot be used: {Reason}")]
    private partial void Unusable(string path, string reason);
}
