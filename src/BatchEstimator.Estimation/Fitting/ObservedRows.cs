using System.Globalization;
using BatchEstimator.Estimation.Columns;
using BatchEstimator.Estimation.Families;
using BatchEstimator.Estimation.Models;
using BatchEstimator.Estimation.Statistics;

namespace BatchEstimator.Estimation.Fitting;

/// <summary>
/// How the columns of a fit of one response say what is known of each row: a value alone, a value with an event column, or two ends of an
/// interval, of which equal ones mean a value, a missing (or infinite) upper one a lower bound and a missing lower one an upper bound.
/// </summary>
internal sealed class ObservedRows(FitModel model, ScalarFamily family)
{
    private readonly double shift = model.Definition.Threshold ?? 0;
    private readonly double lowerLimit = model.Definition.Truncation?.Lower ?? double.NegativeInfinity;
    private readonly double upperLimit = model.Definition.Truncation?.Upper ?? double.PositiveInfinity;

    /// <summary>The limits of truncation, in the units that the family sees; one at or beyond the end of the support cuts nothing off.</summary>
    public (double Lower, double Upper) Limits => (
        lowerLimit - shift > family.BoundEnds.Lower ? lowerLimit - shift : double.NegativeInfinity,
        upperLimit - shift < family.BoundEnds.Upper ? upperLimit - shift : double.PositiveInfinity);

    /// <summary>What rows must fulfil beside the family's support, in words.</summary>
    public string Conditions =>
        (model.Definition.Threshold is { } threshold ? $" above the threshold, as excesses over {Text(threshold)}" : "")
        + (model.HasIntervals ? $", '{model.Definition.Left}' may not lie above '{model.Definition.Right}', and a bound must lie inside the support" : "")
        + (model.Definition.Event is { } name ? $", '{name}' is 1 or 0" : "")
        + (double.IsFinite(lowerLimit) ? $", none could be seen below {Text(lowerLimit)}" : "")
        + (double.IsFinite(upperLimit) ? $", none could be seen above {Text(upperLimit)}" : "");

    /// <summary>The columns of a block in the order: values, then event or upper ends, then for intervals how each row is known.</summary>
    public IReadOnlyList<double[]> Columns(IReadOnlyList<Column> columns, int rows) =>
        model.HasIntervals ? Intervals(((NumberColumn)columns[0]).Values, ((NumberColumn)columns[1]).Values, rows) : RoleColumns.Of(model, columns, rows);

    /// <summary>The same where a response is computed: that, then trials, event or upper ends, then for intervals how each row is known.</summary>
    /// <param name="response">The response of each row.</param>
    /// <param name="columns">The columns of the model's requests.</param>
    /// <param name="rows">How many rows.</param>
    public IReadOnlyList<double[]> ColumnsWith(double[] response, IReadOnlyList<Column> columns, int rows)
    {
        Column? Named(string? name) => name is null ? null : columns[model.Requests.ToList().FindIndex(model.FormulaColumnCount, request => request.Name == name)];
        if (model.HasIntervals)
            return Intervals(((NumberColumn)Named(model.Definition.Left)!).Values, ((NumberColumn)Named(model.Definition.Right)!).Values, rows);
        return (Named(model.Definition.Trials), Named(model.Definition.Event)) switch
        {
            (NumberColumn trials, _) => [response, trials.Values],
            (_, NumberColumn observed) => [response, observed.Values],
            (_, TextColumn labels) => [response, RoleColumns.Observed(labels, model.Definition.EventValue!, rows)],
            _ => [response],
        };
    }

    /// <summary>What is known of some rows: values or lower ends, upper ends, and how each is known (null = all exactly).</summary>
    /// <param name="data">From <see cref="Columns"/> or <see cref="ColumnsWith"/>.</param>
    /// <param name="rows">The rows.</param>
    public (double[] Values, double[] Uppers, byte[]? Kinds) Known(IReadOnlyList<double[]> data, ReadOnlySpan<int> rows)
    {
        double[] values = new double[rows.Length], uppers = IsPlain ? [] : new double[rows.Length];
        byte[]? kinds = IsPlain ? null : new byte[rows.Length];
        for (int i = 0; i < values.Length; i++)
        {
            if (kinds is null)
            {
                values[i] = data[0][rows[i]] - shift;
                continue;
            }
            var (known, lower, upper) = Known(data, rows[i]);
            (kinds[i], values[i], uppers[i]) = ((byte)known, lower - shift, upper - shift);
        }
        return (values, uppers, kinds);
    }

