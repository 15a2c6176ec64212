using BatchEstimator.Estimation.Results;

namespace BatchEstimator.Worker.Reports.Html;

/// <summary>Tests of the family itself: in words first, then with their statistics. A test can speak against a family, never for it.</summary>
internal static class GoodnessOfFitSection
{
    public static void Write(HtmlWriter page, FitResult fit)
    {
        if (fit.GoodnessOfFit is not { Tests.Count: > 0 } goodness) return;
        page.Write($"""<section class="check"><h4>Does the family suit the data?</h4><p class="{(Misfit.Is(fit) ? "against" : "")}">{Sentence(fit)}</p>""");
        bool degrees = goodness.Tests.Any(test => test.DegreesOfFreedom is not null);
        page.Write($"""<div class="scroll"><table class="tests"><thead><tr><th>Test</th><th class="n">Statistic</th>""");
        if (degrees) page.Write($"""<th class="n">Degrees of freedom</th>""");
        page.Write($"""<th class="n">p (corrected)</th></tr></thead><tbody>""");
        foreach (var test in goodness.Tests)
        {
            page.Write($"""<tr><th scope="row">{Name(test.Test)}</th><td class="n">{Wording.Number(test.Statistic)}</td>""");
            if (degrees) page.Write($"""<td class="n">{Wording.Number(test.DegreesOfFreedom)}</td>""");
            page.Write($"""<td class="n main">{Wording.Probability(test.PValue, goodness.Refits)}</td></tr>""");
        }
        page.Write($"""</tbody></table></div><p class="evidence">{Correction(goodness)}</p></section>""");
    }

    private static string Sentence(FitResult fit)
    {
        string family = Wording.Family(fit.Family);
        if (Misfit.SmallestP(fit) is not { } p) return "Too few of the samples drawn from the fit could be fitted again, so the tests have no p-values.";
        string smallest = $"p {Wording.Compared(p, fit.GoodnessOfFit!.Refits)}";
        if (p < Misfit.Clear) return $"The data do not look like {family} ({smallest}).";
        if (p < Misfit.Sign) return $"There is a sign that the data do not come from {family} ({smallest}).";
        return $"Nothing here speaks against {family} ({smallest}). That does not prove that it is one: other families may suit as well, and few values hide much.";
    }

    private static string Correction(GoodnessOfFit goodness)
    {
        string text = $"p-values from {Wording.Count(goodness.Refits, "sample", "samples")} drawn from the fit and fitted again: the share that lay at least as far from its own fit as the data do from theirs. "
            + "So they allow for the parameters having been estimated from the same data, as tables of these tests do not.";
        return goodness.FailedRefits == 0 ? text
            : text + $" {Wording.Count(goodness.FailedRefits)} of them could not be fitted again and {(goodness.FailedRefits == 1 ? "counts" : "count")} as at least as far off.";
    }

    private static string Name(string test) => test switch
    {
        "kolmogorov-smirnov" => "Kolmogorov–Smirnov",
        "anderson-darling" => "Anderson–Darling",
        "cramer-von-mises" => "Cramér–von Mises",
        "chi-square" => "Chi-square",
        _ => test,
    };
}
