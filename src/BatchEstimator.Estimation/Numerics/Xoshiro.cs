using System.Numerics;
using System.Runtime.Intrinsics;

namespace BatchEstimator.Estimation.Numerics;

/// <summary>
/// The kernel's random numbers: xoshiro256** 1.0 (D. Blackman and S. Vigna, Scrambled Linear Pseudorandom Number Generators,
/// ACM Trans. Math. Softw. 47 (2021) 36), its state filled by SplitMix64. Equal seeds give equal numbers on every machine for
/// the uniform draws; the others go through Math.Log and Math.Sqrt.
/// </summary>
public sealed partial class Xoshiro
{
    private ulong _s0, _s1, _s2, _s3;
    private double _spare = double.NaN;

    /// <summary>A generator for one job.</summary>
    /// <param name="seed">Any number.</param>
    public Xoshiro(ulong seed)
    {
        (_s0, _s1, _s2, _s3) = (SplitMix(ref seed), SplitMix(ref seed), SplitMix(ref seed), SplitMix(ref seed));
    }

    /// <summary>A generator for one part of a job (a group, a fit); different streams of a seed start at unrelated states.</summary>
    /// <param name="seed">The job's seed.</param>
    /// <param name="stream">Which part.</param>
    public Xoshiro(ulong seed, ulong stream) : this(Mix(seed + Golden) ^ Mix(~stream))
    {
    }

    /// <summary>A new generator that depends on the state of this one and the number of the stream; this one stays as it is.</summary>
    /// <param name="stream">Which part.</param>
    public Xoshiro Split(ulong stream) => new(Mix(_s0 + Mix(_s1)) ^ Mix(_s2 + Mix(_s3)), stream);

    /// <summary>64 random bits.</summary>
    public ulong NextBits()
    {
        ulong result = BitOperations.RotateLeft(_s1 * 5, 7) * 9, shifted = _s1 << 17;
        _s2 ^= _s0;
        _s3 ^= _s1;
        _s1 ^= _s2;
        _s0 ^= _s3;
        _s2 ^= shifted;
        _s3 = BitOperations.RotateLeft(_s3, 45);
        return result;
    }

    /// <summary>Uniform on (0, 1): the middle of one of 2^52 equal cells, so that neither end comes up.</summary>
    public double NextDouble() => ((NextBits() >> 12) + 0.5) * (1.0 / (1UL << 52));

    /// <summary>Uniform on (0, 1) in every place.</summary>
    /// <param name="values">Where to.</param>
    public void Fill(Span<double> values)
    {
        foreach (ref double value in values)
            value = NextDouble();
    }

    /// <summary>A whole number from 0 to below the bound, each equally likely: the high half of a product, the few products that favour some drawn again (D. Lemire, ACM Trans. Model. Comput. Simul. 29 (2019) 3).</summary>
    /// <param name="bound">Above 0.</param>
    public int Next(int bound)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(bound);
        ulong product = (NextBits() >> 32) * (uint)bound;
        if ((uint)product < (uint)bound)
        {
            uint threshold = (0u - (uint)bound) % (uint)bound;
            while ((uint)product < threshold)
                product = (NextBits() >> 32) * (uint)bound;
        }
        return (int)(product >> 32);
    }

    /// <summary>Standard normal, by the polar method (G. Marsaglia and T. A. Bray, SIAM Review 6 (1964) 260), which makes two at a time.</summary>
    public double Normal()
    {
        if (!double.IsNaN(_spare))
        {
            double spare = _spare;
            _spare = double.NaN;
            return spare;
        }
        while (true)
        {
            double x = 2 * NextDouble() - 1, y = 2 * NextDouble() - 1, square = x * x + y * y;
            if (square is >= 1 or 0) continue;
            double scale = Math.Sqrt(-2 * Math.Log(square) / square);
            _spare = y * scale;
            return x * scale;
        }
    }

    /// <summary>Standard normal in every place.</summary>
    /// <param name="values">Where to.</param>
    public void FillNormal(Span<double> values)
    {
        foreach (ref double value in values)
            value = Normal();
    }

    /// <summary>Exponential with mean 1.</summary>
    public double Exponential() => -Math.Log(NextDouble());

    /// <summary>Exponential with mean 1 in every place, by the runtime's vector logarithm.</summary>
    /// <param name="values">Where to.</param>
    public void FillExponential(Span<double> values)
    {
        Fill(values);
        int lanes = Vector512<double>.Count, whole = values.Length - values.Length % lanes;
        for (int i = 0; i < whole; i += lanes)
            (-Vector512.Log(Vector512.Create<double>(values.Slice(i, lanes)))).CopyTo(values[i..]);
        foreach (ref double value in values[whole..])
            value = -Math.Log(value);
    }

    /// <summary>Gamma with scale 1; 0 where the variate is below the least double, which happens for shapes near 0.01 and less.</summary>
    /// <param name="shape">Above 0.</param>
    public double Gamma(double shape) => shape < 1 ? Math.Exp(LogGamma(shape)) : MarsagliaTsang(shape);

    /// <summary>The logarithm of a gamma variate with scale 1, finite for any shape: below 1, log G(shape + 1) + log(U) / shape.</summary>
    /// <param name="shape">Above 0.</param>
    public double LogGamma(double shape) =>
        shape < 1 ? Math.Log(MarsagliaTsang(shape + 1)) - Exponential() / shape : Math.Log(MarsagliaTsang(shape));

    // G. Marsaglia and W. W. Tsang, ACM Trans. Math. Softw. 26 (2000) 363: a cube of a shifted normal, rejected rarely; for shape >= 1.
    private double MarsagliaTsang(double shape)
    {
        if (!(shape >= 1) || double.IsInfinity(shape))
            throw new ArgumentOutOfRangeException(nameof(shape), shape, "The shape of a gamma distribution is above 0 and finite.");
        double d = shape - 1.0 / 3, c = 1 / Math.Sqrt(9 * d);
        while (true)
        {
            double x = Normal(), root = 1 + c * x;
            if (root <= 0) continue;
            double v = root * root * root, u = NextDouble(), square = x * x;
            if (u < 1 - 0.0331 * square * square || Math.Log(u) < 0.5 * square + d * (1 - v + Math.Log(v)))
                return d * v;
        }
    }

    private const ulong Golden = 0x9E3779B97F4A7C15;

    private static ulong SplitMix(ref ulong state) => Mix(state += Golden);

    // The finaliser of SplitMix64 (G. L. Steele, D. Lea and C. H. Flood, OOPSLA 2014, 453).
    private static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
