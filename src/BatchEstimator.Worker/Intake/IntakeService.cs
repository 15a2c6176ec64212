using System.Threading.Channels;
using BatchEstimator.Worker.Running;
using BatchEstimator.Worker.Settings;

namespace BatchEstimator.Worker.Intake;

/// <summary>
/// Keeps looking: at start what an earlier process left, then the inboxes and the job files. The periodic look is the truth;
/// an event only makes it come sooner.
/// </summary>
public sealed partial class IntakeService(
    Recovery recovery, JobLibrary jobs, ScheduleBook schedules, InboxScanner scanner, QuietWatch quiet, IFolderEvents events,
    Workspace workspace, WorkerSettings settings, IntakeHealth health, TimeProvider time, ILogger<IntakeService> log) : BackgroundService
{
    private static readonly TimeSpan Breath = TimeSpan.FromMilliseconds(20);

    // At most one waiting nudge: a thousand events are one look.
    private readonly Channel<byte> nudges = Channel.CreateBounded<byte>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // Leaves the caller at once, so that the dashboard is up while a long recovery is still running.
        await Task.Yield();
        events.MovedIn += quiet.MovedIn;
        events.Changed += Nudge;
        recovery.Run();
        bool first = true;
        while (!stoppingToken.IsCancellationRequested)
        {
            var wait = Look(first, stoppingToken);
            first = false;
            await Pause(wait, stoppingToken);
        }
    }

    private TimeSpan Look(bool first, CancellationToken stopping)
    {
        try
        {
            if (jobs.Refresh() || first) schedules.Reconcile(first);
            // Before the scan, so that nothing falls between listening and looking.
            events.Watch([settings.Jobs, .. jobs.Jobs.Select(job => workspace.Resolve(job.Watch.Folder))]);
            var next = scanner.Scan(stopping);
            health.Looked(time.GetUtcNow());
            return next < settings.ScanInterval ? next.Value : settings.ScanInterval;
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            // A full disk or a share that has gone: nothing is taken until it is back, and the health check says so.
            health.Stumbled(exception.Message);
            CannotLook(exception);
            return settings.ScanInterval;
        }
    }

    private async Task Pause(TimeSpan wait, CancellationToken stopping)
    {
        using var ring = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        var nudged = nudges.Reader.WaitToReadAsync(ring.Token).AsTask();
        await Task.WhenAny(nudged, Task.Delay(wait, time, ring.Token));
        await ring.CancelAsync();
        // Events come in bursts; one look after a short breath serves them all.
        if (nudges.Reader.TryPeek(out _)) await Task.Delay(Breath, time, stopping);
        nudges.Reader.TryRead(out _);
    }

    private void Nudge() => nudges.Writer.TryWrite(0);

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        events.Dispose();
    }

    [LoggerMessage(LogLevel.Error, "The folders cannot be looked at; trying again")]
    private partial void CannotLook(Exception exception);
}
