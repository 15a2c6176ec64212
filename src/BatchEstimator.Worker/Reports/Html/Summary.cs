using System.Globalization;
using BatchEstimator.Worker.Running;

namespace BatchEstimator.Worker.Reports.Html;

/// <summary>The head of the page: the job, the verdict in a sentence, and the run's identity.</summary>
internal static class Summary
{
    public static void Write(HtmlWriter page, RunResult result)
    {
        var verdict = Verdict.Of(result);
        page.Write($"""<header class="top"><p class="kicker">Estimation report</p><h1>{result.Job.Name}</h1>""");
        if (result.Job.Description is { Length: > 0 } description) page.Write($"""<p class="lead">{description}</p>""");
        page.Write($"""</header><section class="verdict {EstimateRow.Name(verdict.Worst)}"><p>{verdict.Sentence}</p>""");
        WriteBar(page, verdict);
        page.Write($"</section><dl class=\"facts\">");
        Fact(page, "Run", result.RunId);
        Fact(page, "Started", result.StartedAt.ToString("yyyy-MM-dd HH:mm:ss zzz", CultureInfo.InvariantCulture));
        Fact(page, "Took", Wording.Duration(result.FinishedAt - result.StartedAt));
        if (result.Attempt > 1) Fact(page, "Attempt", Wording.Count(result.Attempt));
        Fact(page, "Rows used", $"{Wording.Count(result.Rows.Used)} of {Wording.Count(result.Rows.Read)}");
        string[] methods = [.. result.Fits.Select(fit => fit.Result.IntervalMethod).OfType<string>().Distinct().Select(Wording.IntervalMethod)];
        Fact(page, "Intervals", string.Join(", ", methods.Prepend(Wording.Percent(result.Job.IntervalLevel))));
        if (result.Job.Hash.Length >= 12) page.Write($"<div><dt>Job version</dt><dd title=\"SHA-256 {result.Job.Hash}\"><code>{result.Job.Hash[..12]}</code></dd></div>");
        page.Write($"</dl>\n");
    }

    private static void WriteBar(HtmlWriter page, Verdict verdict)
    {
        if (verdict.Total < 2) return;
        (string Name, int Count)[] parts = [("ok", verdict.Ok), ("caution", verdict.Caution), ("refused", verdict.Refused), ("failed", verdict.Failed)];
        page.Write($"""<div class="bar" aria-hidden="true">""");
        foreach (var (name, count) in parts.Where(part => part.Count > 0))
            page.Write($"""<span class="{name}" style="flex-grow:{count.ToString(CultureInfo.InvariantCulture)}"></span>""");
        page.Write($"""</div><ul class="counts">""");
        foreach (var (name, count) in parts.Where(part => part.Count > 0)) page.Write($"""<li><b>{Wording.Count(count)}</b> <span class="badge {name}">{name}</span></li>""");
        page.Write($"</ul>");
    }

    private static void Fact(HtmlWriter page, string name, string value) => page.Write($"<div><dt>{name}</dt><dd>{value}</dd></div>");
}
