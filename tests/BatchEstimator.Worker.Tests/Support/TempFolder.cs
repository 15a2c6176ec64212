namespace BatchEstimator.Worker.Tests.Support;

/// <summary>A folder of its own for a test, gone afterwards.</summary>
public sealed class TempFolder : IDisposable
{
    public TempFolder() => Root = Directory.CreateTempSubdirectory("batch-estimator-").FullName;

    public string Root { get; }

    public string Path(params string[] parts) => System.IO.Path.Combine([Root, .. parts]);

    public string Write(string relative, string text)
    {
        string path = Path(relative);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        return path;
    }

    /// <summary>All files below, relative, sorted; what the ledger keeps for itself is left out.</summary>
    public IReadOnlyList<string> Files(string below = "") =>
    [
        .. Directory.EnumerateFiles(Path(below), "*", SearchOption.AllDirectories)
            .Select(file => System.IO.Path.GetRelativePath(Root, file))
            .Where(file => !file.StartsWith("ledger.db", StringComparison.Ordinal) && file != ".lock")
            .Order(StringComparer.Ordinal),
    ];

    public void Dispose() => Directory.Delete(Root, recursive: true);
}
