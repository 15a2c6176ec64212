using System.Globalization;
using BatchEstimator.Estimation.Columns;
using BatchEstimator.Estimation.Families;
using BatchEstimator.Estimation.Models;
using BatchEstimator.Estimation.Results;
using BatchEstimator.Estimation.Statistics;

namespace BatchEstimator.Estimation.Fitting;

/// <summary>What one block contributes to one fit.</summary>
/// <param name="Rows">The rows used and the tally of the others.</param>
/// <param name="Sampled">The columns a picture needs, a value a row.</param>
public abstract record FitPart(BlockRows Rows, IReadOnlyList<double[]> Sampled);

/// <summary>
/// One fit over all groups while the data pass by: blocks are folded to parts in any order and on any thread, parts are added in the
/// order of the blocks, and at the end each group is estimated. Whatever the number of threads, the same additions happen in the same order.
/// </summary>
public abstract class FitAccumulator(FitModel model, FitOptions options)
{
    private readonly List<RowTally> tallies = [];
    private readonly List<RowSample> samples = [];

    /// <summary>The model.</summary>
    protected FitModel Model { get; } = model;

    /// <summary>The options.</summary>
    protected FitOptions Options { get; } = options;

    /// <summary>The bytes that rows kept so far take, or will take at once; 0 for a fit that keeps sums only.</summary>
    public virtual long RetainedBytes => 0;

    /// <summary>
    /// The first group of each batch, ascending: groups whose rows are in memory together. Known after all parts have been added; estimating
    /// one batch after the other saves reading rows again.
    /// </summary>
    public virtual IReadOnlyList<int> Batches => [0];

    /// <summary>Lets go of the rows of the batch that was estimated last; they can be had again.</summary>
    public virtual void LetGo()
    {
    }

    /// <summary>The accumulator for a model.</summary>
    /// <param name="model">The model.</param>
    /// <param name="resolved">For each of the model's requests, the kind the column turned out to have: Number or Text.</param>
    /// <param name="options">The options.</param>
    public static FitAccumulator Create(FitModel model, IReadOnlyList<ColumnRequest> resolved, FitOptions options) => (model.Formula, model.Family) switch
    {
        _ when model.Candidates.Count > 0 => new CandidateFit(model, options),
        (not null, _) when LinearFit.Suits(model) => new LinearFit(model, resolved, options),
        (not null, _) => new RegressionFit(model, resolved, options),
        (_, Categorical) => new LevelFit(model, options),
        (_, VectorFamily) => new VectorFit(model, options),
        _ => new ScalarFit(model, options),
    };

    /// <summary>Folds one block. Does not change the accumulator; may be called on several threads at once.</summary>
    /// <param name="block">The block.</param>
    /// <param name="columns">The columns of the model's requests, in their order.</param>
    /// <param name="groups">The groups of the block's rows.</param>
    public abstract FitPart Fold(Block block, IReadOnlyList<Column> columns, GroupCodes groups);

    /// <summary>Adds the part of the next block.</summary>
    /// <param name="part">From <see cref="Fold"/>.</param>
    /// <param name="groups">For each group of the block, its number in the run.</param>
    public void Add(FitPart part, int[] groups)
    {
        for (int local = 0; local < groups.Length; local++)
        {
            while (tallies.Count <= groups[local])
                tallies.Add(new());
            tallies[groups[local]] = tallies[groups[local]].Then(part.Rows.Tallies[local]);
        }
        AddSums(part, groups);
        Sample(part, groups);
    }

    /// <summary>The tally of a group.</summary>
    public RowTally TallyOf(int group) => group < tallies.Count ? tallies[group] : new();

    /// <summary>Estimates one group. May be called on several threads at once, after all parts have been added.</summary>
    /// <param name="group">The group's number.</param>
    /// <param name="key">The values of the grouping columns.</param>
    /// <param name="inFull">False = the estimate and its verdict only, without costly intervals, tests and pictures.</param>
    public EstimatedFit Estimate(int group, IReadOnlyList<KeyValuePair<string, string?>> key, bool inFull = true)
    {
        var tally = TallyOf(group);
        var blank = new FitResult
        {
            Fit = Model.Definition.Name,
            Group = key,
            Family = Model.Family.Name,
            Method = Model.Definition.Method == EstimationMethod.Map ? "map" : "mle",
            Formula = Model.Formula?.Text,
            Status = FitStatus.Refused,
            Rows = new(tally.Used, tally.Missing, tally.NonFinite, tally.ZeroWeight, tally.BelowThreshold),
        };
        if (tally.OutOfSupport > 0)
            return new(blank with { Codes = [OutOfSupport(tally)] }, null);
        if (tally.Used == 0)
            return new(blank with { Codes = [Empty(tally)] }, null);
        return EstimateGroup(group, tally, blank, inFull);
    }

