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

    /// <summary>The milliseconds of the best of many runs: what the machine can do when nothing else disturbs it. The first ones also compile.</summary>
    public static double Best(int runs, Action body)
    {
        double best = double.PositiveInfinity;
        for (int run = 0; run < runs; run++)
        {
            long start = Stopwatch.GetTimestamp();
            body();
            best = Math.Min(best, Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        }
        return best;
    }
}
