using System.Text.Json;
using BatchEstimator.Estimation.Results;

namespace BatchEstimator.Worker.Reports;

/// <summary>One fit of <c>result.json</c>.</summary>
internal static class FitJson
{
    public static void Write(Utf8JsonWriter json, FitResult fit)
    {
        json.WriteStartObject();
        json.WriteString("fit", fit.Fit);
        json.WriteStartObject("group");
        foreach (var (column, value) in fit.Group) json.WriteString(column, value);
        json.WriteEndObject();
        json.WriteString("family", fit.Family);
        json.WriteString("method", fit.Method);
        json.WriteString("formula", fit.Formula);
        json.WriteString("status", EstimateRow.Name(fit.Status));
        WriteCodes(json, fit.Codes);
        WriteRows(json, fit.Rows);
        Number(json, "n", fit.N);
        Number(json, "sumOfWeights", fit.SumOfWeights);
        json.WriteNumber("parametersEstimated", fit.ParametersEstimated);
        WriteParameters(json, fit.Parameters);
        WriteDerived(json, fit.Derived);
        Number(json, "logLikelihood", fit.LogLikelihood);
        Number(json, "logPrior", fit.LogPrior);
        Number(json, "logPosterior", fit.LogPosterior);
        Number(json, "aic", fit.Aic);
        Number(json, "aicc", fit.Aicc);
        Number(json, "bic", fit.Bic);
        Number(json, "logEvidence", fit.LogEvidence);
        WriteAlpha(json, fit.Alpha);
        WriteSolver(json, fit.Solver);
        json.WriteString("information", fit.Information);
        json.WriteString("vcov", fit.Vcov);
        json.WriteString("testDistribution", fit.TestDistribution);
        json.WriteString("intervalMethod", fit.IntervalMethod);
        InferenceJson.Write(json, fit);
        DiagnosticsJson.Write(json, fit.Diagnostics);
        ScoringJson.Write(json, fit.Scoring);
        json.WriteStartArray("notes");
        foreach (string note in fit.Notes) json.WriteStringValue(note);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteCodes(Utf8JsonWriter json, IReadOnlyList<FitCode> codes)
    {
        json.WriteStartArray("codes");
        foreach (var code in codes)
        {
            json.WriteStartObject();
            json.WriteString("code", code.Code);
            json.WriteString("message", code.Message);
            json.WriteStartArray("columns");
            foreach (string column in code.Columns) json.WriteStringValue(column);
            json.WriteEndArray();
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    private static void WriteRows(Utf8JsonWriter json, RowCounts rows)
    {
        json.WriteStartObject("rows");
        json.WriteNumber("used", rows.Used);
        json.WriteNumber("missing", rows.Missing);
        json.WriteNumber("nonFinite", rows.NonFinite);
        json.WriteNumber("zeroWeight", rows.ZeroWeight);
        json.WriteNumber("belowThreshold", rows.BelowThreshold);
        json.WriteEndObject();
    }

    private static void WriteParameters(Utf8JsonWriter json, IReadOnlyList<ParameterEstimate> parameters)
    {
        json.WriteStartArray("parameters");
        foreach (var p in parameters)
        {
            json.WriteStartObject();
            json.WriteString("name", p.Name);
            Number(json, "estimate", p.Estimate);
            Number(json, "standardError", p.StandardError);
            Number(json, "lower", p.Lower);
            Number(json, "upper", p.Upper);
            Number(json, "mle", p.Mle);
            json.WriteString("prior", p.Prior);
            json.WriteBoolean("fixed", p.Fixed);
            Number(json, "statistic", p.Statistic);
            Number(json, "pValue", p.PValue);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    private static void WriteDerived(Utf8JsonWriter json, IReadOnlyList<DerivedEstimate> derived)
    {
        json.WriteStartArray("derived");
        foreach (var d in derived)
        {
            json.WriteStartObject();
            json.WriteString("name", d.Name);
            Number(json, "estimate", d.Estimate);
            Number(json, "standardError", d.StandardError);
            Number(json, "lower", d.Lower);
            Number(json, "upper", d.Upper);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    private static void WriteAlpha(Utf8JsonWriter json, AlphaChoice? alpha)
    {
        if (alpha is null)
        {
            json.WriteNull("alpha");
            return;
        }
        json.WriteStartObject("alpha");
        Number(json, "value", alpha.Value);
        json.WriteString("chosenBy", alpha.ChosenBy);
        Number(json, "score", alpha.Score);
        Number(json, "folds", alpha.Folds);
        json.WriteString("limit", alpha.Limit);
        json.WriteEndObject();
    }

    private static void WriteSolver(Utf8JsonWriter json, SolverEvidence solver)
    {
        json.WriteStartObject("solver");
        json.WriteString("route", solver.Route);
        json.WriteNumber("iterations", solver.Iterations);
        Number(json, "gradientNorm", solver.GradientNorm);
        Number(json, "conditionNumber", solver.ConditionNumber);
        Number(json, "digits", solver.Digits);
        Number(json, "kinkMargin", solver.KinkMargin);
        if (solver.Starts is { } starts)
        {
            json.WriteStartObject("starts");
            json.WriteNumber("tried", starts.Tried);
            json.WriteNumber("agreed", starts.Agreed);
            Number(json, "nextBest", starts.NextBest);
            json.WriteEndObject();
        }
        else
        {
            json.WriteNull("starts");
        }
        json.WriteEndObject();
    }

    public static void Number(Utf8JsonWriter json, string name, double? value)
    {
        if (EstimateRow.Finite(value) is { } x) json.WriteNumber(name, x);
        else json.WriteNull(name);
    }
}
