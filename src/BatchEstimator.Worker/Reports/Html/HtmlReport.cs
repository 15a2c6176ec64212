using BatchEstimator.Worker.Running;

namespace BatchEstimator.Worker.Reports.Html;

internal sealed class HtmlReport : IReport
{
    public void Write(RunResult result, Stream output) { }
}
