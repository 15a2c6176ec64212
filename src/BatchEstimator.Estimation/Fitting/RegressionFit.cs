using BatchEstimator.Estimation.Columns;
using BatchEstimator.Estimation.Families;
using BatchEstimator.Estimation.Likelihoods;
using BatchEstimator.Estimation.Models;
using BatchEstimator.Estimation.Regression;
using BatchEstimator.Estimation.Results;
using BatchEstimator.Estimation.Statistics;

namespace BatchEstimator.Estimation.Fitting;

/// <summary>
/// A family whose parameters have formulas. The rows are kept by column until all are there; then each group is estimated from its own.
/// </summary>
internal sealed class RegressionFit : FitAccumulator
{
    private readonly RegressionPlan plan;
    private readonly ObservedRows observed;
    private readonly Tape computed;
    private readonly LevelIndex[] levels;
    private readonly RowArchive archive;
    private readonly IReadOnlyList<int> extended;
    private readonly Lazy<ResponseLevels?> response;
    private readonly Lazy<IReadOnlyList<int>> batches;
    private readonly Lock packing = new();
    private Batch? current;
    private readonly Lazy<RegressionEstimator> estimator;

    public RegressionFit(FitModel model, IReadOnlyList<ColumnRequest> resolved, FitOptions options) : base(model, options)
    {
        plan = new(model, resolved);
        observed = new(model, plan.Family);
        Expr[] values = [plan.ResponseIsLabel || model.HasIntervals ? 0 : model.Formula!.Response, .. plan.Computed];
        computed = new(values);
        levels = [.. plan.Labels.Select((_, k) => new LevelIndex(plan.ResponseIsLabel && k == plan.ResponseCodes ? model.Definition.Levels : null))];
        extended = plan.Extended;
        archive = new(plan.NumberCount + extended.Count, plan.Labels.Count, options.Spill, options.RowBytes);
        response = new(() => plan.Form.Layout == FormulaLayout.First ? null
            : plan.ResponseIsCounts ? ResponseLevels.OfCounts(model.Definition) : ResponseLevels.OfLabels(model.Definition, levels[plan.ResponseCodes]));
        batches = new(CutIntoBatches);
        estimator = new(() => new(response.Value is { } known ? plan.ForLevels(known.Names) : plan, levels, response.Value, options));
    }

    // What lies in memory at once: the rows not spilled, later a batch, which is one group at least.
    public override long RetainedBytes => Math.Max(archive.Bytes, archive.IsSpilled ? archive.LargestGroup * RowBytes : 0);

    public override IReadOnlyList<int> Batches => batches.Value;

    public override void LetGo()
    {
        // Rows that were never spilled are nowhere else.
        if (!archive.IsSpilled)
            return;
        current = null;
        if (estimator.IsValueCreated)
            estimator.Value.LetGo();
    }

    // Of a row once it is packed.
    private long RowBytes => (plan.NumberCount + extended.Count + plan.SplineTerms.Count) * sizeof(double) + (plan.Labels.Count + plan.Combinations.Count) * sizeof(int);

    public override FitPart Fold(Block block, IReadOnlyList<Column> columns, GroupCodes groups)
    {
        double[][] numbers = [.. columns.Take(Model.DataColumnCount).Select(column => (column as NumberColumn)?.Values ?? [])];
        TextColumn[] labels = [.. plan.Labels.Select(i => (TextColumn)columns[i])];
        var weights = WeightsOf(columns);
        double[][] values = computed.EvaluateColumns(numbers, block.Rows);
        var (data, test) = DataOf(values[0], columns, labels, block.Rows);
        double[][] used = [.. data, .. Enumerable.Range(0, Model.FormulaColumnCount).Select(i => numbers[i]).Where(column => column.Length > 0), .. OffsetOf(columns)];
        var rows = BlockRows.Select(block, groups, used, labels, weights, data.Count, test, Model.Definition.Threshold ?? double.NegativeInfinity);
        if (plan.ResponseIsLabel)
            NameOutside(rows, labels[plan.ResponseCodes]);
        rows.KeepFinite(values);
        var counts = plan.ResponseIsCounts ? CountRows.Of(rows, data, ResponseLevels.OfCounts(Model.Definition).Ranks, weights) : null;
        int[] selected = counts?.Rows ?? [.. rows.Selected];
        var (response, uppers, kinds) = counts is not null || plan.ResponseIsLabel ? (counts?.Levels ?? Taken(data[0], selected), [], null) : observed.Known(data, selected);
        double[][] kept = new double[plan.NumberCount + extended.Count][];
        kept[plan.Roles.Response] = response;
        kept[plan.Place] = Places(rows, selected);
        if (plan.Roles.Upper >= 0)
            kept[plan.Roles.Upper] = uppers;
        if (plan.Roles.Trials >= 0)
            kept[plan.Roles.Trials] = Taken(data[1], selected);
        if (plan.Roles.Weight >= 0)
            kept[plan.Roles.Weight] = counts?.Weights ?? Taken(weights!, selected);
        if (counts is not null)
            kept[plan.LogCoefficient] = counts.LogCoefficients;
        if (plan.Offset >= 0)
            kept[plan.Offset] = [.. Taken(OffsetOf(columns).Single(), selected).Select(x => plan.Form.Layout == FormulaLayout.Cuts ? -x : x)];
        for (int k = 0; k < plan.Computed.Count; k++)
            kept[plan.FirstComputed + k] = Taken(values[1 + k], selected);
        for (int k = 0; k < extended.Count; k++)
        {
            var (high, low) = ExactColumns.Evaluate(plan.Computed[extended[k]], numbers, block.Rows);
            kept[plan.FirstComputed + extended[k]] = Taken(high, selected);
            kept[plan.NumberCount + k] = low is null ? new double[selected.Length] : Taken(low, selected);
        }
        return new RegressionPart(rows, selected, kept, [.. labels.Select(label => Taken(label.Codes, selected))], [.. labels.Select(label => label.Levels)], kinds);
    }

