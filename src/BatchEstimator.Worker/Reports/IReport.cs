using BatchEstimator.Worker.Running;

namespace BatchEstimator.Worker.Reports;

/// <summary>One format of a report.</summary>
internal interface IReport { void Write(RunResult result, Stream output); }
