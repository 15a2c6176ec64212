using BatchEstimator.Estimation.Numerics;
using BatchEstimator.Estimation.Regression;

namespace BatchEstimator.Estimation.Tests.Regression;

/// <summary>Random tables and designs over them, and a design written out in full: what no fast path can be wrong with.</summary>
internal static class RandomDesigns
{
    private const int Columns = 40, Labels = 4, Levels = 7;

    public static RowTable Table(Random random, int rows) => new(
        [.. Enumerable.Range(0, Columns).Select(column => Draw(rows, () => (random.NextDouble() - 0.3) * Math.Pow(10, column % 4)))],
        [.. Enumerable.Range(0, Labels).Select(_ => Draw(rows, () => random.Next(Levels)))]);

    /// <summary>A design of some of the coefficients: blocks of all kinds, in any order, each with coefficients of its own.</summary>
    /// <param name="random">Where chance comes from.</param>
    /// <param name="first">The first coefficient.</param>
    /// <param name="blocks">The number of blocks.</param>
    /// <param name="size">Receives the coefficient behind the last.</param>
    public static PredictorDesign Design(Random random, int first, int blocks, out int size)
    {
        var list = new List<DesignBlock>();
        bool anyConstant = false;
        // A column that occurs twice with shifts of its own would leave nothing but rounding to tell dependence from.
        int[] order = [.. Enumerable.Range(0, Columns)];
        random.Shuffle(order);
        var columns = new Queue<int>(order);
        size = first;
        for (int i = 0; i < blocks; i++)
        {
            var block = Block(random, size, columns, ref anyConstant);
            size += block.Count;
            list.Add(block);
        }
        random.Shuffle(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(list));
        return new(list, random.Next(2) == 0 ? [] : [random.Next(Columns), random.Next(Columns)]);
    }

    private static DesignBlock Block(Random random, int first, Queue<int> unused, ref bool anyConstant)
    {
        switch (random.Next(anyConstant ? 1 : 0, 5))
        {
            case 0:
                anyConstant = true;
                return new ConstantBlock(first);
            case 1 or 2:
                int[] columns = [.. Enumerable.Range(0, Math.Min(unused.Count, random.Next(0, 7))).Select(_ => unused.Dequeue())];
                return new NumericBlock(first, columns, [.. columns.Select(_ => random.NextDouble())], [.. columns.Select(_ => Math.ScaleB(1, random.Next(-3, 4)))]);
            default:
                int[] places = [.. Enumerable.Range(-1, Levels)];
                int count = Levels - 1;
                if (random.Next(4) == 0)
                    (places, count) = ([.. places.Select(_ => -1)], 0);
                random.Shuffle(places);
                return new CodedBlock(first, count, random.Next(Labels), places, random.Next(2) == 0 ? -1 : random.Next(Columns), random.Next(2) == 0 ? -1 : 0.5);
        }
    }

    /// <summary>A row of the design for every coefficient of the model.</summary>
    public static double[] RowOf(PredictorDesign design, RowTable table, int row, int size) => [.. ExactRowOf(design, table, row, size).Select(value => (double)value)];

    /// <summary>The same without rounding.</summary>
    public static DoubleDouble[] ExactRowOf(PredictorDesign design, RowTable table, int row, int size)
    {
        var values = new DoubleDouble[size];
        foreach (var block in design.Blocks)
        {
            if (block is ConstantBlock)
                values[block.First] = 1;
            if (block is NumericBlock numeric)
            {
                for (int k = 0; k < numeric.Count; k++)
                    values[numeric.First + k] = (Exact(table, numeric.Columns[k], row) - numeric.Shifts[k]) * numeric.Scales[k];
            }
            if (block is CodedBlock coded && coded.Places[table.Codes[coded.Codes][row]] is >= 0 and var place)
                values[coded.First + place] = coded.Scale * (coded.Multiplier < 0 ? 1 : Exact(table, coded.Multiplier, row));
        }
        return values;
    }

    /// <summary>A number of the table with what its double lacks.</summary>
    public static DoubleDouble Exact(RowTable table, int column, int row) => DoubleDouble.Sum(table.Numbers[column][row], table.LowsOf(column)?[row] ?? 0);

    public static T[] Draw<T>(int count, Func<T> draw) => [.. Enumerable.Range(0, count).Select(_ => draw())];
}
