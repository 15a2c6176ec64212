using BatchEstimator.Worker.Running;

namespace BatchEstimator.Worker.Reports.Html;

/// <summary>What was read, and what was dropped and why.</summary>
internal static class InputsSection
{
    public static void Write(HtmlWriter page, RunResult result)
    {
        page.Write($"""<section><h2>What was read</h2><p>{Dropped(result.Rows)}</p>""");
        if (result.Inputs.Count > 0)
        {
            page.Write($"""<div class="scroll"><table><thead><tr><th>File</th><th class="n">Rows</th><th class="n">Size</th><th>SHA-256</th></tr></thead><tbody>""");
            foreach (var input in result.Inputs)
                page.Write($"""<tr><td class="name">{input.Path}</td><td class="n">{Wording.Count(input.Rows)}</td><td class="n">{Wording.Bytes(input.Bytes)}</td><td><code class="hash">{input.Sha256}</code></td></tr>""");
            page.Write($"</tbody></table></div>");
        }
        page.Write($"</section>\n");
    }

    internal static string Dropped(RowSummary rows)
    {
        string read = $"{Wording.Count(rows.Read, "row was", "rows were")} read";
        var reasons = rows.Dropped.Where(reason => reason.Value > 0).OrderByDescending(reason => reason.Value).ToList();
        if (reasons.Count == 0) return rows.Used == rows.Read ? $"{read} and every one was used." : $"{read}, {Wording.Count(rows.Used)} of them used.";
        return $"{read}, {Wording.Count(rows.Used)} of them used. Dropped: "
            + string.Join(", ", reasons.Select(reason => $"{Wording.Count(reason.Value)} for {Wording.Reason(reason.Key)}")) + ".";
    }
}
