namespace BatchEstimator.Worker.Running;

/// <summary>Writes a run's reports into an existing folder; every file is on the disk when it returns.</summary>
public interface IReportWriter
{
    void Write(RunResult result, string directory);
}
