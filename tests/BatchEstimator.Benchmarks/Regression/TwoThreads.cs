using System.Diagnostics;

namespace BatchEstimator.Benchmarks.Regression;

/// <summary>Work in sixteen strands of rows on two threads, and how long it takes.</summary>
internal static class TwoThreads
{
    public const int Threads = 2, Strands = 16;

    /// <summary>Runs a body for each number.</summary>
    public static void ForEach(int count, Action<int> body) =>
        Parallel.For(0, count, new ParallelOptions { MaxDegreeOfParallelism = Threads }, body);

    /// <summary>The first row of a strand.</summary>
    public static int Edge(int rows, int strand) => (int)((long)rows * strand / Strands) & -512;

    /// <summary>The best of many runs: what the machine can do when nothing else disturbs it. The first ones also compile.</summary>
    public static Time Best(int runs, Action body)
    {
        Time best = new(double.PositiveInfinity, double.PositiveInfinity);
        for (int run = 0; run < runs; run++)
        {
            TimeSpan used = Environment.CpuUsage.TotalTime;
            long start = Stopwatch.GetTimestamp();
            body();
            double elapsed = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
            best = new(Math.Min(best.Elapsed, elapsed), Math.Min(best.Used, (Environment.CpuUsage.TotalTime - used).TotalMilliseconds));
        }
        return best;
    }
}

/// <summary>Milliseconds that passed, and milliseconds of processors, all threads together: other work on the machine lengthens the first, hardly the second.</summary>
internal readonly record struct Time(double Elapsed, double Used);
