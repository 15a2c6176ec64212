using BatchEstimator.Worker.Data;
using BatchEstimator.Worker.Running;

namespace BatchEstimator.Worker.Intake;

/// <summary>Names that are never taken from an inbox, whatever a job's pattern says.</summary>
public static class IgnoreRules
{
    public const string ReadySuffix = ".ready";

    private static readonly string[] PartialSuffixes = [".part", ".tmp", ".partial", ".crdownload", ".filepart"];

    private static readonly string[] ReservedNames = [RunManifest.FileName, ErrorFiles.Json, ErrorFiles.Text];

    private static readonly (Glob Pattern, string Reason)[] Patterns =
    [
        (new Glob("~$*"), "a lock file of an office program"),
        (new Glob(".~lock.*"), "a lock file of an office program"),
        (new Glob(".nfs*"), "a leftover of a network file system"),
        (new Glob("{.,~}syncthing{.,~}*"), "still being synchronised"),
        (new Glob(".*"), "hidden"),
        (new Glob("*~"), "an editor's backup"),
        (new Glob("*.swp"), "an editor's working file"),
        (new Glob("#*#"), "an editor's working file"),
    ];

    /// <summary>Why a file of this name is left alone; null = it is not.</summary>
    public static string? Reason(string name)
    {
        if (name.EndsWith(ReadySuffix, StringComparison.OrdinalIgnoreCase)) return "a marker, not data";
        if (PartialSuffixes.Any(suffix => name.EndsWith(suffix, StringComparison.OrdinalIgnoreCase))) return "an unfinished download or copy";
        if (ReservedNames.Contains(name, StringComparer.OrdinalIgnoreCase)) return "a name the worker uses itself; rename the file";
        // The runtime replaces bytes that are not UTF-8, and then the file cannot be opened by its name.
        if (name.Contains('\uFFFD', StringComparison.Ordinal)) return "its name is not valid UTF-8; rename the file";
        return Patterns.FirstOrDefault(rule => rule.Pattern.Matches(name)).Reason;
    }
}
