using BatchEstimator.Estimation.Columns;
using BatchEstimator.Estimation.Families;
using BatchEstimator.Estimation.Likelihoods;
using BatchEstimator.Estimation.Models;
using BatchEstimator.Estimation.Statistics;

namespace BatchEstimator.Estimation.Fitting;

/// <summary>The columns of a plan over the rows of a block that are to be scored.</summary>
internal sealed class ScoringRows
{
    private readonly double[][] numbers;
    private readonly int[][] codes;
    private readonly IReadOnlyList<(string Name, double[] Values)> given;
    private readonly IReadOnlyList<(string Name, int Label, TextColumn Column)> labels;
    private readonly int firstComputed, offset;
    private readonly double[] offsets;

    public ScoringRows(ScoringColumns columns, Block block)
    {
        var plan = columns.Plan;
        double[][] values = [.. Enumerable.Repeat(Array.Empty<double>(), plan.Model.Requests.Count)];
        for (int i = 0; i < columns.Used.Count; i++)
        {
            if (block.Columns[i] is NumberColumn column)
                values[columns.Used[i]] = column.Values;
        }
        given = [.. columns.Used.Where(i => values[i].Length > 0).Select(i => (plan.Model.Requests[i].Name, values[i]))];
        labels = [.. columns.Labels.Select(k => (plan.Model.Requests[plan.Labels[k]].Name, k, (TextColumn)block.Columns[columns.Used.ToList().IndexOf(plan.Labels[k])]))];
        numbers = columns.Computed.EvaluateColumns(values, block.Rows);
        codes = new int[plan.Labels.Count][];
        foreach (var (_, label, column) in labels)
        {
            int[] map = columns.NumbersOf(label, column.Levels);
            codes[label] = [.. column.Codes.Take(block.Rows).Select(code => code < 0 ? ScoringColumns.Missing : map[code])];
        }
        (firstComputed, offset) = (plan.FirstComputed, plan.Offset);
        // What is taken from cut points has the opposite sign, as in the rows that were fitted.
        offsets = plan.Offset < 0 ? [] : plan.Form.Layout == FormulaLayout.Cuts ? [.. values[columns.OffsetColumn].Select(value => -value)] : values[columns.OffsetColumn];
    }

    /// <summary>A column of the plan's table in a row.</summary>
    public double Number(int column, int row) => column == offset ? offsets[row] : numbers[column - firstComputed][row];

    /// <summary>The number of a row's label in a label column.</summary>
    public int Code(int label, int row) => codes[label][row];

    /// <summary>Why a row has no predictor; null if it has one.</summary>
    public ScoreNote? Fault(int row)
    {
        foreach (var (name, values) in given)
        {
            if (!double.IsFinite(values[row]))
                return new(Missing.Is(values[row]) ? ScoreFate.Missing : ScoreFate.NotFinite, $"{name} is {(Missing.Is(values[row]) ? "missing" : "not finite")}");
        }
        foreach (var (name, label, column) in labels)
        {
            if (codes[label][row] == ScoringColumns.Missing)
                return new(ScoreFate.Missing, $"{name} is missing");
            if (codes[label][row] == ScoringColumns.Unseen)
                return new(ScoreFate.UnseenLevel, $"the fit has not seen {name} = {column.Levels[column.Codes[row]]}");
        }
        return Array.TrueForAll(numbers, column => double.IsFinite(column[row])) ? null : new(ScoreFate.NotFinite, "a column computed from the row is not finite");
    }
}

/// <summary>Which columns scoring needs, and how labels are numbered.</summary>
internal sealed class ScoringColumns
{
    /// <summary>The code of a missing label.</summary>
    public const int Missing = -1;

    /// <summary>The code of a label that the fit has not seen.</summary>
    public const int Unseen = -2;

    private readonly IReadOnlyList<LevelIndex> levels;
    private readonly IReadOnlyList<Dictionary<string, int>> known;
    private readonly bool replaces;

    public ScoringColumns(RegressionPlan plan, IReadOnlyList<LevelIndex> levels, bool replaces)
    {
        (Plan, this.levels, this.replaces) = (plan, levels, replaces);
        Computed = new(plan.Computed);
        Labels = LabelsOf(plan);
        OffsetColumn = OffsetOf(plan);
        Used = UsedBy(plan);
        known = [.. levels.Select(index => index.Labels.Select((label, number) => (label, number)).ToDictionary(pair => pair.label, pair => pair.number, StringComparer.Ordinal))];
    }

    /// <summary>The plan.</summary>
    public RegressionPlan Plan { get; }

    /// <summary>What is computed from the columns.</summary>
    public Tape Computed { get; }

    /// <summary>The columns that are needed, as indices among the model's requests.</summary>
    public IReadOnlyList<int> Used { get; }

    /// <summary>The label columns that are needed, as places among the plan's.</summary>
    public IReadOnlyList<int> Labels { get; }

    /// <summary>The column of the offset among the model's requests; -1 if there is none.</summary>
    public int OffsetColumn { get; }

    /// <summary>The columns that the predictors of a plan need, as indices among the model's requests.</summary>
    public static IReadOnlyList<int> UsedBy(RegressionPlan plan) =>
        [.. new Tape(plan.Computed).DataColumns.Concat(LabelsOf(plan).Select(k => plan.Labels[k])).Concat(plan.Offset < 0 ? [] : [OffsetOf(plan)]).Distinct().Order()];

    private static int OffsetOf(RegressionPlan plan) =>
        plan.Offset < 0 ? -1 : plan.Model.Requests.ToList().FindIndex(plan.Model.FormulaColumnCount, request => request.Name == plan.Model.Definition.Offset);

    private static IReadOnlyList<int> LabelsOf(RegressionPlan plan) => [.. plan.Predictors.SelectMany(predictor => predictor.Codes).Where(code => code >= 0)
        .SelectMany(code => code < plan.Labels.Count ? [code] : plan.Combinations[code - plan.Labels.Count]).Distinct().Order()];

    /// <summary>The numbers of a block's labels.</summary>
    public int[] NumbersOf(int label, IReadOnlyList<string> blockLabels) =>
        [.. blockLabels.Select(text => known[label].TryGetValue(text, out int number) ? number : replaces ? ReferenceOf(label) : Unseen)];

    // The one that the formula names, else the first in order.
    private int ReferenceOf(int label)
    {
        int request = Plan.Labels[label];
        string? named = Plan.Predictors.SelectMany(predictor => predictor.Design.Terms.SelectMany(term => term.Parts.Zip(term.References)
            .Where(pair => pair.First.Label >= 0 && predictor.Design.LabelColumns[pair.First.Label] == request).Select(pair => pair.Second))).FirstOrDefault(reference => reference is not null);
        return named is not null && known[label].TryGetValue(named, out int number) ? number : levels[label].Sorted()[0];
    }
}
