using System.Diagnostics;
using BatchEstimator.Worker.Ledger;
using BatchEstimator.Worker.Tests.Support;

namespace BatchEstimator.Worker.Tests.Intake;

public sealed class InboxScannerTests : IDisposable
{
    private readonly Bench bench = new();

    public InboxScannerTests()
    {
        bench.AddJob("tosses", "pattern: *.{csv,parquet}\n");
        bench.Library.Refresh();
    }

    public void Dispose() => bench.Dispose();

    private IReadOnlyList<string> Taken => [.. bench.Ledger.Newest(100).Where(run => run.State == RunState.Queued).SelectMany(run => run.Files)];

    private TimeSpan? Scan() => bench.Scanner.Scan(CancellationToken.None);

    [Fact]
    public void A_file_is_taken_once_it_has_been_quiet()
    {
        bench.Drop("a\n");

        Assert.Equal(bench.Settings.QuietPeriod, Scan());
        Assert.Empty(Taken);
        bench.Clock.Move(bench.Settings.QuietPeriod);
        Assert.Null(Scan());

        Assert.Equal(["x.csv"], Taken);
        Assert.Empty(bench.Files("inbox"));
        Assert.Equal(bench.Ledger.Newest(1)[0].Id, bench.Dispatcher.Enqueued.Single());
    }

    [Fact]
    public void A_slow_writer_is_waited_for()
    {
        string path = bench.Drop("a\n");
        for (int i = 0; i < 5; i++)
        {
            Scan();
            bench.Clock.Move(bench.Settings.QuietPeriod - TimeSpan.FromMilliseconds(1));
            File.AppendAllText(path, "1\n");
        }
        Scan();
        Assert.Empty(Taken);

        bench.Clock.Move(bench.Settings.QuietPeriod);
        Scan();
        Assert.Equal(["x.csv"], Taken);
    }

    [Fact]
    public void An_old_time_on_a_new_file_does_not_make_it_whole()
    {
        string path = bench.Drop("a\n");
        File.SetLastWriteTimeUtc(path, new DateTime(2001, 1, 1, 0, 0, 0, DateTimeKind.Utc));

        Scan();

        Assert.Empty(Taken);
    }

    [Fact]
    public void A_file_replaced_by_another_of_the_same_size_and_time_starts_afresh()
    {
        string path = bench.Drop("a\n");
        var when = new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc);
        File.SetLastWriteTimeUtc(path, when);
        Scan();
        bench.Clock.Move(bench.Settings.QuietPeriod);
        string other = bench.Folder.Write("other", "b\n");
        File.SetLastWriteTimeUtc(other, when);
        File.Move(other, path, overwrite: true);

        Scan();

