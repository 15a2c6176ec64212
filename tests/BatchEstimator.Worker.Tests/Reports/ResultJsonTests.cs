using System.Text.Json;
using BatchEstimator.Estimation.Results;
using BatchEstimator.Worker.Reports;
using BatchEstimator.Worker.Running;

namespace BatchEstimator.Worker.Tests.Reports;

public class ResultJsonTests
{
    private static readonly string[] FitNames =
    [
        "fit", "group", "family", "method", "formula", "status", "codes", "rows", "n", "sumOfWeights", "parametersEstimated", "parameters", "derived",
        "logLikelihood", "logPrior", "logPosterior", "aic", "aicc", "bic", "logEvidence", "alpha", "solver", "information", "vcov", "testDistribution",
        "intervalMethod", "bootstrap", "goodnessOfFit", "tests", "termTests", "candidates", "diagnostics", "scoring", "notes",
    ];

    private static readonly string[] RunNames =
    [
        "id", "job", "status", "startedAt", "finishedAt", "attempt", "engineVersion", "jobHash", "seed", "intervalLevel", "inputs", "rows",
    ];

    [Fact]
    public void The_names_are_those_of_the_contract()
    {
        var json = Json(SampleResults.Gallery());
        Assert.Equal(1, json.GetProperty("schemaVersion").GetInt32());
        Assert.Equal(RunNames, Names(json.GetProperty("run")));
        Assert.Equal(["path", "sha256", "bytes", "rows"], Names(json.GetProperty("run").GetProperty("inputs")[0]));
        Assert.Equal(["read", "used", "dropped"], Names(json.GetProperty("run").GetProperty("rows")));
        var fit = json.GetProperty("fits")[1];
        Assert.Equal(FitNames, Names(fit));
        Assert.Equal(["name", "estimate", "standardError", "lower", "upper", "mle", "prior", "fixed", "statistic", "pValue"], Names(fit.GetProperty("parameters")[0]));
        Assert.Equal(["route", "iterations", "gradientNorm", "conditionNumber", "digits", "kinkMargin", "starts"], Names(fit.GetProperty("solver")));
        Assert.Equal(["name", "estimate", "standardError", "lower", "upper"], Names(json.GetProperty("fits")[2].GetProperty("derived")[0]));
        Assert.Equal(["code", "message", "columns"], Names(json.GetProperty("fits")[7].GetProperty("codes")[0]));
    }

    [Fact]
    public void Statuses_are_lower_case_and_a_refused_fit_is_in_the_list()
    {
        var json = Json(SampleResults.Gallery());
        Assert.Equal("partial", json.GetProperty("run").GetProperty("status").GetString());
        Assert.Equal("refused", json.GetProperty("fits")[7].GetProperty("status").GetString());
        Assert.Equal(0, json.GetProperty("fits")[7].GetProperty("parameters").GetArrayLength());
        Assert.Equal(JsonValueKind.Null, json.GetProperty("fits")[7].GetProperty("logLikelihood").ValueKind);
    }

    [Theory]
    [InlineData(0.1)]
    [InlineData(double.Epsilon)]
    [InlineData(double.MaxValue)]
    [InlineData(-1.0 / 3)]
    [InlineData(1e300)]
    public void A_number_comes_back_bit_for_bit(double value)
    {
        var parameter = Json(With(new ParameterEstimate("mu", value, value, value, value))).GetProperty("fits")[0].GetProperty("parameters")[0];
        Assert.Equal(BitConverter.DoubleToInt64Bits(value), BitConverter.DoubleToInt64Bits(parameter.GetProperty("estimate").GetDouble()));
    }

    [Fact]
    public void What_does_not_exist_is_null_and_an_infinite_end_too()
    {
        var parameter = Json(With(new ParameterEstimate("mu", double.NaN, null, double.NegativeInfinity, double.PositiveInfinity)))
            .GetProperty("fits")[0].GetProperty("parameters")[0];
        foreach (string name in new[] { "estimate", "standardError", "lower", "upper", "mle", "prior" })
            Assert.Equal(JsonValueKind.Null, parameter.GetProperty(name).ValueKind);
    }

    [Fact]
    public void An_infinite_estimate_is_null()
    {
        var size = Json(SampleComparison.Run()).GetProperty("fits")[0].GetProperty("parameters")[0];
        Assert.Equal(["size", "", "", "12.5", ""], new[] { "name", "estimate", "standardError", "lower", "upper" }.Select(name => size.GetProperty(name).ToString()));
    }

