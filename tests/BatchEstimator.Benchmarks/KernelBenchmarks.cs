using BatchEstimator.Estimation.Likelihoods;
using BenchmarkDotNet.Attributes;
using static BatchEstimator.Estimation.Likelihoods.Functions;

namespace BatchEstimator.Benchmarks;

/// <summary>A pass over Weibull data: the log-likelihood with its score and Hessian; time and memory are per row.</summary>
[MemoryDiagnoser]
public class KernelBenchmarks
{
    private const int Total = 8_000_000;
    private static readonly Variable Data = new(VariableKind.Data, 0, "x");
    private static readonly Variable[] Parameters = [new(VariableKind.Parameter, 0, "shape"), new(VariableKind.Parameter, 1, "scale")];

    private readonly double[] _parameters = [1.5, 2], _sums = new double[RowKernel.LengthOf(2)];
    private double[][] _columns = [];
    private RowKernel _kernel = null!;

    [Params(KernelOrder.Value, KernelOrder.Hessian)]
    public KernelOrder Order { get; set; }

    [GlobalSetup]
    public void Generate()
    {
        Random random = new(20_240_229);
        _columns = [[.. Enumerable.Range(0, Total).Select(_ => 2 * Math.Pow(-Math.Log(1 - random.NextDouble()), 1 / 1.5))]];
        _kernel = Weibull();
    }

    /// <summary>The same thousand rows over and over: what the arithmetic costs.</summary>
    [Benchmark(OperationsPerInvoke = Total)]
    public double[] InCache()
    {
        for (int pass = 0; pass < Total / 1000; pass++)
            _kernel.Sum(_columns, 0, 1000, null, _parameters, [], Order, _sums);
        return _sums;
    }

    /// <summary>Eight million rows in turn: what fetching them adds.</summary>
    [Benchmark(OperationsPerInvoke = Total)]
    public double[] FromMemory()
    {
        _kernel.Sum(_columns, 0, Total, null, _parameters, [], Order, _sums);
        return _sums;
    }

    internal static RowKernel Weibull()
    {
        Expr k = Parameters[0], s = Parameters[1], l = Log(Data) - Log(s);
        return new(Log(k) - Log(s) + (k - 1) * l - Exp(k * l), Parameters);
    }
}

/// <summary>What the first sum of a new kernel costs: differentiating, sharing and compiling its loop.</summary>
public class KernelCompileBenchmarks
{
    private readonly double[][] _columns = [[1, 2, 3]];
    private readonly double[] _sums = new double[RowKernel.LengthOf(2)];

    [Benchmark]
    public double[] FirstSum()
    {
        KernelBenchmarks.Weibull().Sum(_columns, 0, 3, null, [1.5, 2], [], KernelOrder.Hessian, _sums);
        return _sums;
    }
}
