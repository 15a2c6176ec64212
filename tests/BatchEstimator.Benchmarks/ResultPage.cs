using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.RegularExpressions;

namespace BatchEstimator.Benchmarks;

/// <summary>Where the measurements of this processor are kept, and how a page of them begins.</summary>
internal static partial class ResultPage
{
    /// <summary>Writes the page of a topic; the first topic of a processor has no suffix.</summary>
    public static string Write(string suffix, string text)
    {
        string folder = Path.Combine(Checkout(), "tests", "BatchEstimator.Benchmarks", "results");
        Directory.CreateDirectory(folder);
        string path = Path.Combine(folder, NotInNames().Replace(Processor().ToLowerInvariant(), "-").Trim('-') + suffix + ".md");
        File.WriteAllText(path, Heading() + text);
        return path;
    }

    private static string Heading() => string.Create(CultureInfo.InvariantCulture,
        $"# {Processor()}\n\n{Environment.ProcessorCount} logical processors, {GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 1e9:F1} GB, {RuntimeInformation.FrameworkDescription}, {RuntimeInformation.OSDescription.Split('#')[0].Trim()}.\n\n");

    private static string Processor()
    {
        const string Key = "model name";
        string? line = File.Exists("/proc/cpuinfo") ? File.ReadLines("/proc/cpuinfo").FirstOrDefault(text => text.StartsWith(Key, StringComparison.Ordinal)) : null;
        return line?.Split(':', 2)[1].Trim() ?? RuntimeInformation.ProcessArchitecture.ToString();
    }

    private static string Checkout()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "BatchEstimator.sln"))) return folder.FullName;
        return Environment.CurrentDirectory;
    }

    [GeneratedRegex("[^a-z0-9]+")]
    private static partial Regex NotInNames();
}
