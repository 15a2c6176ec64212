using System.Text.Json;
using BatchEstimator.Estimation.Models;
using BatchEstimator.Worker.Jobs;
using BatchEstimator.Worker.Reports;
using BatchEstimator.Worker.Tests.Reports;

namespace BatchEstimator.Tests.Architecture;

/// <summary>The reference page lists what the program reads and writes, all of it and nothing else.</summary>
public class ReferencePageTests
{
    private static readonly string[] Lines = File.ReadAllLines(Path.Combine(Checkout.Root, "docs", "reference.md"));

    [Fact]
    public void Its_table_of_job_keys_is_the_one_the_reader_works_from() =>
        Assert.Equal(KeyRows(JobKeys.Job, ""), Rows("## Keys of a job file"));

    [Fact]
    public void Its_table_of_results_names_every_value_of_a_result_that_has_them_all()
    {
        using MemoryStream stream = new();
        new ResultJson().Write(SampleComparison.Run(), stream);
        using JsonDocument json = JsonDocument.Parse(stream.ToArray());

        Assert.Equal(
            Values(json.RootElement, "").Distinct().Where(path => path != "schemaVersion").Order(StringComparer.Ordinal),
            Rows("## result.json").Select(row => row.Split('`')[1]).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_term_of_its_table_of_formulas_can_be_read()
    {
        string[] terms = [.. Lines.SkipWhile(line => line != "## Formulas").TakeWhile(line => line != "## result.json")
            .Where(line => line.StartsWith("| `", StringComparison.Ordinal)).Select(line => line.Split('|')[1].Trim())];

        Assert.Equal(15, terms.Length);
        Assert.All(terms, term => Formula.Parse($"y ~ {(term.StartsWith("``", StringComparison.Ordinal) ? term[2..^2].Trim() : term.Trim('`'))}"));
    }

    private static IEnumerable<string> Rows(string heading) =>
        Lines.SkipWhile(line => line != heading).Skip(1).TakeWhile(line => !line.StartsWith("## ", StringComparison.Ordinal)).Where(line => line.StartsWith("| `", StringComparison.Ordinal));

    private static IEnumerable<string> KeyRows(SectionShape section, string path) => section.Visible.SelectMany(key =>
    {
        string fallback = key.Default is null ? "" : $"`{(key.Default.GetValueKind() == JsonValueKind.String ? (string?)key.Default : key.Default.ToJsonString())}`";
        string row = $"| `{path}{key.Name}` | {fallback} | {key.Description.Replace("|", "\\|", StringComparison.Ordinal)} |";
        return key.Shape switch
        {
            SectionShape inner => KeyRows(inner, $"{path}{key.Name}.").Prepend(row),
            ListShape { Item: SectionShape entry } => KeyRows(entry, $"{path}{key.Name}[].").Prepend(row),
            _ => [row],
        };
    });

    /// <summary>Groups and reasons have names of their own, and lists of texts no names.</summary>
    private static IEnumerable<string> Values(JsonElement part, string path) => part.ValueKind switch
    {
        JsonValueKind.Object when path is not ("fits[].group" or "run.rows.dropped" or "predictions.withoutPrediction") =>
            part.EnumerateObject().SelectMany(entry => Values(entry.Value, path.Length == 0 ? entry.Name : $"{path}.{entry.Name}")),
        JsonValueKind.Array when part.GetArrayLength() > 0 && part[0].ValueKind == JsonValueKind.Object => part.EnumerateArray().SelectMany(entry => Values(entry, path + "[]")),
        _ => [path],
    };
}
