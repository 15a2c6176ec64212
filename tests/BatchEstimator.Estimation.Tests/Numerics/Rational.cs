using System.Numerics;
using BatchEstimator.Estimation.Numerics;

namespace BatchEstimator.Estimation.Tests.Numerics;

/// <summary>A fraction of whole numbers of any size: arithmetic without error, to judge arithmetic with.</summary>
internal readonly struct Rational
{
    private readonly BigInteger numerator, denominator;

    private Rational(BigInteger numerator, BigInteger denominator)
    {
        var divisor = BigInteger.GreatestCommonDivisor(numerator, denominator) * denominator.Sign;
        (this.numerator, this.denominator) = (numerator / divisor, denominator / divisor);
    }

    public bool IsZero => numerator.IsZero;

    public static implicit operator Rational(int value) => new(value, 1);

    /// <summary>The exact value of a double: 53 bits times a power of two.</summary>
    public static implicit operator Rational(double value)
    {
        int exponent = value == 0 ? 0 : Math.ILogB(value) - 52;
        // In two steps, since the power of a tiny number's scale is not a double.
        var whole = new BigInteger(Math.ScaleB(Math.ScaleB(value, -exponent / 2), -exponent - -exponent / 2));
        return exponent >= 0 ? new(whole << exponent, 1) : new(whole, BigInteger.One << -exponent);
    }

    public static implicit operator Rational(DoubleDouble value) => (Rational)value.Hi + value.Lo;

    public static explicit operator double(Rational value)
    {
        if (value.IsZero)
            return 0;
        long shift = value.denominator.GetBitLength() - value.numerator.GetBitLength() + 100;
        var scaled = shift >= 0 ? (value.numerator << (int)shift) / value.denominator : value.numerator / (value.denominator << (int)-shift);
        return Math.ScaleB((double)scaled, (int)-shift);
    }

    public static Rational operator +(Rational a, Rational b) => new(a.numerator * b.denominator + b.numerator * a.denominator, a.denominator * b.denominator);

    public static Rational operator -(Rational a, Rational b) => new(a.numerator * b.denominator - b.numerator * a.denominator, a.denominator * b.denominator);

    public static Rational operator *(Rational a, Rational b) => new(a.numerator * b.numerator, a.denominator * b.denominator);

    public static Rational operator /(Rational a, Rational b) => new(a.numerator * b.denominator, a.denominator * b.numerator);

    /// <summary>|value - this| / |this|.</summary>
    public double ErrorOf(Rational value) => Math.Abs((double)(IsZero ? value : (value - this) / this));

    /// <summary>The exact solution of A x = b, A being regular.</summary>
    public static Rational[] Solve(Rational[,] matrix, Rational[] rightHandSide)
    {
        int n = rightHandSide.Length;
        var a = (Rational[,])matrix.Clone();
        Rational[] b = [.. rightHandSide];
        for (int c = 0; c < n; c++)
        {
            int pivot = Enumerable.Range(c, n - c).First(r => !a[r, c].IsZero);
            for (int k = 0; k < n; k++)
                (a[c, k], a[pivot, k]) = (a[pivot, k], a[c, k]);
            (b[c], b[pivot]) = (b[pivot], b[c]);
            for (int r = 0; r < n; r++)
            {
                var factor = r == c ? 0 : a[r, c] / a[c, c];
                for (int k = c; k < n && !factor.IsZero; k++)
                    a[r, k] -= factor * a[c, k];
                b[r] -= factor * b[c];
            }
        }
        return [.. Enumerable.Range(0, n).Select(i => b[i] / a[i, i])];
    }
}
