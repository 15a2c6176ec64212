using BatchEstimator.Worker.Jobs;
using BatchEstimator.Worker.Running;

namespace BatchEstimator.Worker.Reports.Html;

/// <summary>Everything in one table, the worst first; a page of a hundred thousand rows would help nobody, so it is cut and says so.</summary>
internal static class AllEstimatesSection
{
    private const int MostRows = 2_000;

    public static void Write(HtmlWriter page, RunResult result, ReportPlan plan)
    {
        long total = plan.WorstFirst.Sum(fit => (long)Math.Max(1, fit.Result.Parameters.Count + fit.Result.Derived.Count));
        var rows = plan.WorstFirst.SelectMany(fit => EstimateRow.Of(fit.Result)).Take(MostRows).ToList();
        page.Write($"""<section><h2>All estimates</h2><p>{Caption(result, rows.Count, total)}</p><div class="scroll tall"><table class="all"><thead><tr><th>Verdict</th><th>Fit</th>""");
        foreach (string column in result.Job.GroupBy) page.Write($"<th>{column}</th>");
        page.Write($"""<th>Parameter</th><th class="n">Estimate</th><th class="n">Standard error</th><th class="n">{Wording.Percent(result.Job.IntervalLevel)} from</th><th class="n">to</th><th class="n">n</th></tr></thead><tbody>""");
        foreach (var row in rows)
        {
            page.Write($"""<tr><td><span class="badge {row.Status}">{row.Status}</span></td><td class="name">{row.Fit.Fit}</td>""");
            for (int i = 0; i < result.Job.GroupBy.Count; i++) page.Write($"""<td class="name">{GroupMarkup.Value(row.Fit, i)}</td>""");
            if (row.Parameter is null) page.Write($"""<td class="why" colspan="5">{string.Join(", ", row.Fit.Codes.Select(code => Wording.Code(code.Code)))}</td>""");
            else page.Write($"""<td class="name">{row.Parameter}</td><td class="n">{Wording.Number(row.Estimate)}</td><td class="n">{Wording.Number(row.StandardError)}</td><td class="n">{Wording.Number(row.Lower)}</td><td class="n">{Wording.Number(row.Upper)}</td>""");
            page.Write($"""<td class="n">{Wording.Count(row.Fit.N)}</td></tr>""");
        }
        page.Write($"</tbody></table></div></section>\n");
    }

    private static string Caption(RunResult result, int shown, long total)
    {
        if (shown == total) return $"{Wording.Count(total)} rows, the worst verdicts first.";
        string rest = result.Job.Reports.Contains(ReportFormat.Csv) ? "estimates.csv" : result.Job.Reports.Contains(ReportFormat.Parquet) ? "estimates.parquet" : "result.json";
        return $"The first {Wording.Count(shown)} of {Wording.Count(total)} rows, the worst verdicts first. All of them, in full precision, are in {rest} beside this page.";
    }
}
