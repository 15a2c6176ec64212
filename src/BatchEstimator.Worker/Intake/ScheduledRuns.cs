using BatchEstimator.Worker.Data;
using BatchEstimator.Worker.Jobs;
using BatchEstimator.Worker.Ledger;
using BatchEstimator.Worker.Settings;
using Hangfire;

namespace BatchEstimator.Worker.Intake;

/// <summary>What a schedule does when it is due: one run over all files that match now; they stay where they are.</summary>
public sealed partial class ScheduledRuns(
    JobLibrary jobs, ILedger ledger, Workspace workspace, Claims claims, TimeProvider time, ILogger<ScheduledRuns> log)
{
    [AutomaticRetry(Attempts = 0)]
    public void Start(string jobName)
    {
        if (jobs.Find(jobName) is not { Schedule: { } schedule } job) return;
        ledger.SaveLastDue(job.Name, new LastDue(ScheduleBook.CronText(schedule), time.GetUtcNow()));
        if (schedule.Overlap == OverlapPolicy.Skip && ledger.Unfinished(job.Name).Any(run => run.Trigger == RunTrigger.Schedule))
        {
            Skipped(job.Name);
            return;
        }
        var files = Glob.Files(workspace.Resolve(schedule.Files));
        if (files.Count == 0) NoFiles(job.Name, schedule.Files);
        else claims.Take(job, files);
    }

    [LoggerMessage(LogLevel.Warning, "{Job} is due, but its run before has not ended; this one is skipped")]
    private partial void Skipped(string job);

    [LoggerMessage(LogLevel.Warning, "{Job} is due, but no file matches {Files}; nothing to run")]
    private partial void NoFiles(string job, string files);
}
