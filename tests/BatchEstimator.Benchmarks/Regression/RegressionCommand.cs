using BatchEstimator.Estimation.Regression;

namespace BatchEstimator.Benchmarks.Regression;

internal static class RegressionCommand
{
    public static Task<int> Run(int rows)
    {
        Random random = new(1);
        RowTable table = new([.. Enumerable.Range(0, 21).Select(_ => Enumerable.Range(0, rows).Select(_ => 2 * random.NextDouble() - 1).ToArray())], [.. Enumerable.Range(0, 8).Select(_ => Enumerable.Range(0, rows).Select(_ => random.Next(41)).ToArray())]);
        PredictorDesign numbers = new([new ConstantBlock(0), new NumericBlock(1, [.. Enumerable.Range(0, 20)], new double[20], [.. Enumerable.Repeat(1.0, 20)])], []);
        Console.WriteLine(ProductTimes.Of(numbers, table, 21, 20));
        PredictorDesign labels = new([new ConstantBlock(0), new NumericBlock(1, [0], [0], [1]), .. Enumerable.Range(0, 8).Select(k => new CodedBlock(2 + 40 * k, 40, k, [.. Enumerable.Range(-1, 41)], -1, 1))], []);
        Console.WriteLine(ProductTimes.Of(labels, table, 322, 20));
        PredictorDesign mixed = new([.. numbers.Blocks, new CodedBlock(21, 40, 0, [.. Enumerable.Range(-1, 41)], -1, 1)], []);
        Console.WriteLine(ProductTimes.Of(mixed, table, 61, 20));
        return Task.FromResult(0);
    }
}
