using System.Text.Encodings.Web;
using System.Text.Json;
using BatchEstimator.Worker.Running;

namespace BatchEstimator.Worker.Reports;

/// <summary>The record of a run, streamed: the size of a run does not show in memory.</summary>
internal sealed class ResultJson : IReport
{
    public const int SchemaVersion = 1;

    private const int FlushBytes = 1 << 16;

    /// <summary>The relaxed encoder keeps names in other scripts readable; the file is data and is never part of a page.</summary>
    private static readonly JsonWriterOptions Options = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public void Write(RunResult result, Stream output)
    {
        using var json = new Utf8JsonWriter(output, Options);
        json.WriteStartObject();
        json.WriteNumber("schemaVersion", SchemaVersion);
        WriteRun(json, result);
        // What the run was to do, so that the file alone is enough to score new rows with it.
        json.WritePropertyName("definition");
        json.WriteRawValue(result.Job.Canonical.Length > 0 ? result.Job.Canonical : "null");
        json.WriteStartArray("fits");
        foreach (var outcome in result.Fits)
        {
            FitJson.Write(json, outcome.Result);
            if (json.BytesPending > FlushBytes) json.Flush();
        }
        json.WriteEndArray();
        ScoringJson.Write(json, result.Scoring);
        json.WriteEndObject();
    }

    private static void WriteRun(Utf8JsonWriter json, RunResult result)
    {
        json.WriteStartObject("run");
        json.WriteString("id", result.RunId);
        json.WriteString("job", result.Job.Name);
        json.WriteString("status", Name(result.Status));
        json.WriteString("startedAt", result.StartedAt);
        json.WriteString("finishedAt", result.FinishedAt);
        json.WriteNumber("attempt", result.Attempt);
        json.WriteString("engineVersion", result.EngineVersion);
        json.WriteString("jobHash", result.Job.Hash);
        json.WriteNumber("seed", result.Seed);
        json.WriteNumber("intervalLevel", result.Job.IntervalLevel);
        json.WriteStartArray("inputs");
        foreach (var input in result.Inputs)
        {
            json.WriteStartObject();
            json.WriteString("path", input.Path);
            json.WriteString("sha256", input.Sha256);
            json.WriteNumber("bytes", input.Bytes);
            json.WriteNumber("rows", input.Rows);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        WriteRows(json, result.Rows);
        json.WriteEndObject();
    }

    private static void WriteRows(Utf8JsonWriter json, RowSummary rows)
    {
        json.WriteStartObject("rows");
        json.WriteNumber("read", rows.Read);
        json.WriteNumber("used", rows.Used);
        json.WriteStartObject("dropped");
        foreach (var (reason, count) in rows.Dropped) json.WriteNumber(reason, count);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static string Name(RunStatus status) => status switch
    {
        RunStatus.Succeeded => "succeeded",
        RunStatus.Partial => "partial",
        _ => "failed",
    };
}
