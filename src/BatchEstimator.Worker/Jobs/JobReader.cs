namespace BatchEstimator.Worker.Jobs;

/// <summary>Job files as the worker reads them: a folder at a time, and definitions pinned to runs.</summary>
public sealed class JobReader : IJobReader
{
    public IReadOnlyList<LoadedJob> Read(string folder) =>
        [.. JobCatalogue.Load(folder).Files.Select(file => new LoadedJob(file.File!, file.Definition, [.. file.Problems.Select(problem => problem.ToString())]))];

    public JobDefinition Parse(string canonical) => JobFile.Parse(canonical).Required;
}
