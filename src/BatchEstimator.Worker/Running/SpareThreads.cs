namespace BatchEstimator.Worker.Running;

/// <summary>
/// Shares the threads of a run between its fits and the parts of one fit: while there are fewer fits at work than threads, a large fit
/// takes those that are idle. Who takes how many changes no result.
/// </summary>
internal sealed class SpareThreads(int threads)
{
    private int busy;

    /// <summary>Runs one fit on one thread.</summary>
    public T Fit<T>(Func<T> fit)
    {
        Interlocked.Increment(ref busy);
        try
        {
            return fit();
        }
        finally
        {
            Interlocked.Decrement(ref busy);
        }
    }

    /// <summary>Runs the parts of one fit, on its own thread and on those that are idle.</summary>
    public void ForEach(int count, Action<int> body)
    {
        int taken = Take(count - 1);
        try
        {
            Parallel.For(0, count, new ParallelOptions { MaxDegreeOfParallelism = 1 + taken }, body);
        }
        finally
        {
            Interlocked.Add(ref busy, -taken);
        }
    }

    private int Take(int wanted)
    {
        while (true)
        {
            int now = Volatile.Read(ref busy), take = Math.Clamp(threads - now, 0, wanted);
            if (take == 0 || Interlocked.CompareExchange(ref busy, now + take, now) == now)
                return take;
        }
    }
}
