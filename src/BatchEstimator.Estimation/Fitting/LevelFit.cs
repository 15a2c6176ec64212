using System.Runtime.InteropServices;
using BatchEstimator.Estimation.Columns;
using BatchEstimator.Estimation.Families;
using BatchEstimator.Estimation.Models;
using BatchEstimator.Estimation.Numerics;
using BatchEstimator.Estimation.Results;
using BatchEstimator.Estimation.Statistics;

namespace BatchEstimator.Estimation.Fitting;

/// <summary>How often each label occurs in a block.</summary>
internal sealed record LevelPart(BlockRows Rows, WeightedSums Preamble, Dictionary<(int Group, int Level), DoubleDouble> Counts, IReadOnlyList<string> Labels) : FitPart(Rows, []);

/// <summary>The categorical family, from the counts of its labels, which become known as the data pass.</summary>
internal sealed class LevelFit(FitModel model, FitOptions options) : FitAccumulator(model, options)
{
    private readonly LevelIndex levels = new(model.Definition.Levels);
    private readonly WeightedSums preamble = new(WeightedSums.Preamble, 1);
    private readonly Dictionary<(int Group, int Level), DoubleDouble> counts = [];

    public override FitPart Fold(Block block, IReadOnlyList<Column> columns, GroupCodes groups)
    {
        var labels = (TextColumn)columns[0];
        var weights = WeightsOf(columns);
        bool[]? allowed = Model.Definition.Levels.Count == 0 ? null : [.. labels.Levels.Select(Model.Definition.Levels.Contains)];
        double[] codes = [.. labels.Codes.Take(block.Rows).Select(code => code < 0 ? Missing.Value : code)];
        var rows = BlockRows.Select(block, groups, [codes], [], weights, 1, row => allowed is null || allowed[(int)row[0]]);
        foreach (ref var tally in rows.Tallies.AsSpan())
            tally.OutsideLabel = tally.OutOfSupport > 0 ? $"'{labels.Levels[(int)tally.OutsideData[0]]}'" : null;
        var part = new Dictionary<(int, int), DoubleDouble>();
        foreach (int row in rows.Selected)
        {
            ref var count = ref CollectionsMarshal.GetValueRefOrAddDefault(part, (groups[row], labels.Codes[row]), out _);
            count += weights is null ? 1 : weights[row];
        }
        return new LevelPart(rows, WeightedSums.Of(rows, [], [], weights, precision: false), part, labels.Levels);
    }

    protected override void AddSums(FitPart part, int[] groups)
    {
        var block = (LevelPart)part;
        preamble.Add(block.Preamble, groups);
        // Labels that only unusable rows carry are not levels.
        var numbers = new int[block.Labels.Count];
        foreach (int code in block.Counts.Keys.Select(key => key.Level).Distinct().Order())
            numbers[code] = levels.Number(block.Labels[code]);
        foreach (var ((group, code), count) in block.Counts.OrderBy(entry => entry.Key))
        {
            ref var sum = ref CollectionsMarshal.GetValueRefOrAddDefault(counts, (groups[group], numbers[code]), out _);
            sum += count;
        }
    }

    protected override EstimatedFit EstimateGroup(int group, RowTally tally, FitResult blank, bool inFull)
    {
        var order = Model.Definition.Levels.Count > 0 ? [.. Enumerable.Range(0, levels.Labels.Count)] : levels.Sorted();
        string[] labels = [.. order.Select(number => levels.Labels[number])];
        DoubleDouble[] sums = [.. preamble[group], .. order.Select(number => counts.GetValueOrDefault((group, number)))];
        var (result, values) = VectorResult.Of(Model, (VectorFamily)Model.Family, sums, labels, Options.Level, blank);
        if (values is null || SampleOf(group) is null)
            return new(result, null);
        double[] shares = [.. sums[WeightedSums.Preamble..].Select(count => (double)(count / sums[0]))];
        return new(result, new() { Bars = new(Model.ResponseName, labels, shares, values) });
    }
}
