using BatchEstimator.Estimation.Results;

namespace BatchEstimator.Worker.Reports.Html;

/// <summary>Tests of simpler models inside the fitted one.</summary>
internal static class LikelihoodRatios
{
    public static void Write(HtmlWriter page, FitResult fit)
    {
        if (fit.Tests.Count == 0) return;
        page.Write($"""<section class="check"><h4>Would a simpler model do?</h4>""");
        foreach (var test in fit.Tests) page.Write($"<p>{Sentence(test)}</p>");
        page.Write($"""<div class="scroll"><table class="tests"><thead><tr><th>Simpler model</th><th class="n">2 × log-likelihood ratio</th><th class="n">Degrees of freedom</th><th>Compared with</th><th class="n">p</th></tr></thead><tbody>""");
        foreach (var test in fit.Tests)
            page.Write($"""<tr><th scope="row" class="name">{test.Null}</th><td class="n">{Wording.Number(test.Statistic)}</td><td class="n">{Wording.Number(test.DegreesOfFreedom)}</td><td>{test.Distribution}</td><td class="n main">{Wording.Probability(test.PValue)}</td></tr>""");
        page.Write($"</tbody></table></div>");
        if (fit.Tests.Any(test => test.Distribution == "half chi-square"))
            page.Write($"""<p class="evidence">Half chi-square: the simpler model lies at the edge of the parameter’s range, where the ratio is 0 in half of all samples.</p>""");
        page.Write($"</section>");
    }

    private static string Sentence(LikelihoodRatioTest test) => test.PValue switch
    {
        < Misfit.Clear => $"The data speak against {test.Null} (p {Wording.Compared(test.PValue)}): the extra freedom is needed.",
        < Misfit.Sign => $"There is a sign against {test.Null} (p {Wording.Compared(test.PValue)}).",
        >= Misfit.Sign => $"The data do not speak against {test.Null} (p {Wording.Compared(test.PValue)}), which needs {Wording.Count((long)test.DegreesOfFreedom, "parameter", "parameters")} less.",
        _ => $"{test.Null} could not be tested.",
    };
}
