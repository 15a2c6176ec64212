namespace BatchEstimator.Worker.Settings;

/// <summary>
/// Held while a worker uses a workspace, so that a second one does not take the runs of the first for abandoned.
/// The operating system lets go of it however the process ends.
/// </summary>
public sealed class WorkspaceLock : IDisposable
{
    private readonly FileStream file;

    private WorkspaceLock(FileStream file) => this.file = file;

    /// <exception cref="SettingsException">Another worker has this workspace, or it cannot be written.</exception>
    public static WorkspaceLock Take(Workspace workspace)
    {
        try
        {
            workspace.CreateFolders();
            return new WorkspaceLock(new FileStream(workspace.LockFile, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            bool writable = exception is IOException && File.Exists(workspace.LockFile);
            throw new SettingsException([writable
                ? $"Workspace {workspace.Root}: another worker is using it. Stop that one, or give this one its own with Workspace:Root."
                : $"Workspace {workspace.Root}: it cannot be written ({exception.Message}) Give a folder this user can write to with Workspace:Root."]);
        }
    }

    public void Dispose() => file.Dispose();
}
