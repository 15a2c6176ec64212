using BatchEstimator.Estimation.Results;
using BatchEstimator.Worker.Running;

namespace BatchEstimator.Worker.Reports.Html;

/// <summary>All fits at a glance: estimates side by side and a line a fit; where there are many, the worst of them come first.</summary>
internal static class OverviewSection
{
    private const int MostLinesOfMany = 50;

    public static void Write(HtmlWriter page, RunResult result, ReportPlan plan)
    {
        page.Write($"""<section><h2>Overview</h2>""");
        if (!plan.Many) FigureMarkup.WriteAll(page, ComparisonFigures.Of(result), "figures");
        var troubled = plan.WorstFirst.Where(fit => fit.Result.Status != FitStatus.Ok || Misfit.Is(fit.Result)).ToList();
        if (plan.Many && troubled.Count > 0) WriteCaption(page, result, troubled);
        var lines = plan.Many ? troubled.Take(MostLinesOfMany).ToList() : [.. plan.Detailed];
        if (lines.Count > 0) WriteLines(page, result, lines);
        if (plan.Many) FigureMarkup.WriteAll(page, ComparisonFigures.Of(result), "figures");
        page.Write($"</section>\n");
    }

    private static void WriteCaption(HtmlWriter page, RunResult result, List<PlannedFit> troubled)
    {
        string kind = troubled.Any(fit => Misfit.Is(fit.Result)) ? "not simply ok, or whose data do not look like the family" : "not simply ok";
        string which = troubled.Count > MostLinesOfMany
            ? $"{Wording.Count(troubled.Count)} fits that are {kind}: the first {MostLinesOfMany}. The table at the end and estimates.csv have more."
            : $"Every fit that is {kind}.";
        page.Write($"<h3>The worst first</h3><p>{which}</p>");
        int tested = result.Fits.Count(fit => Misfit.SmallestP(fit.Result) is not null);
        if (tested > 0 && troubled.Any(fit => Misfit.Is(fit.Result)))
            page.Write($"""<p class="evidence">{Wording.Count(tested)} fits were tested. Were every family right, about {Wording.Count(Math.Ceiling(Misfit.Clear * tested))} of each test’s p-values would fall below {Wording.Number(Misfit.Clear)} by chance alone.</p>""");
    }

    private static void WriteLines(HtmlWriter page, RunResult result, List<PlannedFit> lines)
    {
        page.Write($"""<div class="scroll"><table class="worst"><thead><tr><th>Verdict</th><th>Fit</th>""");
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
        page.Write($"""<td class="n">{Wording.Count(fit.N)}</td><td class="estimate">{MainEstimate(fit)}</td><td class="why">{string.Join(", ", Reasons(fit))}</td></tr>""");
    }

    private static IEnumerable<string> Reasons(FitResult fit)
    {
        foreach (var code in fit.Codes) yield return Wording.Code(code.Code);
        if (Misfit.SmallestP(fit) is { } p and < Misfit.Clear) yield return $"does not look like {Wording.Family(fit.Family)} (p {Wording.Compared(p, fit.GoodnessOfFit!.Refits)})";
    }

    private static string MainEstimate(FitResult fit)
    {
        if (MainParameter.Of(fit) is not { Estimate: not null } main) return "–";
        string interval = main.Lower is null && main.Upper is null ? "" : $" ({Wording.Number(main.Lower)} to {Wording.Number(main.Upper)})";
        return $"{main.Name} = {Wording.Number(main.Estimate)}{interval}";
    }
}
