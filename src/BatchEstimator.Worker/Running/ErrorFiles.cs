using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using BatchEstimator.Worker.Data;
using BatchEstimator.Worker.Ledger;

namespace BatchEstimator.Worker.Running;

/// <summary><c>error.json</c> and <c>error.txt</c>, which lie beside a failed input and say why.</summary>
public static class ErrorFiles
{
    public const string Json = "error.json";
    public const string Text = "error.txt";

    public static void Write(string folder, RunManifest manifest, IReadOnlyList<InputProblem> problems, DateTimeOffset now)
    {
        var report = new ErrorReport(
            manifest.Id, manifest.Job, manifest.Inputs, manifest.Attempt, now,
            [.. problems.Select(p => new ErrorEntry(p.Code, p.Message, p.File, p.Line, p.Row, p.Column, p.Found, p.Fix))]);
        Durable.WriteText(Path.Combine(folder, Json), JsonSerializer.Serialize(report, ErrorJson.Readable.ErrorReport));
        Durable.WriteText(Path.Combine(folder, Text), ToText(manifest, problems));
    }

    /// <summary>Removes what an earlier attempt left.</summary>
    public static void Clear(string folder)
    {
        File.Delete(Path.Combine(folder, Json));
        File.Delete(Path.Combine(folder, Text));
    }

    private static string ToText(RunManifest manifest, IReadOnlyList<InputProblem> problems)
    {
        var text = new StringBuilder();
        text.Append("Run ").Append(manifest.Id).Append(" of job ").Append(manifest.Job).AppendLine(" failed.").AppendLine();
        foreach (var problem in problems) text.AppendLine(problem.ToString()).AppendLine();
        if (manifest.Trigger == RunTrigger.Drop)
            text.Append("The input is beside this file, unchanged. After correcting it, drop it into the job's folder again.").AppendLine();
        return text.ToString();
    }
}

internal sealed record ErrorReport(
    string Run, string Job, IReadOnlyList<string> Inputs, int Attempt, DateTimeOffset At, IReadOnlyList<ErrorEntry> Problems);

internal sealed record ErrorEntry(string Code, string Message, string? File, long? Line, long? Row, string? Column, string? Found, string Fix);

[JsonSerializable(typeof(ErrorReport))]
internal sealed partial class ErrorJson : JsonSerializerContext
{
    public static ErrorJson Readable { get; } = new(new JsonSerializerOptions
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        // A file on disk, not a page: quotes and Korean stay as they are.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });
}
