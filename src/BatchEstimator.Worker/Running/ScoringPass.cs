using BatchEstimator.Estimation.Columns;
using BatchEstimator.Estimation.Fitting;
using BatchEstimator.Estimation.Models;
using BatchEstimator.Estimation.Results;
using BatchEstimator.Worker.Data;
using BatchEstimator.Worker.Jobs;

namespace BatchEstimator.Worker.Running;

/// <summary>A prediction for a row of a file.</summary>
/// <param name="File">The file's name.</param>
/// <param name="Row">The number of the row, from 1.</param>
/// <param name="Group">The values of the grouping columns.</param>
/// <param name="Fit">The fit.</param>
/// <param name="Quantity">What is predicted; empty if the fit has no estimate in any group.</param>
/// <param name="Score">The prediction.</param>
/// <param name="Note">Why there is none; null if there is one.</param>
internal sealed record PredictionRow(string File, long Row, string?[] Group, string Fit, string Quantity, Score Score, string? Note);

/// <summary>An estimate to score with: a fit in a group; no state if it has no usable estimate.</summary>
internal sealed record ScoringFit(string Fit, IReadOnlyList<string?> Group, ScoringState? State);

/// <summary>Scores files block by block.</summary>
internal sealed class ScoringPass
{
    private readonly JobDefinition job;
    private readonly PredictionsDefinition predictions;
    private readonly List<FitScoring> fits;
    private readonly ColumnRequest[] requests;
    private readonly RunGroups groups = new();

    /// <param name="job">The job that made the estimates.</param>
    /// <param name="predictions">What is wanted.</param>
    /// <param name="estimates">The estimates.</param>
    public ScoringPass(JobDefinition job, PredictionsDefinition predictions, IEnumerable<ScoringFit> estimates)
    {
        (this.job, this.predictions) = (job, predictions);
        var byFit = estimates.ToLookup(estimate => estimate.Fit);
        fits = [.. job.Fits.Select(FitModel.Create).Where(model => NewRows.IsChosen(predictions, model)).Select(model => new FitScoring(model, byFit[model.Definition.Name], job.IntervalLevel, predictions))];
        requests = [.. NewRows.Groups(job).Concat(fits.SelectMany(fit => fit.Scorer?.Requests ?? [])).Distinct()];
        foreach (var fit in fits)
            fit.Find(requests);
    }

    /// <summary>Scores the files one after the other.</summary>
    /// <param name="files">The files.</param>
    /// <param name="write">Receives each prediction, in the order of the rows.</param>
    /// <exception cref="InputException">A file cannot be read, or a label or group was not seen and the job says that this fails.</exception>
    public ScoringSummary Run(IReadOnlyList<string> files, Action<PredictionRow> write)
    {
        long rows = 0;
        for (int i = 0; i < files.Count; i++)
        {
            using var table = TableReader.Open(files[i], job.Input, i);
            // Without any estimate there is no column to ask for; the rows are counted all the same.
            ColumnRequest[] asked = requests.Length > 0 ? requests : [new(table.Columns[0], ColumnKind.Text)];
            foreach (var pending in table.Read(table.Resolve(asked), CancellationToken.None))
            {
                var block = pending.Decode();
                rows += block.Rows;
                Score(block, files[i], write);
            }
        }
        return new([.. files.Select(file => Path.GetFileName(file)!)], rows, fits.Sum(fit => fit.Predicted),
            fits.SelectMany(fit => fit.Without).GroupBy(pair => pair.Key).OrderBy(pair => pair.Key).ToDictionary(pair => pair.Key, pair => pair.Sum(one => one.Value)));
    }

    private void Score(Block block, string path, Action<PredictionRow> write)
    {
        var found = BlockGroups.Of(block, [.. block.Columns.Take(job.GroupBy.Count).Cast<TextColumn>()]);
        int[] map = groups.Map(found);
        string name = Path.GetFileName(path);
        var read = fits.ConvertAll(fit => fit.Read(block));
        for (int row = 0; row < block.Rows; row++)
        {
            int local = found.Codes[row];
            for (int i = 0; i < fits.Count; i++)
            {
                var note = fits[i].Score(read[i], row, map[local], found.Keys[local]);
                if (note is { Fate: ScoreFate.UnseenLevel or ScoreFate.UnseenGroup } && predictions.Unseen == UnseenPolicy.Fail)
                    throw Unseen(block.PlaceOf(row), path, fits[i].Name, note);
                for (int k = 0; k < fits[i].Scores.Length; k++)
                    write(new(name, block.FirstRow + row, found.Keys[local], fits[i].Name, fits[i].QuantityOf(k), note is null ? fits[i].Scores[k] : default, note?.Text));
            }
        }
    }

    private static InputException Unseen(RowPlace place, string path, string fit, ScoreNote note) => new(new InputProblem("UNSEEN_LEVEL",
        $"Fit '{fit}' cannot score a row: {note.Text}; the job says predictions.unseen: fail.",
        "Correct the label, fit data that have it, or set predictions.unseen: null to leave such rows without a prediction.") { File = path, Line = place.Line, Row = place.Row });
}

/// <summary>What became of rows that were to be scored.</summary>
/// <param name="Files">The names of the files.</param>
/// <param name="Rows">How many rows they have.</param>
/// <param name="Predicted">How often a row got a prediction from a fit.</param>
/// <param name="Without">How often not, by reason.</param>
public sealed record ScoringSummary(IReadOnlyList<string> Files, long Rows, long Predicted, IReadOnlyDictionary<ScoreFate, long> Without)
{
    /// <summary>The name of the file with the predictions.</summary>
    public string Output { get; init; } = "";
}
