using BatchEstimator.Worker.Cli;
using BatchEstimator.Worker.Jobs;
using BatchEstimator.Worker.Reports;
using BatchEstimator.Worker.Running;

var context = new CliContext
{
    Executor = () => new RunExecutor(TimeProvider.System),
    Reports = () => new ReportWriter(),
};
return CommandLine.Run(args, context,
    new HostedVerb("serve", "Watches the folders, runs the schedules and serves the dashboard (the default).", rest => ServeCommand.RunAsync(rest, Engine)),
    new HostedVerb("demo", "Shows it all on the shipped jobs and data; with --exit it stops when all are done.",
        rest => DemoCommand.RunAsync(rest.Contains("--exit"), [.. rest.Where(argument => argument != "--exit")], Engine)),
    new HostedVerb("health", "Asks the worker at an address (default http://127.0.0.1:5080) whether it is alive.",
        rest => HealthCommand.RunAsync(new Uri(rest.FirstOrDefault() ?? "http://127.0.0.1:5080"), Console.Error, CancellationToken.None)));

// What estimates and reports: the rest of the host only moves files and keeps books.
static void Engine(IServiceCollection services) => services
    .AddSingleton<IRunExecutor, RunExecutor>()
    .AddSingleton<IReportWriter, ReportWriter>()
    .AddSingleton<IJobReader, JobReader>();
