using System.Globalization;
using System.Text.Json;
using Microsoft.Data.Sqlite;

namespace BatchEstimator.Worker.Ledger;

/// <summary>The ledger in one SQLite file: write-ahead log, every commit on the disk before it returns.</summary>
public sealed class SqliteLedger : ILedger
{
    private const string Columns =
        "id, job, state, trigger, files, definition, definition_hash, attempt, created_at, started_at, finished_at, "
        + "rows, ok, caution, refused, failed, message, report";

    private readonly SqliteStore store;

    public SqliteLedger(string path)
    {
        store = new SqliteStore(path);
        store.Migrate();
    }

    public void Add(RunRecord run)
    {
        using var connection = store.Open();
        using var command = connection.CreateCommand();
        command.CommandText =
            $"insert into runs ({Columns}) values ($id, $job, $state, $trigger, $files, $definition, $hash, $attempt, $created, $started, "
            + "$finished, $rows, $ok, $caution, $refused, $failed, $message, $report)";
        Bind(command.Parameters, run);
        try
        {
            command.ExecuteNonQuery();
        }
        catch (SqliteException exception) when (exception.SqliteErrorCode == SQLitePCL.raw.SQLITE_CONSTRAINT)
        {
            throw new LedgerException($"The ledger has a run {run.Id} already.");
        }
    }

    public RunRecord Advance(string id, RunState to, RunChange? change = null)
    {
        using var connection = store.Open();
        // Immediate: the state that is read here cannot change before it is written.
        using var transaction = connection.BeginTransaction(deferred: false);
        var run = Find(connection, id) ?? throw new LedgerException($"The ledger has no run {id}.");
        if (!RunStates.MayFollow(run.State, to))
            throw new LedgerException($"Run {id} is {RunStates.Name(run.State)} and cannot become {RunStates.Name(to)}.");
        var next = run with
        {
            State = to,
            Attempt = change?.Attempt ?? run.Attempt,
            StartedAt = change?.StartedAt ?? run.StartedAt,
            FinishedAt = change?.FinishedAt ?? run.FinishedAt,
            Outcome = change?.Outcome ?? run.Outcome,
            Message = change?.Message ?? run.Message,
            Report = change?.Report ?? run.Report,
        };
        using var command = connection.CreateCommand();
        command.CommandText =
            "update runs set state = $state, attempt = $attempt, started_at = $started, finished_at = $finished, rows = $rows, ok = $ok, "
            + "caution = $caution, refused = $refused, failed = $failed, message = $message, report = $report where id = $id";
        Bind(command.Parameters, next);
        command.ExecuteNonQuery();
        transaction.Commit();
        return next;
    }

    public RunRecord? Find(string id)
    {
        using var connection = store.Open();
        return Find(connection, id);
    }

    public IReadOnlyList<RunRecord> Newest(int count, string? before = null, string? job = null)
    {
        using var connection = store.Open();
        using var command = connection.CreateCommand();
        string condition = (before, job) switch
        {
            (null, null) => "",
            (_, null) => "where id < $before",
            (null, _) => "where job = $job",
            _ => "where job = $job and id < $before",
        };
        command.CommandText = $"select {Columns} from runs {condition} order by id desc limit $count";
        command.Parameters.AddWithValue("$count", count);
        if (before is not null) command.Parameters.AddWithValue("$before", before);
        if (job is not null) command.Parameters.AddWithValue("$job", job);
        return ReadAll(command);
    }

    public IReadOnlyList<RunRecord> Unfinished(string? job = null)
    {
        using var connection = store.Open();
        using var command = connection.CreateCommand();
        command.CommandText =
            $"select {Columns} from runs where state in ('claimed', 'queued', 'running', 'committing') "
            + (job is null ? "" : "and job = $job ") + "order by id";
        if (job is not null) command.Parameters.AddWithValue("$job", job);
        return ReadAll(command);
    }

