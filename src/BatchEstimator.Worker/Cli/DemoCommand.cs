using BatchEstimator.Worker.Data;
using BatchEstimator.Worker.Hosting;
using BatchEstimator.Worker.Intake;
using BatchEstimator.Worker.Jobs;
using BatchEstimator.Worker.Ledger;
using BatchEstimator.Worker.Settings;
using Spectre.Console;

namespace BatchEstimator.Worker.Cli;

/// <summary><c>demo</c>: drops the shipped sample data into the inboxes of the shipped jobs and tells what comes out.</summary>
public static class DemoCommand
{
    private static readonly string[] SampleEndings = [".csv", ".csv.gz", ".parquet"];
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(200);

    /// <param name="exit">Stop when all are done, instead of at Ctrl+C.</param>
    /// <param name="args">Settings, as for <see cref="ServeCommand"/>.</param>
    /// <param name="engine">See <see cref="WorkerHost.Build"/>.</param>
    /// <returns>0; 1 if any run failed or the worker could not start.</returns>
    public static async Task<int> RunAsync(bool exit, string[] args, Action<IServiceCollection> engine, CancellationToken cancellation = default)
    {
        try
        {
            // Calm: what the runs have to say is printed below. Given first, so that the user's own settings win.
            string[] calm = ["--Logging:LogLevel:Default", "Warning", "--Logging:LogLevel:BatchEstimator.Worker.Running", "Error"];
            await using var app = WorkerHost.Build([.. calm, .. args], engine, WithFreePort);
            await app.StartAsync(cancellation);
            bool failed = await Show(app, cancellation);
            if (exit) await app.StopAsync(CancellationToken.None);
            else await app.WaitForShutdownAsync(cancellation);
            return failed ? 1 : 0;
        }
        catch (Exception exception) when (ServeCommand.CannotStart(exception) is { } reason)
        {
            await Console.Error.WriteLineAsync(reason);
            return 1;
        }
    }

    private static async Task<bool> Show(WebApplication app, CancellationToken cancellation)
    {
        var settings = app.Services.GetRequiredService<WorkerSettings>();
        var ledger = app.Services.GetRequiredService<ILedger>();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation, app.Lifetime.ApplicationStopping);
        var screen = new DemoScreen(AnsiConsole.Console, settings);
        string address = app.Urls.First();
        string start = RunId.New(TimeProvider.System.GetUtcNow());
        var waiting = Drop(app.Services.GetRequiredService<JobLibrary>(), app.Services.GetRequiredService<Workspace>());
        screen.Begin(waiting.Count, address);
        bool failed = false;
        try
        {
            while (waiting.Count > 0)
            {
                foreach (var run in Finished(ledger, start, waiting))
                {
                    waiting.Remove(run.Job);
                    failed |= run.State != RunState.Done;
                    screen.Show(run);
                }
                if (waiting.Count > 0) await Task.Delay(LookEvery, stop.Token);
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            screen.Stopped(waiting.Count);
            return failed;
        }
        screen.End(address);
        return failed;
    }

    /// <summary>Copies each job's sample beside its inbox name and renames it in, as a careful program would.</summary>
    /// <returns>The jobs that were given something to do.</returns>
    private static HashSet<string> Drop(JobLibrary library, Workspace workspace)
    {
        library.Refresh();
        var dropped = new HashSet<string>();
        foreach (var job in library.Jobs)
        {
            string? sample = SampleEndings.Select(ending => Path.Combine(library.Folder, "data", job.Name + ending)).FirstOrDefault(File.Exists);
            if (sample is null || !new Glob(job.Watch.Pattern).Matches(Path.GetFileName(sample))) continue;
            CopyNewRows(job, Path.Combine(library.Folder, "data"), workspace);
            string target = Path.Combine(Directory.CreateDirectory(workspace.Resolve(job.Watch.Folder)).FullName, Path.GetFileName(sample));
            File.Copy(sample, target + ".part", overwrite: true);
            File.Move(target + ".part", target, overwrite: true);
            dropped.Add(job.Name);
        }
        return dropped;
    }

    // Rows to be scored, where the job looks for them; in their place before the run that wants them.
    private static void CopyNewRows(JobDefinition job, string data, Workspace workspace)
    {
        foreach (string file in job.Predictions?.Files ?? [])
        {
            string sample = Path.Combine(data, Path.GetFileName(file)), target = workspace.Resolve(file);
            if (!File.Exists(sample) || File.Exists(target)) continue;
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(sample, target);
        }
    }

    private static RunRecord[] Finished(ILedger ledger, string start, HashSet<string> waiting) =>
        ledger.Newest(1000)
            .Where(run => string.CompareOrdinal(run.Id, start) > 0 && waiting.Contains(run.Job) && RunStates.IsFinal(run.State))
            .Reverse().DistinctBy(run => run.Job).ToArray();

    /// <summary>A demonstration should not fail because something else has the port: it takes another and says which.</summary>
    private static WorkerSettings WithFreePort(WorkerSettings settings) =>
        Ports.IsFree(settings.Urls[0]) ? settings : settings with { Urls = [$"http://127.0.0.1:{Ports.Free()}"] };
}
