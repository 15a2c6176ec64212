using BatchEstimator.Estimation.Results;

namespace BatchEstimator.Worker.Reports.Html;

/// <summary>Whether a formula needs each of its terms.</summary>
internal static class TermTestsTable
{
    public static void Write(HtmlWriter page, FitResult fit)
    {
        if (fit.TermTests.Count == 0) return;
        page.Write($"""<section class="check"><h4>Is each term needed?</h4><div class="scroll"><table class="tests"><thead><tr><th>Term</th><th class="n">Degrees of freedom</th><th class="n">Likelihood ratio</th><th class="n">p</th><th class="n">Wald</th><th class="n">p</th><th class="n">Score</th><th class="n">p</th></tr></thead><tbody>""");
        foreach (var test in fit.TermTests)
            page.Write($"""<tr><th scope="row" class="name">{test.Term}</th><td class="n">{Wording.Number(test.DegreesOfFreedom)}</td><td class="n">{Wording.Number(test.LikelihoodRatio)}</td><td class="n main">{Tail(test.LikelihoodRatioPValue)}</td><td class="n">{Wording.Number(test.Wald)}</td><td class="n">{Tail(test.WaldPValue)}</td><td class="n">{Wording.Number(test.Score)}</td><td class="n">{Tail(test.ScorePValue)}</td></tr>""");
        page.Write($"</tbody></table></div>");
        page.Write($"""<p class="evidence">Each compares the model with the term and the model in which its coefficients are zero; p by the chi-squared distribution.""");
        foreach (var test in fit.TermTests.Where(test => test.Without.Count > 0))
            page.Write($" {test.Term}: both models without {string.Join(", ", test.Without)}, which contains it.");
        page.Write($"</p></section>");
    }

    private static string Tail(double? value) => value is { } tail ? Wording.Probability(tail) : "";
}