    /// <summary>Says whether a row can come from the family; null = every row can.</summary>
    public SupportTest? SupportTest => IsPlain && shift == 0 && double.IsInfinity(lowerLimit) && double.IsInfinity(upperLimit) ? family.InSupport : InSupport;

    // Every row is known exactly.
    private bool IsPlain => !model.HasIntervals && model.Definition.Event is null;

    private bool InSupport(ReadOnlySpan<double> row)
    {
        if (model.HasIntervals)
            return row[0] <= row[1] && IsPossible(row[0], (RowKnowledge)row[2]) && IsPossible(row[1], (RowKnowledge)row[2]);
        return model.Definition.Event is null ? IsPossible(row[0], RowKnowledge.Exact)
            : row[1] is 0 or 1 && IsPossible(row[0], row[1] == 1 ? RowKnowledge.Exact : RowKnowledge.Above);
    }

    /// <summary>Appends the rows of a block to the stores of their groups.</summary>
    /// <param name="stores">The stores by group of the run.</param>
    /// <param name="groups">For each group of the block, its number in the run.</param>
    /// <param name="rows">The rows to append.</param>
    /// <param name="columns">From <see cref="Columns"/>.</param>
    /// <param name="weights">The weights, or null.</param>
    public void Append(List<RowStore> stores, int[] groups, BlockRows rows, IReadOnlyList<double[]> columns, double[]? weights)
    {
        bool isPlain = IsPlain;
        double[] values = columns[0];
        foreach (int row in rows.Selected)
        {
            var store = stores[groups[rows.Groups[row]]];
            double weight = weights is null ? 1 : weights[row];
            if (isPlain)
                store.Add(values[row] - shift, weight);
            else
            {
                var (known, lower, upper) = Known(columns, row);
                store.Add(lower - shift, weight, known, upper - shift);
            }
        }
    }

    private (RowKnowledge Known, double Lower, double Upper) Known(IReadOnlyList<double[]> columns, int row)
    {
        var (known, lower, upper) = model.HasIntervals ? ((RowKnowledge)columns[2][row], columns[0][row], columns[1][row])
            : model.Definition.Event is not null && columns[1][row] == 0 ? (RowKnowledge.Above, columns[0][row], 0) : (RowKnowledge.Exact, columns[0][row], 0);
        // What is known of a censored row ends where nothing could be seen.
        if (known == RowKnowledge.Above && double.IsFinite(upperLimit))
            (known, upper) = (RowKnowledge.Between, upperLimit);
        if (known == RowKnowledge.Below && double.IsFinite(lowerLimit))
            (known, upper, lower) = (RowKnowledge.Between, lower, lowerLimit);
        // An interval that begins where the support does says no more than its upper end.
        if (known == RowKnowledge.Between && lower - shift <= family.BoundEnds.Lower)
            (known, lower) = (RowKnowledge.Below, upper);
        if (known == RowKnowledge.Between && upper - shift >= family.BoundEnds.Upper)
            known = RowKnowledge.Above;
        return (known, lower, upper);
    }

    private static string Text(double value) => value.ToString(CultureInfo.InvariantCulture);

    // The ends of an interval may lie on the ends of the support, where a value may not.
    private bool IsPossible(double value, RowKnowledge known)
    {
        var (lower, upper) = family.BoundEnds;
        // Where values go round, one that could be seen is one between the limits as it stands.
        bool isTruncated = double.IsFinite(lowerLimit) || double.IsFinite(upperLimit);
        if (value < lowerLimit || value > upperLimit || (isTruncated && (value - shift < lower || value - shift > upper)))
            return false;
        double x = value - shift;
        return known == RowKnowledge.Exact ? family.InSupport?.Invoke([x]) ?? true
            : known == RowKnowledge.Between ? x >= lower && x <= upper : x > lower && x < upper;
    }

    private static IReadOnlyList<double[]> Intervals(double[] left, double[] right, int rows)
    {
        double[] low = new double[rows], high = new double[rows], known = new double[rows];
        for (int row = 0; row < rows; row++)
        {
            double a = left[row], b = right[row];
            bool hasLower = !Missing.Is(a) && !double.IsNegativeInfinity(a), hasUpper = !Missing.Is(b) && !double.IsPositiveInfinity(b);
            var knowledge = (hasLower, hasUpper) switch
            {
                (true, true) => a == b ? RowKnowledge.Exact : RowKnowledge.Between,
                (true, false) => RowKnowledge.Above,
                (false, true) => RowKnowledge.Below,
                _ => RowKnowledge.Exact,
            };
            known[row] = (double)knowledge;
            low[row] = hasLower ? a : hasUpper ? b : Missing.Value;
            high[row] = hasUpper ? b : low[row];
        }
        return [low, high, known];
    }
}
