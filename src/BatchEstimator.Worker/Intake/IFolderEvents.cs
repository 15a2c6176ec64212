namespace BatchEstimator.Worker.Intake;

/// <summary>
/// What the operating system tells about folders. Never relied on: it may overflow, stop, or not exist on a network file system.
/// An event means "look now", and a file moved in means that its writer was done with it.
/// </summary>
public interface IFolderEvents : IDisposable
{
    /// <summary>Something may have changed; raised on another thread.</summary>
    event Action? Changed;

    /// <summary>A file came into a folder by a rename; raised before <see cref="Changed"/>.</summary>
    event Action<string>? MovedIn;

    /// <summary>The folders to listen to from now on; those that are listened to already stay so.</summary>
    void Watch(IReadOnlyCollection<string> folders);
}
