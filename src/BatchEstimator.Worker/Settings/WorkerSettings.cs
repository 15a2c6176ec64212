namespace BatchEstimator.Worker.Settings;

/// <summary>The settings the worker runs with, read and checked; every path is absolute.</summary>
public sealed record WorkerSettings
{
    public required string Root { get; init; }
    public required string Jobs { get; init; }
    public IReadOnlyList<string> Urls { get; init; } = ["http://127.0.0.1:5080"];
    public int Workers { get; init; } = 2;
    public int Threads { get; init; } = Environment.ProcessorCount;

    /// <summary>Bytes a run may keep in memory; null = what the machine has.</summary>
    public long? MemoryBudget { get; init; }

    public TimeSpan ScanInterval { get; init; } = TimeSpan.FromSeconds(2);
    public TimeSpan QuietPeriod { get; init; } = TimeSpan.FromSeconds(2);

    /// <param name="configuration">All sources together.</param>
    /// <param name="baseFolder">What relative paths are relative to.</param>
    /// <param name="args">The command line, in which a name that means nothing is a mistake rather than somebody else's.</param>
    /// <exception cref="SettingsException">Every setting that is wrong, at once.</exception>
    public static WorkerSettings From(IConfiguration configuration, string baseFolder, params IReadOnlyList<string> args)
    {
        var read = new SettingsReader(configuration);
        var settings = new WorkerSettings
        {
            Root = Path.GetFullPath(read.Text("Workspace:Root", "workspace"), baseFolder),
            Jobs = Path.GetFullPath(read.Text("Workspace:Jobs", Path.Combine("config", "jobs")), baseFolder),
            Urls = read.Urls("Urls", "http://127.0.0.1:5080"),
            Workers = read.Whole("Workers", 2, 1, 256),
            Threads = read.Whole("Cpu:Threads", Environment.ProcessorCount, 1, 1024),
            MemoryBudget = read.Bytes("Memory:Budget"),
            ScanInterval = read.Duration("Intake:ScanInterval", TimeSpan.FromSeconds(2), TimeSpan.FromMilliseconds(100), TimeSpan.FromHours(1)),
            QuietPeriod = read.Duration("Intake:QuietPeriod", TimeSpan.FromSeconds(2), TimeSpan.Zero, TimeSpan.FromHours(24)),
        };
        read.RequireFolder("Workspace:Jobs", settings.Jobs, "Point it at the folder with your job files, or start from the folder that holds config/jobs.");
        read.RefuseUnknown(args);
        read.ThrowIfWrong();
        return settings;
    }
}

/// <summary>Settings that cannot be used; the message lists all of them.</summary>
public sealed class SettingsException(IReadOnlyList<string> problems) : Exception(string.Join(Environment.NewLine, problems))
{
    public IReadOnlyList<string> Problems { get; } = problems;
}
