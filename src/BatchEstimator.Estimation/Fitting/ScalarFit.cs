using BatchEstimator.Estimation.Columns;
using BatchEstimator.Estimation.Families;
using BatchEstimator.Estimation.Likelihoods;
using BatchEstimator.Estimation.Models;
using BatchEstimator.Estimation.Results;
using BatchEstimator.Estimation.Statistics;

namespace BatchEstimator.Estimation.Fitting;

/// <summary>
/// A family of one response and few parameters: from its sums where those suffice, else from the rows of each group. Rows are also kept
/// where something beside the estimate needs them.
/// </summary>
internal sealed class ScalarFit : FitAccumulator
{
    private readonly ScalarFamily family;
    private readonly ObservedRows observed;
    private readonly SummaryFamily? summed;
    private readonly StatisticsPlan plan;
    private readonly WeightedSums total;
    private readonly List<RowStore>? stores;
    private readonly Derivatives? logLikelihood;
    private readonly ScalarEstimator estimator;
    private long retained;

    public ScalarFit(FitModel model, FitOptions options) : base(model, options)
    {
        family = (ScalarFamily)model.Family;
        observed = new(model, family);
        bool isPlain = !model.HasIntervals && model.Definition.Truncation is null && (model.Definition.Event is null || family.Roles.Contains(DataRole.Event));
        summed = isPlain ? family as SummaryFamily : null;
        plan = new(summed?.Statistics ?? []);
        total = new(WeightedSums.Preamble + plan.Count, 1);
        bool resamples = options.Intervals == IntervalMethod.Bootstrap || model.Definition.GoodnessOfFit == GoodnessOfFitRequest.On;
        stores = summed is null || (resamples && family.Roles.All(role => role is DataRole.Response or DataRole.Event)) ? [] : null;
        if (summed is not null)
            logLikelihood = new(summed.LogLikelihood, [.. family.Parameters.Select((parameter, i) => new Variable(VariableKind.Parameter, i, parameter.Name))]);
        estimator = ScalarEstimator.Of(model, family, options);
    }

    public override long RetainedBytes => retained;

    public override FitPart Fold(Block block, IReadOnlyList<Column> columns, GroupCodes groups)
    {
        var data = observed.Columns(columns, block.Rows);
        var weights = WeightsOf(columns);
        var rows = BlockRows.Select(block, groups, data, [], weights, data.Count, summed is null ? observed.SupportTest : family.InSupport, Model.Definition.Threshold ?? double.NegativeInfinity);
        var sums = plan.Fold(rows, plan.Columns(data, block.Rows), weights, IsPrecision);
        return new RowsPart(rows, weights is null ? [data[0]] : [data[0], weights], sums, data, weights);
    }

    protected override string PossibleValues => base.PossibleValues + observed.Conditions;

    protected override void AddSums(FitPart part, int[] groups)
    {
        var block = (RowsPart)part;
        total.Add(block.Sums, groups);
        if (stores is null)
            return;
        while (stores.Count <= groups.Max())
        {
            stores.Add(new(family.IsDiscrete));
            retained += stores[^1].Bytes;
        }
        // Of the block's groups only, so that many groups do not slow each block.
        long before = groups.Sum(group => stores[group].Bytes);
        observed.Append(stores, groups, block.Rows, block.Columns, block.Weights);
        retained += groups.Sum(group => stores[group].Bytes) - before;
    }

    protected override EstimatedFit EstimateGroup(int group, RowTally tally, FitResult blank, bool inFull)
    {
        blank = blank with { N = (double)total[group][0], SumOfWeights = (double)total[group][1] };
        double[]? summary = summed?.Summarise(new Sums(total[group], tally.Minimum, tally.Maximum));
        var (lower, upper) = observed.Limits;
        var rows = stores?[group].ToSample().Within(lower, upper);
        GroupData data = summed is null ? new RowData(family, rows!) : new SummaryData(summed, logLikelihood!, summary!);
        return estimator.Estimate(data, new(blank, tally, rows, SampleOf(group), group, inFull));
    }

    private sealed record RowsPart(BlockRows Rows, IReadOnlyList<double[]> Sampled, WeightedSums Sums, IReadOnlyList<double[]> Columns, double[]? Weights) : FitPart(Rows, Sampled);
}

/// <summary>What is known of a group beside its likelihood.</summary>
/// <param name="Blank">The result with what is already known of it.</param>
/// <param name="Tally">The tally of its rows.</param>
/// <param name="Rows">Its rows; null if only sums were kept.</param>
/// <param name="Sampled">The rows sampled for pictures; null if it gets none.</param>
/// <param name="Number">The group's number in the run.</param>
/// <param name="InFull">False = the estimate and its verdict only.</param>
internal sealed record GroupFacts(FitResult Blank, RowTally Tally, Sample? Rows, IReadOnlyList<double[]>? Sampled, int Number, bool InFull)
{
    /// <summary>The rows sampled for pictures, as a family of one column sees them; null if there are none or rows have more than a value and a weight.</summary>
    public Sample? SampledRows(ScalarFamily family) => Sampled is null || family.Roles.Any(role => role == DataRole.Trials) ? null
        : Sample.Of([.. Sampled.Select(row => row[0])], Sampled.Count > 0 && Sampled[0].Length > 1 ? [.. Sampled.Select(row => row[1])] : null);
}
