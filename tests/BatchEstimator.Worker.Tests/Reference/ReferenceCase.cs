using System.Text.Json;
using System.Text.Json.Serialization;

namespace BatchEstimator.Worker.Tests.Reference;

/// <summary>An estimation problem with its expected answer, as <c>cases.json</c> states it; fields this suite has no use for are left out.</summary>
public sealed record ReferenceCase
{
    public required string Name { get; init; }
    public string? Data { get; init; }
    public Dictionary<string, JsonElement>? Columns { get; init; }
    public required ReferenceModel Model { get; init; }
    public required string Method { get; init; }
    public IReadOnlyList<Dictionary<string, JsonElement>>? Prior { get; init; }
    public ReferenceWeights? Weights { get; init; }
    public ReferenceCensoring? Censoring { get; init; }
    public required ReferenceAnswer Expected { get; init; }

    [JsonPropertyName("suggested_rel_tol")]
    public required Dictionary<string, double> Tolerance { get; init; }

    public string Column(string role) => Columns![role].GetString()!;

    public override string ToString() => Name;
}

public sealed record ReferenceModel
{
    [JsonPropertyName("model")]
    public required string Name { get; init; }

    public string? Formula { get; init; }
    public IReadOnlyList<string>? Levels { get; init; }
    public Dictionary<string, double>? Fixed { get; init; }

    public double? Threshold { get; init; }

    /// <summary>The level that the others of a multinomial response are compared with.</summary>
    public string? Baseline { get; init; }

    /// <summary>The numbers of a calculator case.</summary>
    public Dictionary<string, double>? Given { get; init; }

    [JsonPropertyName("factor_levels")]
    public Dictionary<string, IReadOnlyList<string>>? FactorLevels { get; init; }

    [JsonPropertyName("row_filter")]
    public string? RowFilter { get; init; }
}

public sealed record ReferenceWeights(string Column, string Kind);

public sealed record ReferenceCensoring
{
    public required string Kind { get; init; }

    [JsonPropertyName("event_column")]
    public string? EventColumn { get; init; }

    [JsonPropertyName("event_value")]
    public string? EventValue { get; init; }
}

public sealed record ReferenceAnswer
{
    public Dictionary<string, double> Estimates { get; init; } = [];

    [JsonPropertyName("standard_errors")]
    public Dictionary<string, Dictionary<string, double>?>? StandardErrors { get; init; }

    public double? LogLik { get; init; }
    public double? LogPrior { get; init; }
    public double? LogPosterior { get; init; }
    public double? Aic { get; init; }
    public double? Bic { get; init; }
    public int? K { get; init; }
    public double? N { get; init; }

    /// <summary>The answers of a calculator case.</summary>
    public Dictionary<string, double> Values { get; init; } = [];

    public IReadOnlyDictionary<string, double> ObservedStandardErrors => StandardErrors?.GetValueOrDefault("observed") ?? [];
}
