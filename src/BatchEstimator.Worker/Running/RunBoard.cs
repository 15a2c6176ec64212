using System.Collections.Concurrent;

namespace BatchEstimator.Worker.Running;

/// <summary>What the runs of this process are doing at this moment; kept in memory only.</summary>
public sealed class RunBoard
{
    private readonly ConcurrentDictionary<string, RunProgress> running = new();

    public RunProgress? Find(string runId) => running.GetValueOrDefault(runId);

    public IProgress<RunProgress> Open(string runId) => new Entry(this, runId);

    public void Close(string runId) => running.TryRemove(runId, out _);

    // Progress<T> would post to the thread pool, and a late report could arrive after the run was closed.
    private sealed class Entry(RunBoard board, string runId) : IProgress<RunProgress>
    {
        public void Report(RunProgress value) => board.running[runId] = value;
    }
}
