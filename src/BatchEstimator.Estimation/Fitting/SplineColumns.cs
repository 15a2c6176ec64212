using BatchEstimator.Estimation.Models;
using BatchEstimator.Estimation.Regression;

namespace BatchEstimator.Estimation.Fitting;

/// <summary>The columns of splines: each group has knots of its own, from its own rows.</summary>
internal sealed class SplineColumns
{
    private readonly SplineBasis[][] bases;
    private readonly string?[] problems;

    /// <summary>Places the knots and computes the columns.</summary>
    /// <param name="plan">What is wanted.</param>
    /// <param name="table">The rows, group behind group.</param>
    /// <param name="starts">The first row of each group, and behind the last.</param>
    public SplineColumns(RegressionPlan plan, RowTable table, int[] starts)
    {
        int rows = starts[^1];
        Columns = [.. plan.SplineTerms.Select(_ => new double[rows])];
        bases = new SplineBasis[starts.Length - 1][];
        problems = new string?[bases.Length];
        if (plan.Splines.Count == 0)
            return;
        double[]? weights = plan.Roles.Weight < 0 || plan.Roles.IsPrecise ? null : table.Numbers[plan.Roles.Weight];
        for (int group = 0; group < bases.Length; group++)
        {
            bases[group] = BasesFor(plan, table, weights, starts[group], starts[group + 1] - starts[group], out problems[group]);
            if (problems[group] is null)
                Fill(plan, table, bases[group], starts[group], starts[group + 1], Columns);
        }
    }

    /// <summary>The columns, in the order of the plan's spline terms.</summary>
    public IReadOnlyList<double[]> Columns { get; }

    /// <summary>The splines of a group.</summary>
    public IReadOnlyList<SplineBasis> BasesOf(int group) => bases[group] ?? [];

    /// <summary>Why a group's splines have no knots, and what to do; null if they have.</summary>
    public string? ProblemOf(int group) => problems[group];

    private static SplineBasis[] BasesFor(RegressionPlan plan, RowTable table, double[]? weights, int from, int count, out string? problem)
    {
        var result = new SplineBasis[plan.Splines.Count];
        problem = null;
        for (int k = 0; k < result.Length && problem is null; k++)
        {
            double[] values = table.Numbers[plan.Splines[k].Inner].AsSpan(from, count).ToArray(), times = weights is null ? [] : weights.AsSpan(from, count).ToArray();
            if (times.Length > 0)
                Array.Sort(values, times);
            else
                Array.Sort(values);
            if (SplineBasis.TryCreate(plan.Splines[k].Factor, values, times, out var basis, out string fault))
                result[k] = basis;
            else
                problem = fault;
        }
        return result;
    }

    /// <summary>Computes the columns for some rows.</summary>
    /// <param name="plan">What is wanted.</param>
    /// <param name="table">The rows.</param>
    /// <param name="splines">The splines with their knots.</param>
    /// <param name="from">The first row.</param>
    /// <param name="to">Behind the last.</param>
    /// <param name="columns">Receives the values, a column a spline term of the plan.</param>
    public static void Fill(RegressionPlan plan, RowTable table, IReadOnlyList<SplineBasis> splines, int from, int to, IReadOnlyList<double[]> columns)
    {
        double[][] values = [.. splines.Select(spline => new double[spline.Count])];
        for (int row = from; row < to; row++)
        {
            for (int k = 0; k < splines.Count; k++)
                splines[k].Evaluate(table.Numbers[plan.Splines[k].Inner][row], values[k]);
            for (int t = 0; t < columns.Count; t++)
            {
                var term = plan.SplineTerms[t];
                double product = term.Number < 0 ? 1 : table.Numbers[term.Number][row];
                foreach (var (spline, column) in term.Parts)
                    product *= values[spline][column];
                columns[t][row] = product;
            }
        }
    }
}
