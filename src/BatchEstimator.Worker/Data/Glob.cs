using System.Text;
using System.Text.RegularExpressions;

namespace BatchEstimator.Worker.Data;

/// <summary>A pattern on a file's name with <c>*</c>, <c>?</c> and <c>{a,b}</c>; upper and lower case are the same.</summary>
public sealed class Glob(string pattern)
{
    private readonly Regex regex = new(
        // Single line: a name may hold a line break.
        Translate(pattern), RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking | RegexOptions.Singleline);

    public bool Matches(string name) => regex.IsMatch(name);

    /// <summary>
    /// The files a path with patterns stands for, sorted. Patterns may stand in folders as well; a link, or anything that is not
    /// a regular file, is not among them.
    /// </summary>
    public static IReadOnlyList<string> Files(string pathPattern)
    {
        string root = Path.GetPathRoot(pathPattern)!;
        string[] parts = pathPattern[root.Length..].Split(Path.DirectorySeparatorChar, StringSplitOptions.RemoveEmptyEntries);
        IEnumerable<string> folders = [root];
        foreach (string part in parts[..^1]) folders = folders.SelectMany(folder => Folders(folder, part)).ToArray();
        var last = new Glob(parts[^1]);
        return
        [
            .. folders.Where(Directory.Exists).SelectMany(Directory.EnumerateFiles)
                .Where(file => last.Matches(Path.GetFileName(file)) && IgnoreRules.Reason(Path.GetFileName(file)) is null && FileProbe.Look(file) is not null)
                .Order(StringComparer.Ordinal),
        ];
    }

    private static IEnumerable<string> Folders(string folder, string part)
    {
        if (part.AsSpan().IndexOfAny("*?{") < 0) return [Path.Combine(folder, part)];
        var glob = new Glob(part);
        return Directory.Exists(folder) ? Directory.EnumerateDirectories(folder).Where(inner => glob.Matches(Path.GetFileName(inner))) : [];
    }

    private static string Translate(string pattern)
    {
        var regex = new StringBuilder(@"\A(?:");
        int depth = 0;
        foreach (char c in pattern)
        {
            regex.Append(c switch
            {
                '*' => ".*",
                '?' => ".",
                '{' => "(?:",
                '}' when depth > 0 => ")",
                ',' when depth > 0 => "|",
                _ => Regex.Escape(c.ToString()),
            });
            if (c == '{') depth++;
            else if (c == '}' && depth > 0) depth--;
        }
        // A brace that is not closed ends with the pattern.
        return regex.Append(')', depth).Append(@")\z").ToString();
    }
}
