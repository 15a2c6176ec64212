namespace BatchEstimator.Tests.Architecture;

/// <summary>The source tree the tests were built from.</summary>
internal static class Checkout
{
    public static string Root { get; } = Find();

    /// <summary>Source files below a folder of the checkout, with their paths relative to it.</summary>
    public static IEnumerable<string> Sources(string folder, params string[] extensions) =>
        Directory.EnumerateFiles(Path.Combine(Root, folder), "*", SearchOption.AllDirectories)
            .Where(file => extensions.Contains(Path.GetExtension(file)))
            .Select(file => Path.GetRelativePath(Root, file).Replace('\\', '/'))
            .Where(file => !file.Split('/').Any(part => part is "bin" or "obj"));

    /// <summary>Fails with every finding in full; xunit's own message for a collection cuts them short.</summary>
    public static void HasNone(IEnumerable<string> findings)
    {
        string[] all = [.. findings];
        Assert.True(all.Length == 0, string.Join(Environment.NewLine, all));
    }

    private static string Find()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "BatchEstimator.sln"))) return folder.FullName;
        throw new InvalidOperationException($"No BatchEstimator.sln above {AppContext.BaseDirectory}: the tests need the source tree.");
    }
}
