using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace BatchEstimator.Estimation.Numerics;

/// <summary>
/// Special functions of a vector of doubles, each written once for every width. A lane that is exceptional (out of the domain, infinite, NaN)
/// has the value the scalar function has and does not touch the others.
/// </summary>
/// <remarks>
/// Everything rests on Log and Exp, which are small enough to become part of a loop: the runtime's own are called, with every vector
/// through memory, and cost a compiled loop twice its time.
/// </remarks>
/// <typeparam name="TVector">The runtime's vector type.</typeparam>
/// <typeparam name="TSimd">Its operations.</typeparam>
[SuppressMessage("Design", "CA1000", Justification = "The width is the type: there is nothing else to infer it from.")]
public static partial class VectorMath<TVector, TSimd>
    where TVector : struct
    where TSimd : ISimd<TVector>
{
    private const double Log2 = 0.6931471805599453;
    private const double Log2Rest = 2.3190468138462996e-17;
    private const double HalfLogTwoPi = 0.9189385332046727;

    private static TVector Zero => TSimd.Create(0);

    private static TVector One => TSimd.Create(1);

    private static TVector NaN => TSimd.Create(double.NaN);

    private static TVector Infinity => TSimd.Create(double.PositiveInfinity);

    // Even and odd powers go side by side, which halves the chain of dependent instructions that Horner's rule is.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Polynomial(TVector x, ReadOnlySpan<double> coefficients)
    {
        TVector square = TSimd.Multiply(x, x), even = Zero, odd = Zero;
        int power = coefficients.Length - 1;
        if (power % 2 == 0)
            even = TSimd.Create(coefficients[power--]);
        for (; power > 0; power -= 2)
        {
            odd = TSimd.FusedMultiplyAdd(odd, square, TSimd.Create(coefficients[power]));
            even = TSimd.FusedMultiplyAdd(even, square, TSimd.Create(coefficients[power - 1]));
        }
        return TSimd.FusedMultiplyAdd(odd, x, even);
    }

    // A number and what its square loses to rounding.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (TVector High, TVector Low) Square(TVector x)
    {
        TVector high = TSimd.Multiply(x, x);
        return (high, TSimd.FusedMultiplyAdd(x, x, TSimd.Negate(high)));
    }

    // The mask of x < y.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Less(TVector x, double y) => TSimd.GreaterThan(TSimd.Create(y), x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Greater(TVector x, double y) => TSimd.GreaterThan(x, TSimd.Create(y));
}
