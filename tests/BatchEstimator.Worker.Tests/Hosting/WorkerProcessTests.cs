using BatchEstimator.Worker.Ledger;
using BatchEstimator.Worker.Tests.Support;

namespace BatchEstimator.Worker.Tests.Hosting;

/// <summary>The whole worker in a process of its own, started, stopped and killed.</summary>
public sealed class WorkerProcessTests : IDisposable
{
    private readonly TempFolder folder = new();

    public WorkerProcessTests() => folder.Write("jobs/tosses.yaml", "name: tosses\n");

    public void Dispose() => folder.Dispose();

    private IReadOnlyList<RunRecord> Runs => new SqliteLedger(folder.Path("ws/ledger.db")).Newest(100);

    private void Drop(string name, string text)
    {
        string whole = folder.Write("outside/" + name, text);
        Directory.CreateDirectory(folder.Path("ws/inbox/tosses"));
        File.Move(whole, folder.Path("ws/inbox/tosses/" + name));
    }

    private string[] Reports => Directory.Exists(folder.Path("ws/reports/tosses")) ? Directory.GetDirectories(folder.Path("ws/reports/tosses")) : [];

    [Fact]
    public async Task Killed_in_the_middle_of_a_run_and_started_again_it_leaves_one_report_and_loses_nothing()
    {
        using (var first = WorkerProcess.Start(folder))
        {
            await first.WaitUntilReady();
            Drop("x.csv", "wait\n1\n");
            first.WaitFor(() => Runs.Any(run => run.State == RunState.Running), "the run to start");
            first.Kill();
        }
        Assert.Empty(Reports);
        Assert.Single(folder.Files("ws/processing"), file => file.EndsWith("x.csv", StringComparison.Ordinal));

        folder.Write("ws/go", "");
        using var second = WorkerProcess.Start(folder);
        second.WaitFor(() => Runs.Any(run => run.State == RunState.Done), "the run to be done");

        var run = Assert.Single(Runs);
        Assert.Equal(2, run.Attempt);
        Assert.Equal(run.Report, Assert.Single(Reports));
        Assert.Equal("wait\n1\n", File.ReadAllText(folder.Path("ws/done/tosses", run.Id, "x.csv")));
        Assert.Empty(Directory.GetFileSystemEntries(folder.Path("ws/processing")));
    }

    [Fact]
    public async Task Told_to_stop_it_ends_cleanly_and_goes_on_at_the_next_start()
    {
        using (var first = WorkerProcess.Start(folder))
        {
            await first.WaitUntilReady();
            Drop("x.csv", "wait\n");
            first.WaitFor(() => Runs.Any(run => run.State == RunState.Running), "the run to start");
            first.Terminate();
            Assert.Equal(0, first.ExitCode);
            Assert.DoesNotContain("   at ", first.Output, StringComparison.Ordinal);
        }
        folder.Write("ws/go", "");

        using var second = WorkerProcess.Start(folder);
        second.WaitFor(() => Runs.Any(run => run.State == RunState.Done), "the run to be done");
        Assert.Single(Reports);
    }

    [Fact]
    public async Task What_was_dropped_while_it_was_down_is_found_and_files_come_out_where_they_belong()
    {
        Drop("good.csv", "a\n");
        Drop("bad.csv", "bad\n");
        using var worker = WorkerProcess.Start(folder);
        worker.WaitFor(() => Runs.Count(run => RunStates.IsFinal(run.State)) == 2, "both runs to end");

        // Written in place, without a rename: taken after the quiet period.
        folder.Write("ws/inbox/tosses/slow.csv", "a\n");
        worker.WaitFor(() => Runs.Count(run => run.State == RunState.Done) == 2, "the third run to be done");

        // A job file that comes later is noticed too.
        folder.Write("jobs/more.yaml", "name: more\n");
        folder.Write("ws/inbox/more/m.csv", "a\n");
        worker.WaitFor(() => Runs.Any(run => run is { Job: "more", State: RunState.Done }), "the new job's run");

        Assert.Equal(["error.json", "error.txt"], folder.Files("ws/failed").Select(Path.GetFileName).Where(name => name!.StartsWith("error", StringComparison.Ordinal)));
        await worker.WaitUntilReady();
    }

    [Fact]
    public async Task A_second_worker_on_the_same_workspace_is_refused()
    {
        using var first = WorkerProcess.Start(folder);
        await first.WaitUntilReady();
        using var second = WorkerProcess.Start(folder);
        second.WaitForExit();

        Assert.Equal(1, second.ExitCode);
        Assert.Contains("another worker is using it", second.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", second.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_port_that_is_taken_is_said_so()
    {
        using var first = WorkerProcess.Start(folder);
        await first.WaitUntilReady();
        using var second = WorkerProcess.Start(folder, "serve", "--Workspace:Root", folder.Path("other"), "--Urls", first.Address);
        second.WaitForExit();

        Assert.Equal(1, second.ExitCode);
        Assert.Contains(first.Address + " is in use by another program.", second.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", second.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Wrong_settings_are_listed_all_at_once()
    {
        using var worker = WorkerProcess.Start(folder, "serve", "--Workers", "none", "--Urls", "http://0.0.0.0:80", "--Memory:Budget", "much", "--Intake:QuietPeriod", "5");
        worker.WaitForExit();

        Assert.Equal(1, worker.ExitCode);
        Assert.Contains("Setting Workers: found 'none'.", worker.Output, StringComparison.Ordinal);
        Assert.Contains("Setting Urls: found 'http://0.0.0.0:80'. This address can be reached from other machines", worker.Output, StringComparison.Ordinal);
        Assert.Contains("Setting Memory:Budget: found 'much'.", worker.Output, StringComparison.Ordinal);
        Assert.Contains("Setting Intake:QuietPeriod: found '5'.", worker.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", worker.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_schedule_runs_through_hangfire()
    {
        folder.Write("ws/data/a.csv", "1\n");
        folder.Write("jobs/often.yaml", "name: often\ncron: * * * * * *\nfiles: data/*.csv\n");
        using var worker = WorkerProcess.Start(folder);

        worker.WaitFor(() => Runs.Any(run => run is { Job: "often", Trigger: RunTrigger.Schedule, State: RunState.Done }), "a scheduled run");

        Assert.True(File.Exists(folder.Path("ws/data/a.csv")));
    }

    [Theory]
    [InlineData("a\n", 0, "succeeded")]
    [InlineData("partial\n", 0, "partial")]
    [InlineData("bad\n", 1, "failed")]
    public void The_demonstration_tells_what_became_of_each_sample(string sample, int exitCode, string verdict)
    {
        folder.Write("jobs/data/tosses.csv", sample);
        using var demo = WorkerProcess.Start(folder, "demo --exit");
        demo.WaitForExit();

        Assert.Equal(exitCode, demo.ExitCode);
        Assert.Contains(verdict, demo.Output, StringComparison.Ordinal);
        Assert.Contains("All done: open " + demo.Address, demo.Output, StringComparison.Ordinal);
        if (exitCode == 0) Assert.Contains(Path.Combine(Assert.Single(Reports), "report.html"), demo.Output, StringComparison.Ordinal);
        Assert.Equal(sample, File.ReadAllText(folder.Path("jobs/data/tosses.csv")));
        Assert.DoesNotContain("info:", demo.Output, StringComparison.Ordinal);
    }
}
