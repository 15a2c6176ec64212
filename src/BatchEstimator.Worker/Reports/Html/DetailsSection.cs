using BatchEstimator.Estimation.Results;
using BatchEstimator.Worker.Reports.Pictures;
using BatchEstimator.Worker.Running;

namespace BatchEstimator.Worker.Reports.Html;

/// <summary>A section a fit: verdict and reasons, estimates, criteria, notes, pictures.</summary>
internal static class DetailsSection
{
    public static void Write(HtmlWriter page, RunResult result, ReportPlan plan)
    {
        if (plan.Detailed.Count == 0) return;
        page.Write($"<section class=\"fits\"><h2>{(result.Fits.Count == 1 ? "The fit" : "Fits")}</h2>");
        if (plan.Detailed.Count < result.Fits.Count)
            page.Write($"<p>{Wording.Count(plan.Detailed.Count)} of {Wording.Count(result.Fits.Count)} fits in detail{(plan.Many ? ", the worst first" : "")}. Every one is in <code>result.json</code>.</p>");
        if (plan.Detailed.Any(fit => fit.Result.Aic is not null))
            page.Write($"<p class=\"evidence\">AIC, AICc and BIC compare fits of the same rows: lower is better.</p>");
        foreach (var fit in plan.Detailed) WriteFit(page, fit, result.Job.IntervalLevel);
        page.Write($"</section>\n");
    }

    private static void WriteFit(HtmlWriter page, PlannedFit planned, double level)
    {
        var fit = planned.Result;
        string status = EstimateRow.Name(fit.Status);
        page.Write($"""<article id="{planned.Anchor}"><header><h3>{fit.Fit}</h3><span class="badge {status}">{status}</span>""");
        foreach (var (column, value) in fit.Group) page.Write($"""<span class="group"><span>{column}</span> {value ?? "(missing)"}</span>""");
        page.Write($"</header>");
        WriteModel(page, fit);
        if (fit.Codes.Count > 0)
        {
            page.Write($"""<ul class="reasons {status}">""");
            foreach (var code in fit.Codes) page.Write($"<li>{code.Message} <code>{code.Code}</code></li>");
            page.Write($"</ul>");
        }
        EstimatesTable.Parameters(page, fit, level);
        EstimatesTable.Derived(page, fit, level);
        Criteria.Write(page, fit, level);
        foreach (string note in fit.Notes) page.Write($"""<p class="note">{note}</p>""");
        CandidatesTable.Write(page, fit);
        GoodnessOfFitSection.Write(page, fit);
        LikelihoodRatios.Write(page, fit);
        TermTestsTable.Write(page, fit);
        DiagnosticsSection.Write(page, fit, level);
        FigureMarkup.WriteAll(page, FitFigures.Of(planned.Outcome, level, planned.Anchor!), "figures");
        FigureMarkup.WriteAll(page, FitFigures.Small(planned.Outcome, level, planned.Anchor!), "figures small");
        page.Write($"</article>\n");
    }

    private static void WriteModel(HtmlWriter page, FitResult fit)
    {
        string method = fit.Method == "map" ? "maximum a posteriori (MAP)" : "maximum likelihood (MLE)";
        page.Write($"""<p class="model"><code>{fit.Family}</code> by {method}""");
        if (fit.Formula is { } formula) page.Write($"""<span class="sep"> · </span><code>{formula}</code>""");
        page.Write($"""<span class="sep"> · </span>n = {Wording.Count(fit.N)}{Dropped(fit.Rows)}</p>""");
    }

    private static string Dropped(RowCounts rows)
    {
        var parts = new List<string>();
        if (rows.Missing > 0) parts.Add($"{Wording.Count(rows.Missing)} missing");
        if (rows.NonFinite > 0) parts.Add($"{Wording.Count(rows.NonFinite)} not finite");
        if (rows.ZeroWeight > 0) parts.Add($"{Wording.Count(rows.ZeroWeight)} of weight zero");
        return parts.Count == 0 ? "" : $" ({string.Join(", ", parts)} left out)";
    }
}
