using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace BatchEstimator.Worker.Jobs;

/// <summary>
/// One text for one meaning: keys sorted, defaults and empty entries left out, numbers printed to round-trip. It is a job
/// file itself.
/// </summary>
internal static class CanonicalJson
{
    /// <summary>Readable in a ledger: only what JSON must escape is escaped.</summary>
    private static readonly JsonSerializerOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Write(JsonObject job)
    {
        JsonObject sorted = (JsonObject)Reduce(job, JobKeys.Job)!;
        if (sorted["watch"] is JsonObject watch && (string?)watch["folder"] == WatchDefaults.Folder((string)job["name"]!))
        {
            watch.Remove("folder");
            if (watch.Count == 0)
                sorted.Remove("watch");
        }

        return sorted.ToJsonString(Options);
    }

    public static string Hash(string canonical) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(canonical)));

    private static JsonNode? Reduce(JsonNode node, Shape shape) => (node, shape) switch
    {
        (JsonObject section, SectionShape keys) => Sorted(section.Select(pair => (pair.Key, ReduceKey(pair.Value!, keys.Find(pair.Key)!)))),
        (JsonObject table, TableShape) => Sorted(table.Select(pair => (pair.Key, pair.Value?.DeepClone()))),
        (JsonArray list, ListShape { Item: SectionShape item }) => new JsonArray([.. list.Select(entry => Reduce(entry!, item))]),
        _ => node.DeepClone(),
    };

    private static JsonNode? ReduceKey(JsonNode value, Key key)
    {
        JsonNode? reduced = Reduce(value, key.Shape);
        bool says = key.Default is null
            ? reduced is not (JsonArray { Count: 0 } or JsonObject { Count: 0 })
            : !JsonNode.DeepEquals(reduced, key.Default);
        return says ? reduced : null;
    }

    private static JsonObject Sorted(IEnumerable<(string Key, JsonNode? Value)> entries) =>
        new(entries.Where(entry => entry.Value is not null)
            .OrderBy(entry => entry.Key, StringComparer.Ordinal)
            .Select(entry => KeyValuePair.Create(entry.Key, entry.Value)));
}
