namespace BatchEstimator.Estimation.Statistics;

/// <summary>The rows of one group, packed: for families that need them all. Whole numbers are kept as a table of distinct values.</summary>
/// <param name="isDiscrete">True to merge equal values.</param>
public sealed class RowStore(bool isDiscrete)
{
    private double[] values = new double[16];
    private double[]? uppers;
    private double[]? weights;
    private RowKnowledge[]? knowledge;
    private int count;

    /// <summary>The bytes that the rows take, with the room kept for more.</summary>
    public long Bytes => (long)values.Length * (sizeof(double) + (uppers is null ? 0 : sizeof(double)) + (weights is null ? 0 : sizeof(double)) + (knowledge is null ? 0 : sizeof(RowKnowledge)));

    /// <summary>Appends a row.</summary>
    /// <param name="value">Its value, or the bound that is known.</param>
    /// <param name="weight">Its weight.</param>
    /// <param name="known">How it is known.</param>
    /// <param name="upper">The upper end of an interval.</param>
    public void Add(double value, double weight = 1, RowKnowledge known = RowKnowledge.Exact, double upper = 0)
    {
        if (count == values.Length)
            MakeRoom();
        if (weight != 1 || isDiscrete)
            weights ??= Filled(1);
        if (known != RowKnowledge.Exact)
            knowledge ??= new RowKnowledge[values.Length];
        if (known == RowKnowledge.Between)
            uppers ??= new double[values.Length];
        values[count] = value;
        if (weights is not null)
            weights[count] = weight;
        if (knowledge is not null)
            knowledge[count] = known;
        if (uppers is not null)
            uppers[count] = upper;
        count++;
    }

    /// <summary>The rows in the order of a sample.</summary>
    public Sample ToSample()
    {
        if (isDiscrete)
            Merge();
        if (knowledge is null)
            return new(values, null, weights, count);
        var counts = new int[4];
        for (int i = 0; i < count; i++)
            counts[(int)knowledge[i]]++;
        int[] next = [0, counts[0], counts[0] + counts[1], counts[0] + counts[1] + counts[2]], places = new int[count];
        for (int i = 0; i < count; i++)
            places[i] = next[(int)knowledge[i]]++;
        return new(Ordered(values, places), uppers is null ? null : Ordered(uppers, places), weights is null ? null : Ordered(weights, places), counts);
    }

    private static double[] Ordered(double[] source, int[] places)
    {
        var result = new double[places.Length];
        for (int i = 0; i < places.Length; i++)
            result[places[i]] = source[i];
        return result;
    }

    private void MakeRoom()
    {
        if (isDiscrete)
            Merge();
        if (count <= values.Length / 2)
            return;
        int size = 2 * values.Length;
        Array.Resize(ref values, size);
        if (weights is not null)
            Array.Resize(ref weights, size);
        if (knowledge is not null)
            Array.Resize(ref knowledge, size);
        if (uppers is not null)
            Array.Resize(ref uppers, size);
    }

    private void Merge()
    {
        weights ??= Filled(1);
        count = CountTable.Merge(values, weights, count);
    }

    private double[] Filled(double value)
    {
        var result = new double[values.Length];
        Array.Fill(result, value);
        return result;
    }
}
