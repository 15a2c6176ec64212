using BatchEstimator.Estimation.Families;
using BatchEstimator.Estimation.Likelihoods;
using BenchmarkDotNet.Attributes;

namespace BatchEstimator.Benchmarks;

/// <summary>A pass over a thousand lower bounds (right-censored rows) in cache: the log probability of lying above with its score and Hessian; time is per row.</summary>
public class CensoredKernelBenchmarks
{
    private const int Rows = 1000;

    private static readonly Dictionary<string, double[]> Parameters = new()
    {
        ["normal"] = [1.5, 1], ["weibull"] = [1.7, 1.5], ["gamma"] = [2.5, 1.6], ["student_t"] = [5, 1.5, 1], ["von_mises"] = [1.5, 2],
    };

    private double[][] _columns = [];
    private double[] _parameters = [], _sums = [];
    private RowKernel _kernel = null!;

    [Params("normal", "weibull", "gamma", "student_t", "von_mises")]
    public string Family { get; set; } = "";

    [Params(KernelOrder.Value, KernelOrder.Gradient, KernelOrder.Hessian)]
    public KernelOrder Order { get; set; }

    [GlobalSetup]
    public void Generate()
    {
        Random random = new(20_240_229);
        double[] values = [.. Enumerable.Range(0, Rows).Select(_ => 0.1 + 2.9 * random.NextDouble())];
        _columns = [values, values];
        _parameters = Parameters[Family];
        _sums = new double[RowKernel.LengthOf(_parameters.Length)];
        _kernel = ((ScalarFamily)Catalogue.Find(Family)!).Kernels.Above;
    }

    [Benchmark(OperationsPerInvoke = Rows)]
    public double[] LowerBounds()
    {
        _kernel.Sum(_columns, 0, Rows, null, _parameters, [], Order, _sums);
        return _sums;
    }
}
