using BatchEstimator.Worker.Dashboard.Pages;
using BatchEstimator.Worker.Settings;
using Hangfire;
using Microsoft.AspNetCore.DataProtection;

namespace BatchEstimator.Worker.Dashboard;

/// <summary>The pages, the files they offer, Hangfire's own dashboard and the health checks.</summary>
public static class DashboardSetup
{
    public static IServiceCollection AddDashboard(this IServiceCollection services, Workspace workspace)
    {
        // Beside the data they protect, not in a home folder that a container may not have.
        services.AddDataProtection().SetApplicationName("batch-estimator").PersistKeysToFileSystem(Directory.CreateDirectory(workspace.KeyFolder));
        services.AddRazorComponents();
        // Hangfire checks tokens only if this is registered.
        services.AddAntiforgery();
        return services;
    }

    public static void MapDashboard(this WebApplication app)
    {
        app.UseMiddleware<SecurityHeaders>();
        app.UseStatusCodePagesWithReExecute("/not-found");
        app.UseAntiforgery();
        app.MapHangfireDashboard("/hangfire", new DashboardOptions
        {
            DashboardTitle = "BatchEstimator · Hangfire",
            DisplayStorageConnectionString = false,
            AppPath = "/",
        });
        app.MapGet("/dashboard.css", () => Results.Stream(
            typeof(DashboardSetup).Assembly.GetManifestResourceStream("dashboard.css")!, "text/css; charset=utf-8"));
        // Browsers ask for it on pages that name no icon, such as Hangfire's.
        app.MapGet("/favicon.ico", () => Results.NoContent());
        app.MapReportFiles();
        app.MapHealth();
        app.MapRazorComponents<App>();
    }
}
