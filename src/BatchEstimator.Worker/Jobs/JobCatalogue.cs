namespace BatchEstimator.Worker.Jobs;

/// <summary>The jobs of a folder, as they were when it was loaded. Load again to see changes; a run keeps the definition it began with.</summary>
public sealed class JobCatalogue
{
    private JobCatalogue(string folder, IReadOnlyList<JobReading> files)
    {
        Folder = folder;
        Files = files;
        Jobs = [.. files.Select(file => file.Definition).OfType<JobDefinition>().OrderBy(job => job.Name, StringComparer.Ordinal)];
        Problems = [.. files.SelectMany(file => file.Problems)];
    }

    public string Folder { get; }

    /// <summary>Every job file, good or bad, in the order of their names.</summary>
    public IReadOnlyList<JobReading> Files { get; }

    /// <summary>The good ones, by name.</summary>
    public IReadOnlyList<JobDefinition> Jobs { get; }

    /// <summary>What is wrong with the others.</summary>
    public IReadOnlyList<JobProblem> Problems { get; }

    public JobDefinition? Find(string name) => Jobs.FirstOrDefault(job => job.Name == name);

    /// <summary>Reads the job files that lie directly in the folder. A folder that is not there has no jobs.</summary>
    public static JobCatalogue Load(string folder)
    {
        IEnumerable<string> paths = Directory.Exists(folder)
            ? Directory.EnumerateFiles(folder).Where(IsJobFile).Order(StringComparer.Ordinal)
            : [];
        Dictionary<string, string> owners = [];
        return new(folder, [.. paths.Select(path => Unique(JobFile.Read(path), owners))]);
    }

    private static bool IsJobFile(string path) =>
        !Path.GetFileName(path).StartsWith('.') && JobFile.Extensions.Contains(Path.GetExtension(path).ToLowerInvariant());

    /// <summary>The first file keeps the name: a job does not vanish because somebody adds a file with the same name.</summary>
    private static JobReading Unique(JobReading reading, Dictionary<string, string> owners)
    {
        if (reading.Definition is not { } job || owners.TryAdd(job.Name, reading.File!))
            return reading;
        JobProblem problem = new("name", $"the job '{job.Name}' is already in {owners[job.Name]}.", "Give every job its own name.")
        {
            File = reading.File,
            Line = reading.NamePlace?.Line,
            Column = reading.NamePlace?.Column,
        };
        return reading with { Definition = null, Problems = [problem] };
    }
}
