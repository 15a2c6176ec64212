using BatchEstimator.Worker.Running;

namespace BatchEstimator.Worker.Tests.Reference;

/// <summary>What the suite drives: the entry point that jobs use.</summary>
internal static class Engine
{
    public static IRunExecutor Executor() => new RunExecutor(TimeProvider.System);
}
