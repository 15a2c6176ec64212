namespace BatchEstimator.Worker.Settings;

/// <summary>The folder that relative settings are relative to.</summary>
public static class BaseFolder
{
    /// <summary>
    /// The nearest folder that holds <c>config/jobs</c>: from the current folder upwards, then from the program's own folder
    /// upwards; else the current folder. <c>dotnet run</c> moves into the project's folder, a container starts in the folder
    /// that holds <c>config</c>, and an installed program may be started from anywhere: all three find the same place.
    /// </summary>
    public static string Find() => Find(Directory.GetCurrentDirectory(), AppContext.BaseDirectory);

    public static string Find(string current, string program) =>
        Ancestors(current).Concat(Ancestors(program)).FirstOrDefault(HoldsJobs) ?? current;

    private static bool HoldsJobs(string folder) => Directory.Exists(Path.Combine(folder, "config", "jobs"));

    private static IEnumerable<string> Ancestors(string folder)
    {
        for (DirectoryInfo? at = new(folder); at is not null; at = at.Parent)
            yield return at.FullName;
    }
}
