using BatchEstimator.Worker.Running;

namespace BatchEstimator.Worker.Tests.Running;

public class SpareThreadsTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 2)]
    [InlineData(3, 3)]
    public void One_large_fit_uses_no_more_threads_than_the_run_has(int threads, int most)
    {
        var spare = new SpareThreads(threads);
        int now = 0, highest = 0;
        int[] visits = new int[64];
        spare.Fit(() =>
        {
            spare.ForEach(visits.Length, part =>
            {
                int at = Interlocked.Increment(ref now);
                lock (visits)
                    highest = Math.Max(highest, at);
                Interlocked.Increment(ref visits[part]);
                Thread.Sleep(1);
                Interlocked.Decrement(ref now);
            });
            return 0;
        });
        Assert.All(visits, count => Assert.Equal(1, count));
        Assert.InRange(highest, 1, most);
    }

    [Fact]
    public void Threads_taken_are_given_back_even_after_an_error()
    {
        var spare = new SpareThreads(2);
        for (int i = 0; i < 5; i++)
        {
            Assert.ThrowsAny<Exception>(() => spare.Fit<int>(() =>
            {
                spare.ForEach(4, _ => throw new InvalidOperationException());
                return 0;
            }));
        }
        var threads = new System.Collections.Concurrent.ConcurrentDictionary<int, bool>();
        spare.Fit(() =>
        {
            using var both = new Barrier(2);
            spare.ForEach(2, _ =>
            {
                both.SignalAndWait(TimeSpan.FromSeconds(10));
                threads[Environment.CurrentManagedThreadId] = true;
            });
            return 0;
        });
        Assert.Equal(2, threads.Count);
    }
}
