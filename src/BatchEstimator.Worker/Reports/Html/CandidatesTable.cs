using System.Globalization;
using BatchEstimator.Estimation.Results;

namespace BatchEstimator.Worker.Reports.Html;

/// <summary>The families that were compared, best first; below them those that take no part, with the reason.</summary>
internal static class CandidatesTable
{
    /// <summary>A difference of AIC that is not worth a choice (Burnham and Anderson 2002, section 2.6).</summary>
    private const double Alike = 2;

    public static void Write(HtmlWriter page, FitResult fit)
    {
        if (fit.Candidates.Count == 0) return;
        var ranked = fit.Candidates.Where(candidate => candidate.Barred is null).ToList();
        var barred = fit.Candidates.Where(candidate => candidate.Barred is not null).ToList();
        page.Write($"""<section class="check"><h4>Which family?</h4><p>{Sentence(ranked)}</p><div class="scroll"><table class="candidates"><thead><tr><th>Family</th><th>Verdict</th><th class="n">Log-likelihood</th><th class="n">Parameters</th><th class="n">AIC</th><th class="n">Difference</th><th>Akaike weight</th><th class="n">BIC</th></tr></thead><tbody>""");
        foreach (var candidate in ranked) WriteRanked(page, candidate);
        foreach (var candidate in barred)
            page.Write($"""<tr class="barred"><th scope="row">{candidate.Family}</th><td>{Badge(candidate)}</td><td class="why" colspan="6">{Wording.Barred(candidate.Barred!)}</td></tr>""");
        page.Write($"</tbody></table></div>");
        if (ranked.Count > 1)
            page.Write($"""<p class="evidence">AIC = 2 × parameters − 2 × log-likelihood, of the same rows: lower is better. The weights compare these families with each other only; the best of them may still suit the data badly.</p>""");
        page.Write($"</section>");
    }

    private static void WriteRanked(HtmlWriter page, CandidateResult candidate)
    {
        page.Write($"""<tr><th scope="row">{candidate.Family}</th><td>{Badge(candidate)}</td><td class="n">{Wording.Number(candidate.LogLikelihood)}</td><td class="n">{Wording.Count(candidate.Parameters)}</td><td class="n main">{Wording.Number(candidate.Aic)}</td><td class="n">{Difference(candidate.AicDifference)}</td><td class="weight">""");
        if (EstimateRow.Finite(candidate.AkaikeWeight) is { } weight)
        {
            string width = Math.Clamp(100 * weight, 0, 100).ToString("0.#", CultureInfo.InvariantCulture);
            page.Write($"""<span class="share" aria-hidden="true"><span style="width:{width}%"></span></span> {Weight(weight)}""");
        }
        page.Write($"""</td><td class="n">{Wording.Number(candidate.Bic)}</td></tr>""");
    }

    private static string Sentence(List<CandidateResult> ranked)
    {
        if (ranked.Count == 0) return "None of the families has an estimate that could be compared.";
        if (ranked.Count == 1) return $"Only {ranked[0].Family} could be fitted, so there is nothing to compare it with.";
        string best = $"Of {ranked.Count} families, {ranked[0].Family} has the lowest AIC.";
        string[] close = [.. ranked.Skip(1).Where(candidate => candidate.AicDifference < Alike).Select(candidate => candidate.Family)];
        return close.Length == 0 ? best : $"{best} By these data it can hardly be told from {string.Join(", ", close)}: a difference below {Alike} is no reason to choose.";
    }

    private static string Difference(double? difference) => EstimateRow.Finite(difference) is { } d ? d.ToString(d < 1e6 ? "0.00" : "0.##E+0", CultureInfo.InvariantCulture) : "–";

    private static string Weight(double weight) => weight is > 0 and < 0.001 ? "< 0.1\u00A0%" : (100 * weight).ToString("0.0", CultureInfo.InvariantCulture) + "\u00A0%";

    private static Markup Badge(CandidateResult candidate)
    {
        string status = EstimateRow.Name(candidate.Status);
        return new Markup($"<span class=\"badge {status}\">{status}</span>");
    }
}
