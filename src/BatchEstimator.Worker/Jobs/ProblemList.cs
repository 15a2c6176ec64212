namespace BatchEstimator.Worker.Jobs;

/// <summary>The problems of one file, as they are found.</summary>
internal sealed class ProblemList(string? file)
{
    private readonly List<JobProblem> found = [];

    public int Count => found.Count;

    /// <summary>In the order of the file.</summary>
    public IReadOnlyList<JobProblem> InOrder => [.. found.OrderBy(problem => problem.Line).ThenBy(problem => problem.Column)];

    public void Add(YamlPart at, string path, string message, string fix) => Add(at.Line, at.Column, path, message, fix);

    public void Add(YamlEntry at, string path, string message, string fix) => Add(at.Line, at.Column, path, message, fix);

    public void Add(long? line, long? column, string path, string message, string fix) =>
        found.Add(new JobProblem(path, message, fix) { File = file, Line = line, Column = column });
}
