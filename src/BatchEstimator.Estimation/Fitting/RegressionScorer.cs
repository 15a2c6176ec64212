using BatchEstimator.Estimation.Columns;
using BatchEstimator.Estimation.Families;
using BatchEstimator.Estimation.Models;
using BatchEstimator.Estimation.Results;
using BatchEstimator.Estimation.Statistics;

namespace BatchEstimator.Estimation.Fitting;

/// <summary>
/// Scores new rows with the estimates of a regression, group by group, without the data it was fitted to: what the formula's parameter is in
/// each row, or the probability of each level of the response.
/// </summary>
public sealed class RegressionScorer
{
    private readonly RegressionPlan plan;
    private readonly RegressionTemplate template;
    private readonly ScoringColumns columns;
    private readonly ResponseLevels? response;
    private readonly ScoreQuantities quantities;

    /// <summary>The scorer of a fit.</summary>
    /// <param name="model">The model; it has a formula.</param>
    /// <param name="found">Its columns as the fit found them.</param>
    /// <param name="level">The coverage of intervals.</param>
    /// <param name="interval">Which intervals are wanted.</param>
    /// <param name="replaces">True if a label that was not seen counts as the reference level.</param>
    public RegressionScorer(FitModel model, IReadOnlyList<ScoringColumn> found, double level, ScoreInterval interval, bool replaces)
    {
        Model = model;
        plan = new(model, [.. found.Select(column => new ColumnRequest(column.Name, column.Kind))]);
        LevelIndex[] levels = [.. plan.Labels.Select(i => new LevelIndex(found[i].Labels))];
        if (plan.Form.Layout != FormulaLayout.First)
        {
            response = plan.ResponseIsCounts ? ResponseLevels.OfCounts(model.Definition) : ResponseLevels.OfLabels(model.Definition, levels[plan.ResponseCodes]);
            plan = plan.ForLevels(response.Names);
        }
        template = new(plan, levels, response);
        columns = new(plan, levels, replaces);
        quantities = new(plan, response, level, interval);
        Requests = [.. columns.Used.Select(i => new ColumnRequest(model.Requests[i].Name, found[i].Kind))];
    }

    /// <summary>The model.</summary>
    public FitModel Model { get; }

    /// <summary>The columns that new rows must have.</summary>
    public IReadOnlyList<ColumnRequest> Requests { get; }

    /// <summary>What is predicted for each row: one quantity, or the probability of each level.</summary>
    public IReadOnlyList<string> Quantities => quantities.Names;

    /// <summary>The columns that new rows must have to be scored with a fit, known before it is made.</summary>
    /// <param name="model">The model; it has a formula.</param>
    /// <param name="resolved">For each of the model's requests, Number or Text.</param>
    public static IReadOnlyList<ColumnRequest> RequestsOf(FitModel model, IReadOnlyList<ColumnRequest> resolved)
    {
        var plan = new RegressionPlan(model, resolved);
        return [.. ScoringColumns.UsedBy(plan).Select(i => resolved[i])];
    }

    /// <summary>The scorer of one group.</summary>
    /// <param name="state">The group's estimate.</param>
    public GroupScorer Of(ScoringState state) => new(plan, template, quantities, state);

    /// <summary>Reads the columns of a block.</summary>
    /// <param name="block">The block, with the columns of <see cref="Requests"/> in their order.</param>
    public BlockScores Read(Block block) => new(new(columns, block));
}

/// <summary>The rows of a block, ready to be scored.</summary>
public sealed class BlockScores
{
    internal BlockScores(ScoringRows rows) => Rows = rows;

    internal ScoringRows Rows { get; }

    /// <summary>Why a row cannot be scored, whatever its group; null if it can.</summary>
    public ScoreNote? Fault(int row) => Rows.Fault(row);
}