    /// <summary>Adds the sums of a part.</summary>
    protected abstract void AddSums(FitPart part, int[] groups);

    /// <summary>Estimates a group that has rows, all in the support.</summary>
    protected abstract EstimatedFit EstimateGroup(int group, RowTally tally, FitResult blank, bool inFull);

    /// <summary>The sampled rows of a group; null if it gets no pictures.</summary>
    protected IReadOnlyList<double[]>? SampleOf(int group) => group < samples.Count ? samples[group].Rows : null;

    /// <summary>The weights among a fit's columns, or null.</summary>
    protected double[]? WeightsOf(IReadOnlyList<Column> columns) =>
        Model.Definition.Weights is null ? null : ((NumberColumn)columns[Model.DataColumnCount]).Values;

    /// <summary>True if weights are precisions.</summary>
    protected bool IsPrecision => Model.Definition.Weights?.Kind == WeightKind.Precision;

    /// <summary>What a sample keeps of a row.</summary>
    protected virtual double[] SampleRow(FitPart part, int row) => [.. part.Sampled.Select(column => column[row])];

    private void Sample(FitPart part, int[] groups)
    {
        if (!groups.Any(group => group < Options.PictureGroups))
            return;
        while (samples.Count < Math.Min(Options.PictureGroups, groups.Max() + 1))
            samples.Add(new(Options.PictureRows));
        foreach (int row in part.Rows.Selected)
        {
            int group = groups[part.Rows.Groups[row]];
            if (group >= Options.PictureGroups)
                continue;
            ulong hash = RowSample.Hash(part.Rows.Source, part.Rows.NumberOf(row));
            if (samples[group].Wants(hash))
                samples[group].Add(hash, SampleRow(part, row));
        }
    }

    /// <summary>The values that rows can have, in words.</summary>
    protected virtual string PossibleValues => $"{Model.Family.Name} produces {Model.Family.Support}";

    /// <summary>The columns that the support is about.</summary>
    protected virtual IEnumerable<string> DataNames => Model.Requests.Take(Model.DataColumnCount).Select(request => request.Name);

    private FitCode OutOfSupport(RowTally tally)
    {
        bool ofResponse = Model.Formula is null || Model.Family is not ScalarFamily;
        var place = tally.OutsidePlace;
        string where = (place.Line is { } line ? $"line {line}" : $"row {place.Row}") + (Options.SourceNames.Count > place.Source ? $" of {Options.SourceNames[place.Source]}" : "");
        string rows = tally.OutOfSupport == 1 ? "1 row has" : $"{tally.OutOfSupport.ToString(CultureInfo.InvariantCulture)} rows have";
        string support = ofResponse ? PossibleValues : "a weight cannot be negative";
        return new(FitCodes.OutOfSupport,
            $"{rows} values that cannot be ({support}{(Model.Definition.Weights is null || !ofResponse ? "" : ", and weights are not negative")}); the first is {FoundOutside(tally)} in {where}. Correct or remove such rows, or choose a family that allows them.",
            [.. Model.Requests.Select(request => request.Name).Distinct()]);
    }

    // All values of the row: which of them is wrong can be a matter of the others, such as more successes than trials.
    private string FoundOutside(RowTally tally)
    {
        var found = tally.OutsideData.Zip(DataNames, (value, name) => (Name: name, Value: (double?)value))
            .Append((Name: Model.Definition.Weights?.Column ?? "", Value: tally.OutsideWeight)).Where(pair => pair.Value is not null);
        return string.Join(", ", found.Select((pair, i) =>
            $"column '{pair.Name}' = {(i == 0 && tally.OutsideLabel is { } label ? label : pair.Value!.Value.ToString("R", CultureInfo.InvariantCulture))}"));
    }

    private static FitCode Empty(RowTally tally) => new(FitCodes.Empty,
        $"No usable row: {tally.Missing} without a value, {tally.NonFinite} not finite, {tally.ZeroWeight} of weight 0{(tally.BelowThreshold > 0 ? $", {tally.BelowThreshold} not above the threshold" : "")}.", []);
}
