using Hangfire;

namespace BatchEstimator.Worker.Running;

/// <summary>Hangfire is told the run's id and nothing else: the ledger and the folders know the rest.</summary>
public sealed class HangfireDispatcher(IBackgroundJobClient client) : IRunDispatcher
{
    public void Enqueue(string runId) => client.Enqueue<RunPipeline>(pipeline => pipeline.Execute(runId, CancellationToken.None));

    public void EnqueueLater(string runId, TimeSpan delay) =>
        client.Schedule<RunPipeline>(pipeline => pipeline.Execute(runId, CancellationToken.None), delay);
}
