using BatchEstimator.Estimation.Results;
using BatchEstimator.Worker.Data;
using BatchEstimator.Worker.Jobs;

namespace BatchEstimator.Worker.Running;

/// <summary>A run as a whole: what was read, every fit that was asked for, and what the report needs to draw.</summary>
public sealed record RunResult
{
    public required string RunId { get; init; }
    public required JobDefinition Job { get; init; }
    public required RunStatus Status { get; init; }
    public required DateTimeOffset StartedAt { get; init; }
    public required DateTimeOffset FinishedAt { get; init; }
    public int Attempt { get; init; } = 1;
    public required string EngineVersion { get; init; }
    public long Seed { get; init; }
    public required IReadOnlyList<InputSummary> Inputs { get; init; }
    public required RowSummary Rows { get; init; }

    /// <summary>In the order of groups, and within a group in the order of the job.</summary>
    public required IReadOnlyList<FitOutcome> Fits { get; init; }

    /// <summary>What the paths of new rows are relative to.</summary>
    public string Folder { get; init; } = "";

    /// <summary>What became of new rows; null if none were to be scored.</summary>
    public ScoringSummary? Scoring { get; init; }
}

/// <summary>A fit's result and, for the first few dozen groups, its pictures.</summary>
public sealed record FitOutcome(FitResult Result, FitPictures? Pictures);

/// <summary>Succeeded: every fit is usable. Partial: some were refused or failed. Failed: no report could be made.</summary>
public enum RunStatus { Succeeded, Partial, Failed }

public sealed record InputSummary(string Path, string Sha256, long Bytes, long Rows);

/// <summary>Rows of all inputs. A row counts as dropped if any fit could not use it, once, under the first reason found.</summary>
public sealed record RowSummary(long Read, long Used, IReadOnlyDictionary<string, long> Dropped);

/// <summary>What a run is doing now.</summary>
/// <param name="Phase"><c>reading</c>, <c>fitting</c>, <c>reporting</c>.</param>
public sealed record RunProgress(string Phase, long RowsRead, long BytesRead, long BytesTotal, int FitsDone, int FitsTotal);

/// <summary>What to run: a definition and its files.</summary>
public sealed record RunRequest(string RunId, JobDefinition Job, IReadOnlyList<string> Inputs, int Attempt, int Threads)
{
    /// <summary>What the user knows the files as, for results and messages: a claimed file lies in a folder of ours while it is read.</summary>
    public IReadOnlyList<string> Names { get; init; } = Inputs;

    /// <summary>What relative paths in the job are relative to.</summary>
    public string Folder { get; init; } = Directory.GetCurrentDirectory();

    /// <summary>The folder for rows that do not fit into memory; nothing is left in it.</summary>
    public string Scratch { get; init; } = Path.GetTempPath();

    /// <summary>The memory a run may count on; where it is small, or the file wide, fewer blocks are in the air at once.</summary>
    public long MemoryBudget { get; init; } = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;
}

/// <summary>Reads the inputs, folds them into statistics by group, and fits. No files are written and none are moved.</summary>
public interface IRunExecutor
{
    /// <exception cref="InputException">The inputs cannot be used.</exception>
    RunResult Execute(RunRequest request, IProgress<RunProgress>? progress, CancellationToken cancellation);
}
