using BatchEstimator.Estimation.Models;
using BatchEstimator.Estimation.Statistics;

namespace BatchEstimator.Estimation.Regression;

/// <summary>The rows of one group in a table, those known exactly first, then lower bounds, upper bounds and intervals.</summary>
/// <param name="Table">The table.</param>
/// <param name="From">The first row.</param>
/// <param name="Counts">How many rows are known in each way, in the order of <see cref="RowKnowledge"/>.</param>
/// <param name="Roles">Which columns play which part.</param>
internal sealed record GroupRows(RowTable Table, int From, IReadOnlyList<int> Counts, RowRoles Roles)
{
    /// <summary>How many rows there are.</summary>
    public int Count { get; } = Counts.Sum();

    /// <summary>The group's splines with their knots, in the order of the plan.</summary>
    public IReadOnlyList<SplineBasis> Bases { get; init; } = [];

    /// <summary>The weight of a row, counted from the table's first.</summary>
    public double WeightOf(int row) => Roles.Weight < 0 || Roles.IsPrecise ? 1 : Table.Numbers[Roles.Weight][row];
}

/// <summary>The columns of a table of numbers that are not part of a design; -1 = there is none.</summary>
/// <param name="Response">The response, or the lower end of an interval.</param>
/// <param name="Upper">The upper end of an interval.</param>
/// <param name="Trials">The number of trials.</param>
/// <param name="Weight">The weight.</param>
/// <param name="IsPrecise">True if weights are precisions and not frequencies.</param>
internal sealed record RowRoles(int Response, int Upper, int Trials, int Weight, bool IsPrecise);
