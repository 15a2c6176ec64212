namespace BatchEstimator.Worker.Ledger;

/// <summary>What started a run.</summary>
public enum RunTrigger { Drop, Schedule, Cli }

/// <summary>One line of the ledger: a run and what is known of it.</summary>
public sealed record RunRecord
{
    public required string Id { get; init; }
    public required string Job { get; init; }
    public required RunState State { get; init; }
    public required RunTrigger Trigger { get; init; }

    /// <summary>The inputs' names as the user knows them.</summary>
    public required IReadOnlyList<string> Files { get; init; }

    /// <summary>The job's definition when the run was claimed, as canonical JSON.</summary>
    public required string Definition { get; init; }

    public required string DefinitionHash { get; init; }

    /// <summary>How often it has been started; recorded before each start.</summary>
    public int Attempt { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset? StartedAt { get; init; }
    public DateTimeOffset? FinishedAt { get; init; }
    public RunOutcome? Outcome { get; init; }

    /// <summary>Why it failed or was cancelled, in the user's words.</summary>
    public string? Message { get; init; }

    /// <summary>The report's folder, once it is committed.</summary>
    public string? Report { get; init; }
}

/// <summary>What came out: rows read and the verdicts of the fits.</summary>
public sealed record RunOutcome(long Rows, int Ok, int Caution, int Refused, int Failed)
{
    /// <summary>Every fit is usable.</summary>
    public bool Succeeded => Refused == 0 && Failed == 0;
}

/// <summary>What changes together with a state; what is null stays as it is.</summary>
public sealed record RunChange
{
    public int? Attempt { get; init; }
    public DateTimeOffset? StartedAt { get; init; }
    public DateTimeOffset? FinishedAt { get; init; }
    public RunOutcome? Outcome { get; init; }
    public string? Message { get; init; }
    public string? Report { get; init; }
}
