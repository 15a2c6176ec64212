using BatchEstimator.Estimation.Families;
using BatchEstimator.Estimation.Regression;
using BatchEstimator.Estimation.Statistics;

namespace BatchEstimator.Estimation.Fitting;

/// <summary>What the rows of a group forbid a direction of recession, in coefficients of the columns as the user wrote them; rows without weight forbid nothing.</summary>
internal sealed class SeparationConstraints : IRecessionConstraints
{
    private readonly RegressionGroup group;
    private readonly int[] columnOf;
    private readonly List<Constraint> constraints = [];

    /// <summary>Collects the constraints.</summary>
    /// <param name="group">The group.</param>
    /// <param name="sides">To which side its rows pull.</param>
    /// <param name="layout">How the parameters share the formula.</param>
    /// <param name="places">The coefficients that can move.</param>
    /// <param name="size">The number of all coefficients.</param>
    public SeparationConstraints(RegressionGroup group, SeparationSides sides, FormulaLayout layout, IReadOnlyList<int> places, int size)
    {
        this.group = group;
        Columns = places.Count;
        columnOf = new int[size];
        Array.Fill(columnOf, -1);
        for (int i = 0; i < places.Count; i++)
            columnOf[places[i]] = i;
        int row = group.Rows.From;
        for (int kind = 0; kind < group.Rows.Counts.Count; kind++)
        {
            for (int end = row + group.Rows.Counts[kind]; row < end; row++)
            {
                if (!(group.Rows.WeightOf(row) > 0))
                    continue;
                if (layout == FormulaLayout.Each)
                    AddLabel(row, sides.Channels);
                else
                    AddSides(row, (RowKnowledge)kind, sides);
            }
        }
    }

    /// <inheritdoc/>
    public int Columns { get; }

    /// <inheritdoc/>
    public int Count => constraints.Count;

    /// <summary>True if some row pulls to one side.</summary>
    public bool HasSides { get; private set; }

    /// <inheritdoc/>
    public bool IsEquality(int constraint) => constraints[constraint].IsEquality;

    /// <inheritdoc/>
    public int Observation(int constraint) => constraints[constraint].Row;

    /// <inheritdoc/>
    public int Row(int constraint, Span<int> columns, Span<double> values)
    {
        var (row, plus, minus, _) = constraints[constraint];
        int count = plus < 0 ? 0 : Entries(row, plus, 1, columns, values, 0);
        return minus < 0 ? count : Entries(row, minus, -1, columns, values, count);
    }

    private void AddSides(int row, RowKnowledge kind, SeparationSides sides)
    {
        for (int which = 0; which < sides.Channels.Count; which++)
        {
            int channel = sides.Channels[which];
            switch (sides.Of(which, row, kind))
            {
                case RowSide.Up:
                    Add(row, channel, -1);
                    break;
                case RowSide.Down:
                    Add(row, -1, channel);
                    break;
                case RowSide.Neither:
                    constraints.Add(new(row, channel, -1, true));
                    break;
            }
        }
    }

    // Its level against every other; the reference has no channel.
    private void AddLabel(int row, IReadOnlyList<int> channels)
    {
        int own = (int)group.Rows.Table.Numbers[group.Rows.Roles.Response][row] - 1;
        if (own >= 0)
            Add(row, own, -1);
        foreach (int other in channels.Where(other => other != own))
            Add(row, own, other);
    }

    private void Add(int row, int plus, int minus)
    {
        constraints.Add(new(row, plus, minus, false));
        HasSides = true;
    }

    private int Entries(int row, int channel, double factor, Span<int> columns, Span<double> values, int count)
    {
        var table = group.Rows.Table;
        foreach (var block in group.Channels[channel].Design!.Blocks)
        {
            switch (block)
            {
                case ConstantBlock one:
                    Put(one.First, 1, columns, values);
                    break;
                case NumericBlock numeric:
                    for (int i = 0; i < numeric.Count; i++)
                        Put(numeric.First + i, Math.Sign(numeric.Scales[i]) * table.Numbers[numeric.Columns[i]][row], columns, values);
                    break;
                case CodedBlock coded when coded.Places[table.Codes[coded.Codes][row]] is >= 0 and var place:
                    Put(coded.First + place, Math.Sign(coded.Scale) * (coded.Multiplier < 0 ? 1 : table.Numbers[coded.Multiplier][row]), columns, values);
                    break;
            }
        }
        return count;

        void Put(int coefficient, double value, Span<int> columns, Span<double> values)
        {
            if (columnOf[coefficient] >= 0 && value != 0)
                (columns[count], values[count++]) = (columnOf[coefficient], factor * value);
        }
    }

    // Of row x: x in the channel Plus less x in the channel Minus; -1 = nothing.
    private readonly record struct Constraint(int Row, int Plus, int Minus, bool IsEquality);
}
