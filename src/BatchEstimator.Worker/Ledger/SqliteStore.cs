using System.Globalization;
using Microsoft.Data.Sqlite;

namespace BatchEstimator.Worker.Ledger;

/// <summary>The SQLite file behind the ledger: its connections and its schema.</summary>
internal sealed class SqliteStore(string path)
{
    private const int SchemaVersion = 1;

    private const string Schema =
        """
        create table schema_version (version integer not null);
        insert into schema_version values (1);
        create table runs (
            id text primary key,
            job text not null,
            state text not null,
            trigger text not null,
            files text not null,
            definition text not null,
            definition_hash text not null,
            attempt integer not null,
            created_at text not null,
            started_at text,
            finished_at text,
            rows integer,
            ok integer,
            caution integer,
            refused integer,
            failed integer,
            message text,
            report text
        ) without rowid;
        create index runs_by_job on runs (job, id);
        create index runs_by_state on runs (state, id);
        create table schedules (
            job text primary key,
            schedule text not null,
            last_due text not null
        ) without rowid;
        """;

    private readonly string connectionString = new SqliteConnectionStringBuilder { DataSource = path, DefaultTimeout = 30 }.ToString();

    public SqliteConnection Open()
    {
        var connection = new SqliteConnection(connectionString);
        connection.Open();
        // Full: a power cut after a commit loses nothing. It is a property of the connection, not of the file.
        Execute(connection, "pragma synchronous = full; pragma busy_timeout = 30000;");
        return connection;
    }

    public void Migrate()
    {
        using var connection = Open();
        Execute(connection, "pragma journal_mode = wal;");
        using var transaction = connection.BeginTransaction(deferred: false);
        if (Scalar(connection, "select count(*) from sqlite_master where name = 'schema_version'") == 0)
            Execute(connection, Schema);
        long version = Scalar(connection, "select version from schema_version");
        if (version != SchemaVersion)
            throw new LedgerException(
                $"{path} was written by another version of this program (ledger version {version}, this one knows {SchemaVersion}). "
                + "Use that version, or move ledger.db aside: the folders keep all inputs and reports.");
        transaction.Commit();
    }

    private static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private static long Scalar(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return Convert.ToInt64(command.ExecuteScalar(), CultureInfo.InvariantCulture);
    }
}
