using BatchEstimator.Estimation.Families;
using BatchEstimator.Estimation.Regression;

namespace BatchEstimator.Estimation.Fitting;

/// <summary>The designs of one group, with its columns of numbers shifted and scaled so that none is far from zero or of unusual size.</summary>
internal sealed class RegressionGroup
{
    private const int ManyRows = 65_536;

    private readonly RegressionTemplate template;
    private readonly Dictionary<int, ColumnRange>? ranges;
    private readonly bool isCut;
    private readonly bool isShifted;

    /// <summary>Prepares a group.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="template">The coefficients.</param>
    /// <param name="rows">The rows.</param>
    /// <param name="levels">The levels of the response; null if it has none.</param>
    /// <param name="isShifted">False to leave columns where they are, so that an intercept is a coefficient like the others.</param>
    /// <param name="forEach">Looks at columns; null = one after the other.</param>
    public RegressionGroup(RegressionPlan plan, RegressionTemplate template, GroupRows rows, ResponseLevels? levels, bool isShifted = true, ForEach? forEach = null)
    {
        (Rows, Response, this.template, this.isShifted, isCut) = (rows, levels, template, isShifted, plan.Form.Layout == FormulaLayout.Cuts);
        Levels = levels is null ? null : new(plan, template, levels, rows);
        Scale = new(template.Coefficients.Count);
        if (forEach is not null && rows.Count >= ManyRows)
            ranges = RangesOf(forEach);
        var channels = new Channel[plan.Form.Parameters.Count];
        for (int k = 0; k < plan.Predictors.Count; k++)
        {
            var predictor = plan.Predictors[k];
            var blocks = template.Blocks.Where(block => block.Predictor == k).ToList();
            // A level that does not occur stands at log odds so low that nothing is left of it.
            PredictorDesign design = Levels?.IsWithout(k) == true ? new([new ConstantBlock(blocks[0].First)], [])
                : new([.. blocks.Select(block => Scaled(block, MovableIntercept(k)))], predictor.Offsets);
            channels[predictor.Parameter] = Channel.Of(plan.Form.Parameters[predictor.Parameter].Name, predictor.Link, design);
        }
        for (int k = 0; k < template.Numbers.Count; k++)
            channels[template.Numbers[k]] = Channel.Of(plan.Form.Parameters[template.Numbers[k]].Name, template.Slopes + k);
        Channels = channels;
    }

    /// <summary>Which levels of the response occur; null if it has none.</summary>
    public GroupLevels? Levels { get; }

    /// <summary>The levels of the response in all groups; null if it has none.</summary>
    public ResponseLevels? Response { get; }

    /// <summary>The rows.</summary>
    public GroupRows Rows { get; }

    /// <summary>The parameters, in the order of the family's form.</summary>
    public IReadOnlyList<Channel> Channels { get; }

    /// <summary>Between natural and standard coefficients.</summary>
    public CoefficientScale Scale { get; }

    /// <summary>The rows of the table, from and to behind the last, whose density depends on a channel.</summary>
    /// <param name="channel">The channel.</param>
    public IReadOnlyList<(int From, int To)> RowsOf(Channel channel)
    {
        if (!isCut)
            return [(Rows.From, Rows.From + Rows.Count)];
        // The last level has no upper end, the first no lower one.
        int exact = Rows.From + Rows.Counts[0], above = exact + Rows.Counts[1];
        return ReferenceEquals(channel, Channels[0]) ? [(Rows.From, above)] : [(Rows.From, exact), (above, Rows.From + Rows.Count)];
    }

    // Columns are shifted at the cost of the intercept, which must be free to move and have no kink of its own.
    private int MovableIntercept(int predictor) =>
        template.InterceptOf(predictor) is >= 0 and var place && AreMovable(place, 1) ? place : -1;

    private bool AreMovable(int first, int count) => Enumerable.Range(first, count).All(i => template.Coefficients[i] is { Held: null, Prior.Kink: null });

    private DesignBlock Scaled(TemplateBlock block, int intercept)
    {
        // What is subtracted from a cut point has the opposite sign in the ends of the interval.
        int sign = isCut && !block.IsCuts ? -1 : 1;
        if (block.Number < 0)
            return block.Codes < 0 ? new ConstantBlock(block.First) : new CodedBlock(block.First, block.Count, block.Codes, block.IsCuts ? Levels!.PlacesOf(block) : block.Places, -1, sign);
        var range = ranges?[block.Number] ?? RangeOf(block.Number);
        var (first, count) = !isShifted || block.Codes >= 0 ? (0, 0) : isCut ? (0, AreMovable(0, template.Cuts) ? template.Cuts : 0) : (Math.Max(intercept, 0), intercept < 0 ? 0 : 1);
        double shift = count > 0 ? range.Middle : 0, size = range.FarthestFrom(shift);
        double scale = size > 0 && double.IsFinite(size) ? Math.ScaleB(1, -Math.Clamp(Math.ILogB(size), -1000, 1000)) : 1;
        for (int i = 0; i < block.Count; i++)
            Scale.Set(block.First + i, sign * shift, scale, first, count);
        return block.Codes < 0 ? new NumericBlock(block.First, [block.Number], [shift], [sign * scale])
            : new CodedBlock(block.First, block.Count, block.Codes, block.Places, block.Number, sign * scale);
    }

    private Dictionary<int, ColumnRange> RangesOf(ForEach forEach)
    {
        int[] numbers = [.. template.Blocks.Select(block => block.Number).Where(number => number >= 0).Distinct()];
        var found = new ColumnRange[numbers.Length];
        forEach(numbers.Length, i => found[i] = RangeOf(numbers[i]));
        return numbers.Zip(found).ToDictionary(pair => pair.First, pair => pair.Second);
    }

    private ColumnRange RangeOf(int number) => ColumnRange.Of(Rows.Table.Numbers[number].AsSpan(Rows.From, Rows.Count));
}
