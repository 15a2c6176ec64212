using System.Globalization;
using BatchEstimator.Worker.Jobs;
using BatchEstimator.Worker.Ledger;
using BatchEstimator.Worker.Running;

namespace BatchEstimator.Worker.Dashboard;

/// <summary>How the pages say things.</summary>
internal static class Words
{
    /// <summary>The state as a user thinks of it: a run that is done has succeeded, wholly or in part.</summary>
    public static string Status(RunRecord run) => run switch
    {
        { State: RunState.Done, Outcome.Succeeded: false } => "partial",
        { State: RunState.Done } => "succeeded",
        { State: RunState.Claimed } => "queued",
        { State: RunState.Committing } => "running",
        _ => RunStates.Name(run.State),
    };

    public static string Verdict(RunRecord run) => (Status(run), run.Outcome) switch
    {
        ("succeeded", { } all) => $"Every fit is usable: {Counts(all)}.",
        ("partial", { } some) => $"Some fits have no estimate: {Counts(some)}.",
        ("succeeded", null) => "The report is complete.",
        ("failed", _) => "There is no report. What was found, and what to do:",
        ("cancelled", _) => "The run was cancelled.",
        ("queued", _) => "Waiting for a free worker.",
        _ => "Running.",
    };

    public static string Counts(RunOutcome outcome) => string.Join(", ", new[]
    {
        (outcome.Ok, "ok"), (outcome.Caution, "with caution"), (outcome.Refused, "refused"), (outcome.Failed, "failed"),
    }.Where(part => part.Item1 > 0).Select(part => $"{Number(part.Item1)} {part.Item2}"));

    public static string Number(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    public static string Time(DateTimeOffset time) => time.ToLocalTime().ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);

    public static string TimeIn(DateTimeOffset time, string timeZone) =>
        TimeZoneInfo.ConvertTime(time, TimeZoneInfo.FindSystemTimeZoneById(timeZone)).ToString("yyyy-MM-dd HH:mm:ss zzz", CultureInfo.InvariantCulture);

    /// <summary>The job file as it was written; for a job made in code, its canonical form.</summary>
    public static string Definition(JobDefinition job) => File.Exists(job.File) ? File.ReadAllText(job.File) : job.Canonical;

    public static string Duration(RunRecord run, DateTimeOffset now)
    {
        if (run.StartedAt is not { } started) return "";
        var span = (run.FinishedAt ?? now) - started;
        return span switch
        {
            { TotalSeconds: < 1 } => $"{span.TotalMilliseconds:0} ms",
            { TotalMinutes: < 1 } => string.Create(CultureInfo.InvariantCulture, $"{span.TotalSeconds:0.0} s"),
            { TotalHours: < 1 } => $"{span.Minutes} min {span.Seconds} s",
            _ => $"{(int)span.TotalHours} h {span.Minutes} min",
        };
    }

    public static string Files(RunRecord run) => run.Files switch
    {
        [] => "",
        [var only] => Path.GetFileName(only),
        [var first, ..] => $"{Path.GetFileName(first)} and {run.Files.Count - 1} more",
    };

    public static string Bytes(long bytes) => bytes switch
    {
        < 1 << 10 => $"{bytes} B",
        < 1 << 20 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1024.0:0.0} KB"),
        < 1 << 30 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1048576.0:0.0} MB"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1073741824.0:0.00} GB"),
    };

    /// <summary>How much of the work at hand is done, in percent.</summary>
    public static int Percent(RunProgress progress)
    {
        double share = progress.Phase == "reading"
            ? progress.BytesTotal > 0 ? (double)progress.BytesRead / progress.BytesTotal : 0
            : progress.FitsTotal > 0 ? (double)progress.FitsDone / progress.FitsTotal : 0;
        return (int)Math.Clamp(100 * share, 0, 100);
    }
}
