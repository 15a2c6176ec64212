using BatchEstimator.Worker.Jobs;
using BatchEstimator.Worker.Ledger;
using Cronos;
using Hangfire;
using Hangfire.Storage;

namespace BatchEstimator.Worker.Intake;

/// <summary>Keeps Hangfire's recurring jobs in line with the schedules of the job files, and starts at once what was missed.</summary>
public sealed partial class ScheduleBook(
    JobLibrary jobs, ILedger ledger, IRecurringJobManager recurring, JobStorage storage, ScheduledRuns runs, TimeProvider time, ILogger<ScheduleBook> log)
{
    private const string Prefix = "schedule:";

    /// <param name="starting">True at the worker's start: only then can something have been missed.</param>
    public void Reconcile(bool starting)
    {
        var scheduled = jobs.Jobs.Where(job => job.Schedule is not null).ToDictionary(job => Prefix + job.Name);
        RemoveAllBut(scheduled.Keys);
        foreach (var (id, job) in scheduled)
        {
            try
            {
                Settle(job, starting);
                Register(id, job);
            }
            catch (Exception exception) when (IsUnusable(exception))
            {
                // One schedule that this machine cannot keep must not stop the others.
                CannotSchedule(job.Name, exception.Message);
            }
        }
    }

    // Hangfire has a copy of Cronos of its own and wraps what that says in an ArgumentException.
    private static bool IsUnusable(Exception exception) =>
        exception is CronFormatException or ArgumentException or TimeZoneNotFoundException or InvalidTimeZoneException;

    private void Settle(JobDefinition job, bool starting)
    {
        if (starting && WasMissed(job)) runs.Start(job.Name);
        else if (ledger.FindLastDue(job.Name)?.Schedule != CronText(job.Schedule!)) Remember(job);
    }

    private void Register(string id, JobDefinition job) =>
        recurring.AddOrUpdate<ScheduledRuns>(id, target => target.Start(job.Name), job.Schedule!.Cron, new RecurringJobOptions
        {
            TimeZone = TimeZoneInfo.FindSystemTimeZoneById(job.Schedule.TimeZone),
            // Hangfire's memory ends with the process, so what was missed is settled here, by the ledger.
            MisfireHandling = MisfireHandlingMode.Relaxed,
        });

    /// <summary>The next times a schedule is due; fewer than asked for if it ends.</summary>
    public IReadOnlyList<DateTimeOffset> Next(ScheduleDefinition schedule, int count)
    {
        var due = new List<DateTimeOffset>();
        var at = time.GetUtcNow();
        while (due.Count < count && NextAfter(schedule, at) is { } next) due.Add(at = next);
        return due;
    }

    private bool WasMissed(JobDefinition job)
    {
        var schedule = job.Schedule!;
        if (ledger.FindLastDue(job.Name) is not { } last || last.Schedule != CronText(schedule)) return false;
        if (!(NextAfter(schedule, last.At) <= time.GetUtcNow())) return false;
        if (schedule.Missed == MissedPolicy.RunOnce) return true;
        Remember(job);
        return false;
    }

    private void Remember(JobDefinition job) => ledger.SaveLastDue(job.Name, new LastDue(CronText(job.Schedule!), time.GetUtcNow()));

    internal static string CronText(ScheduleDefinition schedule) => $"{schedule.Cron} ({schedule.TimeZone})";

    private static DateTimeOffset? NextAfter(ScheduleDefinition schedule, DateTimeOffset after)
    {
        var format = schedule.Cron.Split(' ', StringSplitOptions.RemoveEmptyEntries).Length == 6 ? CronFormat.IncludeSeconds : CronFormat.Standard;
        return CronExpression.Parse(schedule.Cron, format).GetNextOccurrence(after, TimeZoneInfo.FindSystemTimeZoneById(schedule.TimeZone));
    }

    private void RemoveAllBut(IReadOnlyCollection<string> wanted)
    {
        using var connection = storage.GetConnection();
        foreach (var old in connection.GetRecurringJobs().Where(old => old.Id.StartsWith(Prefix, StringComparison.Ordinal) && !wanted.Contains(old.Id)))
        {
            recurring.RemoveIfExists(old.Id);
            Dropped(old.Id);
        }
    }

    [LoggerMessage(LogLevel.Information, "{Id} is no longer in the job files and was dropped")]
    private partial void Dropped(string id);

    [LoggerMessage(LogLevel.Error, "The schedule of {Job} cannot be kept: {Reason}")]
    private partial void CannotSchedule(string job, string reason);
}
