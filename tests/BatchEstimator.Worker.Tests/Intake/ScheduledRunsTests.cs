using BatchEstimator.Worker.Intake;
using BatchEstimator.Worker.Ledger;
using BatchEstimator.Worker.Tests.Support;
using Hangfire;
using Hangfire.InMemory;
using Hangfire.Storage;
using Microsoft.Extensions.Logging.Abstractions;

namespace BatchEstimator.Worker.Tests.Intake;

[Collection(HangfireTests.Name)]
public sealed class ScheduledRunsTests : IDisposable
{
    private const string Nightly = "cron: 0 2 * * *\ntimeZone: Asia/Seoul\nfiles: data/*/b?.csv\n";

    private readonly Bench bench = new();
    private readonly InMemoryStorage storage = new();
    private readonly ScheduledRuns runs;
    private readonly ScheduleBook book;

    public ScheduledRunsTests()
    {
        runs = new ScheduledRuns(bench.Library, bench.Ledger, bench.Space, bench.Claims, bench.Clock, NullLogger<ScheduledRuns>.Instance);
        book = new ScheduleBook(
            bench.Library, bench.Ledger, new RecurringJobManager(storage), storage, runs, bench.Clock, NullLogger<ScheduleBook>.Instance);
        foreach (string name in new[] { "p/b1.csv", "p/b2.csv", "q/b1.csv", "q/other.csv", "q/b1.csv.part" }) bench.Folder.Write("ws/data/" + name, "1\n");
    }

    public void Dispose()
    {
        storage.Dispose();
        bench.Dispose();
    }

    private void Load(string more)
    {
        bench.AddJob("nightly", more);
        bench.Library.Refresh();
    }

    private IReadOnlyList<RecurringJobDto> Recurring
    {
        get
        {
            using var connection = storage.GetConnection();
            return connection.GetRecurringJobs();
        }
    }

    [Fact]
    public void All_matching_files_are_one_run_and_stay_where_they_are()
    {
        Load(Nightly);
        runs.Start("nightly");

        var run = Assert.Single(bench.Ledger.Newest(9));
        Assert.Equal(["p/b1.csv", "p/b2.csv", "q/b1.csv"], run.Files.Select(file => Path.GetRelativePath(bench.Folder.Path("ws/data"), file)));
        Assert.All(run.Files, file => Assert.True(File.Exists(file)));
        Assert.Equal(RunTrigger.Schedule, run.Trigger);
    }

    [Fact]
    public void Without_a_matching_file_there_is_no_run()
    {
        Load("cron: 0 2 * * *\nfiles: nothing/*.csv\n");
        runs.Start("nightly");
        Assert.Empty(bench.Ledger.Newest(9));
    }

    [Theory]
    [InlineData("skip", 1)]
    [InlineData("queue", 2)]
    public void A_run_due_while_the_one_before_goes_on_is_skipped_or_queued(string overlap, int expected)
    {
        Load(Nightly + $"overlap: {overlap}\n");
        runs.Start("nightly");
        bench.Clock.Move(TimeSpan.FromSeconds(1));
        runs.Start("nightly");
        Assert.Equal(expected, bench.Ledger.Newest(9).Count);
    }

    [Fact]
    public void Hangfire_is_kept_in_line_with_the_job_files()
    {
        Load(Nightly);
        book.Reconcile(starting: true);
        var one = Assert.Single(Recurring);
        Assert.Equal(("schedule:nightly", "0 2 * * *", "Asia/Seoul"), (one.Id, one.Cron, one.TimeZoneId));

        Load(Nightly.Replace("0 2", "30 3", StringComparison.Ordinal));
        book.Reconcile(starting: false);
        Assert.Equal("30 3 * * *", Assert.Single(Recurring).Cron);

        Load("");
        book.Reconcile(starting: false);
        Assert.Empty(Recurring);
    }

    [Theory]
    [InlineData("run-once", 1)]
    [InlineData("skip", 0)]
    public void What_was_due_while_the_worker_was_down_runs_once_or_not_at_all(string missed, int expected)
    {
        Load(Nightly + $"missed: {missed}\n");
        book.Reconcile(starting: true);
        Assert.Empty(bench.Ledger.Newest(9));

        bench.Clock.Move(TimeSpan.FromDays(5));
        book.Reconcile(starting: true);
        book.Reconcile(starting: true);

        Assert.Equal(expected, bench.Ledger.Newest(9).Count);
    }

    [Fact]
    public void A_changed_schedule_has_missed_nothing()
    {
        Load(Nightly);
        book.Reconcile(starting: true);
        bench.Clock.Move(TimeSpan.FromDays(5));
        Load(Nightly.Replace("0 2", "30 3", StringComparison.Ordinal));
        book.Reconcile(starting: true);
        Assert.Empty(bench.Ledger.Newest(9));
    }

    [Fact]
    public void A_schedule_this_machine_cannot_keep_does_not_stop_the_others()
    {
        bench.AddJob("a", "cron: 61 2 * * *\nfiles: x\n");
        bench.AddJob("b", "cron: 0 2 * * *\ntimeZone: Mars/Olympus\nfiles: x\n");
        Load(Nightly);
        book.Reconcile(starting: true);
        Assert.Equal("schedule:nightly", Assert.Single(Recurring).Id);
    }

    [Fact]
    public void The_next_times_follow_the_time_zone()
    {
        Load(Nightly);
        // 17:45 UTC is 02:45 of the next day in Seoul, so the next 02:00 there is at 17:00 UTC a day later.
        var next = book.Next(bench.Library.Find("nightly")!.Schedule!, 2);
        Assert.Equal([new(2026, 11, 23, 17, 0, 0, TimeSpan.Zero), new(2026, 11, 24, 17, 0, 0, TimeSpan.Zero)], next.Select(due => due.ToUniversalTime()));
    }
}
