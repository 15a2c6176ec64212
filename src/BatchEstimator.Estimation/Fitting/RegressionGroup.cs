using BatchEstimator.Estimation.Regression;

namespace BatchEstimator.Estimation.Fitting;

/// <summary>The designs of one group, with its columns of numbers shifted and scaled so that none is far from zero or of unusual size.</summary>
internal sealed class RegressionGroup
{
    public RegressionGroup(RegressionPlan plan, RegressionTemplate template, GroupRows rows)
    {
        Rows = rows;
        Scale = new(template.Coefficients.Count);
        var channels = new Channel[plan.Form.Parameters.Count];
        for (int k = 0; k < plan.Predictors.Count; k++)
        {
            var predictor = plan.Predictors[k];
            var blocks = template.Blocks.Where(block => block.Predictor == k).Select(block => Scaled(block, MovableIntercept(template, k)));
            channels[predictor.Parameter] = Channel.Of(plan.Form.Parameters[predictor.Parameter].Name, predictor.Link, new([.. blocks], predictor.Offsets));
        }
        for (int k = 0; k < template.Numbers.Count; k++)
            channels[template.Numbers[k]] = Channel.Of(plan.Form.Parameters[template.Numbers[k]].Name, template.Slopes + k);
        Channels = channels;
    }

    /// <summary>The rows.</summary>
    public GroupRows Rows { get; }

    /// <summary>The parameters, in the order of the family's form.</summary>
    public IReadOnlyList<Channel> Channels { get; }

    /// <summary>Between natural and standard coefficients.</summary>
    public CoefficientScale Scale { get; }

    // Columns are shifted at the cost of the intercept, which must be free to move and have no kink of its own.
    private static int MovableIntercept(RegressionTemplate template, int predictor) =>
        template.InterceptOf(predictor) is >= 0 and var place && template.Coefficients[place] is { Held: null, Prior.Kink: null } ? place : -1;

    private DesignBlock Scaled(TemplateBlock block, int intercept)
    {
        if (block.Number < 0)
            return block.Codes < 0 ? new ConstantBlock(block.First) : new CodedBlock(block.First, block.Count, block.Codes, block.Places, -1, 1);
        var values = Rows.Table.Numbers[block.Number].AsSpan(Rows.From, Rows.Count);
        double shift = block.Codes < 0 && intercept >= 0 ? Middle(values) : 0, size = 0;
        foreach (double value in values)
            size = Math.Max(size, Math.Abs(value - shift));
        double scale = size > 0 && double.IsFinite(size) ? Math.ScaleB(1, -Math.Clamp(Math.ILogB(size), -1000, 1000)) : 1;
        for (int i = 0; i < block.Count; i++)
            Scale.Set(block.First + i, shift, scale, block.Codes < 0 ? intercept : -1);
        return block.Codes < 0 ? new NumericBlock(block.First, [block.Number], [shift], [scale])
            : new CodedBlock(block.First, block.Count, block.Codes, block.Places, block.Number, scale);
    }

    // The mean; of a column that does not vary nothing is subtracted, so that it is seen to be a multiple of the ones.
    private static double Middle(ReadOnlySpan<double> values)
    {
        double sum = 0, least = double.PositiveInfinity, most = double.NegativeInfinity;
        foreach (double value in values)
            (sum, least, most) = (sum + value, Math.Min(least, value), Math.Max(most, value));
        double mean = sum / values.Length;
        return least < most && double.IsFinite(mean) ? mean : 0;
    }
}
