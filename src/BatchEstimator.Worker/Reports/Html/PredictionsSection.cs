using BatchEstimator.Estimation.Fitting;
using BatchEstimator.Worker.Jobs;
using BatchEstimator.Worker.Running;

namespace BatchEstimator.Worker.Reports.Html;

/// <summary>What became of the rows that were to be scored.</summary>
internal static class PredictionsSection
{
    public static void Write(HtmlWriter page, RunResult result)
    {
        if (result.Scoring is not { } scoring) return;
        page.Write($"""<section><h2>Predictions</h2><p>{Sentence(result.Job.Predictions!, scoring)}</p></section>""");
        page.Write($"\n");
    }

    internal static string Sentence(PredictionsDefinition predictions, ScoringSummary scoring)
    {
        if (scoring.Files.Count == 0)
            return $"No new rows were scored: no file matches {string.Join(", ", predictions.Files)}.";
        string done = $"{Wording.Count(scoring.Rows, "new row", "new rows")} of {string.Join(", ", scoring.Files)}: {Wording.Count(scoring.Predicted, "prediction", "predictions")} in {scoring.Output}";
        return scoring.Without.Count == 0 ? $"{done}; every row has one of every fit."
            : $"{done}. Without one: {string.Join(", ", scoring.Without.Select(pair => $"{Wording.Count(pair.Value)} for {Reason(pair.Key)}"))}.";
    }

    private static string Reason(ScoreFate fate) => fate switch
    {
        ScoreFate.Missing => "a missing predictor",
        ScoreFate.NotFinite => "a predictor that is not finite",
        ScoreFate.UnseenLevel => "a label that the fit has not seen",
        ScoreFate.UnseenGroup => "a group that the run does not have",
        ScoreFate.NoFit => "a group without a usable estimate",
        ScoreFate.OutsideSpline => "a value beyond the ends of a spline",
        _ => "a combination that the data of the fit say nothing of",
    };
}
