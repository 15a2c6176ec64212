using BatchEstimator.Worker.Intake;
using BatchEstimator.Worker.Ledger;

namespace BatchEstimator.Worker.Dashboard;

/// <summary>Live: the process answers. Ready: the ledger answers and the folders are being looked at.</summary>
internal static class Health
{
    public static void MapHealth(this WebApplication app)
    {
        app.MapGet("/health/live", () => Results.Text("live\n"));
        app.MapGet("/health/ready", (ILedger ledger, IntakeHealth intake) =>
        {
            ledger.Newest(1);
            return intake.Trouble is { } trouble
                ? Results.Text(trouble + "\n", statusCode: StatusCodes.Status503ServiceUnavailable)
                : Results.Text("ready\n");
        });
    }
}
