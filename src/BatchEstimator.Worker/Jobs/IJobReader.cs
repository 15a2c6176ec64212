namespace BatchEstimator.Worker.Jobs;

/// <summary>Reads job files and the definitions pinned to runs.</summary>
public interface IJobReader
{
    /// <summary>Every job file of the folder, good or bad.</summary>
    IReadOnlyList<LoadedJob> Read(string folder);

    /// <summary>The definition a run was claimed with, from its canonical JSON.</summary>
    JobDefinition Parse(string canonical);
}

/// <summary>One job file as it was read.</summary>
/// <param name="Definition">Null if it cannot be used.</param>
/// <param name="Problems">What is wrong with it, in sentences.</param>
public sealed record LoadedJob(string File, JobDefinition? Definition, IReadOnlyList<string> Problems);
