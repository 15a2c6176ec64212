namespace BatchEstimator.Estimation.Numerics;

/// <summary>
/// A vector width as a type, so that a loop or a special function is written once and the JIT makes it three times:
/// for 512, 256 and 128 bits. Everything here is a few instructions; the logarithm and the exponential are those of <see cref="VectorMath{TVector, TSimd}"/>.
/// </summary>
/// <typeparam name="TVector">The runtime's vector type.</typeparam>
public interface ISimd<TVector> where TVector : struct
{
    /// <summary>How many doubles a vector holds.</summary>
    static abstract int Lanes { get; }

    /// <summary>The number in every lane.</summary>
    static abstract TVector Create(double value);

    /// <summary>The values from an index on.</summary>
    static abstract TVector Load(double[] values, int index);

    /// <summary>Writes the lanes from an index on.</summary>
    static abstract void Store(TVector vector, double[] values, int index);

    /// <summary>The values from an address on.</summary>
    static abstract unsafe TVector Load(double* from);

    /// <summary>Writes the lanes from an address on.</summary>
    static abstract unsafe void Store(TVector vector, double* to);

    /// <summary>The sum of the lanes.</summary>
    static abstract double Sum(TVector a);

    /// <summary>One lane.</summary>
    static abstract double Lane(TVector vector, int lane);

    /// <summary>A function of one number in every lane, one by one.</summary>
    static abstract TVector Map(TVector x, Func<double, double> function);

    /// <summary>a + b.</summary>
    static abstract TVector Add(TVector a, TVector b);

    /// <summary>a - b.</summary>
    static abstract TVector Subtract(TVector a, TVector b);

    /// <summary>a b.</summary>
    static abstract TVector Multiply(TVector a, TVector b);

    /// <summary>a / b.</summary>
    static abstract TVector Divide(TVector a, TVector b);

    /// <summary>a b + c, rounded once.</summary>
    static abstract TVector FusedMultiplyAdd(TVector a, TVector b, TVector c);

    /// <summary>-a.</summary>
    static abstract TVector Negate(TVector a);

    /// <summary>|a|.</summary>
    static abstract TVector Abs(TVector a);

    /// <summary>The square root.</summary>
    static abstract TVector Sqrt(TVector a);

    /// <summary>The lesser, lane by lane; NaN if either is.</summary>
    static abstract TVector Min(TVector a, TVector b);

    /// <summary>The greater, lane by lane; NaN if either is.</summary>
    static abstract TVector Max(TVector a, TVector b);

    /// <summary>The largest whole number that is not above a.</summary>
    static abstract TVector Floor(TVector a);

    /// <summary>The natural logarithm.</summary>
    static abstract TVector Log(TVector a);

    /// <summary>The exponential.</summary>
    static abstract TVector Exp(TVector a);

    /// <summary>What of a lies between two numbers, else the nearer of them; NaN stays.</summary>
    static abstract TVector Clamp(TVector a, TVector low, TVector high);

    /// <summary>a = 2^k m with m from 3/4 up to 3/2; k is -inf at 0 and inf at infinity, with m = 1; m is NaN below 0.</summary>
    static abstract (TVector K, TVector M) Decompose(TVector a);

    /// <summary>2^k a, rounded once, for a number of ordinary size and a whole number from -1100 to 1100.</summary>
    static abstract TVector Scale(TVector a, TVector k);

    /// <summary>The sine.</summary>
    static abstract TVector Sin(TVector a);

    /// <summary>The cosine.</summary>
    static abstract TVector Cos(TVector a);

    /// <summary>The whole number k with 2^k &lt;= a &lt; 2^(k+1), for a positive number that is neither subnormal nor infinite.</summary>
    static abstract TVector Exponent(TVector a);

    /// <summary>2^k, for a whole number from -1022 to 1023.</summary>
    static abstract TVector PowerOfTwo(TVector k);

    /// <summary>All bits set where a &gt; b.</summary>
    static abstract TVector GreaterThan(TVector a, TVector b);

    /// <summary>All bits set where a = b.</summary>
    static abstract TVector Equal(TVector a, TVector b);

    /// <summary>Where the mask is set a, elsewhere b.</summary>
    static abstract TVector Select(TVector mask, TVector a, TVector b);

    /// <summary>True if the mask is set in some lane.</summary>
    static abstract bool Any(TVector mask);
}
