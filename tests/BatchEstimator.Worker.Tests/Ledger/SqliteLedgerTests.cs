using BatchEstimator.Worker.Ledger;
using BatchEstimator.Worker.Tests.Support;
using Microsoft.Data.Sqlite;

namespace BatchEstimator.Worker.Tests.Ledger;

public sealed class SqliteLedgerTests : IDisposable
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 22, 12, 0, 0, 250, TimeSpan.Zero);

    private readonly TempFolder folder = new();
    private readonly SqliteLedger ledger;

    public SqliteLedgerTests() => ledger = new SqliteLedger(folder.Path("ledger.db"));

    public void Dispose() => folder.Dispose();

    private static RunRecord Run(string id, string job = "tosses", RunState state = RunState.Claimed) => new()
    {
        Id = id,
        Job = job,
        State = state,
        Trigger = RunTrigger.Drop,
        Files = ["측정 \"값\".csv"],
        Definition = "{\"name\":\"tosses\"}",
        DefinitionHash = "ab12",
        CreatedAt = Noon,
    };

    [Fact]
    public void What_was_written_is_read_again_by_another_process()
    {
        ledger.Add(Run("20261122-120000-000001"));
        ledger.Advance("20261122-120000-000001", RunState.Queued);
        ledger.Advance("20261122-120000-000001", RunState.Running, new RunChange { Attempt = 1, StartedAt = Noon.AddSeconds(1) });
        ledger.Advance("20261122-120000-000001", RunState.Committing, new RunChange { Outcome = new RunOutcome(3_000_000_000, 4, 3, 2, 1) });
        ledger.Advance("20261122-120000-000001", RunState.Done, new RunChange { FinishedAt = Noon.AddSeconds(2), Report = "/r" });

        var read = new SqliteLedger(folder.Path("ledger.db")).Find("20261122-120000-000001");

        var expected = Run("20261122-120000-000001", state: RunState.Done) with
        {
            Attempt = 1,
            StartedAt = Noon.AddSeconds(1),
            FinishedAt = Noon.AddSeconds(2),
            Outcome = new RunOutcome(3_000_000_000, 4, 3, 2, 1),
            Report = "/r",
        };
        Assert.Equal(expected.Files, read!.Files);
        Assert.Equal(expected, read with { Files = expected.Files });
    }

    [Fact]
    public void Only_the_written_down_transitions_are_made()
    {
        ledger.Add(Run("20261122-120000-000001"));

        var refusal = Assert.Throws<LedgerException>(() => ledger.Advance("20261122-120000-000001", RunState.Done));

        Assert.Equal("Run 20261122-120000-000001 is claimed and cannot become done.", refusal.Message);
        Assert.Equal(RunState.Claimed, ledger.Find("20261122-120000-000001")!.State);
    }

    [Theory]
    [InlineData(RunState.Done)]
    [InlineData(RunState.Failed)]
    [InlineData(RunState.Cancelled)]
    public void Nothing_follows_an_end(RunState end) =>
        Assert.All(Enum.GetValues<RunState>(), next => Assert.False(RunStates.MayFollow(end, next)));

    [Fact]
    public void Every_state_has_a_name_that_reads_back() =>
        Assert.All(Enum.GetValues<RunState>(), state => Assert.Equal(state, RunStates.Parse(RunStates.Name(state))));

    [Fact]
    public void An_id_is_given_once()
    {
        ledger.Add(Run("20261122-120000-000001"));
        Assert.Throws<LedgerException>(() => ledger.Add(Run("20261122-120000-000001")));
    }

    [Fact]
    public void Pages_go_from_new_to_old_and_can_be_of_one_job()
    {
        for (int i = 1; i <= 6; i++) ledger.Add(Run($"20261122-120000-00000{i}", i % 2 == 0 ? "even" : "odd"));

        Assert.Equal(["6", "5"], Tails(ledger.Newest(2)));
        Assert.Equal(["4", "3"], Tails(ledger.Newest(2, before: "20261122-120000-000005")));
        Assert.Equal(["6", "4", "2"], Tails(ledger.Newest(9, job: "even")));
        Assert.Equal(["2"], Tails(ledger.Newest(9, before: "20261122-120000-000004", job: "even")));
    }

    [Fact]
    public void Unfinished_runs_come_oldest_first()
    {
        ledger.Add(Run("20261122-120000-000003"));
        ledger.Add(Run("20261122-120000-000001", state: RunState.Running));
        ledger.Add(Run("20261122-120000-000002", state: RunState.Done));

        Assert.Equal(["1", "3"], Tails(ledger.Unfinished()));
    }

    [Fact]
    public void A_ledger_of_another_version_is_refused_and_not_touched()
    {
        using (var connection = new SqliteConnection($"Data Source={folder.Path("ledger.db")}"))
        {
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = "update schema_version set version = 99";
            command.ExecuteNonQuery();
        }

        var refusal = Assert.Throws<LedgerException>(() => new SqliteLedger(folder.Path("ledger.db")));

        Assert.Contains("ledger version 99", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Writers_at_the_same_time_wait_for_each_other()
    {
        Parallel.For(0, 40, i => ledger.Add(Run($"20261122-120000-{i:x6}")));
        Parallel.For(0, 40, i => ledger.Advance($"20261122-120000-{i:x6}", RunState.Queued));

        Assert.Equal(40, ledger.Newest(100).Count(run => run.State == RunState.Queued));
    }

    [Fact]
    public void The_last_due_time_of_a_schedule_is_kept()
    {
        Assert.Null(ledger.FindLastDue("nightly"));
        ledger.SaveLastDue("nightly", new LastDue("0 2 * * *", Noon));
        ledger.SaveLastDue("nightly", new LastDue("0 3 * * *", Noon.AddDays(1)));

        Assert.Equal(new LastDue("0 3 * * *", Noon.AddDays(1)), ledger.FindLastDue("nightly"));
    }

    [Fact]
    public void Ids_sort_by_time_to_the_millisecond()
    {
        string[] ids = [.. Enumerable.Range(0, 1000).Select(ms => RunId.New(Noon.AddMilliseconds(ms)))];

        Assert.Equal(ids, ids.Order(StringComparer.Ordinal));
        Assert.All(ids, id => Assert.True(RunId.IsValid(id)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("../../etc")]
    [InlineData("20261122-120000-00000G")]
    [InlineData("20261122-120000-000001\n")]
    [InlineData("x20261122-120000-000001")]
    public void What_is_not_an_id_is_not_taken_for_one(string text) => Assert.False(RunId.IsValid(text));

    private static IEnumerable<string> Tails(IEnumerable<RunRecord> runs) => runs.Select(run => run.Id[^1..]);
}
