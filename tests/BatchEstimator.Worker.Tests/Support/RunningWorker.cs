using BatchEstimator.Worker.Hosting;
using BatchEstimator.Worker.Ledger;
using Hangfire.Logging;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace BatchEstimator.Worker.Tests.Support;

/// <summary>
/// The tests that touch Hangfire inside the test process, one after another: its storage, its activator and its log are statics, which
/// the host that was started last has set.
/// </summary>
[CollectionDefinition(Name)]
public sealed class HangfireTests
{
    public const string Name = "Hangfire";
}

/// <summary>The whole worker inside the test process, listening on a free port.</summary>
public sealed class RunningWorker : IAsyncDisposable
{
    private readonly WebApplication app;

    private RunningWorker(TempFolder folder, WebApplication app)
    {
        Folder = folder;
        this.app = app;
        Client = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false }) { BaseAddress = new Uri(Address) };
    }

    public TempFolder Folder { get; }
    public HttpClient Client { get; }
    public string Address => app.Urls.First();
    public ILedger Ledger => app.Services.GetRequiredService<ILedger>();

    public static async Task<RunningWorker> Start(params (string Name, string Text)[] jobs)
    {
        var folder = new TempFolder();
        foreach (var (name, text) in jobs) folder.Write($"jobs/{name}.yaml", text);
        var app = WorkerHost.Build(
        [
            "--Workspace:Root", folder.Path("ws"), "--Workspace:Jobs", folder.Path("jobs"), "--Urls", $"http://127.0.0.1:{Ports.Free()}",
            "--Intake:QuietPeriod", "100ms", "--Intake:ScanInterval", "200ms", "--Logging:LogLevel:Default", "None",
        ], TestWorker.AddFakes);
        await app.StartAsync();
        return new RunningWorker(folder, app);
    }

    /// <summary>Drops a file and waits until its run has come to a state.</summary>
    public async Task<RunRecord> Run(string job, string name, string text, params RunState[] until)
    {
        string whole = Folder.Write("outside/" + name, text);
        Directory.CreateDirectory(Folder.Path("ws/inbox/" + job));
        File.Move(whole, Folder.Path("ws/inbox/", job, name));
        RunState[] wanted = until.Length > 0 ? until : [RunState.Done, RunState.Failed];
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (true)
        {
            if (Ledger.Newest(100, job: job).FirstOrDefault(run => run.Files[0] == name && wanted.Contains(run.State)) is { } run) return run;
            await Task.Delay(20, limit.Token);
        }
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await app.StopAsync();
        await app.DisposeAsync();
        // Hangfire keeps the host's log provider in a static, and would ask it for a logger after its end.
        LogProvider.SetCurrentLogProvider(null);
        Folder.Dispose();
    }
}
