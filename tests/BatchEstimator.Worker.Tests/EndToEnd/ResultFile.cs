using System.Text.Json;
using BatchEstimator.Worker.Tests.Support;

namespace BatchEstimator.Worker.Tests.EndToEnd;

/// <summary><c>result.json</c>, read as strictly as the contract puts it: every name there, of its type, and never a number that is none.</summary>
internal sealed class ResultFile
{
    private static readonly string[] Statuses = ["ok", "caution", "refused", "failed"];

    private ResultFile(JsonElement root) => Root = root;

    public JsonElement Root { get; }

    public JsonElement Run => Root.GetProperty("run");

    public IReadOnlyList<JsonElement> Fits => [.. Root.GetProperty("fits").EnumerateArray()];

    public static ResultFile Of(TempFolder folder) => Read(folder.Path("out"));

    public static ResultFile Read(string reportFolder)
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(reportFolder, "result.json")));
        var result = new ResultFile(document.RootElement.Clone());
        Assert.Equal(1, result.Root.GetProperty("schemaVersion").GetInt32());
        CheckRun(result.Run);
        Assert.All(result.Fits, CheckFit);
        return result;
    }

    public JsonElement Fit(string name, params string?[] group) => Fits.Single(fit => fit.GetProperty("fit").GetString() == name
        && fit.GetProperty("group").EnumerateObject().Select(part => part.Value.GetString()).SequenceEqual(group));

    public static double Estimate(JsonElement fit, string name) => Named(fit, "parameters", name).GetProperty("estimate").GetDouble();

    public static double Derived(JsonElement fit, string name) => Named(fit, "derived", name).GetProperty("estimate").GetDouble();

    public static string Status(JsonElement fit) => fit.GetProperty("status").GetString()!;

    /// <summary>Of its only code: the name and the message.</summary>
    public static (string Code, string Message) Code(JsonElement fit)
    {
        var code = Assert.Single(fit.GetProperty("codes").EnumerateArray());
        return (code.GetProperty("code").GetString()!, code.GetProperty("message").GetString()!);
    }

    private static JsonElement Named(JsonElement fit, string list, string name) =>
        fit.GetProperty(list).EnumerateArray().Single(entry => entry.GetProperty("name").GetString() == name);

    private static void CheckRun(JsonElement run)
    {
        Texts(run, "id", "job", "engineVersion", "jobHash");
        Assert.Contains(run.GetProperty("status").GetString(), new[] { "succeeded", "partial", "failed" });
        Assert.True(run.GetProperty("startedAt").GetDateTimeOffset() <= run.GetProperty("finishedAt").GetDateTimeOffset());
        Assert.True(run.GetProperty("attempt").GetInt32() >= 1);
        Assert.Equal(JsonValueKind.Number, run.GetProperty("seed").ValueKind);
        long inputRows = 0;
        foreach (var input in run.GetProperty("inputs").EnumerateArray())
        {
            Texts(input, "path");
            Assert.Matches("^[0-9a-f]{64}$", input.GetProperty("sha256").GetString());
            Assert.True(input.GetProperty("bytes").GetInt64() > 0);
            inputRows += input.GetProperty("rows").GetInt64();
        }
        var rows = run.GetProperty("rows");
        long dropped = rows.GetProperty("dropped").EnumerateObject().Sum(reason => reason.Value.GetInt64());
        Assert.Equal(inputRows, rows.GetProperty("read").GetInt64());
        Assert.Equal(inputRows, rows.GetProperty("used").GetInt64() + dropped);
    }

    private static void CheckFit(JsonElement fit)
    {
        Texts(fit, "fit", "family");
        Assert.Equal(JsonValueKind.Object, fit.GetProperty("group").ValueKind);
        Assert.Contains(fit.GetProperty("method").GetString(), new[] { "mle", "map" });
        Assert.Contains(Status(fit), Statuses);
        Assert.Equal(Status(fit) == "ok", fit.GetProperty("codes").GetArrayLength() == 0);
        foreach (var code in fit.GetProperty("codes").EnumerateArray())
        {
            Texts(code, "code", "message");
            Assert.All(code.GetProperty("columns").EnumerateArray(), column => Assert.Equal(JsonValueKind.String, column.ValueKind));
        }
        Numbers(fit, "n", "sumOfWeights", "logLikelihood", "logPrior", "logPosterior", "aic", "aicc", "bic");
        Assert.True(fit.GetProperty("parametersEstimated").GetInt32() >= 0);
        foreach (var parameter in fit.GetProperty("parameters").EnumerateArray())
        {
            Texts(parameter, "name");
            Numbers(parameter, "estimate", "standardError", "lower", "upper", "mle");
            Assert.True(parameter.GetProperty("prior").ValueKind is JsonValueKind.String or JsonValueKind.Null);
        }
        foreach (var derived in fit.GetProperty("derived").EnumerateArray())
        {
            Texts(derived, "name");
            Numbers(derived, "estimate", "standardError", "lower", "upper");
        }
        CheckEnd(fit);
    }

    private static void CheckEnd(JsonElement fit)
    {
        var solver = fit.GetProperty("solver");
        Numbers(solver, "gradientNorm", "conditionNumber", "digits");
        Assert.Equal(JsonValueKind.Number, solver.GetProperty("iterations").ValueKind);
        CheckInference(fit);
        Assert.Contains(fit.GetProperty("information").GetString(), new[] { "observed", "expected", null });
        if (Status(fit) is not ("ok" or "caution")) return;
        Texts(solver, "route");
        Assert.NotEmpty(fit.GetProperty("parameters").EnumerateArray());
        bool map = fit.GetProperty("method").GetString() == "map";
        Assert.Equal(map, fit.GetProperty("aic").ValueKind == JsonValueKind.Null);
        Assert.Equal(map, fit.GetProperty("logPosterior").ValueKind == JsonValueKind.Number);
        Assert.Equal(JsonValueKind.Number, fit.GetProperty("logLikelihood").ValueKind);
    }

    private static void CheckInference(JsonElement fit)
    {
        Numbers(fit, "logEvidence");
        Assert.Contains(fit.GetProperty("intervalMethod").GetString(), new[] { "wald", "wald-transformed", "profile", "bootstrap", null });
        Assert.True(fit.GetProperty("bootstrap").ValueKind is JsonValueKind.Object or JsonValueKind.Null);
        var goodness = fit.GetProperty("goodnessOfFit");
        if (goodness.ValueKind != JsonValueKind.Null)
        {
            Assert.True(goodness.GetProperty("failedRefits").GetInt32() <= goodness.GetProperty("refits").GetInt32());
            Assert.All(goodness.GetProperty("tests").EnumerateArray(), test => Numbers(test, "statistic", "pValue", "degreesOfFreedom"));
        }
        Assert.All(fit.GetProperty("tests").EnumerateArray(), test => Numbers(test, "statistic", "pValue", "degreesOfFreedom"));
        Assert.All(fit.GetProperty("candidates").EnumerateArray(), candidate => Numbers(candidate, "logLikelihood", "aic", "aicc", "bic", "aicDifference", "akaikeWeight"));
    }

    private static void Texts(JsonElement part, params string[] names) => Assert.All(names, name => Assert.NotEqual("", part.GetProperty(name).GetString() ?? ""));

    private static void Numbers(JsonElement part, params string[] names) => Assert.All(names, name =>
    {
        var value = part.GetProperty(name);
        Assert.True(value.ValueKind == JsonValueKind.Null || double.IsFinite(value.GetDouble()), name);
    });
}
