using System.Text;
using BatchEstimator.Worker.Running;

namespace BatchEstimator.Worker.Reports.Html;

/// <summary>One self-contained page: no script, nothing loaded from elsewhere. First the verdict, then the evidence.</summary>
internal sealed class HtmlReport : IReport
{
    private static readonly string Style = ReadStyle();

    public void Write(RunResult result, Stream output)
    {
        using var writer = new StreamWriter(output, new UTF8Encoding(false), 1 << 16, leaveOpen: true) { NewLine = "\n" };
        var page = new HtmlWriter(writer);
        var plan = ReportPlan.Of(result);
        page.Write($"""
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <title>{result.Job.Name}: {Verdict.Of(result).Sentence}</title>
            <style>{new Markup(Style)}</style>
            </head>
            <body>
            <main>

            """);
        Summary.Write(page, result);
        InputsSection.Write(page, result);
        if (result.Fits.Count > 1) OverviewSection.Write(page, result, plan);
        DetailsSection.Write(page, result, plan);
        PredictionsSection.Write(page, result);
        if (plan.Many) AllEstimatesSection.Write(page, result, plan);
        page.Write($"""
            </main>
            <footer>BatchEstimator {result.EngineVersion}. Numbers are rounded to about six digits here; <code>result.json</code> beside this page has them in full.</footer>
            </body>
            </html>

            """);
    }

    private static string ReadStyle()
    {
        using var stream = typeof(HtmlReport).Assembly.GetManifestResourceStream("report.css")
            ?? throw new InvalidOperationException("The embedded style sheet report.css is missing from the program.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
