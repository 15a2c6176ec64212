using BatchEstimator.Worker.Running;
using BatchEstimator.Worker.Settings;

namespace BatchEstimator.Worker.Cli;

/// <summary>What the verbs need of the world around them.</summary>
public sealed record CliContext
{
    public required Func<IRunExecutor> Executor { get; init; }
    public required Func<IReportWriter> Reports { get; init; }

    public TextWriter Out { get; init; } = Console.Out;
    public TextWriter Error { get; init; } = Console.Error;

    /// <summary>Whether progress is drawn in place, which needs a terminal.</summary>
    public bool Terminal { get; init; } = !Console.IsErrorRedirected;

    public string JobsFolder { get; init; } = DefaultJobsFolder();
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>The setting, else the folder that the worker would find.</summary>
    private static string DefaultJobsFolder() =>
        Environment.GetEnvironmentVariable("Workspace__Jobs") is { Length: > 0 } set ? set : Path.Combine(BaseFolder.Find(), "config", "jobs");
}

/// <summary>What a verb returns to the shell.</summary>
public static class ExitCode
{
    public const int Success = 0;
    public const int Failed = 1;

    /// <summary>The run has a report, but some fits in it were refused or failed.</summary>
    public const int SomeFitsUnusable = 2;

    public const int Usage = 64;
}

/// <summary>The command cannot be carried out as it was given; nothing has been done.</summary>
public sealed class UsageException(string message) : Exception(message);
