using BatchEstimator.Worker.Running;

namespace BatchEstimator.Worker.Reports;

/// <summary>Writes everything a job asked for into a folder that exists and is empty. Whoever calls it makes the folder visible afterwards.</summary>
public interface IReportWriter
{
    void Write(RunResult result, string directory);
}
