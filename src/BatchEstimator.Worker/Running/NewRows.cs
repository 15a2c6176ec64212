using BatchEstimator.Estimation.Columns;
using BatchEstimator.Estimation.Fitting;
using BatchEstimator.Estimation.Models;
using BatchEstimator.Worker.Data;
using BatchEstimator.Worker.Jobs;

namespace BatchEstimator.Worker.Running;

/// <summary>The files with rows that are to be scored.</summary>
internal static class NewRows
{
    /// <summary>The files that match now, sorted, each once.</summary>
    /// <param name="predictions">What the job says.</param>
    /// <param name="folder">What relative paths are relative to.</param>
    public static IReadOnlyList<string> FilesOf(PredictionsDefinition predictions, string folder) =>
        [.. predictions.Files.SelectMany(pattern => Glob.Files(Path.GetFullPath(pattern, folder))).Distinct()];

    /// <summary>Before anything is fitted: whether the files that are there now can be scored.</summary>
    /// <exception cref="InputException">They cannot.</exception>
    public static void Check(RunRequest request, IReadOnlyList<FitModel> models, RunInputs inputs)
    {
        if (request.Job.Predictions is not { } predictions)
            return;
        var chosen = models.Where(model => IsChosen(predictions, model)).ToList();
        var plain = models.Where(model => model.Formula is null && predictions.Fits.Contains(model.Definition.Name)).ToList();
        if (plain.Count > 0 || chosen.Count == 0)
            throw new InputException(new InputProblem("NO_PREDICTORS",
                plain.Count > 0 ? $"predictions: fit '{plain[0].Definition.Name}' has no predictors, so that it says the same of every row." : "predictions: no fit of this job has predictors.",
                "Name fits with a formula that has predictors; what a plain distribution predicts stands in its parameters, quantiles and probabilities."));
        ColumnRequest[] requests = [.. Groups(request.Job).Concat(chosen.SelectMany(model => RegressionScorer.RequestsOf(model, [.. inputs.PlacesOf(model).Select(place => inputs.Resolved[place])]))).Distinct()];
        foreach (string path in FilesOf(predictions, request.Folder))
        {
            using var table = TableReader.Open(path, request.Job.Input);
            table.Resolve(requests);
        }
    }

    /// <summary>True for a fit that predicts.</summary>
    public static bool IsChosen(PredictionsDefinition predictions, FitModel model) =>
        model.Formula is not null && (predictions.Fits.Count == 0 || predictions.Fits.Contains(model.Definition.Name));

    /// <summary>The grouping columns.</summary>
    public static IEnumerable<ColumnRequest> Groups(JobDefinition job) => job.GroupBy.Select(name => new ColumnRequest(name, ColumnKind.Text));
}
