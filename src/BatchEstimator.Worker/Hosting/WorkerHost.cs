using BatchEstimator.Worker.Dashboard;
using BatchEstimator.Worker.Intake;
using BatchEstimator.Worker.Ledger;
using BatchEstimator.Worker.Running;
using BatchEstimator.Worker.Settings;
using Hangfire;
using Hangfire.InMemory;

namespace BatchEstimator.Worker.Hosting;

/// <summary>Puts the worker together: one process with intake, ledger, Hangfire and dashboard.</summary>
public static class WorkerHost
{
    /// <param name="args">Settings from the command line, such as <c>--Workers 4</c>.</param>
    /// <param name="engine">Registers what estimates and reports: <see cref="IRunExecutor"/>, the report writer and the job reader.</param>
    /// <param name="adjust">A last word on the settings, for a verb that needs one.</param>
    /// <exception cref="SettingsException">The settings, or the workspace, cannot be used.</exception>
    public static WebApplication Build(string[] args, Action<IServiceCollection> engine, Func<WorkerSettings, WorkerSettings>? adjust = null)
    {
        string baseFolder = BaseFolder.Find();
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        AddSources(builder.Configuration, baseFolder, args);
        var settings = WorkerSettings.From(builder.Configuration, baseFolder, args);
        settings = adjust?.Invoke(settings) ?? settings;
        Ports.RequireFree(settings.Urls);
        var workspace = new Workspace(settings.Root);
        // A factory, so that the container gives the lock back when the host is disposed.
        var held = WorkspaceLock.Take(workspace);
        builder.Services.AddSingleton(_ => held);
        builder.Services.AddSingleton(settings).AddSingleton(workspace).AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton<ILedger>(new SqliteLedger(workspace.LedgerFile));
        engine(builder.Services);
        AddRunning(builder.Services);
        AddIntake(builder.Services, settings);
        AddHangfire(builder.Services, settings);
        builder.Services.AddDashboard(workspace);
        // Its one remark is that the keys in the workspace are not encrypted, like everything else there.
        builder.Logging.AddFilter("Microsoft.AspNetCore.DataProtection", LogLevel.Error);
        builder.WebHost.UseUrls([.. settings.Urls]);
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.AddServerHeader = false);
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(30));
        var app = builder.Build();
        app.Services.GetRequiredService<WorkspaceLock>();
        app.MapDashboard();
        return app;
    }

    /// <summary>What is nearer to the user wins: the program's own file, the checkout's, the environment, the command line.</summary>
    private static void AddSources(ConfigurationManager configuration, string baseFolder, string[] args)
    {
        configuration.AddJsonFile(Path.Combine(baseFolder, "appsettings.json"), optional: true, reloadOnChange: false);
        configuration.AddEnvironmentVariables();
        configuration.AddCommandLine(args);
    }

    private static void AddRunning(IServiceCollection services)
    {
        services.AddSingleton<RunBoard>();
        services.AddSingleton<RunEnding>();
        services.AddSingleton<RunPipeline>();
        services.AddSingleton<Recovery>();
        services.AddSingleton<IRunDispatcher, HangfireDispatcher>();
    }

    private static void AddIntake(IServiceCollection services, WorkerSettings settings)
    {
        services.AddSingleton<JobLibrary>();
        services.AddSingleton<Claims>();
        services.AddSingleton<ScheduledRuns>();
        services.AddSingleton<ScheduleBook>();
        services.AddSingleton<InboxScanner>();
        services.AddSingleton<IntakeHealth>();
        services.AddSingleton(provider => new QuietWatch(settings.QuietPeriod, provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton(_ => OpenEvents());
        services.AddHostedService<IntakeService>();
    }

    private static IFolderEvents OpenEvents() =>
        OperatingSystem.IsLinux() && InotifyEvents.TryOpen() is { } inotify ? inotify : new WatcherEvents();

    private static void AddHangfire(IServiceCollection services, WorkerSettings settings)
    {
        services.AddHangfire(hangfire => hangfire
            .UseSimpleAssemblyNameTypeSerializer()
            .UseRecommendedSerializerSettings()
            .UseInMemoryStorage(new InMemoryStorageOptions { MaxExpirationTime = TimeSpan.FromHours(3) }));
        services.AddHangfireServer(server =>
        {
            server.WorkerCount = settings.Workers;
            // Also drives the recurring jobs: a schedule with seconds should mean them.
            server.SchedulePollingInterval = TimeSpan.FromSeconds(1);
            server.ShutdownTimeout = TimeSpan.FromSeconds(20);
        });
    }
}
