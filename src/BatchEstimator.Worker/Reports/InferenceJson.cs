using System.Text.Json;
using BatchEstimator.Estimation.Results;
using static BatchEstimator.Worker.Reports.FitJson;

namespace BatchEstimator.Worker.Reports;

/// <summary>What <c>result.json</c> says of a fit beside its estimates: bootstrap, goodness of fit, tests and the candidates' ranking.</summary>
internal static class InferenceJson
{
    public static void Write(Utf8JsonWriter json, FitResult fit)
    {
        WriteBootstrap(json, fit.Bootstrap);
        WriteGoodnessOfFit(json, fit.GoodnessOfFit);
        WriteTests(json, fit.Tests);
        WriteTermTests(json, fit.TermTests);
        WriteCandidates(json, fit.Candidates);
    }

    private static void WriteBootstrap(Utf8JsonWriter json, BootstrapSummary? bootstrap)
    {
        if (bootstrap is null)
        {
            json.WriteNull("bootstrap");
            return;
        }
        json.WriteStartObject("bootstrap");
        json.WriteString("kind", bootstrap.Kind);
        json.WriteNumber("replicates", bootstrap.Replicates);
        json.WriteNumber("failed", bootstrap.Failed);
        json.WriteEndObject();
    }

    private static void WriteGoodnessOfFit(Utf8JsonWriter json, GoodnessOfFit? goodness)
    {
        if (goodness is null)
        {
            json.WriteNull("goodnessOfFit");
            return;
        }
        json.WriteStartObject("goodnessOfFit");
        json.WriteStartArray("tests");
        foreach (var test in goodness.Tests)
        {
            json.WriteStartObject();
            json.WriteString("test", test.Test);
            Number(json, "statistic", test.Statistic);
            Number(json, "pValue", test.PValue);
            Number(json, "degreesOfFreedom", test.DegreesOfFreedom);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteNumber("refits", goodness.Refits);
        json.WriteNumber("failedRefits", goodness.FailedRefits);
        json.WriteEndObject();
    }

    private static void WriteTests(Utf8JsonWriter json, IReadOnlyList<LikelihoodRatioTest> tests)
    {
        json.WriteStartArray("tests");
        foreach (var test in tests)
        {
            json.WriteStartObject();
            json.WriteString("null", test.Null);
            Number(json, "statistic", test.Statistic);
            Number(json, "degreesOfFreedom", test.DegreesOfFreedom);
            Number(json, "pValue", test.PValue);
            json.WriteString("distribution", test.Distribution);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    private static void WriteTermTests(Utf8JsonWriter json, IReadOnlyList<TermTest> tests)
    {
        json.WriteStartArray("termTests");
        foreach (var test in tests)
        {
            json.WriteStartObject();
            json.WriteString("term", test.Term);
            json.WriteNumber("degreesOfFreedom", test.DegreesOfFreedom);
            WriteTest(json, "likelihoodRatio", test.LikelihoodRatio, test.LikelihoodRatioPValue);
            WriteTest(json, "wald", test.Wald, test.WaldPValue);
            WriteTest(json, "score", test.Score, test.ScorePValue);
            json.WriteStartArray("without");
            foreach (string term in test.Without) json.WriteStringValue(term);
            json.WriteEndArray();
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    private static void WriteTest(Utf8JsonWriter json, string name, double? statistic, double? tail)
    {
        json.WriteStartObject(name);
        Number(json, "statistic", statistic);
        Number(json, "pValue", tail);
        json.WriteEndObject();
    }

    private static void WriteCandidates(Utf8JsonWriter json, IReadOnlyList<CandidateResult> candidates)
    {
        json.WriteStartArray("candidates");
        foreach (var candidate in candidates)
        {
            json.WriteStartObject();
            json.WriteString("family", candidate.Family);
            json.WriteString("status", EstimateRow.Name(candidate.Status));
            json.WriteNumber("parametersEstimated", candidate.Parameters);
            Number(json, "logLikelihood", candidate.LogLikelihood);
            Number(json, "aic", candidate.Aic);
            Number(json, "aicc", candidate.Aicc);
            Number(json, "bic", candidate.Bic);
            Number(json, "aicDifference", candidate.AicDifference);
            Number(json, "akaikeWeight", candidate.AkaikeWeight);
            json.WriteString("barred", candidate.Barred);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }
}
