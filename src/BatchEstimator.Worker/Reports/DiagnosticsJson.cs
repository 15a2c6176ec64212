using System.Text.Json;
using BatchEstimator.Estimation.Results;
using static BatchEstimator.Worker.Reports.FitJson;

namespace BatchEstimator.Worker.Reports;

/// <summary>What <c>result.json</c> says of the rows of a regression: never a value for every row, only those that stand out.</summary>
internal static class DiagnosticsJson
{
    public static void Write(Utf8JsonWriter json, RegressionDiagnostics? diagnostics)
    {
        if (diagnostics is null)
        {
            json.WriteNull("diagnostics");
            return;
        }
        json.WriteStartObject("diagnostics");
        WriteResiduals(json, diagnostics.Residuals);
        Number(json, "meanLeverage", diagnostics.MeanLeverage);
        WriteRows(json, "leverages", diagnostics.Leverages);
        WriteRows(json, "cooksDistances", diagnostics.CooksDistances);
        WriteInflation(json, diagnostics.VarianceInflation);
        WriteDispersion(json, diagnostics.Dispersion);
        WriteAccuracy(json, diagnostics.Accuracy);
        json.WriteEndObject();
    }

    private static void WriteResiduals(Utf8JsonWriter json, IReadOnlyList<ResidualSummary> residuals)
    {
        json.WriteStartArray("residuals");
        foreach (var summary in residuals)
        {
            json.WriteStartObject();
            json.WriteString("kind", summary.Kind);
            Number(json, "minimum", summary.Minimum);
            Number(json, "lowerQuartile", summary.LowerQuartile);
            Number(json, "median", summary.Median);
            Number(json, "upperQuartile", summary.UpperQuartile);
            Number(json, "maximum", summary.Maximum);
            WriteRows(json, "largest", summary.Largest);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    private static void WriteRows(Utf8JsonWriter json, string name, IReadOnlyList<DiagnosedRow> rows)
    {
        json.WriteStartArray(name);
        foreach (var row in rows)
        {
            json.WriteStartObject();
            json.WriteString("source", row.Source);
            json.WriteNumber("row", row.Row);
            Number(json, "value", row.Value);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    private static void WriteInflation(Utf8JsonWriter json, IReadOnlyList<VarianceInflation> terms)
    {
        json.WriteStartArray("varianceInflation");
        foreach (var term in terms)
        {
            json.WriteStartObject();
            json.WriteString("term", term.Term);
            json.WriteNumber("degreesOfFreedom", term.DegreesOfFreedom);
            Number(json, "factor", term.Factor);
            Number(json, "perCoefficient", term.PerCoefficient);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    private static void WriteDispersion(Utf8JsonWriter json, Dispersion? dispersion)
    {
        if (dispersion is null)
        {
            json.WriteNull("dispersion");
            return;
        }
        json.WriteStartObject("dispersion");
        Number(json, "chiSquare", dispersion.ChiSquare);
        Number(json, "degreesOfFreedom", dispersion.DegreesOfFreedom);
        Number(json, "ratio", dispersion.Ratio);
        Number(json, "pValue", dispersion.PValue);
        json.WriteEndObject();
    }

    private static void WriteAccuracy(Utf8JsonWriter json, BinaryAccuracy? accuracy)
    {
        if (accuracy is null)
        {
            json.WriteNull("accuracy");
            return;
        }
        json.WriteStartObject("accuracy");
        Number(json, "areaUnderCurve", accuracy.AreaUnderCurve);
        Number(json, "standardError", accuracy.StandardError);
        Number(json, "lower", accuracy.Lower);
        Number(json, "upper", accuracy.Upper);
        Number(json, "errorRate", accuracy.ErrorRate);
        Number(json, "hoeffdingEpsilon", accuracy.HoeffdingEpsilon);
        json.WriteStartArray("calibration");
        foreach (var group in accuracy.Calibration)
        {
            json.WriteStartObject();
            Number(json, "n", group.N);
            Number(json, "predicted", group.Predicted);
            Number(json, "observed", group.Observed);
            Number(json, "lower", group.Lower);
            Number(json, "upper", group.Upper);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteEndObject();
    }
}
