using BatchEstimator.Estimation.Families;
using BatchEstimator.Estimation.Numerics;
using BatchEstimator.Estimation.Statistics;
using BenchmarkDotNet.Attributes;

namespace BatchEstimator.Benchmarks;

/// <summary>What a gamma keeps of a column: the sums of x, x^2 and log x with about 30 digits, beside nothing but the vectorised log of the column; time is per row.</summary>
public class GammaStatisticsBenchmarks
{
    private const int Total = 1_000_000;

    private readonly double[] _values = new double[Total], _logs = new double[Total];
    private readonly ColumnBuffers _buffers = new();
    private readonly Gamma _family = new();
    private Sample _sample = null!;

    /// <summary>Rows a column: in cache, and from memory.</summary>
    [Params(1000, Total)]
    public int Rows { get; set; }

    [GlobalSetup]
    public void Generate()
    {
        Random random = new(20_240_229);
        for (int i = 0; i < Total; i++)
            _values[i] = 0.01 - Math.Log(1 - random.NextDouble());
        _sample = Sample.Of(_values[..Rows]);
    }

    [Benchmark(Baseline = true, OperationsPerInvoke = Total)]
    public double[] LogsAlone()
    {
        for (int pass = 0; pass < Total / Rows; pass++)
            ColumnMath.LogRatio(_values.AsSpan(0, Rows), 1, _logs);
        return _logs;
    }

    [Benchmark(OperationsPerInvoke = Total)]
    public double Statistics()
    {
        double sum = 0;
        for (int pass = 0; pass < Total / Rows; pass++)
            sum += _family.Summarise(_family.Kernels.Statistics.SumsOf(_sample, _buffers))[0];
        return sum;
    }
}
