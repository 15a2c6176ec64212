using System.Runtime.CompilerServices;
using BatchEstimator.Estimation.Numerics;

namespace BatchEstimator.Estimation.Regression;

/// <summary>Products of coded columns with one another and with columns of numbers: histograms in the matrix itself.</summary>
internal sealed unsafe partial class CodedTile
{
    /// <summary>Adds X'WX to a lower triangle: for each row a cell for each pair of blocks.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void AddSquare(double[] w, double* gram, int size)
    {
        int count = blocks.Length, end = count == 0 ? 0 : rows;
        fixed (int* places = coefficients)
        fixed (double* factors = values)
        {
            for (int row = 0; row < end; row++)
            {
                int* place = places + row * count;
                double* factor = factors + row * count;
                for (int a = 0; a < count; a++)
                {
                    double weighted = w[row] * factor[a];
                    double* line = gram + (nint)place[a] * size;
                    for (int b = 0; b <= a; b++)
                        line[place[b]] += weighted * factor[b];
                }
            }
        }
    }

    /// <summary>Adds X'V + V'X for up to four weighted columns of numbers.</summary>
    /// <param name="weighted">The columns.</param>
    /// <param name="distance">Their distance.</param>
    /// <param name="others">Their coefficients, in rising order.</param>
    /// <param name="gram">The matrix.</param>
    /// <param name="size">Its size.</param>
    public void AddDense(double* weighted, int distance, ReadOnlySpan<int> others, double* gram, int size)
    {
        fixed (int* places = coefficients)
        fixed (double* factors = values)
        {
            for (int k = 0; k < blocks.Length; k++)
            {
                bool allBelow = others[^1] < blocks[k].First, allAbove = others[0] >= blocks[k].First + blocks[k].Count;
                if (others.Length == ColumnProducts.Group && (allBelow || allAbove))
                    AddFour(places + k, factors + k, weighted, distance, others, gram, size, allBelow);
                else
                {
                    for (int j = 0; j < others.Length; j++)
                        AddOne(blocks[k], places + k, factors + k, weighted + j * distance, others[j], gram, size);
                }
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void AddFour(int* place, double* factor, double* weighted, int distance, ReadOnlySpan<int> others, double* gram, int size, bool below)
    {
        // The cell of a level and a column: its row is that of the greater coefficient.
        nint step = below ? size : 1, other = below ? 1 : size;
        double* g0 = gram + others[0] * other, g1 = gram + others[1] * other, g2 = gram + others[2] * other, g3 = gram + others[3] * other;
        double* w1 = weighted + distance, w2 = w1 + distance, w3 = w2 + distance;
        int end = rows, next = blocks.Length;
        for (nint row = 0; row < end; row++, place += next, factor += next)
        {
            nint at = *place * step;
            double value = *factor;
            g0[at] += weighted[row] * value;
            g1[at] += w1[row] * value;
            g2[at] += w2[row] * value;
            g3[at] += w3[row] * value;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void AddOne(CodedBlock block, int* place, double* factor, double* weighted, int other, double* gram, int size)
    {
        if (other >= block.First && other < block.First + block.Count)
        {
            for (int row = 0; row < rows; row++)
                AddBoth(gram, size, place[row * blocks.Length], other, weighted[row] * factor[row * blocks.Length]);
            return;
        }
        bool below = other < block.First;
        nint step = below ? size : 1;
        double* cells = below ? gram + other : gram + (nint)other * size;
        int end = rows, next = blocks.Length;
        for (nint row = 0; row < end; row++, place += next, factor += next)
            cells[*place * step] += weighted[row] * *factor;
    }

    /// <summary>Adds X'WZ + Z'WX for the coded columns of another design.</summary>
    public void AddCross(CodedTile other, double[] w, double* gram, int size)
    {
        for (int row = 0; row < rows; row++)
        {
            for (int a = row * Count; a < (row + 1) * Count; a++)
            {
                for (int b = row * other.Count; b < (row + 1) * other.Count; b++)
                    AddBoth(gram, size, coefficients[a], other.coefficients[b], w[row] * values[a] * other.values[b]);
            }
        }
    }

    /// <summary>Adds a product to the cell of two coefficients; of two designs that share a coefficient its own cell receives both products.</summary>
    public static void AddBoth(double* gram, int size, int i, int j, double value) =>
        gram[(nint)Math.Max(i, j) * size + Math.Min(i, j)] += i == j ? 2 * value : value;
}
