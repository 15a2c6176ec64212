using BatchEstimator.Estimation.Columns;
using BatchEstimator.Estimation.Fitting;
using BatchEstimator.Estimation.Models;
using BatchEstimator.Worker.Jobs;

namespace BatchEstimator.Worker.Running;

/// <summary>One fit that predicts, with the estimates of its groups, and the count of what it did.</summary>
internal sealed class FitScoring
{
    private static readonly ScoreNote NoFit = new(ScoreFate.NoFit, "this group has no usable estimate");

    private readonly Dictionary<string, ScoringFit> estimates = [];
    private readonly Dictionary<int, (GroupScorer? Scorer, ScoreNote? Note)> scorers = [];
    private readonly Dictionary<ScoreFate, long> without = [];
    private int[] places = [];

    public FitScoring(FitModel model, IEnumerable<ScoringFit> estimates, double level, PredictionsDefinition predictions)
    {
        Name = model.Definition.Name;
        foreach (var estimate in estimates)
            this.estimates[KeyOf(estimate.Group)] = estimate;
        if (this.estimates.Values.FirstOrDefault(estimate => estimate.State is not null) is { } any)
            Scorer = new(model, any.State!.Columns, level, (ScoreInterval)predictions.Interval, predictions.Unseen == UnseenPolicy.Reference);
        Scores = new Score[Scorer?.Quantities.Count ?? 1];
    }

    public string Name { get; }

    /// <summary>Null if no group has an estimate.</summary>
    public RegressionScorer? Scorer { get; }

    /// <summary>The row that was scored last.</summary>
    public Score[] Scores { get; }

    public long Predicted { get; private set; }

    public IReadOnlyDictionary<ScoreFate, long> Without => without;

    public string QuantityOf(int place) => Scorer?.Quantities[place] ?? "";

    /// <summary>Finds the fit's columns among those that are read.</summary>
    public void Find(ColumnRequest[] requests) => places = [.. (Scorer?.Requests ?? []).Select(request => Array.IndexOf(requests, request))];

    public BlockScores? Read(Block block) => Scorer?.Read(new Block { FirstRow = block.FirstRow, Rows = block.Rows, Columns = [.. places.Select(place => block.Columns[place])] });

    /// <summary>Scores a row into <see cref="Scores"/>.</summary>
    /// <returns>Why it has no prediction; null if it has one.</returns>
    public ScoreNote? Score(BlockScores? block, int row, int group, string?[] key)
    {
        var note = Attempt(block, row, group, key);
        if (note is null)
            Predicted++;
        else
            without[note.Fate] = without.GetValueOrDefault(note.Fate) + 1;
        return note;
    }

    private ScoreNote? Attempt(BlockScores? block, int row, int group, string?[] key)
    {
        if (!scorers.TryGetValue(group, out var found))
            scorers.Add(group, found = Of(key));
        return found.Note ?? block!.Fault(row) ?? found.Scorer!.Score(block, row, Scores);
    }

    private (GroupScorer?, ScoreNote?) Of(string?[] key) => !estimates.TryGetValue(KeyOf(key), out var estimate)
        ? (null, new(ScoreFate.UnseenGroup, $"the run has no group {string.Join(", ", key.Select(label => label ?? "(missing)"))}"))
        : estimate.State is null ? (null, NoFit) : (Scorer!.Of(estimate.State), null);

    private static string KeyOf(IEnumerable<string?> group) => string.Concat(group.Select(label => label is null ? "\0" : $"{label.Length}:{label}"));
}
