using System.Text.Json;
using BatchEstimator.Estimation.Columns;
using BatchEstimator.Estimation.Fitting;
using BatchEstimator.Estimation.Results;
using BatchEstimator.Worker.Running;

namespace BatchEstimator.Worker.Reports;

/// <summary>What <c>result.json</c> says of predictions, and what it keeps so that new rows can be scored with it later.</summary>
internal static class ScoringJson
{
    public static void Write(Utf8JsonWriter json, ScoringSummary? summary)
    {
        if (summary is null)
        {
            json.WriteNull("predictions");
            return;
        }
        json.WriteStartObject("predictions");
        json.WriteString("output", summary.Output);
        Texts(json, "files", summary.Files);
        json.WriteNumber("rows", summary.Rows);
        json.WriteNumber("predicted", summary.Predicted);
        json.WriteStartObject("withoutPrediction");
        foreach (var (fate, count) in summary.Without) json.WriteNumber(NameOf(fate), count);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    public static void Write(Utf8JsonWriter json, ScoringState? state)
    {
        if (state is null)
        {
            json.WriteNull("scoring");
            return;
        }
        json.WriteStartObject("scoring");
        json.WriteStartArray("columns");
        foreach (var column in state.Columns)
        {
            json.WriteStartObject();
            json.WriteString("name", column.Name);
            json.WriteString("kind", column.Kind == ColumnKind.Text ? "labels" : "numbers");
            Texts(json, "labels", column.Labels);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        Texts(json, "coefficients", state.Coefficients);
        Numbers(json, "estimates", state.Estimates);
        Numbers(json, "centres", state.Centres);
        Wholes(json, "free", state.Free);
        if (state.Covariance is { } covariance && covariance.All(double.IsFinite)) Numbers(json, "covariance", covariance);
        else json.WriteNull("covariance");
        json.WriteStartArray("splines");
        foreach (var knots in state.Splines)
        {
            json.WriteStartObject();
            Numbers(json, "inner", knots.Inner);
            json.WriteNumber("lower", knots.Lower);
            json.WriteNumber("upper", knots.Upper);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteStartArray("aliased");
        foreach (var aliased in state.Aliased)
        {
            json.WriteStartObject();
            json.WriteNumber("column", aliased.Column);
            Wholes(json, "of", aliased.Of);
            Numbers(json, "times", aliased.Times);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteStartArray("occurs");
        foreach (bool occurs in state.Occurs) json.WriteBooleanValue(occurs);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    /// <summary>Reads what was kept; null if nothing was.</summary>
    public static ScoringState? Read(JsonElement fit)
    {
        if (!fit.TryGetProperty("scoring", out var state) || state.ValueKind != JsonValueKind.Object) return null;
        return new()
        {
            Columns = [.. state.GetProperty("columns").EnumerateArray().Select(column => new ScoringColumn(column.GetProperty("name").GetString()!,
                column.GetProperty("kind").GetString() == "labels" ? ColumnKind.Text : ColumnKind.Number, Texts(column, "labels")))],
            Coefficients = Texts(state, "coefficients"),
            Estimates = Numbers(state, "estimates"),
            Centres = Numbers(state, "centres"),
            Free = Wholes(state, "free"),
            Covariance = state.GetProperty("covariance").ValueKind == JsonValueKind.Null ? null : Numbers(state, "covariance"),
            Splines = [.. state.GetProperty("splines").EnumerateArray().Select(knots => new SplineKnots(Numbers(knots, "inner"), knots.GetProperty("lower").GetDouble(), knots.GetProperty("upper").GetDouble()))],
            Aliased = [.. state.GetProperty("aliased").EnumerateArray().Select(aliased => new AliasedColumn(aliased.GetProperty("column").GetInt32(), Wholes(aliased, "of"), Numbers(aliased, "times")))],
            Occurs = [.. state.GetProperty("occurs").EnumerateArray().Select(occurs => occurs.GetBoolean())],
        };
    }

    /// <summary>The reason why rows have no prediction, as files have it.</summary>
    public static string NameOf(ScoreFate fate) => JsonNamingPolicy.CamelCase.ConvertName(fate.ToString());

    private static void Texts(Utf8JsonWriter json, string name, IReadOnlyList<string> values)
    {
        json.WriteStartArray(name);
        foreach (string value in values) json.WriteStringValue(value);
        json.WriteEndArray();
    }

    private static void Numbers(Utf8JsonWriter json, string name, IReadOnlyList<double> values) =>
        // On one line: a covariance with a line for each number would be most of the file.
        Line(json, name, values.Select(value => JsonSerializer.Serialize(value)));

    private static void Wholes(Utf8JsonWriter json, string name, IReadOnlyList<int> values) => Line(json, name, values.Select(value => JsonSerializer.Serialize(value)));

    private static void Line(Utf8JsonWriter json, string name, IEnumerable<string> values)
    {
        json.WritePropertyName(name);
        json.WriteRawValue($"[{string.Join(", ", values)}]");
    }

    private static string[] Texts(JsonElement element, string name) => [.. element.GetProperty(name).EnumerateArray().Select(value => value.GetString()!)];

    private static double[] Numbers(JsonElement element, string name) => [.. element.GetProperty(name).EnumerateArray().Select(value => value.GetDouble())];

    private static int[] Wholes(JsonElement element, string name) => [.. element.GetProperty(name).EnumerateArray().Select(value => value.GetInt32())];
}
