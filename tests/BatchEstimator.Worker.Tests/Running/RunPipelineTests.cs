using System.Text.Json;
using BatchEstimator.Worker.Ledger;
using BatchEstimator.Worker.Tests.Support;

namespace BatchEstimator.Worker.Tests.Running;

public sealed class RunPipelineTests : IDisposable
{
    private readonly Bench bench = new();

    public void Dispose() => bench.Dispose();

    [Fact]
    public void A_run_ends_with_its_report_committed_and_its_input_in_done()
    {
        string id = bench.Claim("a\n1\n2\n");
        bench.Execute(id);

        Assert.Equal(
            [$"done/tosses/{id}/run.json", $"done/tosses/{id}/x.csv", $"reports/tosses/{id}/estimates.csv", $"reports/tosses/{id}/report.html", $"reports/tosses/{id}/result.json"],
            bench.Files());
        var run = bench.Ledger.Find(id)!;
        Assert.Equal(RunState.Done, run.State);
        Assert.Equal(new RunOutcome(3, 2, 0, 0, 0), run.Outcome);
        Assert.Equal(1, run.Attempt);
        Assert.Equal(bench.Space.ReportOf("tosses", id), run.Report);
    }

    [Fact]
    public void An_input_error_puts_the_reason_beside_the_input()
    {
        string id = bench.Claim("bad\n1\n");
        bench.Execute(id);

        Assert.Equal(
            [$"failed/tosses/{id}/error.json", $"failed/tosses/{id}/error.txt", $"failed/tosses/{id}/run.json", $"failed/tosses/{id}/x.csv"],
            bench.Files());
        string folder = bench.Space.FailedOf("tosses", id);
        Assert.Equal("bad\n1\n", File.ReadAllText(Path.Combine(folder, "x.csv")));
        using var error = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "error.json")));
        var problem = error.RootElement.GetProperty("problems")[0];
        Assert.Equal("NOT_A_NUMBER", problem.GetProperty("code").GetString());
        Assert.Equal(3, problem.GetProperty("line").GetInt64());
        Assert.Equal("price", problem.GetProperty("column").GetString());
        Assert.Equal("<b>dear</b>", problem.GetProperty("found").GetString());
        Assert.Equal("Correct the value.", problem.GetProperty("fix").GetString());
        Assert.Contains("Did you mean 'hours'?", File.ReadAllText(Path.Combine(folder, "error.txt")), StringComparison.Ordinal);
        Assert.Contains("line 3, column 'price'", bench.Ledger.Find(id)!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_fault_of_ours_says_so_without_a_stack_trace()
    {
        string id = bench.Claim("bug\n");
        bench.Execute(id);

        string text = File.ReadAllText(Path.Combine(bench.Space.FailedOf("tosses", id), "error.txt"));
        Assert.Contains("The fault is not in your file.", text, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", text, StringComparison.Ordinal);
        Assert.Equal(RunState.Failed, bench.Ledger.Find(id)!.State);
    }

    [Fact]
    public void A_refused_fit_is_counted_and_does_not_fail_the_run()
    {
        string id = bench.Claim("partial\n");
        bench.Execute(id);

        Assert.Equal(new RunOutcome(1, 1, 0, 1, 0), bench.Ledger.Find(id)!.Outcome);
        Assert.Equal(RunState.Done, bench.Ledger.Find(id)!.State);
    }

    [Fact]
    public void Two_files_of_one_name_are_two_runs_and_both_are_kept()
    {
        string first = bench.Claim("a\n");
        string second = bench.Claim("b\n");
        bench.Execute(first);
        bench.Execute(second);

        Assert.Equal("a\n", File.ReadAllText(Path.Combine(bench.Space.DoneOf("tosses", first), "x.csv")));
        Assert.Equal("b\n", File.ReadAllText(Path.Combine(bench.Space.DoneOf("tosses", second), "x.csv")));
    }

    [Fact]
    public void A_stop_leaves_the_run_for_the_next_start()
    {
        string id = bench.Claim("wait\n");
        bench.Lifetime.StopApplication();

        bench.Execute(id);

        Assert.Equal([$"processing/{id}/run.json", $"processing/{id}/x.csv"], bench.Files());
        Assert.Equal(RunState.Running, bench.Ledger.Find(id)!.State);
    }

    [Fact]
    public void A_cancelled_run_keeps_its_input()
    {
        string id = bench.Claim("wait\n");
        using var cancel = new CancellationTokenSource();
        cancel.Cancel();

        Assert.ThrowsAny<OperationCanceledException>(() => bench.Pipeline.Execute(id, cancel.Token));

        Assert.Equal(RunState.Cancelled, bench.Ledger.Find(id)!.State);
        Assert.Equal("wait\n", File.ReadAllText(Path.Combine(bench.Space.FailedOf("tosses", id), "x.csv")));
    }

    [Fact]
    public void A_second_execution_of_a_run_does_nothing()
    {
        string id = bench.Claim("a\n");
        bench.Execute(id);
        var files = bench.Files();
        bench.Execute(id);

        Assert.Equal(files, bench.Files());
        Assert.Single(bench.Executor.Requests);
    }

    [Fact]
    public void A_run_keeps_the_definition_it_was_claimed_with()
    {
        string id = bench.Claim("a\n");
        bench.AddJob("tosses", "description: changed since\n");
        bench.Library.Refresh();
        bench.Execute(id);

        Assert.Null(bench.Executor.Requests.Single().Job.Description);
    }

    [Fact]
    public void A_scheduled_run_leaves_its_files_where_they_are()
    {
        string a = bench.Folder.Write("data/a.csv", "1\n");
        string b = bench.Folder.Write("data/b.csv", "2\n");
        string id = bench.Claims.Take(Bench.Job, [a, b]);
        bench.Execute(id);

        Assert.Equal([a, b], bench.Executor.Requests.Single().Inputs);
        Assert.True(File.Exists(a) && File.Exists(b));
        Assert.All(bench.Files(), file => Assert.StartsWith("reports/", file, StringComparison.Ordinal));
        Assert.Equal(RunState.Done, bench.Ledger.Find(id)!.State);
    }

    [Fact]
    public void A_queued_run_of_a_schedule_waits_for_the_one_before()
    {
        string file = bench.Folder.Write("data/a.csv", "1\n");
        string first = bench.Claims.Take(Bench.Job, [file]);
        bench.Clock.Move(TimeSpan.FromSeconds(1));
        string second = bench.Claims.Take(Bench.Job, [file]);

        bench.Execute(second);
        Assert.Equal([second], bench.Dispatcher.Later);
        Assert.Empty(bench.Executor.Requests);

        bench.Execute(first);
        bench.Execute(second);
        Assert.Equal(2, bench.Executor.Requests.Count);
    }
}
