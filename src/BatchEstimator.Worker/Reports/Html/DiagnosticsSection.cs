using BatchEstimator.Estimation.Results;

namespace BatchEstimator.Worker.Reports.Html;

/// <summary>What the rows say of a regression: how far they lie from it, which ones to look at, how the terms overlap, how well outcomes are told.</summary>
internal static class DiagnosticsSection
{
    private const int RowsShown = 5;

    public static void Write(HtmlWriter page, FitResult fit, double level)
    {
        if (fit.Diagnostics is not { } diagnostics) return;
        page.Write($"""<section class="check"><h4>What do the rows say of the fit?</h4>""");
        WriteResiduals(page, diagnostics.Residuals);
        WriteRows(page, diagnostics);
        WriteInflation(page, diagnostics.VarianceInflation);
        if (diagnostics.Dispersion is { } spread)
            page.Write($"<p>Spread beside what the family has it: Pearson’s chi-squared {Wording.Number(spread.ChiSquare)} on {Wording.Number(spread.DegreesOfFreedom)} degrees of freedom, ratio {Wording.Number(spread.Ratio)} (p {Wording.Probability(spread.PValue)}); about 1 is as it should be.</p>");
        if (diagnostics.Accuracy is { } accuracy) WriteAccuracy(page, accuracy, level);
        page.Write($"</section>");
    }

    private static void WriteResiduals(HtmlWriter page, IReadOnlyList<ResidualSummary> residuals)
    {
        if (residuals.Count == 0) return;
        page.Write($"""<div class="scroll"><table class="tests"><thead><tr><th>Residuals</th><th class="n">Minimum</th><th class="n">Lower quartile</th><th class="n">Median</th><th class="n">Upper quartile</th><th class="n">Maximum</th></tr></thead><tbody>""");
        foreach (var summary in residuals)
            page.Write($"""<tr><th scope="row">{summary.Kind}</th><td class="n">{Wording.Number(summary.Minimum)}</td><td class="n">{Wording.Number(summary.LowerQuartile)}</td><td class="n">{Wording.Number(summary.Median)}</td><td class="n">{Wording.Number(summary.UpperQuartile)}</td><td class="n">{Wording.Number(summary.Maximum)}</td></tr>""");
        page.Write($"</tbody></table></div>");
    }

    private static void WriteRows(HtmlWriter page, RegressionDiagnostics diagnostics)
    {
        var residuals = diagnostics.Residuals.Count > 0 ? diagnostics.Residuals[^1] : null;
        (string Name, IReadOnlyList<DiagnosedRow> Rows)[] columns =
        [
            .. residuals is null ? [] : new[] { ($"{residuals.Kind} residual", residuals.Largest) }, ("Cook’s distance", diagnostics.CooksDistances), ("leverage", diagnostics.Leverages),
        ];
        columns = [.. columns.Where(column => column.Rows.Count > 0)];
        if (columns.Length == 0) return;
        bool named = columns.SelectMany(column => column.Rows).Select(row => row.Source).Distinct().Count() > 1;
        page.Write($"""<div class="scroll"><table class="tests"><thead><tr>""");
        foreach (var (name, _) in columns) page.Write($"""<th>Row</th><th class="n">Largest {name}</th>""");
        page.Write($"</tr></thead><tbody>");
        for (int i = 0; i < Math.Min(RowsShown, columns.Max(column => column.Rows.Count)); i++)
        {
            page.Write($"<tr>");
            foreach (var (_, rows) in columns)
            {
                if (i < rows.Count) page.Write($"""<td>{(named ? $"{rows[i].Source}, " : "")}{Wording.Count(rows[i].Row)}</td><td class="n">{Wording.Number(rows[i].Value)}</td>""");
                else page.Write($"<td></td><td></td>");
            }
            page.Write($"</tr>");
        }
        string mean = diagnostics.MeanLeverage is { } leverage ? $" The mean leverage is {Wording.Number(leverage)}; rows above two or three times that have unusual predictors." : "";
        page.Write($"""</tbody></table></div><p class="evidence">Rows of the data, counted from 1 below the header.{mean}</p>""");
    }

    private static void WriteInflation(HtmlWriter page, IReadOnlyList<VarianceInflation> terms)
    {
        if (terms.Count == 0) return;
        page.Write($"""<div class="scroll"><table class="tests"><thead><tr><th>Term</th><th class="n">Degrees of freedom</th><th class="n">Variance inflation</th><th class="n">Intervals wider by</th></tr></thead><tbody>""");
        foreach (var term in terms)
            page.Write($"""<tr><th scope="row" class="name">{term.Term}</th><td class="n">{Wording.Number(term.DegreesOfFreedom)}</td><td class="n">{Wording.Number(term.Factor)}</td><td class="n">× {Wording.Number(term.PerCoefficient)}</td></tr>""");
        page.Write($"""</tbody></table></div><p class="evidence">How much the overlap with the other terms inflates variances: 1 is none; above 10 the data hardly tell a term from the others.</p>""");
    }

    private static void WriteAccuracy(HtmlWriter page, BinaryAccuracy accuracy, double level)
    {
        string interval = accuracy is { Lower: { } lower, Upper: { } upper } ? $" ({Wording.Percent(level)} interval {Wording.Number(lower)} to {Wording.Number(upper)})" : "";
        page.Write($"<p>Area under the ROC curve: {Wording.Number(accuracy.AreaUnderCurve)}{interval}. Told as a one from a probability of 1/2 on, {Wording.Percent(accuracy.ErrorRate)} of the outcomes are told wrongly.</p>");
        page.Write($"""<p class="evidence">By Hoeffding’s bound, the error rate of a rule chosen without these rows lies within {Wording.Number(accuracy.HoeffdingEpsilon)} of its expectation with probability {Wording.Percent(level)} or more. This rule was fitted to them, so on new rows expect somewhat more errors.</p>""");
    }
}
