using System.Collections.Concurrent;

namespace BatchEstimator.Worker.Intake;

/// <summary>
/// Decides when a file is whole: nothing about it has changed for the quiet period, counted from when this was first seen here
/// (a copy may set an old time on a file that is still growing), and a Parquet file has its end.
/// </summary>
public sealed class QuietWatch(TimeSpan quiet, TimeProvider time)
{
    // A Parquet file without its end is either still being written by a slow writer or broken for good. After this long it is
    // taken for broken, so that its owner is told instead of left waiting.
    private readonly TimeSpan patience = TimeSpan.FromSeconds(Math.Max(30, 10 * quiet.TotalSeconds));

    private readonly ConcurrentDictionary<string, Sighting> seen = new();
    private readonly ConcurrentDictionary<string, byte> movedIn = new();

    private sealed record Sighting(FileFingerprint Fingerprint, long Since);

    /// <summary>The file came by a rename, so its writer was done with it.</summary>
    public void MovedIn(string path) => movedIn[path] = 0;

    /// <summary>Zero if the file is whole; else how long to wait before looking again.</summary>
    public TimeSpan Remaining(string path, FileFingerprint fingerprint, bool marked)
    {
        if (marked || movedIn.ContainsKey(path)) return TimeSpan.Zero;
        var sighting = seen.AddOrUpdate(
            path, _ => new Sighting(fingerprint, time.GetTimestamp()),
            (_, before) => before.Fingerprint == fingerprint ? before : new Sighting(fingerprint, time.GetTimestamp()));
        var still = time.GetElapsedTime(sighting.Since);
        if (still < quiet) return quiet - still;
        return still < patience && ParquetTail.IsMissing(path) ? TimeSpan.FromSeconds(1) : TimeSpan.Zero;
    }

    /// <summary>Forgets files that are no longer where they were.</summary>
    public void KeepOnly(IReadOnlySet<string> present)
    {
        foreach (string path in seen.Keys.Where(path => !present.Contains(path))) seen.TryRemove(path, out _);
        foreach (string path in movedIn.Keys.Where(path => !File.Exists(path))) movedIn.TryRemove(path, out _);
    }
}
