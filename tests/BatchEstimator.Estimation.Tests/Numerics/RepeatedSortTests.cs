using BatchEstimator.Estimation.Statistics;
using BatchEstimator.Estimation.Tests.Support;

namespace BatchEstimator.Estimation.Tests.Numerics;

/// <summary>However samples follow each other, each comes out sorted.</summary>
public class RepeatedSortTests
{
    [Theory, InlineData(1), InlineData(15), InlineData(200), InlineData(5000)]
    public void Samples_of_changing_shape_are_sorted(int rows)
    {
        var random = new Random(2);
        Func<double>[] draws =
        [
            () => random.Normal(0, 1), () => random.Normal(1e6, 1), () => Math.Tan(Math.PI * random.NextDouble()), () => 7, () => Math.Exp(random.Normal(0, 9)),
            () => random.Poisson(1), () => random.NextDouble() < 0.01 ? double.PositiveInfinity : random.Normal(0, 1), () => -random.Exponential(1e-300),
        ];
        var sorter = new RepeatedSort();
        for (int i = 0; i < 40; i++)
        {
            double[] values = Seeded.Many(rows, draws[random.Next(draws.Length)]), expected = [.. values];
            Array.Sort(expected);
            sorter.Sort(values);
            Assert.Equal(expected, values);
        }
    }
}
