using BatchEstimator.Worker.Hosting;
using BatchEstimator.Worker.Ledger;
using BatchEstimator.Worker.Settings;

namespace BatchEstimator.Worker.Cli;

/// <summary><c>serve</c>: the hosted worker, until it is told to stop.</summary>
public static class ServeCommand
{
    /// <param name="args">Settings, such as <c>--Urls http://127.0.0.1:5081</c>.</param>
    /// <param name="engine">See <see cref="WorkerHost.Build"/>.</param>
    /// <returns>0 on a clean stop; 1 if it could not start.</returns>
    public static async Task<int> RunAsync(string[] args, Action<IServiceCollection> engine, CancellationToken cancellation = default)
    {
        try
        {
            await using var app = WorkerHost.Build(args, engine);
            await app.StartAsync(cancellation);
            Log.Ready(app.Logger, string.Join(", ", app.Urls), app.Services.GetRequiredService<WorkerSettings>().Root);
            await app.WaitForShutdownAsync(cancellation);
            return 0;
        }
        catch (Exception exception) when (CannotStart(exception) is { } reason)
        {
            await Console.Error.WriteLineAsync(reason);
            return 1;
        }
    }

    /// <summary>What to tell the user if the worker cannot start for a reason of theirs; null for a fault of ours.</summary>
    internal static string? CannotStart(Exception exception) => exception is SettingsException or LedgerException ? exception.Message : null;
}

internal static partial class Log
{
    [LoggerMessage(LogLevel.Information, "Dashboard at {Urls}, workspace at {Root}")]
    public static partial void Ready(ILogger logger, string urls, string root);
}