        Assert.Empty(Taken);
    }

    [Fact]
    public void A_file_moved_in_needs_no_waiting()
    {
        bench.Quiet.MovedIn(bench.Drop("a\n"));
        Scan();
        Assert.Equal(["x.csv"], Taken);
    }

    [Fact]
    public void A_marker_means_no_waiting_and_goes_with_its_file()
    {
        bench.Drop("a\n");
        bench.Drop("", "x.csv.ready");
        bench.Drop("", "later.csv.ready");
        Scan();

        string id = Assert.Single(bench.Dispatcher.Enqueued);
        Assert.Equal(["inbox/tosses/later.csv.ready"], bench.Files("inbox"));
        Assert.Equal([$"processing/{id}/run.json", $"processing/{id}/x.csv", $"processing/{id}/x.csv.ready"], bench.Files("processing"));
    }

    [Fact]
    public void What_is_not_a_regular_file_is_left_alone()
    {
        bench.Drop("a\n", "real.txt");
        Directory.CreateDirectory(bench.Folder.Path("ws/inbox/tosses/folder.csv"));
        File.CreateSymbolicLink(bench.Folder.Path("ws/inbox/tosses/link.csv"), bench.Folder.Path("ws/inbox/tosses/real.txt"));
        using (var mkfifo = Process.Start("mkfifo", bench.Folder.Path("ws/inbox/tosses/pipe.csv"))) mkfifo.WaitForExit();

        bench.ScanUntilQuiet();

        Assert.Empty(Taken);
        Assert.Empty(bench.Ledger.Newest(1));
    }

    [Fact]
    public void Ignored_and_unmatched_names_stay_in_the_inbox()
    {
        bench.Drop("a\n", "x.csv.part");
        bench.Drop("a\n", ".x.csv");
        bench.Drop("a\n", "notes.txt");

        bench.ScanUntilQuiet();

        Assert.Equal(["inbox/tosses/.x.csv", "inbox/tosses/notes.txt", "inbox/tosses/x.csv.part"], bench.Files());
    }

    [Fact]
    public void A_parquet_file_is_waited_for_until_its_end_is_there()
    {
        string path = bench.Drop("PAR1 columns without an end", "x.parquet");
        bench.ScanUntilQuiet();
        Assert.Empty(Taken);

        File.AppendAllText(path, " footer PAR1");
        bench.ScanUntilQuiet();
        Assert.Equal(["x.parquet"], Taken);
    }

    [Fact]
    public void A_parquet_file_whose_end_never_comes_is_taken_so_that_its_owner_is_told()
    {
        bench.Drop("PAR1 columns without an end", "x.parquet");
        bench.ScanUntilQuiet();
        bench.Clock.Move(TimeSpan.FromMinutes(1));
        Scan();

        Assert.Equal(["x.parquet"], Taken);
    }

    [Fact]
    public void Another_format_under_a_parquet_name_does_not_wait_for_an_end()
    {
        bench.Drop("a,b\n1,2\n", "x.parquet");
        bench.ScanUntilQuiet();
        Assert.Equal(["x.parquet"], Taken);
    }

    [Fact]
    public void Two_files_of_one_name_dropped_one_after_the_other_are_both_taken()
    {
        bench.Drop("a\n");
        bench.ScanUntilQuiet();
        bench.Drop("b\n");
        bench.ScanUntilQuiet();

        Assert.Equal(2, bench.Dispatcher.Enqueued.Distinct().Count());
    }

    [Fact]
    public void A_watched_folder_on_another_file_system_is_refused_and_its_files_stay()
    {
        string elsewhere = Path.Combine("/dev/shm", Path.GetRandomFileName());
        bench.AddJob("far", $"folder: {elsewhere}\n");
        Directory.CreateDirectory(elsewhere);
        try
        {
            File.WriteAllText(Path.Combine(elsewhere, "x.csv"), "a\n");
            bench.ScanUntilQuiet();
            bool other = BatchEstimator.Worker.Intake.FileProbe.DeviceOf(elsewhere) != BatchEstimator.Worker.Intake.FileProbe.DeviceOf(bench.Space.Root);
            Assert.Equal(other, File.Exists(Path.Combine(elsewhere, "x.csv")));
        }
        finally
        {
            Directory.Delete(elsewhere, recursive: true);
        }
    }

    [Fact]
    public void A_folder_that_cannot_be_made_does_not_keep_the_others_waiting()
    {
        bench.AddJob("impossible", $"folder: {bench.Folder.Write("a-file", "")}/inbox\n");
        bench.Drop("a\n");
        bench.ScanUntilQuiet();
        Assert.Equal(["x.csv"], Taken);
    }

    [Fact]
    public void Names_with_spaces_quotes_newlines_and_korean_survive()
    {
        string[] names = ["측정 값.csv", "it's \"it\".csv", "two\nlines.csv", "-rf.csv", new string('n', 251) + ".csv"];
        foreach (string name in names) bench.Drop("a\n", name);

        bench.ScanUntilQuiet();
        foreach (string id in bench.Dispatcher.Enqueued) bench.Execute(id);

        var done = Directory.EnumerateFiles(bench.Space.Done, "*.csv", SearchOption.AllDirectories).Select(Path.GetFileName);
        Assert.Equal(names.Order(StringComparer.Ordinal), done.Order(StringComparer.Ordinal));
    }
}
