namespace BatchEstimator.Estimation.Statistics;

/// <summary>The value at a given rank, without sorting.</summary>
/// <remarks>C. A. R. Hoare, Algorithm 65: Find, Comm. ACM 4 (1961) 321; the pivot is the median of three, so the order of the data cannot make it slow by accident.</remarks>
public static class Selection
{
    /// <summary>The value that would stand at an index if the values were sorted; they are reordered.</summary>
    /// <param name="values">Finite numbers, at least one.</param>
    /// <param name="rank">From 0.</param>
    public static double Nth(Span<double> values, int rank)
    {
        int low = 0, high = values.Length - 1;
        while (low < high)
        {
            double pivot = MedianOfThree(values[low], values[(low + high) >>> 1], values[high]);
            int i = low, j = high;
            while (i <= j)
            {
                while (values[i] < pivot)
                    i++;
                while (values[j] > pivot)
                    j--;
                if (i <= j)
                {
                    (values[i], values[j]) = (values[j], values[i]);
                    (i, j) = (i + 1, j - 1);
                }
            }
            if (rank <= j)
                high = j;
            else if (rank >= i)
                low = i;
            else
                break;
        }
        return values[rank];
    }

    private static double MedianOfThree(double a, double b, double c) => Math.Max(Math.Min(a, b), Math.Min(Math.Max(a, b), c));
}
