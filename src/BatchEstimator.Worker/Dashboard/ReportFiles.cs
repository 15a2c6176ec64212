using BatchEstimator.Worker.Ledger;
using BatchEstimator.Worker.Settings;

namespace BatchEstimator.Worker.Dashboard;

/// <summary>A file of a run that can be fetched.</summary>
public sealed record ReportFile(string Name, string ContentType, string Label);

/// <summary>
/// Serves what a run left, by run id and a name from a fixed list: nothing a request says becomes part of a path unchecked.
/// </summary>
public static class ReportFiles
{
    // The report is a page made from other people's data: no scripts, no origin, nothing loaded from anywhere.
    private const string ReportPolicy =
        "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:; frame-ancestors 'self'";

    private static readonly ReportFile[] Known =
    [
        new("report.html", "text/html; charset=utf-8", "report.html"),
        new("result.json", "application/json; charset=utf-8", "result.json"),
        new("estimates.csv", "text/csv; charset=utf-8", "estimates.csv"),
        new("estimates.parquet", "application/vnd.apache.parquet", "estimates.parquet"),
    ];

    public static string FolderOf(Workspace workspace, RunRecord run) => workspace.ReportOf(run.Job, run.Id);

    public static IReadOnlyList<ReportFile> Present(Workspace workspace, RunRecord run) =>
        [.. Known.Where(file => File.Exists(Path.Combine(FolderOf(workspace, run), file.Name)))];

    public static void MapReportFiles(this WebApplication app)
    {
        app.MapGet("/runs/{id}/report", (string id, HttpContext context, ILedger ledger, Workspace workspace) =>
        {
            if (Find(ledger, workspace, id, "report.html") is not var (path, file)) return Results.NotFound();
            context.Response.Headers.ContentSecurityPolicy = ReportPolicy;
            return Results.File(path, file.ContentType);
        });
        app.MapGet("/runs/{id}/files/{name}", (string id, string name, HttpContext context, ILedger ledger, Workspace workspace) =>
        {
            if (Find(ledger, workspace, id, name) is not var (path, file)) return Results.NotFound();
            context.Response.Headers.ContentSecurityPolicy = ReportPolicy;
            return Results.File(path, file.ContentType, fileDownloadName: $"{id}-{file.Name}");
        });
    }

    private static (string Path, ReportFile File)? Find(ILedger ledger, Workspace workspace, string id, string name)
    {
        if (!RunId.IsValid(id) || ledger.Find(id) is not { } run || Known.FirstOrDefault(known => known.Name == name) is not { } file) return null;
        string path = Path.Combine(FolderOf(workspace, run), file.Name);
        return File.Exists(path) ? (path, file) : null;
    }
}
