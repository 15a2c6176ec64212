namespace BatchEstimator.Worker.Ledger;

/// <summary>What was seen, claimed and done; it survives the process.</summary>
public interface ILedger
{
    /// <exception cref="LedgerException">There is a run of that id already.</exception>
    void Add(RunRecord run);

    /// <summary>Takes a run to its next state and records what goes with it, in one transaction.</summary>
    /// <exception cref="LedgerException">The run is unknown, or that state may not follow the one it is in.</exception>
    RunRecord Advance(string id, RunState to, RunChange? change = null);

    RunRecord? Find(string id);

    /// <summary>Newest first.</summary>
    /// <param name="before">Only runs older than this id.</param>
    IReadOnlyList<RunRecord> Newest(int count, string? before = null, string? job = null);

    /// <summary>Oldest first.</summary>
    IReadOnlyList<RunRecord> Unfinished(string? job = null);

    LastDue? FindLastDue(string job);

    void SaveLastDue(string job, LastDue due);
}

/// <summary>When a schedule was last looked after: runs due later than this and not started were missed.</summary>
/// <param name="Schedule">The schedule as it was then; a changed one starts afresh.</param>
public sealed record LastDue(string Schedule, DateTimeOffset At);

/// <summary>The ledger refuses; the message says why.</summary>
public sealed class LedgerException(string message) : Exception(message);
