using System.Runtime.Intrinsics;
using BatchEstimator.Estimation.Numerics;
using BenchmarkDotNet.Attributes;

namespace BatchEstimator.Benchmarks;

/// <summary>One special function over 1000 doubles in cache; times are per element.</summary>
public class VectorMathBenchmarks
{
    private const int Count = 1000;

    private readonly double[] _x = new double[Count], _y = new double[Count];
    private Action _sweep = () => { };

    [Params(128, 256, 512)]
    public int Bits { get; set; }

    [Params("Log", "Exp", "Log1P", "ExpM1", "Log1MExp", "Softplus", "Logistic", "LogGamma", "Digamma", "Trigamma", "Erf", "Erfc", "NormalCdf", "LogNormalCdf", "Pow", "GammaP")]
    public string Function { get; set; } = "";

    [GlobalSetup]
    public void Generate()
    {
        Random random = new(20_240_229);
        for (int i = 0; i < Count; i++)
            _x[i] = Function is "Log1MExp" ? -4 * random.NextDouble() : Function is "GammaP" ? 5 * random.NextDouble() : Math.Exp(4 * random.NextDouble() - 2);
        _sweep = Bits switch
        {
            128 => Sweep<Vector128<double>, Simd128>,
            256 => Sweep<Vector256<double>, Simd256>,
            _ => Sweep<Vector512<double>, Simd512>,
        };
    }

    [Benchmark(OperationsPerInvoke = Count)]
    public double[] Evaluate()
    {
        _sweep();
        return _y;
    }

    private void Sweep<TVector, TSimd>()
        where TVector : struct
        where TSimd : ISimd<TVector>
    {
        Func<TVector, TVector> function = Function switch
        {
            "Log" => TSimd.Log,
            "Exp" => TSimd.Exp,
            "Log1P" => VectorMath<TVector, TSimd>.Log1P,
            "ExpM1" => VectorMath<TVector, TSimd>.ExpM1,
            "Log1MExp" => VectorMath<TVector, TSimd>.Log1MExp,
            "Softplus" => VectorMath<TVector, TSimd>.Softplus,
            "Logistic" => VectorMath<TVector, TSimd>.Logistic,
            "LogGamma" => VectorMath<TVector, TSimd>.LogGamma,
            "Digamma" => VectorMath<TVector, TSimd>.Digamma,
            "Trigamma" => VectorMath<TVector, TSimd>.Trigamma,
            "Erf" => VectorMath<TVector, TSimd>.Erf,
            "Erfc" => VectorMath<TVector, TSimd>.Erfc,
            "NormalCdf" => VectorMath<TVector, TSimd>.NormalCdf,
            "LogNormalCdf" => VectorMath<TVector, TSimd>.LogNormalCdf,
            "Pow" => x => VectorMath<TVector, TSimd>.Pow(x, TSimd.Create(1.7)),
            _ => x => VectorMath<TVector, TSimd>.GammaP(TSimd.Create(2.5), x),
        };
        for (int i = 0; i < Count; i += TSimd.Lanes)
            TSimd.Store(function(TSimd.Load(_x, i)), _y, i);
    }
}
