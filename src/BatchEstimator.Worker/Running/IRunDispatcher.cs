namespace BatchEstimator.Worker.Running;

/// <summary>Hands runs to whoever executes them.</summary>
public interface IRunDispatcher
{
    void Enqueue(string runId);

    void EnqueueLater(string runId, TimeSpan delay);
}