    public LastDue? FindLastDue(string job)
    {
        using var connection = store.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "select schedule, last_due from schedules where job = $job";
        command.Parameters.AddWithValue("$job", job);
        using var reader = command.ExecuteReader();
        return reader.Read() ? new LastDue(reader.GetString(0), ParseTime(reader.GetString(1))) : null;
    }

    public void SaveLastDue(string job, LastDue due)
    {
        using var connection = store.Open();
        using var command = connection.CreateCommand();
        command.CommandText =
            "insert into schedules (job, schedule, last_due) values ($job, $schedule, $due) "
            + "on conflict (job) do update set schedule = excluded.schedule, last_due = excluded.last_due";
        command.Parameters.AddWithValue("$job", job);
        command.Parameters.AddWithValue("$schedule", due.Schedule);
        command.Parameters.AddWithValue("$due", Time(due.At));
        command.ExecuteNonQuery();
    }

    private static RunRecord? Find(SqliteConnection connection, string id)
    {
        using var command = connection.CreateCommand();
        command.CommandText = $"select {Columns} from runs where id = $id";
        command.Parameters.AddWithValue("$id", id);
        return ReadAll(command).SingleOrDefault();
    }

    private static void Bind(SqliteParameterCollection parameters, RunRecord run)
    {
        void Set(string name, object? value) => parameters.AddWithValue(name, value ?? DBNull.Value);
        Set("$id", run.Id);
        Set("$job", run.Job);
        Set("$state", RunStates.Name(run.State));
        Set("$trigger", Name(run.Trigger));
        Set("$files", JsonSerializer.Serialize(run.Files));
        Set("$definition", run.Definition);
        Set("$hash", run.DefinitionHash);
        Set("$attempt", run.Attempt);
        Set("$created", Time(run.CreatedAt));
        Set("$started", run.StartedAt is { } started ? Time(started) : null);
        Set("$finished", run.FinishedAt is { } finished ? Time(finished) : null);
        Set("$rows", run.Outcome?.Rows);
        Set("$ok", run.Outcome?.Ok);
        Set("$caution", run.Outcome?.Caution);
        Set("$refused", run.Outcome?.Refused);
        Set("$failed", run.Outcome?.Failed);
        Set("$message", run.Message);
        Set("$report", run.Report);
    }

    private static List<RunRecord> ReadAll(SqliteCommand command)
    {
        var runs = new List<RunRecord>();
        using var reader = command.ExecuteReader();
        while (reader.Read()) runs.Add(Read(reader));
        return runs;
    }

    private static RunRecord Read(SqliteDataReader row)
    {
        string? Text(int column) => row.IsDBNull(column) ? null : row.GetString(column);
        DateTimeOffset? Moment(int column) => Text(column) is { } text ? ParseTime(text) : null;
        return new RunRecord
        {
            Id = row.GetString(0),
            Job = row.GetString(1),
            State = RunStates.Parse(row.GetString(2)),
            Trigger = ParseTrigger(row.GetString(3)),
            Files = JsonSerializer.Deserialize<string[]>(row.GetString(4))!,
            Definition = row.GetString(5),
            DefinitionHash = row.GetString(6),
            Attempt = row.GetInt32(7),
            CreatedAt = ParseTime(row.GetString(8)),
            StartedAt = Moment(9),
            FinishedAt = Moment(10),
            Outcome = row.IsDBNull(11)
                ? null
                : new RunOutcome(row.GetInt64(11), row.GetInt32(12), row.GetInt32(13), row.GetInt32(14), row.GetInt32(15)),
            Message = Text(16),
            Report = Text(17),
        };
    }

    private static string Name(RunTrigger trigger) => trigger switch
    {
        RunTrigger.Drop => "drop",
        RunTrigger.Schedule => "schedule",
        RunTrigger.Cli => "cli",
        _ => throw new ArgumentOutOfRangeException(nameof(trigger)),
    };

    private static RunTrigger ParseTrigger(string name) => Enum.GetValues<RunTrigger>().Single(trigger => Name(trigger) == name);

    private static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    private static DateTimeOffset ParseTime(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
}
