namespace BatchEstimator.Worker.Jobs;

/// <summary>The problems of one file, as they are found.</summary>
internal sealed class ProblemList(string? file)
{
    private readonly List<JobProblem> found = [];

    public int Count => found.Count;

    /// <summary>In the order of the file.</summary>
    public IReadOnlyList<JobProblem> InOrder => [.. found.OrderBy(problem => problem.Line).ThenBy(problem => problem.Column)];

    /// <summary>True if something is said about this entry already.</summary>
    public bool Has(string path) => found.Any(problem => problem.Path == path);

    public void Add(YamlPart at, string path, string message, string fix) => Add(at.Line, at.Column, path, message, fix);

    public void Add(YamlEntry at, string path, string message, string fix) => Add(at.Line, at.Column, path, message, fix);

    public void Add(long? line, long? column, string path, string message, string fix) =>
        found.Add(new JobProblem(Printable(path), Printable(message), Printable(fix)) { File = file, Line = line, Column = column });

    /// <summary>What is quoted from a file must not break a line, steer a terminal or fill a screen.</summary>
    private static string Printable(string text)
    {
        const int longest = 600;
        string clean = string.Concat(text.Select(c => char.IsControl(c) ? ' ' : c));
        return clean.Length <= longest ? clean : $"{clean[..longest]}...";
    }
}
