namespace BatchEstimator.Estimation.Fitting;

/// <summary>Columns that regressions make of others.</summary>
internal static class RegressionColumns
{
    // More rows than any file has, and few enough that the product with the number of files stays a whole number in a double.
    private const double MostRows = 1L << 40;

    /// <summary>A source and a row of it as one number.</summary>
    public static double PlaceOf(int source, long row) => source * MostRows + row;

    /// <summary>The source and the row (from 1) of such a number.</summary>
    public static (int Source, long Row) OfPlace(double place) => ((int)(place / MostRows), (long)(place % MostRows));

    /// <summary>One code for each combination of codes, the first column varying fastest.</summary>
    /// <param name="columns">The columns of codes.</param>
    /// <param name="counts">How many codes each has.</param>
    public static int[] Combine(int[][] columns, int[] counts)
    {
        var result = new int[columns[0].Length];
        for (int row = 0; row < result.Length; row++)
        {
            for (int k = columns.Length - 1; k >= 0; k--)
                result[row] = result[row] * counts[k] + columns[k][row];
        }
        return result;
    }

    /// <summary>The code of a combination, as <see cref="Combine"/> makes it.</summary>
    public static int CodeOf(IReadOnlyList<int> codes, IReadOnlyList<int> counts)
    {
        int code = 0;
        for (int k = codes.Count - 1; k >= 0; k--)
            code = code * counts[k] + codes[k];
        return code;
    }
}
