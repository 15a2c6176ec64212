using BatchEstimator.Worker.Ledger;
using BatchEstimator.Worker.Running;
using BatchEstimator.Worker.Tests.Support;

namespace BatchEstimator.Worker.Tests.Running;

/// <summary>Each test is a moment at which the process may end, made by hand; afterwards nothing is lost and nothing is doubled.</summary>
public sealed class RecoveryTests : IDisposable
{
    private readonly Bench bench = new();

    public void Dispose() => bench.Dispose();

    private void Restart()
    {
        bench.Dispatcher.Enqueued.Clear();
        bench.Recovery.Run();
        foreach (string id in bench.Dispatcher.Enqueued.ToArray()) bench.Execute(id);
    }

    private void AssertOneReport(string id)
    {
        Assert.Equal(RunState.Done, bench.Ledger.Find(id)!.State);
        Assert.True(File.Exists(Path.Combine(bench.Space.DoneOf("tosses", id), "x.csv")));
        Assert.Equal([id], Directory.GetDirectories(Path.Combine(bench.Space.Reports, "tosses")).Select(Path.GetFileName));
        Assert.Empty(Directory.GetDirectories(bench.Space.Processing));
        Assert.Empty(bench.Ledger.Unfinished());
    }

    [Fact]
    public void Ended_after_the_claim_was_noted_the_file_is_still_in_the_inbox()
    {
        string id = NotedClaim();
        bench.Drop("a\n");

        Restart();

        Assert.Equal(["inbox/tosses/x.csv"], bench.Files());
        Assert.Equal(RunState.Cancelled, bench.Ledger.Find(id)!.State);
    }

    [Fact]
    public void Ended_after_the_run_folder_was_made_the_file_is_still_in_the_inbox()
    {
        string id = NotedClaim();
        bench.Drop("a\n");
        Directory.CreateDirectory(bench.Space.ProcessingOf(id));

        Restart();

        Assert.Equal(["inbox/tosses/x.csv"], bench.Files());
        Assert.Empty(Directory.GetDirectories(bench.Space.Processing));
        Assert.Equal(RunState.Cancelled, bench.Ledger.Find(id)!.State);
    }

    [Fact]
    public void Ended_before_the_file_was_moved_the_claim_is_taken_back()
    {
        string id = bench.Claim("a\n");
        File.Move(Path.Combine(bench.Space.ProcessingOf(id), "x.csv"), bench.Folder.Path("ws/inbox/tosses/x.csv"));
        SetState(id, "claimed");

        Restart();

        Assert.Equal(["inbox/tosses/x.csv"], bench.Files());
        Assert.Equal(RunState.Cancelled, bench.Ledger.Find(id)!.State);
    }

    [Theory]
    [InlineData("claimed")]
    [InlineData("queued")]
    [InlineData("running")]
    public void Ended_with_the_file_in_processing_it_is_run(string state)
    {
        string id = bench.Claim("a\n");
        SetState(id, state);

        Restart();

        AssertOneReport(id);
    }

    [Fact]
    public void Ended_while_running_the_attempt_is_counted()
    {
        string id = bench.Claim("wait\n");
        bench.Lifetime.StopApplication();
        bench.Execute(id);
        bench.Folder.Write("ws/go", "");

        Restart();

        Assert.Equal([1, 2], bench.Executor.Requests.Select(request => request.Attempt));
        Assert.Equal(2, bench.Ledger.Find(id)!.Attempt);
    }

    [Fact]
    public void Ended_while_the_report_was_written_the_half_report_does_not_count()
    {
        string id = bench.Claim("a\n");
        SetState(id, "committing");
        bench.Folder.Write($"ws/reports/tosses/.{id}.tmp/result.json", "half");
        bench.Folder.Write($"ws/reports/tosses/.{id}.tmp/left-over", "");

        Restart();

        AssertOneReport(id);
        Assert.False(File.Exists(Path.Combine(bench.Space.ReportOf("tosses", id), "left-over")));
    }

    [Fact]
    public void Ended_after_the_commit_only_the_rest_is_done()
    {
        string id = bench.Claim("a\n");
        SetState(id, "committing");
        bench.Folder.Write($"ws/reports/tosses/{id}/result.json", "whole");

        Restart();

        AssertOneReport(id);
        Assert.Empty(bench.Executor.Requests);
        Assert.Equal("whole", File.ReadAllText(Path.Combine(bench.Space.ReportOf("tosses", id), "result.json")));
    }

    [Fact]
    public void Ended_after_the_input_was_moved_only_the_ledger_is_closed()
    {
        string id = bench.Claim("a\n");
        bench.Execute(id);
        SetState(id, "committing");

        Restart();

        AssertOneReport(id);
        Assert.Single(bench.Executor.Requests);
    }

    [Fact]
    public void Ended_after_a_failed_input_was_moved_the_ledger_learns_why()
    {
        string id = bench.Claim("bad\n");
        bench.Execute(id);
        SetState(id, "running");

        Restart();

        Assert.Equal(RunState.Failed, bench.Ledger.Find(id)!.State);
        Assert.Contains("A number was expected.", bench.Ledger.Find(id)!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Ended_after_the_reason_was_written_the_run_fails_again_without_it_going_astray()
    {
        string id = bench.Claim("a\n");
        SetState(id, "running");
        bench.Folder.Write($"ws/processing/{id}/error.txt", "of an attempt before");

        Restart();

        AssertOneReport(id);
        Assert.False(File.Exists(Path.Combine(bench.Space.DoneOf("tosses", id), "error.txt")));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void With_the_ledger_lost_the_folders_still_tell(bool committed)
    {
        string id = bench.Claim("a\n");
        if (committed) bench.Folder.Write($"ws/reports/tosses/{id}/result.json", "whole");
        Sql($"delete from runs where id = '{id}'");

        Restart();

        AssertOneReport(id);
        Assert.Equal("tosses", bench.Ledger.Find(id)!.Job);
        Assert.Equal(["x.csv"], bench.Ledger.Find(id)!.Files);
    }

    [Fact]
    public void A_manifest_cut_off_while_a_file_lies_beside_it_is_left_for_a_person()
    {
        bench.Folder.Write("ws/processing/20261122-120000-000001/run.json", "{ \"id\": \"2026");
        bench.Folder.Write("ws/processing/20261122-120000-000001/x.csv", "a\n");

        Restart();

        Assert.True(File.Exists(bench.Folder.Path("ws/processing/20261122-120000-000001/x.csv")));
    }

    [Fact]
    public void Strange_folders_in_processing_are_left_alone()
    {
        bench.Folder.Write("ws/processing/mine/notes.txt", "keep");

        Restart();

        Assert.Equal("keep", File.ReadAllText(bench.Folder.Path("ws/processing/mine/notes.txt")));
    }

    private string NotedClaim()
    {
        string id = RunId.New(bench.Clock.GetUtcNow());
        bench.Ledger.Add(new RunManifest
        {
            Id = id,
            Job = "tosses",
            Trigger = RunTrigger.Drop,
            Inputs = ["x.csv"],
            Definition = Bench.Job.Canonical,
            DefinitionHash = Bench.Job.Hash,
            CreatedAt = bench.Clock.GetUtcNow(),
        }.ToRecord(RunState.Claimed));
        return id;
    }

    private void SetState(string id, string state) => Sql($"update runs set state = '{state}' where id = '{id}'");

    private void Sql(string text)
    {
        using var connection = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={bench.Space.LedgerFile}");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = text;
        command.ExecuteNonQuery();
    }
}
