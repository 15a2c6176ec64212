using BatchEstimator.Estimation.Numerics;

namespace BatchEstimator.Estimation.Tests.Numerics;

/// <summary>The inverse in doubles beside the one in 32 digits.</summary>
public class InformationTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(23)]
    [InlineData(70)]
    public void In_doubles_it_is_what_it_is_in_32_digits(int size)
    {
        double[] matrix = Gram(size, new Xoshiro(7), 1);
        Information easy = Information.Of(matrix, size), exact = new(matrix, size);
        Assert.True(easy.IsPositiveDefinite);
        Assert.Equal(exact.LogDeterminant, easy.LogDeterminant, 1e-10 * size);
        Assert.Equal(exact.Condition, easy.Condition, 1e-8 * exact.Condition);
        for (int i = 0; i < size; i++)
        {
            for (int j = 0; j < size; j++)
                Assert.Equal(exact.Covariance[i, j], easy.Covariance[i, j], 1e-9 * Math.Sqrt(exact.Covariance[i, i] * exact.Covariance[j, j]));
        }
    }

    [Fact]
    public void Where_columns_nearly_depend_on_one_another_it_is_the_one_in_32_digits()
    {
        double[] matrix = Gram(6, new Xoshiro(8), 1e-5);
        Information easy = Information.Of(matrix, 6), exact = new(matrix, 6);
        Assert.True(exact.Condition > 1e4);
        Assert.Equal(exact.Covariance, easy.Covariance);
    }

    [Fact]
    public void What_is_not_positive_definite_is_said_to_be_so()
    {
        Assert.False(Information.Of([1, 2, 2, 1], 2).IsPositiveDefinite);
        Assert.False(Information.Of([0, 0, 0, 1], 2).IsPositiveDefinite);
    }

    // X'X of uniform columns, the last of which differs from the first by a little of its own.
    private static double[] Gram(int size, Xoshiro random, double own)
    {
        double[][] columns = [.. Enumerable.Range(0, size).Select(_ => Enumerable.Range(0, 4 * size).Select(_ => 2 * random.NextDouble() - 1).ToArray())];
        if (own < 1)
            columns[^1] = [.. columns[0].Zip(columns[^1], (a, b) => a + own * b)];
        return [.. columns.SelectMany(a => columns.Select(b => a.Zip(b, (x, y) => x * y).Sum()))];
    }
}
