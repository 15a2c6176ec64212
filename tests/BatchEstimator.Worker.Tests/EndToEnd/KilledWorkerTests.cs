using BatchEstimator.Worker.Ledger;
using BatchEstimator.Worker.Tests.Support;

namespace BatchEstimator.Worker.Tests.EndToEnd;

/// <summary>SIGKILL at any moment: every input ends with exactly one report, and none is lost.</summary>
public sealed class KilledWorkerTests : IDisposable
{
    private const string Job = """
        name: tosses
        groupBy: [plant]
        fits:
          - {name: level, family: normal, response: x}
          - {name: line, family: normal, formula: "x ~ y + kind"}
        """;

    private readonly TempFolder folder = new();

    public KilledWorkerTests() => folder.Write("jobs/tosses.yaml", Job);

    public void Dispose() => folder.Dispose();

    private IReadOnlyList<RunRecord> Runs => File.Exists(folder.Path("ws/ledger.db")) ? new SqliteLedger(folder.Path("ws/ledger.db")).Newest(1000) : [];

    private WorkerProcess Start() => WorkerProcess.StartReal(folder, "serve", "--Workers", "2", "--Intake:QuietPeriod", "100ms", "--Intake:ScanInterval", "200ms");

    private string Prepare(string name, int rows)
    {
        string path = folder.Write("outside/" + name, "");
        using var writer = new StreamWriter(path);
        writer.Write("plant,kind,x,y\n");
        for (int row = 0; row < rows; row++) writer.Write($"P{row % 50},k{row % 3},{(row * 7919) % 1000},{row % 17}\n");
        return path;
    }

    private void Drop(string path)
    {
        Directory.CreateDirectory(folder.Path("ws/inbox/tosses"));
        File.Move(path, folder.Path("ws/inbox/tosses", Path.GetFileName(path)));
    }

    [Fact]
    public async Task Killed_in_the_middle_of_a_run_the_next_start_is_the_second_attempt_and_there_is_one_report()
    {
        string big = Prepare("big.csv", 500_000);
        long bytes = new FileInfo(big).Length;
        using (var first = Start())
        {
            await first.WaitUntilReady();
            Drop(big);
            first.WaitFor(() => Runs.Any(run => run.State == RunState.Running), "the run to start");
            first.Kill();
        }
        Assert.Equal(RunState.Running, Assert.Single(Runs).State);
        Assert.Single(folder.Files("ws/processing"), file => file.EndsWith("big.csv", StringComparison.Ordinal));

        using var second = Start();
        second.WaitFor(() => Runs.Any(run => run.State == RunState.Done), "the run to be done");

        var run = Assert.Single(Runs);
        Assert.Equal(run.Report, Assert.Single(Directory.GetDirectories(folder.Path("ws/reports/tosses"))));
        var result = ResultFile.Read(run.Report!);
        Assert.Equal((2, 2), (run.Attempt, result.Run.GetProperty("attempt").GetInt32()));
        Assert.Equal(500_000, result.Run.GetProperty("rows").GetProperty("used").GetInt64());
        Assert.Equal(bytes, new FileInfo(folder.Path("ws/done/tosses", run.Id, "big.csv")).Length);
        Assert.Empty(Directory.EnumerateFileSystemEntries(folder.Path("ws/processing")));
    }

    [Fact]
    public void Killed_again_and_again_at_any_moment_every_file_has_one_report()
    {
        const int files = 20, rounds = 6;
        string[] names = [.. Enumerable.Range(0, files).Select(i => $"f{i:00}.csv")];
        foreach (string name in names) Prepare(name, 3000);
        Random random = new(11);
        for (int round = 0; round < rounds; round++)
        {
            using var worker = Start();
            foreach (string name in names.Skip(round * 4).Take(4)) Drop(folder.Path("outside", name));
            int done = Runs.Count(run => run.State == RunState.Done);
            worker.WaitFor(() => round > 4 || Runs.Count(run => run.State == RunState.Done) > done || Runs.Any(run => run.State is RunState.Running), "work to begin");
            Thread.Sleep(random.Next(300));
            worker.Kill();
        }
        using var last = Start();
        last.WaitFor(() => Runs.Count(run => run.State == RunState.Done) >= files && Runs.All(run => RunStates.IsFinal(run.State)), "every run to be done");

        Assert.Equal(names, Runs.Select(run => Assert.Single(run.Files)).Order(StringComparer.Ordinal));
        Assert.Equal(Runs.Select(run => run.Report!).Order(StringComparer.Ordinal), Directory.GetDirectories(folder.Path("ws/reports/tosses")).Order(StringComparer.Ordinal));
        Assert.All(Runs, run => Assert.Equal(3000, ResultFile.Read(run.Report!).Run.GetProperty("rows").GetProperty("used").GetInt32()));
        Assert.All(Runs, run => Assert.True(File.Exists(folder.Path("ws/done/tosses", run.Id, run.Files[0]))));
        Assert.Empty(Directory.EnumerateFileSystemEntries(folder.Path("ws/inbox/tosses")));
        Assert.Empty(Directory.EnumerateFileSystemEntries(folder.Path("ws/processing")));
    }
}
