namespace BatchEstimator.Worker.Tests;

/// <summary>The reference data sets, which lie beside the checkout and are read in place.</summary>
public static class ReferenceData
{
    /// <summary>The folder named by BATCH_ESTIMATOR_REFERENCE, or else <c>shared/reference</c> beside the checkout.</summary>
    public static string Root { get; } = Find();

    public static string Cases => Path.Combine(Root, "cases.json");

    public static string DataFile(string name) => Path.Combine(Root, "data", name);

    private static string Find()
    {
        if (Environment.GetEnvironmentVariable("BATCH_ESTIMATOR_REFERENCE") is { Length: > 0 } named) return named;
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            string beside = Path.Combine(folder.FullName, "shared", "reference");
            if (Directory.Exists(beside)) return beside;
        }
        throw new DirectoryNotFoundException("No folder shared/reference lies beside the checkout. Set BATCH_ESTIMATOR_REFERENCE to where it is.");
    }
}
