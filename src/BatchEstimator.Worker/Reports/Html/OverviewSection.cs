using BatchEstimator.Estimation.Results;
using BatchEstimator.Worker.Running;

namespace BatchEstimator.Worker.Reports.Html;

/// <summary>All fits at a glance: estimates side by side, then a line a fit, the worst first where there are many.</summary>
internal static class OverviewSection
{
    private const int MostLinesOfMany = 50;

    public static void Write(HtmlWriter page, RunResult result, ReportPlan plan)
    {
        page.Write($"""<section><h2>Overview</h2>""");
        var figures = ComparisonFigures.Of(result);
        if (figures.Count > 0)
        {
            page.Write($"""<div class="figures">""");
            foreach (var figure in figures) FigureMarkup.Write(page, figure);
            page.Write($"</div>");
        }
        var lines = plan.Many
            ? plan.WorstFirst.Where(fit => fit.Result.Status != FitStatus.Ok).Take(MostLinesOfMany).ToList()
            : [.. plan.Detailed];
        if (lines.Count > 0) WriteLines(page, result, plan, lines);
        page.Write($"</section>\n");
    }

    private static void WriteLines(HtmlWriter page, RunResult result, ReportPlan plan, List<PlannedFit> lines)
    {
        if (plan.Many)
        {
            int notOk = plan.WorstFirst.Count(fit => fit.Result.Status != FitStatus.Ok);
            page.Write($"<h3>The worst first</h3><p>{(lines.Count < notOk ? $"The first {lines.Count} of {Wording.Count(notOk)} fits that are not simply ok; the table at the end and estimates.csv have more." : "Every fit that is not simply ok.")}</p>");
        }
        page.Write($"""<div class="scroll"><table><thead><tr><th>Verdict</th><th>Fit</th>""");
        foreach (string column in result.Job.GroupBy) page.Write($"<th>{column}</th>");
        page.Write($"""<th class="n">n</th><th>Main estimate</th><th>Why</th></tr></thead><tbody>""");
        foreach (var line in lines) WriteLine(page, line, result.Job.GroupBy.Count);
        page.Write($"</tbody></table></div>");
    }

    private static void WriteLine(HtmlWriter page, PlannedFit line, int groups)
    {
        var fit = line.Result;
        string status = EstimateRow.Name(fit.Status);
        page.Write($"""<tr><td><span class="badge {status}">{status}</span></td><td class="name">""");
        if (line.Anchor is { } anchor) page.Write($"""<a href="#{anchor}">{fit.Fit}</a>""");
        else page.Write($"{fit.Fit}");
        page.Write($"</td>");
        for (int i = 0; i < groups; i++) page.Write($"""<td class="name">{GroupMarkup.Value(fit, i)}</td>""");
        page.Write($"""<td class="n">{Wording.Count(fit.N)}</td><td class="estimate">{MainEstimate(fit)}</td><td class="why">{string.Join(", ", fit.Codes.Select(code => Wording.Code(code.Code)))}</td></tr>""");
    }

    private static string MainEstimate(FitResult fit)
    {
        if (MainParameter.Of(fit) is not { Estimate: not null } main) return "–";
        string interval = main.Lower is null && main.Upper is null ? "" : $" ({Wording.Number(main.Lower)} to {Wording.Number(main.Upper)})";
        return $"{main.Name} = {Wording.Number(main.Estimate)}{interval}";
    }
}
