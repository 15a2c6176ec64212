using BatchEstimator.Estimation.Models;

namespace BatchEstimator.Worker.Jobs;

/// <summary>A job file, read and checked. Immutable: a run keeps the definition it was claimed with.</summary>
public sealed record JobDefinition
{
    public required string Name { get; init; }
    public string? Description { get; init; }
    public InputDefinition Input { get; init; } = new();

    /// <summary>The folder and pattern to watch; never null (the contract's default is filled in).</summary>
    public required WatchDefinition Watch { get; init; }

    public ScheduleDefinition? Schedule { get; init; }
    public IReadOnlyList<string> GroupBy { get; init; } = [];
    public IReadOnlyList<FitDefinition> Fits { get; init; } = [];
    public IntervalDefinition Intervals { get; init; } = new();
    public IReadOnlyList<ReportFormat> Reports { get; init; } = [ReportFormat.Html, ReportFormat.Json, ReportFormat.Csv];

    /// <summary>New rows to be scored with the run's estimates; null = none.</summary>
    public PredictionsDefinition? Predictions { get; init; }

    /// <summary>The job file's path; null for a definition made in code.</summary>
    public string? File { get; init; }

    /// <summary>SHA-256 (lower-case hex) of the canonical JSON of the definition: the same for the same meaning, however the file is laid out.</summary>
    public string Hash { get; init; } = "";

    /// <summary>That canonical JSON, from which the same definition can be read again (see JobFile.Parse).</summary>
    public string Canonical { get; init; } = "";

    /// <summary>The coverage of the intervals.</summary>
    public double IntervalLevel => Intervals.Level;

    /// <summary>The seed of everything random in a run of this job: the same for the same meaning, and small enough for any reader of JSON.</summary>
    public long Seed => Hash.Length >= 8 ? Convert.ToInt64(Hash[..8], 16) : 0;
}

/// <summary>How the intervals of all fits are made.</summary>
public sealed record IntervalDefinition
{
    public double Level { get; init; } = 0.95;
    public IntervalMethod Method { get; init; } = IntervalMethod.Wald;

    /// <summary>What a bootstrap draws, where one is made.</summary>
    public BootstrapKind Bootstrap { get; init; } = BootstrapKind.Parametric;

    public int Replicates { get; init; } = 999;
}

public enum PredictionFormat { Csv, Parquet }

/// <summary>What goes around a prediction: nothing, the interval of the fitted mean, or the one in which a new value lies.</summary>
public enum PredictionInterval { None, Confidence, Prediction }

/// <summary>What becomes of a row whose label or group no fit has seen: no prediction, that of the reference level, or the run fails.</summary>
public enum UnseenPolicy { Null, Reference, Fail }

/// <summary>New rows to be scored.</summary>
public sealed record PredictionsDefinition
{
    /// <summary>Globs, relative to the workspace root, or absolute.</summary>
    public required IReadOnlyList<string> Files { get; init; }

    public PredictionFormat Output { get; init; } = PredictionFormat.Csv;

    /// <summary>The names of the fits that predict; empty = every fit with a formula.</summary>
    public IReadOnlyList<string> Fits { get; init; } = [];

    public PredictionInterval Interval { get; init; } = PredictionInterval.Confidence;
    public UnseenPolicy Unseen { get; init; } = UnseenPolicy.Null;
}

public enum ReportFormat { Html, Json, Csv, Parquet }

public enum InputFormat { Auto, Csv, Parquet }

public enum MissingPolicy { Drop, Fail }

public sealed record InputDefinition
{
    public InputFormat Format { get; init; } = InputFormat.Auto;
    public MissingPolicy Missing { get; init; } = MissingPolicy.Drop;
    public CsvDefinition Csv { get; init; } = new();
}

public sealed record CsvDefinition
{
    /// <summary>Null = detect among comma, semicolon, tab and bar.</summary>
    public char? Delimiter { get; init; }

    public char Decimal { get; init; } = '.';

    /// <summary><c>auto</c> (UTF-8, UTF-16 by byte-order mark), or a name such as <c>utf-8</c>, <c>utf-16</c>, <c>cp949</c>.</summary>
    public string Encoding { get; init; } = "auto";

    public bool Header { get; init; } = true;
    public IReadOnlyList<string> MissingValues { get; init; } = ["", "NA", "NaN", "null"];
}

/// <param name="Folder">Relative to the workspace root, or absolute.</param>
/// <param name="Pattern">A glob on the file's name, with braces: <c>*.{csv,parquet}</c>.</param>
public sealed record WatchDefinition(string Folder, string Pattern);

public enum MissedPolicy { RunOnce, Skip }

public enum OverlapPolicy { Skip, Queue }

public sealed record ScheduleDefinition
{
    /// <summary>Five or six cron fields.</summary>
    public required string Cron { get; init; }

    /// <summary>An IANA time zone name.</summary>
    public string TimeZone { get; init; } = "UTC";

    /// <summary>A glob over files that stay where they are, relative to the workspace root, or absolute.</summary>
    public required string Files { get; init; }

    public MissedPolicy Missed { get; init; } = MissedPolicy.RunOnce;
    public OverlapPolicy Overlap { get; init; } = OverlapPolicy.Skip;
}