    [Fact]
    public void What_was_asked_beside_the_estimates_is_there()
    {
        var fit = Json(SampleComparison.Run()).GetProperty("fits")[0];
        Assert.Equal(-491.25, fit.GetProperty("logEvidence").GetDouble());
        Assert.Equal("bootstrap", fit.GetProperty("intervalMethod").GetString());
        Assert.Equal("""{"kind":"parametric","replicates":999,"failed":3}""", Packed(fit, "bootstrap"));
        Assert.Equal(
            """{"tests":[{"test":"chi-square","statistic":7.5,"pValue":0.25,"degreesOfFreedom":8},{"test":"anderson-darling","statistic":null,"pValue":null,"degreesOfFreedom":null}],"refits":200,"failedRefits":1}""",
            Packed(fit, "goodnessOfFit"));
        Assert.Equal("""[{"null":"poisson (size infinite)","statistic":0,"degreesOfFreedom":1,"pValue":1,"distribution":"half chi-square"}]""", Packed(fit, "tests"));
        Assert.Equal(
            """[{"family":"negative_binomial","status":"caution","parametersEstimated":2,"logLikelihood":-489.25,"aic":982.5,"aicc":982.55,"bic":989.5,"aicDifference":0,"akaikeWeight":1,"barred":null},"""
            + """{"family":"geometric","status":"refused","parametersEstimated":0,"logLikelihood":null,"aic":null,"aicc":null,"bic":null,"aicDifference":null,"akaikeWeight":null,"barred":"It has no estimate: a value is below 0."}]""",
            Packed(fit, "candidates"));
    }

    [Fact]
    public void What_the_rows_say_of_a_regression_is_there()
    {
        string diagnostics = Packed(Json(SampleComparison.Run()).GetProperty("fits")[0], "diagnostics");
        Assert.StartsWith(
            """{"residuals":[{"kind":"quantile","minimum":-2.5,"lowerQuartile":-0.75,"median":0.125,"upperQuartile":0.5,"maximum":3.25,"largest":[{"source":"a.csv","row":7,"value":3.25}]}],"meanLeverage":0.05,"leverages":[{"source":"a.csv","row":3,"value":0.25}]""",
            diagnostics, StringComparison.Ordinal);
        Assert.EndsWith(
            """],"dispersion":{"chiSquare":36.5,"degreesOfFreedom":30,"ratio":1.25,"pValue":0.19},"accuracy":{"areaUnderCurve":0.75,"standardError":0.05,"lower":0.64,"upper":0.83,"errorRate":0.25,"hoeffdingEpsilon":0.1,"calibration":[{"n":12,"predicted":0.25,"observed":0.5,"lower":0.25,"upper":0.75}]}}""",
            diagnostics, StringComparison.Ordinal);
        Assert.Equal("null", Packed(Json(SampleResults.Gallery()).GetProperty("fits")[0], "diagnostics"));
    }

    [Fact]
    public void What_was_not_asked_is_null_or_empty()
    {
        var fit = Json(SampleResults.Gallery()).GetProperty("fits")[7];
        Assert.Equal(["null", "null", "null", "null", "[]", "[]"], new[] { "logEvidence", "intervalMethod", "bootstrap", "goodnessOfFit", "tests", "candidates" }.Select(name => Packed(fit, name)));
    }

    [Fact]
    public void A_missing_group_value_is_null_and_hostile_names_come_back_as_they_were()
    {
        var fit = SampleFits.Poisson().Result with { Group = SampleResults.Group(("\"><img onerror=x>", null), ("도시", "</script>")) };
        var group = Json(SampleResults.Run([new FitOutcome(fit, null)])).GetProperty("fits")[0].GetProperty("group");
        Assert.Equal(JsonValueKind.Null, group.GetProperty("\"><img onerror=x>").ValueKind);
        Assert.Equal("</script>", group.GetProperty("도시").GetString());
    }

    private static RunResult With(ParameterEstimate parameter) =>
        SampleResults.Run([new FitOutcome(SampleFits.Poisson().Result with { Parameters = [parameter] }, null)]);

    private static string Packed(JsonElement fit, string name) => JsonSerializer.Serialize(fit.GetProperty(name));

    private static string[] Names(JsonElement element) => [.. element.EnumerateObject().Select(property => property.Name)];

    private static JsonElement Json(RunResult result)
    {
        using var stream = new MemoryStream();
        new ResultJson().Write(result, stream);
        return JsonDocument.Parse(stream.ToArray()).RootElement;
    }
}
