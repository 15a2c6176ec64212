using BatchEstimator.Estimation.Families;
using BatchEstimator.Estimation.Regression;
using BatchEstimator.Estimation.Statistics;

namespace BatchEstimator.Estimation.Fitting;

/// <summary>In which direction a row's linear predictor can go for ever without its likelihood falling.</summary>
internal enum RowSide
{
    /// <summary>In neither.</summary>
    Neither,

    /// <summary>Upwards.</summary>
    Up,

    /// <summary>Downwards.</summary>
    Down,

    /// <summary>In both: the row says nothing.</summary>
    Both,
}

/// <summary>
/// For the channels of a family in which some rows pull to one side only: to which. A label of two pulls to its own side, a count of zero under a
/// log link down, a value known by a lower bound up; a value known exactly, or between two bounds, holds its predictor from both sides.
/// </summary>
internal sealed class SeparationSides
{
    private readonly FormulaLayout layout;
    private readonly Func<double, double, RowSide>[] exact;
    private readonly GroupRows rows;

    private SeparationSides(RegressionPlan plan, GroupRows rows, IReadOnlyList<int> channels, IReadOnlyList<Func<double, double, RowSide>> exact)
    {
        (this.rows, Channels, this.exact, layout) = (rows, channels, [.. exact], plan.Form.Layout);
        Kind = layout != FormulaLayout.First ? SeparatedResponse.Classes : plan.Family switch
        {
            Bernoulli or Binomial => SeparatedResponse.TwoClasses,
            { IsDiscrete: true } => SeparatedResponse.Counts,
            _ => SeparatedResponse.Censored,
        };
    }

    /// <summary>The channels concerned, by their place in the family's form.</summary>
    public IReadOnlyList<int> Channels { get; }

    /// <summary>How the response is to be spoken of.</summary>
    public SeparatedResponse Kind { get; }

    /// <summary>The sides of a group's rows; null if none can pull to one side only.</summary>
    public static SeparationSides? Of(RegressionPlan plan, RegressionGroup group)
    {
        // Cutting off a range makes the ends of what is left pull too, in a way that is not that of a side.
        if (plan.Model.Definition.Truncation is not null)
            return null;
        var rows = group.Rows;
        if (plan.Form.Layout != FormulaLayout.First)
            return new(plan, rows, [.. Enumerable.Range(0, group.Channels.Count).Where(k => plan.Form.Layout == FormulaLayout.Cuts || !group.Levels!.IsWithout(k))], []);
        if (group.Channels[0].Design is null || !RunsFreely(group.Channels[0].Link, plan.Form.Parameters[0]))
            return null;
        if (ExactSides(plan.Family) is not { } exact)
            return rows.Counts[(int)RowKnowledge.Above] + rows.Counts[(int)RowKnowledge.Below] > 0 ? new(plan, rows, [0], [(_, _) => RowSide.Neither]) : null;
        int excess = Array.FindIndex([.. plan.Form.Parameters], parameter => parameter.Name == "pi");
        return excess > 0 && group.Channels[excess].Design is not null
            ? new(plan, rows, [0, excess], [exact, (count, _) => count > 0 ? RowSide.Down : RowSide.Up]) : new(plan, rows, [0], [exact]);
    }

    /// <summary>The side of a row in the family's only formula, or one of a few independent ones.</summary>
    /// <param name="which">The channel, by its place in <see cref="Channels"/>.</param>
    /// <param name="row">The row of the table.</param>
    /// <param name="kind">How it is known.</param>
    public RowSide Of(int which, int row, RowKnowledge kind)
    {
        if (layout == FormulaLayout.Cuts)
            return (which, kind) switch { (0, RowKnowledge.Below) or (1, RowKnowledge.Above) => RowSide.Both, (0, _) => RowSide.Down, _ => RowSide.Up };
        return kind switch
        {
            RowKnowledge.Exact => exact[which](rows.Table.Numbers[rows.Roles.Response][row], rows.Roles.Trials < 0 ? 1 : rows.Table.Numbers[rows.Roles.Trials][row]),
            RowKnowledge.Above => RowSide.Up,
            RowKnowledge.Below => RowSide.Down,
            _ => RowSide.Neither,
        };
    }

    // Where a predictor can be any number: not where the parameter ends while it is finite.
    private static bool RunsFreely(Link link, RegressionParameter parameter) =>
        double.IsInfinity(parameter.Lower) || link == Link.Log || link.LogInverse is not null;

    private static Func<double, double, RowSide>? ExactSides(ScalarFamily family) => family switch
    {
        Bernoulli or Binomial => (successes, trials) => trials == 0 ? RowSide.Both : successes <= 0 ? RowSide.Down : successes >= trials ? RowSide.Up : RowSide.Neither,
        Poisson or NegativeBinomial or Geometric or ZeroInflatedPoisson or ZeroInflatedNegativeBinomial => (count, _) => count > 0 ? RowSide.Neither : RowSide.Down,
        _ => null,
    };
}
