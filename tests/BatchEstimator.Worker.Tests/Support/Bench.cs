using BatchEstimator.Worker.Intake;
using BatchEstimator.Worker.Jobs;
using BatchEstimator.Worker.Ledger;
using BatchEstimator.Worker.Running;
using BatchEstimator.Worker.Settings;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;

namespace BatchEstimator.Worker.Tests.Support;

/// <summary>The worker's parts on a real workspace, without host and Hangfire: each step is called by the test.</summary>
public sealed class Bench : IDisposable
{
    public Bench()
    {
        Folder = new TempFolder();
        Directory.CreateDirectory(Folder.Path("jobs"));
        Space = new Workspace(Folder.Path("ws"));
        Space.CreateFolders();
        Settings = new WorkerSettings { Root = Space.Root, Jobs = Folder.Path("jobs") };
        Ledger = new SqliteLedger(Space.LedgerFile);
        Executor = new FakeExecutor(Space.Root);
        Ending = new RunEnding(Ledger, Space, new FakeReports(), Clock, NullLogger<RunEnding>.Instance);
        Pipeline = new RunPipeline(
            Ledger, Space, Settings, new FakeJobReader(), Executor, Ending, Board, Dispatcher, Lifetime, Clock, NullLogger<RunPipeline>.Instance);
        Recovery = new Recovery(Ledger, Space, Ending, Dispatcher, Clock, NullLogger<Recovery>.Instance);
        Claims = new Claims(Ledger, Space, Dispatcher, Clock, NullLogger<Claims>.Instance);
        Library = new JobLibrary(new FakeJobReader(), Settings, NullLogger<JobLibrary>.Instance);
        Quiet = new QuietWatch(Settings.QuietPeriod, Clock);
        Scanner = new InboxScanner(Library, Space, Quiet, Claims, Clock, NullLogger<InboxScanner>.Instance);
    }

    public TempFolder Folder { get; }
    public Workspace Space { get; }
    public WorkerSettings Settings { get; }
    public SqliteLedger Ledger { get; }
    public FakeExecutor Executor { get; }
    public FakeDispatcher Dispatcher { get; } = new();
    public StillClock Clock { get; } = new();
    public FakeLifetime Lifetime { get; } = new();
    public RunBoard Board { get; } = new();
    public RunEnding Ending { get; }
    public RunPipeline Pipeline { get; }
    public Recovery Recovery { get; }
    public Claims Claims { get; }
    public JobLibrary Library { get; }
    public QuietWatch Quiet { get; }
    public InboxScanner Scanner { get; }

    public static JobDefinition Job { get; } = FakeJobReader.Job("tosses");

    public void AddJob(string name, string more = "") => Folder.Write($"jobs/{name}.yaml", $"name: {name}\n{more}");

    public string Drop(string text, string name = "x.csv", string job = "tosses") => Folder.Write($"ws/inbox/{job}/{name}", text);

    /// <summary>Claims a dropped file as the scanner would.</summary>
    public string Claim(string text, string name = "x.csv") => Claims.Take(Job, Drop(text, name), marker: null)!;

    public void Execute(string runId) => Pipeline.Execute(runId, CancellationToken.None);

    /// <summary>Looks, lets the quiet period pass, and looks again.</summary>
    public void ScanUntilQuiet()
    {
        Library.Refresh();
        Scanner.Scan(CancellationToken.None);
        Clock.Move(Settings.QuietPeriod);
        Scanner.Scan(CancellationToken.None);
    }

    public IReadOnlyList<string> Files(string below = "") =>
        [.. Folder.Files(Path.Combine("ws", below)).Select(file => file["ws/".Length..]).Where(file => !file.StartsWith("ledger.db", StringComparison.Ordinal))];

    public void Dispose()
    {
        Lifetime.Dispose();
        Folder.Dispose();
    }
}

public sealed class FakeLifetime : IHostApplicationLifetime, IDisposable
{
    private readonly CancellationTokenSource stopping = new();

    public CancellationToken ApplicationStarted => CancellationToken.None;
    public CancellationToken ApplicationStopping => stopping.Token;
    public CancellationToken ApplicationStopped => CancellationToken.None;

    public void StopApplication() => stopping.Cancel();

    public void Dispose() => stopping.Dispose();
}
