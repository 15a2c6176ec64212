using BatchEstimator.Worker.Jobs;
using BatchEstimator.Worker.Settings;

namespace BatchEstimator.Worker.Intake;

/// <summary>A job file that cannot be used as it is now.</summary>
/// <param name="KeptName">The job that goes on with its last good version; null if there never was one.</param>
public sealed record JobFault(string File, IReadOnlyList<string> Problems, string? KeptName);

/// <summary>The jobs as they are now. A file that turns wrong keeps its last good version working, and says so.</summary>
public sealed partial class JobLibrary(IJobReader reader, WorkerSettings settings, ILogger<JobLibrary> log)
{
    private sealed record Shelf(string Stamp, IReadOnlyList<JobDefinition> Jobs, IReadOnlyList<JobFault> Faults, IReadOnlyDictionary<string, JobDefinition> Good);

    // Replaced as a whole, so that readers on other threads always see one consistent state.
    private volatile Shelf shelf = new("", [], [], new Dictionary<string, JobDefinition>());

    private readonly Lock refreshing = new();

    public string Folder => settings.Jobs;
    public IReadOnlyList<JobDefinition> Jobs => shelf.Jobs;
    public IReadOnlyList<JobFault> Faults => shelf.Faults;

    public JobDefinition? Find(string name) => shelf.Jobs.FirstOrDefault(job => job.Name == name);

    /// <summary>Reads the folder again if anything in it has changed.</summary>
    /// <returns>True if it had.</returns>
    public bool Refresh()
    {
        lock (refreshing) return RefreshAlone();
    }

    private bool RefreshAlone()
    {
        string stamp = StampOf(Folder);
        if (stamp == shelf.Stamp) return false;
        var before = shelf.Good;
        var good = new Dictionary<string, JobDefinition>();
        var faults = new List<JobFault>();
        foreach (var file in reader.Read(Folder))
        {
            var kept = file.Definition ?? before.GetValueOrDefault(file.File);
            if (kept is not null) good[file.File] = kept;
            if (file.Definition is not null) continue;
            faults.Add(new JobFault(file.File, file.Problems, kept?.Name));
            Wrong(file.File, string.Join(Environment.NewLine, file.Problems));
        }
        shelf = new Shelf(stamp, [.. good.Values.DistinctBy(job => job.Name).OrderBy(job => job.Name, StringComparer.Ordinal)], faults, good);
        return true;
    }

    private static string StampOf(string folder) => string.Join('\n', new DirectoryInfo(folder).EnumerateFiles()
        .Where(file => file.Extension is ".yaml" or ".yml" or ".json")
        .OrderBy(file => file.Name, StringComparer.Ordinal)
        // A link's target may change while the link does not: that is how mounted configuration is swapped.
        .Select(file => file.ResolveLinkTarget(returnFinalTarget: true) as FileInfo is { } target ? $"{file.Name} {target.FullName} {Look(target)}" : $"{file.Name} {Look(file)}"));

    private static string Look(FileInfo file) => file.Exists ? $"{file.Length} {file.LastWriteTimeUtc.Ticks}" : "gone";

    [LoggerMessage(LogLevel.Error, "Job file {File} cannot be used: {Problems}")]
    private partial void Wrong(string file, string problems);
}
