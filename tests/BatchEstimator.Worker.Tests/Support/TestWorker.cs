using BatchEstimator.Worker.Cli;
using BatchEstimator.Worker.Jobs;
using BatchEstimator.Worker.Running;
using BatchEstimator.Worker.Settings;
using Microsoft.Extensions.DependencyInjection;

namespace BatchEstimator.Worker.Tests.Support;

/// <summary>
/// The test assembly is also a program: the whole worker with a slow, obedient estimator in the place of the real one, so that
/// tests can kill it at a chosen moment without a hook in the product.
/// </summary>
public static class TestWorker
{
    public static Task<int> Main(string[] args) => args switch
    {
        ["serve", .. var settings] => ServeCommand.RunAsync(settings, AddFakes),
        ["demo", "--exit", .. var settings] => DemoCommand.RunAsync(exit: true, settings, AddFakes),
        ["demo", .. var settings] => DemoCommand.RunAsync(exit: false, settings, AddFakes),
        _ => Task.FromResult(64),
    };

    public static void AddFakes(IServiceCollection services) => services
        .AddSingleton<IJobReader, FakeJobReader>()
        .AddSingleton<IReportWriter, FakeReports>()
        .AddSingleton<IRunExecutor>(provider => new FakeExecutor(provider.GetRequiredService<Workspace>().Root));
}
