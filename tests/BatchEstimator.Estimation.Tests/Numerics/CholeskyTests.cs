using BatchEstimator.Estimation.Numerics;
using BatchEstimator.Estimation.Tests.Support;

namespace BatchEstimator.Estimation.Tests.Numerics;

/// <summary>The factor in doubles against the one in double-double arithmetic.</summary>
public class CholeskyTests
{
    public static TheoryData<int, int> Sizes
    {
        get
        {
            var sizes = new TheoryData<int, int>();
            for (int width = 0; width < ColumnProducts.All.Count; width++)
            {
                foreach (int size in new[] { 1, 2, 3, 4, 5, 7, 8, 9, 12, 17, 33, 50 })
                    sizes.Add(width, size);
            }
            return sizes;
        }
    }

    [Theory, MemberData(nameof(Sizes))]
    public void A_random_matrix_with_columns_of_all_sizes(int width, int size)
    {
        var random = new Random(size);
        var factor = new Cholesky(size, ColumnProducts.All[width]);
        // The second matrix finds what the first has left behind.
        for (int repetition = 0; repetition < 2; repetition++)
        {
            double[] columnSizes = Seeded.Many(size, () => Math.Pow(10, random.Next(-8, 9)));
            double[] gram = Gram(Seeded.Many((2 * size + 3) * size, () => random.Normal(0.5, 1)), size, columnSizes);
            var oracle = new NormalEquations([.. gram.Select(value => (DoubleDouble)value)], size);
            factor.Factor(gram, 1e-12);
            Assert.Equal(size, factor.Rank);
            Assert.DoesNotContain(true, factor.Aliased);
            Close.To(oracle.Condition, factor.Condition, 1e-10, "condition");
            Close.To(oracle.LogDeterminant, factor.LogDeterminant, 1e-12, "log determinant", size);
            double[] right = Seeded.Many(size, () => random.Normal(0, 1)), solution = new double[size], inverse = new double[size * size];
            factor.Solve(right, solution);
            factor.Inverse(inverse);
            var exact = oracle.Solve([.. right.Select(value => (DoubleDouble)value)]);
            for (int i = 0; i < size; i++)
            {
                var column = oracle.InverseColumn(i);
                double allowed = 1e-11 * right.Select((value, j) => Math.Abs(value) / columnSizes[j]).Max();
                Assert.InRange((solution[i] - (double)exact[i]) * columnSizes[i], -allowed, allowed);
                for (int j = 0; j < size; j++)
                    Assert.InRange((inverse[j * size + i] - (double)column[j]) * columnSizes[i] * columnSizes[j], -1e-11, 1e-11);
            }
        }
    }

    [Fact]
    public void Columns_that_depend_on_earlier_ones_are_set_aside_and_the_others_are_as_without_them()
    {
        // Columns: 1, a, 2a - 3, 0, b, a + b, constant 7, c.
        double[] a = [1, 4, 2, 8, 5, 7], b = [3, 1, 4, 1, 5, 9], c = [2, 7, 1, 8, 2, 8];
        double[] all = [.. Enumerable.Range(0, 6).SelectMany(i => new[] { 1, a[i], 2 * a[i] - 3, 0, b[i], a[i] + b[i], 7, c[i] })];
        double[] kept = [.. Enumerable.Range(0, 6).SelectMany(i => new[] { 1, a[i], b[i], c[i] })];
        int[] places = [0, 1, 4, 7];
        Cholesky whole = new(8), part = new(4);
        whole.Factor(Gram(all, 8, [1, 1, 1, 1, 1, 1, 1, 1]), 1e-12);
        part.Factor(Gram(kept, 4, [1, 1, 1, 1]), 1e-12);
        Assert.Equal([false, false, true, true, false, true, true, false], whole.Aliased);
        Assert.Equal(4, whole.Rank);
        Close.To(part.LogDeterminant, whole.LogDeterminant, 1e-13, "log determinant");
        double[] wholeInverse = new double[64], partInverse = new double[16], solution = new double[8], expected = new double[4];
        whole.Inverse(wholeInverse);
        part.Inverse(partInverse);
        whole.Solve([1, 2, 3, 4, 5, 6, 7, 8], solution);
        part.Solve([1, 2, 5, 8], expected);
        for (int i = 0; i < 8; i++)
        {
            int row = Array.IndexOf(places, i);
            Close.To(row < 0 ? 0 : expected[row], solution[i], 1e-12, $"solution {i}");
            for (int j = 0; j < 8; j++)
            {
                int column = Array.IndexOf(places, j);
                Close.To(row < 0 || column < 0 ? 0 : partInverse[row * 4 + column], wholeInverse[i * 8 + j], 1e-12, $"inverse {i} {j}");
            }
        }
    }

    [Theory, InlineData(double.NaN), InlineData(double.PositiveInfinity), InlineData(-1.0)]
    public void A_column_that_is_not_a_number_or_negative_is_set_aside(double diagonal)
    {
        var factor = new Cholesky(3);
        factor.Factor([4, 0, 0, 2, diagonal, 0, 0, 0, 9], 1e-12);
        Assert.Equal([false, true, false], factor.Aliased);
        double[] solution = new double[3];
        factor.Solve([8, 5, 9], solution);
        Assert.Equal([2.0, 0, 1], solution);
    }

    private static double[] Gram(double[] x, int size, double[] columnSizes)
    {
        var gram = new double[size * size];
        for (int row = 0; row < x.Length; row += size)
        {
            for (int i = 0; i < size; i++)
            {
                for (int j = 0; j <= i; j++)
                    gram[i * size + j] += x[row + i] * columnSizes[i] * (x[row + j] * columnSizes[j]);
            }
        }
        for (int i = 0; i < size; i++)
        {
            for (int j = i + 1; j < size; j++)
                gram[i * size + j] = gram[j * size + i];
        }
        return gram;
    }
}