    protected override void AddSums(FitPart part, int[] groups)
    {
        var block = (RegressionPart)part;
        int[][] codes = [.. block.Codes.Select((column, k) => levels[k].NumbersOf(column, block.Levels[k]))];
        int[] groupOf = [.. block.Selected.Select(row => groups[block.Rows.Groups[row]])];
        archive.Add(block.Numbers, codes, groupOf, block.Kinds);
    }

    protected override IEnumerable<string> DataNames => plan.ResponseIsCounts ? Model.Definition.Responses : base.DataNames;

    // The columns that the response is made of, and which rows of them are possible.
    private (IReadOnlyList<double[]> Columns, SupportTest? Test) DataOf(double[] computedResponse, IReadOnlyList<Column> columns, TextColumn[] labels, int rows)
    {
        if (plan.ResponseIsCounts)
        {
            int first = Model.Requests.ToList().FindIndex(Model.FormulaColumnCount, request => request.Name == Model.Definition.Responses[0]);
            return ([.. Model.Definition.Responses.Select((_, k) => ((NumberColumn)columns[first + k]).Values)], ((VectorFamily)Model.Family).InSupport);
        }
        if (!plan.ResponseIsLabel)
            return (observed.ColumnsWith(computedResponse, columns, rows), observed.SupportTest);
        if (Model.Definition.Levels.Count == 0)
            return ([computedResponse], null);
        var label = labels[plan.ResponseCodes];
        bool[] allowed = [.. label.Levels.Select(Model.Definition.Levels.Contains)];
        return ([[.. label.Codes.Take(rows).Select(code => code < 0 ? Missing.Value : code)]], row => allowed[(int)row[0]]);
    }

    private void NameOutside(BlockRows rows, TextColumn label)
    {
        if (Model.Definition.Levels.Count == 0)
            return;
        foreach (ref var tally in rows.Tallies.AsSpan())
            tally.OutsideLabel = tally.OutOfSupport > 0 ? $"'{label.Levels[(int)tally.OutsideData[0]]}'" : null;
    }

    protected override EstimatedFit EstimateGroup(int group, RowTally tally, FitResult blank, bool inFull)
    {
        if (LabelFault() is { } fault)
            return new(blank with { Codes = [fault] }, null);
        if (archive.CountsOf(group).Sum() == 0)
            return new(blank with { Codes = [new(FitCodes.Empty, $"All counts in {Model.ResponseName} are 0: there is nothing to estimate from.", Model.Definition.Responses)] }, null);
        var batch = BatchOf(group);
        int place = group - batch.From;
        if (batch.Splines.ProblemOf(place) is { } problem)
            return new(blank with { Codes = [new(FitCodes.DegenerateVariance, problem, [])] }, null);
        return estimator.Value.Estimate(new(batch.Table, batch.Starts[place], archive.CountsOf(group), plan.Roles) { Bases = batch.Splines.BasesOf(place) }, blank, group, inFull);
    }

    private IEnumerable<double[]> OffsetOf(IReadOnlyList<Column> columns) =>
        plan.Offset < 0 ? [] : [((NumberColumn)columns[Model.Requests.ToList().FindIndex(Model.FormulaColumnCount, request => request.Name == Model.Definition.Offset)]).Values];

    private IReadOnlyList<int> CutIntoBatches()
    {
        if (LabelFault() is null && plan.Form.Layout == FormulaLayout.Cuts)
            Classify(response.Value!);
        return archive.Batches(RowBytes);
    }

