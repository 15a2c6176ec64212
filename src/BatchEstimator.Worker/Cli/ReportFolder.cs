using IoPath = System.IO.Path;

namespace BatchEstimator.Worker.Cli;

/// <summary>A report appears whole or not at all: it is written to a hidden folder beside its place and renamed.</summary>
internal sealed class ReportFolder
{
    private ReportFolder(string path) => Path = path;

    public string Path { get; }

    /// <exception cref="UsageException">Something is there already; nobody's files are overwritten.</exception>
    public static ReportFolder At(string path)
    {
        string full = IoPath.TrimEndingDirectorySeparator(IoPath.GetFullPath(path));
        if (File.Exists(full))
            throw new UsageException($"The output '{path}' is a file. Name a folder that does not exist yet.");
        if (Directory.Exists(full) && Directory.EnumerateFileSystemEntries(full).Any())
            throw new UsageException($"The output folder '{path}' is not empty. Name another one, or move its contents away: nothing is overwritten.");
        return new(full);
    }

    public void Write(string runId, Action<string> write)
    {
        string parent = IoPath.GetDirectoryName(Path) ?? Path;
        string hidden = IoPath.Combine(parent, $".{IoPath.GetFileName(Path)}.{runId}");
        Directory.CreateDirectory(hidden);
        try
        {
            write(hidden);
            if (Directory.Exists(Path))
                Directory.Delete(Path); // fails, as it should, if something has come into it meanwhile
            Directory.Move(hidden, Path);
        }
        finally
        {
            if (Directory.Exists(hidden))
                Directory.Delete(hidden, recursive: true);
        }
    }
}
