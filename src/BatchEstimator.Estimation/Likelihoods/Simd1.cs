using System.Runtime.CompilerServices;
using BatchEstimator.Estimation.Numerics;

namespace BatchEstimator.Estimation.Likelihoods;

/// <summary>One double: the scalar twin of the vector loops, their oracle in tests and what runs where there are no vectors.</summary>
internal readonly struct Simd1 : ISimd<double>
{
    /// <inheritdoc/>
    public static int Lanes => 1;

    /// <inheritdoc/>
    public static double Create(double value) => value;

    /// <inheritdoc/>
    public static double Load(double[] values, int index) => values[index];

    /// <inheritdoc/>
    public static void Store(double vector, double[] values, int index) => values[index] = vector;

    /// <inheritdoc/>
    public static unsafe double Load(double* from) => *from;

    /// <inheritdoc/>
    public static unsafe void Store(double vector, double* to) => *to = vector;

    /// <inheritdoc/>
    public static double Sum(double a) => a;

    /// <inheritdoc/>
    public static double Lane(double vector, int lane) => vector;

    /// <inheritdoc/>
    public static double Map(double x, Func<double, double> function) => function(x);

    /// <inheritdoc/>
    public static double Add(double a, double b) => a + b;

    /// <inheritdoc/>
    public static double Subtract(double a, double b) => a - b;

    /// <inheritdoc/>
    public static double Multiply(double a, double b) => a * b;

    /// <inheritdoc/>
    public static double Divide(double a, double b) => a / b;

    /// <inheritdoc/>
    public static double FusedMultiplyAdd(double a, double b, double c) => Math.FusedMultiplyAdd(a, b, c);

    /// <inheritdoc/>
    public static double Negate(double a) => -a;

    /// <inheritdoc/>
    public static double Abs(double a) => Math.Abs(a);

    /// <inheritdoc/>
    public static double Sqrt(double a) => Math.Sqrt(a);

    /// <inheritdoc/>
    public static double Min(double a, double b) => Math.Min(a, b);

    /// <inheritdoc/>
    public static double Max(double a, double b) => Math.Max(a, b);

    /// <inheritdoc/>
    public static double Floor(double a) => Math.Floor(a);

    /// <inheritdoc/>
    public static double Log(double a) => Math.Log(a);

    /// <inheritdoc/>
    public static double Exp(double a) => Math.Exp(a);

    /// <inheritdoc/>
    public static double Clamp(double a, double low, double high) => Math.Clamp(a, low, high);

    /// <inheritdoc/>
    public static (double K, double M) Decompose(double a) => throw new NotSupportedException("The scalar twin takes the runtime's logarithm.");

    /// <inheritdoc/>
    public static double Scale(double a, double k) => Math.ScaleB(a, (int)k);

    /// <inheritdoc/>
    public static double Sin(double a) => Math.Sin(a);

    /// <inheritdoc/>
    public static double Cos(double a) => Math.Cos(a);

    /// <inheritdoc/>
    public static double Exponent(double a) => Math.ILogB(a);

    /// <inheritdoc/>
    public static double PowerOfTwo(double k) => Math.ScaleB(1, (int)k);

    /// <inheritdoc/>
    public static double GreaterThan(double a, double b) => Mask(a > b);

    /// <inheritdoc/>
    public static double Equal(double a, double b) => Mask(a == b);

    /// <inheritdoc/>
    public static double Select(double mask, double a, double b) => BitConverter.DoubleToInt64Bits(mask) != 0 ? a : b;

    /// <inheritdoc/>
    public static bool Any(double mask) => BitConverter.DoubleToInt64Bits(mask) != 0;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static double Mask(bool set) => BitConverter.Int64BitsToDouble(set ? -1 : 0);
}
