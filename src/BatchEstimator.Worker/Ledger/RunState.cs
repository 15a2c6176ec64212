namespace BatchEstimator.Worker.Ledger;

/// <summary>Where a run is in its life.</summary>
public enum RunState
{
    /// <summary>A file was chosen; it may or may not have been moved yet.</summary>
    Claimed,

    /// <summary>Everything it needs lies in <c>processing/</c>; it waits for a worker.</summary>
    Queued,

    Running,

    /// <summary>The report is written and about to be put in its place by one rename.</summary>
    Committing,

    Done,
    Failed,
    Cancelled,
}

/// <summary>The only list of which state may follow which.</summary>
public static class RunStates
{
    private static readonly Dictionary<RunState, RunState[]> Next = new()
    {
        [RunState.Claimed] = [RunState.Queued, RunState.Failed, RunState.Cancelled],
        [RunState.Queued] = [RunState.Running, RunState.Done, RunState.Failed, RunState.Cancelled],
        // Back to queued: the process ended in the middle, and the next one takes the run up again.
        [RunState.Running] = [RunState.Queued, RunState.Committing, RunState.Failed, RunState.Cancelled],
        [RunState.Committing] = [RunState.Queued, RunState.Done, RunState.Failed],
        [RunState.Done] = [],
        [RunState.Failed] = [],
        [RunState.Cancelled] = [],
    };

    public static bool MayFollow(RunState from, RunState to) => Next[from].Contains(to);

    public static bool IsFinal(RunState state) => Next[state].Length == 0;

    public static string Name(RunState state) => state switch
    {
        RunState.Claimed => "claimed",
        RunState.Queued => "queued",
        RunState.Running => "running",
        RunState.Committing => "committing",
        RunState.Done => "done",
        RunState.Failed => "failed",
        RunState.Cancelled => "cancelled",
        _ => throw new ArgumentOutOfRangeException(nameof(state)),
    };

    public static RunState Parse(string name) => Enum.GetValues<RunState>().Single(state => Name(state) == name);
}
