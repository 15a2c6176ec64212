using System.Globalization;

namespace BatchEstimator.Worker.Jobs;

/// <summary>One fault of a job file.</summary>
/// <param name="Path">The entry, such as <c>fits[0].priors.theta</c>; empty = the file as a whole.</param>
/// <param name="Message">What is wrong and what was found, in a sentence.</param>
/// <param name="Fix">What would be right, in a sentence; may be empty where the message says it.</param>
public sealed record JobProblem(string Path, string Message, string Fix)
{
    public string? File { get; init; }

    /// <summary>From 1.</summary>
    public long? Line { get; init; }

    /// <summary>From 1.</summary>
    public long? Column { get; init; }

    public override string ToString()
    {
        string place = File ?? "job";
        if (Line is { } line)
            place += string.Create(CultureInfo.InvariantCulture, $":{line}:{Column}");
        return $"{place}: {(Path.Length == 0 ? "" : Path + ": ")}{Message}{(Fix.Length == 0 ? "" : " " + Fix)}";
    }
}

/// <summary>A job that cannot be used, with everything that is wrong with it.</summary>
public sealed class JobException(IReadOnlyList<JobProblem> problems)
    : Exception(string.Join(Environment.NewLine, problems))
{
    public IReadOnlyList<JobProblem> Problems { get; } = problems;
}
