using System.Text.Json;

namespace BatchEstimator.Worker.Tests.Reference;

/// <summary>The reference cases, read in place from <c>shared/reference</c> beside the checkout (or from BATCH_ESTIMATOR_REFERENCE).</summary>
internal static class ReferenceCases
{
    public static string Folder { get; } = Find();

    public static IReadOnlyList<ReferenceCase> All { get; } = Read();

    public static string File(ReferenceCase problem) => Path.Combine(Folder, problem.Data!);

    private static List<ReferenceCase> Read()
    {
        using FileStream file = System.IO.File.OpenRead(Path.Combine(Folder, "cases.json"));
        return JsonSerializer.Deserialize<List<ReferenceCase>>(file, JsonSerializerOptions.Web)!;
    }

    private static string Find()
    {
        if (Environment.GetEnvironmentVariable("BATCH_ESTIMATOR_REFERENCE") is { Length: > 0 } given) return given;
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (Path.Combine(folder.FullName, "shared", "reference") is var candidate && Directory.Exists(candidate)) return candidate;
        throw new DirectoryNotFoundException(
            $"No shared/reference above {AppContext.BaseDirectory}. Set BATCH_ESTIMATOR_REFERENCE to the folder that holds cases.json.");
    }
}
