using BatchEstimator.Estimation.Results;

namespace BatchEstimator.Worker.Reports.Html;

/// <summary>The tables of one fit.</summary>
internal static class EstimatesTable
{
    public static void Parameters(HtmlWriter page, FitResult fit, double level)
    {
        if (fit.Parameters.Count == 0) return;
        bool map = fit.Method == "map";
        page.Write($"""<div class="scroll"><table class="estimates"><thead><tr><th>Parameter</th><th class="n">{(map ? "MAP estimate" : "Estimate")}</th><th class="n">Standard error</th><th class="n">{Wording.Percent(level)} from</th><th class="n">to</th>""");
        if (map) page.Write($"""<th class="n">MLE</th><th>Prior</th>""");
        bool tested = fit.Parameters.Any(p => p.PValue is not null);
        if (tested) page.Write($"""<th class="n">{fit.TestDistribution}</th><th class="n">p</th>""");
        page.Write($"</tr></thead><tbody>");
        var estimates = NumberColumn.Of(fit.Parameters.Select(p => p.Estimate));
        var errors = NumberColumn.Of(fit.Parameters.Select(p => p.StandardError));
        var lowers = NumberColumn.Of(fit.Parameters.Select(p => p.Lower));
        var uppers = NumberColumn.Of(fit.Parameters.Select(p => p.Upper));
        var statistics = NumberColumn.Of(fit.Parameters.Select(p => p.Statistic));
        var mles = NumberColumn.Of(fit.Parameters.Select(p => p.Mle));
        for (int i = 0; i < fit.Parameters.Count; i++)
        {
            var p = fit.Parameters[i];
            page.Write($"""<tr><th scope="row" class="name">{p.Name}</th><td class="n main">{estimates[i]}</td>""");
            if (p.Fixed) page.Write($"""<td class="n held" colspan="3">held at this value</td>""");
            else page.Write($"""<td class="n">{errors[i]}</td><td class="n">{lowers[i]}</td><td class="n">{uppers[i]}</td>""");
            if (map) page.Write($"""<td class="n">{mles[i]}</td><td class="prior">{p.Prior ?? (p.Fixed ? "" : "flat")}</td>""");
            if (tested) page.Write($"""<td class="n">{statistics[i]}</td><td class="n">{(p.PValue is { } tail ? Wording.Probability(tail) : "")}</td>""");
            page.Write($"</tr>");
        }
        page.Write($"</tbody></table></div>");
    }

    public static void Derived(HtmlWriter page, FitResult fit, double level)
    {
        if (fit.Derived.Count == 0) return;
        page.Write($"""<div class="scroll"><table class="estimates"><thead><tr><th>Derived</th><th class="n">Value</th><th class="n">Standard error</th><th class="n">{Wording.Percent(level)} from</th><th class="n">to</th></tr></thead><tbody>""");
        var estimates = NumberColumn.Of(fit.Derived.Select(d => d.Estimate));
        var errors = NumberColumn.Of(fit.Derived.Select(d => d.StandardError));
        var lowers = NumberColumn.Of(fit.Derived.Select(d => d.Lower));
        var uppers = NumberColumn.Of(fit.Derived.Select(d => d.Upper));
        for (int i = 0; i < fit.Derived.Count; i++)
            page.Write($"""<tr><th scope="row" class="name">{fit.Derived[i].Name}</th><td class="n main">{estimates[i]}</td><td class="n">{errors[i]}</td><td class="n">{lowers[i]}</td><td class="n">{uppers[i]}</td></tr>""");
        page.Write($"</tbody></table></div>");
    }
}
