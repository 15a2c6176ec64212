using BatchEstimator.Worker.Running;

namespace BatchEstimator.Worker.Reports;

/// <summary>Writes the reports a job asks for.</summary>
public interface IReportWriter { void Write(RunResult result, string directory); }
