using System.Text.Json;
using System.Text.Json.Serialization;
using BatchEstimator.Worker.Ledger;

namespace BatchEstimator.Worker.Running;

/// <summary>
/// <c>processing/&lt;runId&gt;/run.json</c>: all that is needed to run, beside the input, so that the folders alone tell what to do
/// even if the ledger is lost.
/// </summary>
public sealed record RunManifest
{
    public const string FileName = "run.json";

    public required string Id { get; init; }
    public required string Job { get; init; }
    public required RunTrigger Trigger { get; init; }

    /// <summary>For a dropped file its name, within the run's folder; for a schedule the full paths, which stay where they are.</summary>
    public required IReadOnlyList<string> Inputs { get; init; }

    /// <summary>The marker that came with the file, also within the run's folder.</summary>
    public string? Marker { get; init; }

    /// <summary>Where the input came from.</summary>
    public string? Origin { get; init; }

    public required string Definition { get; init; }
    public required string DefinitionHash { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
    public int Attempt { get; init; }

    public IReadOnlyList<string> InputPaths(string folder) => [.. Inputs.Select(input => Path.Combine(folder, input))];

    public void Save(string folder) =>
        Durable.WriteText(Path.Combine(folder, FileName), JsonSerializer.Serialize(this, ManifestJson.Default.RunManifest));

    /// <summary>Null if the folder has none, or one that was cut off while it was written.</summary>
    public static RunManifest? Find(string folder)
    {
        string path = Path.Combine(folder, FileName);
        if (!File.Exists(path)) return null;
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllText(path), ManifestJson.Default.RunManifest);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    public RunRecord ToRecord(RunState state) => new()
    {
        Id = Id,
        Job = Job,
        State = state,
        Trigger = Trigger,
        Files = Inputs,
        Definition = Definition,
        DefinitionHash = DefinitionHash,
        Attempt = Attempt,
        CreatedAt = CreatedAt,
    };
}

[JsonSourceGenerationOptions(
    WriteIndented = true, UseStringEnumConverter = true,
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(RunManifest))]
internal sealed partial class ManifestJson : JsonSerializerContext;
