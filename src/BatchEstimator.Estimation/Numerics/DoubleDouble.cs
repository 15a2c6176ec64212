using System.Runtime.CompilerServices;

namespace BatchEstimator.Estimation.Numerics;

/// <summary>
/// A number held as the unevaluated sum of two doubles, about 32 significant digits.
/// Sums of products kept this way lose nothing that the data had, which is what lets a statistic be a plain sum:
/// a variance as sum of squares minus square of sum is safe here, and partial sums can be added in any grouping.
/// </summary>
/// <remarks>
/// T. J. Dekker, A floating-point technique for extending the available precision, Numer. Math. 18 (1971) 224-242;
/// error-free sum after D. E. Knuth, The Art of Computer Programming 2, section 4.2.2; products by fused multiply-add.
/// </remarks>
/// <param name="Hi">The leading part, equal to the whole rounded to double.</param>
/// <param name="Lo">The remainder, at most half a unit in the last place of <paramref name="Hi"/>.</param>
public readonly record struct DoubleDouble(double Hi, double Lo) : IComparable<DoubleDouble>
{
    /// <summary>Zero.</summary>
    public static readonly DoubleDouble Zero;

    /// <summary>One.</summary>
    public static readonly DoubleDouble One = new(1, 0);

    /// <summary>An exact conversion.</summary>
    public static implicit operator DoubleDouble(double value) => new(value, 0);

    /// <summary>The nearest double.</summary>
    public static explicit operator double(DoubleDouble value) => value.Hi + value.Lo;

    /// <summary>The exact sum of two doubles.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleDouble Sum(double a, double b)
    {
        double sum = a + b, shadow = sum - a;
        return new(sum, (a - (sum - shadow)) + (b - shadow));
    }

    /// <summary>The exact product of two doubles.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleDouble Product(double a, double b)
    {
        double product = a * b;
        return new(product, Math.FusedMultiplyAdd(a, b, -product));
    }

    /// <summary>The sum.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleDouble operator +(DoubleDouble a, DoubleDouble b)
    {
        var high = Sum(a.Hi, b.Hi);
        var low = Sum(a.Lo, b.Lo);
        var carried = Renormalised(high.Hi, high.Lo + low.Hi);
        return Renormalised(carried.Hi, carried.Lo + low.Lo);
    }

    /// <summary>The product.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleDouble operator *(DoubleDouble a, DoubleDouble b)
    {
        var product = Product(a.Hi, b.Hi);
        return Renormalised(product.Hi, product.Lo + (a.Hi * b.Lo + a.Lo * b.Hi));
    }

    /// <summary>The quotient.</summary>
    public static DoubleDouble operator /(DoubleDouble a, DoubleDouble b)
    {
        double first = a.Hi / b.Hi;
        var rest = a - b * first;
        double second = rest.Hi / b.Hi;
        rest -= b * second;
        return Renormalised(first, second) + rest.Hi / b.Hi;
    }

    /// <summary>The difference.</summary>
    public static DoubleDouble operator -(DoubleDouble a, DoubleDouble b) => a + -b;

    /// <summary>The negative.</summary>
    public static DoubleDouble operator -(DoubleDouble a) => new(-a.Hi, -a.Lo);

    /// <summary>The square root of a non-negative number: one Newton step from the double's.</summary>
    public static DoubleDouble Sqrt(DoubleDouble a)
    {
        if (a.Hi <= 0)
            return a.Hi < 0 ? double.NaN : Zero;
        double root = Math.Sqrt(a.Hi);
        return Renormalised(root, (a - Product(root, root)).Hi / (2 * root));
    }

    /// <summary>True if both parts are finite.</summary>
    public static bool IsFinite(DoubleDouble a) => double.IsFinite(a.Hi) && double.IsFinite(a.Lo);

    /// <inheritdoc/>
    public int CompareTo(DoubleDouble other) => Hi != other.Hi ? Hi.CompareTo(other.Hi) : Lo.CompareTo(other.Lo);

    /// <summary>Less than.</summary>
    public static bool operator <(DoubleDouble a, DoubleDouble b) => a.CompareTo(b) < 0;

    /// <summary>Greater than.</summary>
    public static bool operator >(DoubleDouble a, DoubleDouble b) => a.CompareTo(b) > 0;

    /// <summary>At most.</summary>
    public static bool operator <=(DoubleDouble a, DoubleDouble b) => a.CompareTo(b) <= 0;

    /// <summary>At least.</summary>
    public static bool operator >=(DoubleDouble a, DoubleDouble b) => a.CompareTo(b) >= 0;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static DoubleDouble Renormalised(double high, double low)
    {
        double sum = high + low;
        return new(sum, low - (sum - high));
    }
}
