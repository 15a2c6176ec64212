using BatchEstimator.Estimation.Columns;
using BatchEstimator.Estimation.Statistics;
using BenchmarkDotNet.Attributes;

namespace BatchEstimator.Benchmarks;

/// <summary>One full block of a normal with two columns in the model: the sums x, y, x^2, xy and y^2, with about 30 digits each.</summary>
[MemoryDiagnoser]
public class FoldBenchmarks
{
    private const int Rows = Block.MaximumRows;
    private static readonly (int First, int Second)[] Products = [(0, -1), (1, -1), (0, 0), (0, 1), (1, 1)];

    private double[][] _columns = [];
    private Block _block = null!;
    private BlockRows _rows = null!;
    private GroupCodes _codes = null!;

    [Params(1, 100, 10_000)]
    public int Groups { get; set; }

    [GlobalSetup]
    public void Generate()
    {
        Random random = new(20_240_229);
        _columns = [Draw(random), Draw(random)];
        _codes = Groups == 1 ? GroupCodes.Single : new GroupCodes([.. Enumerable.Range(0, Rows).Select(_ => random.Next(Groups))], Groups);
        _block = new Block { FirstRow = 1, Rows = Rows, Columns = [new NumberColumn("x", _columns[0]), new NumberColumn("y", _columns[1])] };
        _rows = Select();
    }

    /// <summary>What any fold costs at least: plain sums of the same products in one double each.</summary>
    [Benchmark(Baseline = true)]
    public double[] PlainSums()
    {
        double[] sums = new double[Groups * Products.Length];
        double[] x = _columns[0], y = _columns[1];
        for (int row = 0; row < Rows; row++)
        {
            int at = _codes[row] * Products.Length;
            sums[at] += x[row];
            sums[at + 1] += y[row];
            sums[at + 2] += x[row] * x[row];
            sums[at + 3] += x[row] * y[row];
            sums[at + 4] += y[row] * y[row];
        }
        return sums;
    }

    [Benchmark]
    public BlockRows Select() => BlockRows.Select(_block, _codes, _columns, [], null, 0, null);

    [Benchmark]
    public WeightedSums Fold() => WeightedSums.Of(_rows, _columns, Products, null, precision: false);

    private static double[] Draw(Random random) => [.. Enumerable.Range(0, Rows).Select(_ => random.NextDouble())];
}
