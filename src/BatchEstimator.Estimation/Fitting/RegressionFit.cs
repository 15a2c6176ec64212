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
    private readonly ScalarFamily family;
    private readonly RegressionPlan plan;
    private readonly ObservedRows observed;
    private readonly Tape computed;
    private readonly LevelIndex[] levels;
    private readonly RowArchive archive;
    private readonly Lazy<(RowTable Table, int[] Starts)> packed;
    private SplineColumns? splines;
    private readonly Lazy<RegressionEstimator> estimator;

    public RegressionFit(FitModel model, IReadOnlyList<ColumnRequest> resolved, FitOptions options) : base(model, options)
    {
        family = (ScalarFamily)model.Family;
        plan = new(model, family.Regression!, resolved);
        observed = new(model, family);
        Expr[] values = [plan.ResponseIsLabel || model.HasIntervals ? 0 : model.Formula!.Response, .. plan.Computed];
        computed = new(values);
        levels = [.. plan.Labels.Select(_ => new LevelIndex())];
        archive = new(plan.NumberCount, plan.Labels.Count);
        packed = new(Pack);
        estimator = new(() => new(plan, levels, options));
    }

    public override FitPart Fold(Block block, IReadOnlyList<Column> columns, GroupCodes groups)
    {
        double[][] numbers = [.. columns.Take(Model.DataColumnCount).Select(column => (column as NumberColumn)?.Values ?? [])];
        TextColumn[] labels = [.. plan.Labels.Select(i => (TextColumn)columns[i])];
        var weights = WeightsOf(columns);
        double[][] values = computed.EvaluateColumns(numbers, block.Rows);
        double[][] data = [.. observed.ColumnsWith(values[0], columns, block.Rows)];
        double[][] used = [.. data, .. Enumerable.Range(0, Model.FormulaColumnCount).Select(i => numbers[i]).Where(column => column.Length > 0), .. OffsetOf(columns)];
        var test = plan.ResponseIsLabel ? null : observed.SupportTest;
        var rows = BlockRows.Select(block, groups, used, labels, weights, data.Length, test, Model.Definition.Threshold ?? double.NegativeInfinity);
        rows.KeepFinite(values);
        int[] selected = [.. rows.Selected];
        var (response, uppers, kinds) = observed.Known(data, selected);
        double[][] kept = new double[plan.NumberCount][];
        kept[plan.Roles.Response] = response;
        kept[plan.Place] = Places(rows);
        if (plan.Roles.Upper >= 0)
            kept[plan.Roles.Upper] = uppers;
        if (plan.Roles.Trials >= 0)
            kept[plan.Roles.Trials] = Taken(data[1], selected);
        if (weights is not null)
            kept[plan.Roles.Weight] = Taken(weights, selected);
        if (plan.Offset >= 0)
            kept[plan.Offset] = Taken(OffsetOf(columns).Single(), selected);
        for (int k = 0; k < plan.Computed.Count; k++)
            kept[plan.FirstComputed + k] = Taken(values[1 + k], selected);
        return new RegressionPart(rows, kept, [.. labels.Select(label => Taken(label.Codes, selected))], [.. labels.Select(label => label.Levels)], kinds);
    }

    protected override void AddSums(FitPart part, int[] groups)
    {
        var block = (RegressionPart)part;
        int[][] codes = new int[plan.Labels.Count][];
        for (int k = 0; k < codes.Length; k++)
        {
            int[] map = levels[k].Map(block.Levels[k]);
            codes[k] = [.. block.Codes[k].Select(code => map[code])];
        }
        int[] groupOf = new int[block.Rows.Count];
        for (int i = 0; i < groupOf.Length; i++)
            groupOf[i] = groups[block.Rows.Groups[block.Rows.Selected[i]]];
        archive.Add(block.Numbers, codes, groupOf, block.Kinds);
    }

    protected override EstimatedFit EstimateGroup(int group, RowTally tally, FitResult blank, bool inFull)
    {
        if (LabelFault() is { } fault)
            return new(blank with { Codes = [fault] }, null);
        var (table, starts) = packed.Value;
        if (splines!.ProblemOf(group) is { } problem)
            return new(blank with { Codes = [new(FitCodes.DegenerateVariance, problem, [])] }, null);
        return estimator.Value.Estimate(new(table, starts[group], archive.CountsOf(group), plan.Roles) { Bases = splines.BasesOf(group) }, blank, group, inFull);
    }

    private IEnumerable<double[]> OffsetOf(IReadOnlyList<Column> columns) =>
        plan.Offset < 0 ? [] : [((NumberColumn)columns[Model.Requests.ToList().FindIndex(Model.FormulaColumnCount, request => request.Name == Model.Definition.Offset)]).Values];

    // Of several label columns in one term, the combination is a label of its own.
    private (RowTable Table, int[] Starts) Pack()
    {
        var (table, starts) = archive.Pack();
        int[][] combined = [.. plan.Combinations.Select(parts => RegressionColumns.Combine([.. parts.Select(part => table.Codes[part])], [.. parts.Select(part => levels[part].Labels.Count)]))];
        if (plan.ResponseIsLabel)
            ReadLabels(table.Codes[ResponseLabel], table.Numbers[plan.Roles.Response]);
        splines = new(plan, table, starts);
        return (new([.. table.Numbers, .. splines.Columns], [.. table.Codes, .. combined]), starts);
    }

    private int ResponseLabel => plan.Labels.ToList().IndexOf(((Variable)Model.Formula!.Response).Index);

    // Of two labels the first in sorted order, or the one named as reference, is 0.
    private void ReadLabels(int[] codes, double[] response)
    {
        var index = levels[ResponseLabel];
        int zero = Model.Definition.Reference is { } reference ? index.Labels.ToList().IndexOf(reference) : index.Sorted()[0];
        for (int row = 0; row < codes.Length; row++)
            response[row] = codes[row] == zero ? 0 : 1;
    }

    private FitCode? LabelFault()
    {
        if (!plan.ResponseIsLabel)
            return null;
        var labels = levels[ResponseLabel].Labels;
        if (labels.Count > 2)
            return new(FitCodes.OutOfSupport, $"{family.Name} needs a response of 0 and 1, or of two labels; '{Model.ResponseName}' has {labels.Count}: {string.Join(", ", labels.Take(5))}{(labels.Count > 5 ? ", ..." : "")}. Use family categorical, or keep two of them.", [Model.ResponseName]);
        return Model.Definition.Reference is { } reference && !labels.Contains(reference)
            ? new(FitCodes.OutOfSupport, $"The reference level {reference} does not occur in '{Model.ResponseName}'; name one that does: {string.Join(", ", labels)}.", [Model.ResponseName]) : null;
    }

    private static double[] Places(BlockRows rows)
    {
        var places = new double[rows.Count];
        for (int i = 0; i < places.Length; i++)
            places[i] = RegressionColumns.PlaceOf(rows.Source, rows.NumberOf(rows.Selected[i]));
        return places;
    }

    private static T[] Taken<T>(T[] column, int[] rows)
    {
        var result = new T[rows.Length];
        for (int i = 0; i < result.Length; i++)
            result[i] = column[rows[i]];
        return result;
    }

    private sealed record RegressionPart(BlockRows Rows, double[][] Numbers, int[][] Codes, IReadOnlyList<IReadOnlyList<string>> Levels, byte[]? Kinds) : FitPart(Rows, []);
}