    private Batch BatchOf(int group)
    {
        lock (packing)
        {
            if (current is { } held && group >= held.From && group < held.To)
                return held;
            current = null;
            int place = Batches.Count - 1;
            while (Batches[place] > group)
                place--;
            return current = Pack(Batches[place], place + 1 < Batches.Count ? Batches[place + 1] : int.MaxValue);
        }
    }

    // Of several label columns in one term, the combination is a label of its own.
    private Batch Pack(int from, int to)
    {
        var (table, starts) = archive.Pack(from, to);
        int[][] combined = [.. plan.Combinations.Select(parts => RegressionColumns.Combine([.. parts.Select(part => table.Codes[part])], [.. parts.Select(part => levels[part].Labels.Count)]))];
        if (plan.ResponseIsLabel)
            ReadLabels(table.Codes[plan.ResponseCodes], table.Numbers[plan.Roles.Response]);
        var splines = new SplineColumns(plan, table, starts);
        double[]?[] lows = new double[plan.NumberCount + splines.Columns.Count][];
        for (int k = 0; k < extended.Count; k++)
            lows[plan.FirstComputed + extended[k]] = Array.Exists(table.Numbers[plan.NumberCount + k], low => low != 0) ? table.Numbers[plan.NumberCount + k] : null;
        return new(from, to, new([.. table.Numbers.Take(plan.NumberCount), .. splines.Columns], [.. table.Codes, .. combined], lows), starts, splines);
    }

    // Of the levels that occur in a group, the first has no lower end and the last no upper one.
    private void Classify(ResponseLevels known)
    {
        Dictionary<int, (int First, int Last)> ends = [];
        foreach (var (groups, codes) in archive.CodesOf(plan.ResponseCodes))
        {
            for (int row = 0; row < codes.Length; row++)
            {
                int rank = known.Ranks[codes[row]];
                var (first, last) = ends.TryGetValue(groups[row], out var sofar) ? sofar : (rank, rank);
                ends[groups[row]] = (Math.Min(first, rank), Math.Max(last, rank));
            }
        }
        archive.Classify(plan.ResponseCodes, (group, code) =>
            (int)(known.Ranks[code] == ends[group].First ? RowKnowledge.Below : known.Ranks[code] == ends[group].Last ? RowKnowledge.Above : RowKnowledge.Exact));
    }

    // Levels by their number; of two labels the first in sorted order, or the one named as reference, is 0.
    private void ReadLabels(int[] codes, double[] values)
    {
        var index = levels[plan.ResponseCodes];
        int zero = Model.Definition.Reference is { } reference ? index.Labels.ToList().IndexOf(reference) : index.Sorted()[0];
        for (int row = 0; row < codes.Length; row++)
            values[row] = response.Value is { } known ? known.Ranks[codes[row]] : codes[row] == zero ? 0 : 1;
    }

    private FitCode? LabelFault()
    {
        if (!plan.ResponseIsLabel)
            return null;
        var labels = levels[plan.ResponseCodes].Labels;
        if (plan.Form.Layout == FormulaLayout.First && labels.Count > 2)
            return new(FitCodes.OutOfSupport, $"{Model.Family.Name} needs a response of 0 and 1, or of two labels; '{Model.ResponseName}' has {labels.Count}: {string.Join(", ", labels.Take(5))}{(labels.Count > 5 ? ", ..." : "")}. Use family categorical, or keep two of them.", [Model.ResponseName]);
        if (plan.Form.Layout != FormulaLayout.First && labels.Count < 2)
            return new(FitCodes.NoFiniteMle, $"Every row has the level {labels[0]} of '{Model.ResponseName}': nothing tells it from others. Use rows with at least two levels.", [Model.ResponseName]);
        return Model.Definition.Reference is { } reference && !labels.Contains(reference)
            ? new(FitCodes.OutOfSupport, $"The reference level {reference} does not occur in '{Model.ResponseName}'; name one that does: {string.Join(", ", labels)}.", [Model.ResponseName]) : null;
    }

    private static double[] Places(BlockRows rows, int[] selected) => [.. selected.Select(row => RegressionColumns.PlaceOf(rows.Source, rows.NumberOf(row)))];

    private static T[] Taken<T>(T[] column, int[] rows)
    {
        var result = new T[rows.Length];
        for (int i = 0; i < result.Length; i++)
            result[i] = column[rows[i]];
        return result;
    }

    private sealed record Batch(int From, int To, RowTable Table, int[] Starts, SplineColumns Splines);

    private sealed record RegressionPart(BlockRows Rows, int[] Selected, double[][] Numbers, int[][] Codes, IReadOnlyList<IReadOnlyList<string>> Levels, byte[]? Kinds) : FitPart(Rows, []);
}
