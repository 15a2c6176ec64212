using BatchEstimator.Estimation.Regression;

namespace BatchEstimator.Estimation.Fitting;

/// <summary>The standard deviations (divisor: the sum of the weights) of the columns of a group's designs, in the units of the data.</summary>
internal static class ColumnSpread
{
    /// <summary>One for each coefficient; zero where there is no column, or one that does not vary.</summary>
    /// <param name="group">The group.</param>
    /// <param name="size">The number of coefficients.</param>
    public static double[] Of(RegressionGroup group, int size)
    {
        var spreads = new double[size];
        foreach (var block in group.Channels.Where(channel => channel.Design is not null).SelectMany(channel => channel.Design!.Blocks))
        {
            if (block is NumericBlock numeric)
            {
                for (int k = 0; k < numeric.Count; k++)
                    spreads[numeric.First + k] = OfNumbers(group.Rows, numeric.Columns[k]);
            }
            else if (block is CodedBlock coded)
                OfCodes(group.Rows, coded, spreads);
        }
        return spreads;
    }

    private static double OfNumbers(GroupRows rows, int column)
    {
        double[] values = rows.Table.Numbers[column];
        double total = 0, mean = 0, squares = 0;
        for (int row = rows.From; row < rows.From + rows.Count; row++)
        {
            // Each value moves the mean by its share (B. P. Welford, Technometrics 4 (1962) 419, with weights).
            double weight = rows.WeightOf(row), away = values[row] - mean;
            total += weight;
            mean += away * weight / total;
            squares += weight * away * (values[row] - mean);
        }
        return total > 0 ? Math.Sqrt(Math.Max(0, squares / total)) : 0;
    }

    // Zero in all rows of other levels.
    private static void OfCodes(GroupRows rows, CodedBlock block, double[] spreads)
    {
        double[] sums = new double[block.Count], weights = new double[block.Count], squares = new double[block.Count];
        double total = 0;
        double ValueAt(int row) => block.Multiplier < 0 ? block.Scale : rows.Table.Numbers[block.Multiplier][row];
        for (int row = rows.From; row < rows.From + rows.Count; row++)
        {
            double weight = rows.WeightOf(row);
            total += weight;
            if (block.Places[rows.Table.Codes[block.Codes][row]] is >= 0 and var place)
            {
                weights[place] += weight;
                sums[place] += weight * ValueAt(row);
            }
        }
        for (int row = rows.From; row < rows.From + rows.Count; row++)
        {
            if (block.Places[rows.Table.Codes[block.Codes][row]] is not (>= 0 and var place))
                continue;
            double away = ValueAt(row) - sums[place] / total;
            squares[place] += rows.WeightOf(row) * away * away;
        }
        for (int place = 0; place < block.Count; place++)
        {
            double mean = sums[place] / total;
            spreads[block.First + place] = Math.Sqrt(Math.Max(0, (squares[place] + (total - weights[place]) * mean * mean) / total));
        }
    }
}
