namespace BatchEstimator.Worker.Intake;

/// <summary>The runtime's own watcher, for systems other than Linux. It cannot tell a file moved in from a copy that begins.</summary>
public sealed class WatcherEvents : IFolderEvents
{
    private readonly Dictionary<string, FileSystemWatcher> watchers = [];

    public event Action? Changed;

    public event Action<string>? MovedIn;

    public void Watch(IReadOnlyCollection<string> folders)
    {
        foreach (string gone in watchers.Keys.Except(folders).ToArray()) Remove(gone);
        foreach (string folder in folders)
        {
            if (Directory.Exists(folder) && !watchers.ContainsKey(folder)) watchers[folder] = Listen(folder);
        }
    }

    public void Dispose()
    {
        foreach (string folder in watchers.Keys.ToArray()) Remove(folder);
    }

    private FileSystemWatcher Listen(string folder)
    {
        var watcher = new FileSystemWatcher(folder) { NotifyFilter = NotifyFilters.FileName | NotifyFilters.LastWrite };
        watcher.Renamed += (_, renamed) =>
        {
            MovedIn?.Invoke(renamed.FullPath);
            Changed?.Invoke();
        };
        watcher.Created += (_, _) => Changed?.Invoke();
        watcher.Changed += (_, _) => Changed?.Invoke();
        // It may be dead after an error; the scan goes on, and the next Watch starts a new one.
        watcher.Error += (_, _) => Changed?.Invoke();
        watcher.EnableRaisingEvents = true;
        return watcher;
    }

    private void Remove(string folder)
    {
        watchers[folder].Dispose();
        watchers.Remove(folder);
    }
}
