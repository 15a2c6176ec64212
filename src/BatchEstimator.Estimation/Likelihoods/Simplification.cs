namespace BatchEstimator.Estimation.Likelihoods;

/// <summary>Simpler forms that have the same value to the last bit (but for the sign of a zero).</summary>
internal static class Simplification
{
    /// <summary>The simpler form of a function of two expressions, or null if it is as simple as it gets.</summary>
    public static Expr? Of(BinaryFunction function, Expr a, Expr b) =>
        function == BinaryFunction.Add ? Sum(a, b)
        : function == BinaryFunction.Subtract ? Difference(a, b)
        : function == BinaryFunction.Multiply ? Product(a, b)
        : function == BinaryFunction.Divide ? Quotient(a, b)
        : function == BinaryFunction.Power && b is Constant exponent ? Power(a, exponent.Value)
        : null;

    /// <summary>x, if the expression is -x.</summary>
    public static Expr? Negated(Expr expression) =>
        expression is Binary { Function: var f } e && f == BinaryFunction.Multiply
            ? e.Operands[0] is Constant { Value: -1 } ? e.Operands[1] : e.Operands[1] is Constant { Value: -1 } ? e.Operands[0] : null
            : null;

    private static Expr? Sum(Expr a, Expr b) =>
        a.IsZero ? b : b.IsZero ? a
        : Negated(b) is { } y ? a - y
        : Negated(a) is { } x ? b - x
        : null;

    private static Expr? Difference(Expr a, Expr b) =>
        b.IsZero ? a : a.IsZero ? -b
        : Negated(b) is { } y ? a + y
        : Negated(a) is { } x ? -(x + b)
        : null;

    private static Expr? Product(Expr a, Expr b)
    {
        if (a.IsZero || b.IsZero)
            return 0;
        if (a is not Constant && b is Constant)
            (a, b) = (b, a);
        if (a is Constant c)
        {
            if (c.Value == 1)
                return b;
            if (Negated(b) is { } y)
                return c.Value == -1 ? y : -c.Value * y;
            // c (d x) = (c d) x when one of the factors only moves the exponent.
            if (b is Binary { Function: var f } inner && f == BinaryFunction.Multiply && inner.Operands.OfType<Constant>().FirstOrDefault() is { } d
                && (IsScale(c.Value) || IsScale(d.Value)))
                return c.Value * d.Value * (ReferenceEquals(inner.Operands[0], d) ? inner.Operands[1] : inner.Operands[0]);
            return null;
        }
        return (Negated(a), Negated(b)) switch
        {
            ({ } x, { } y) => x * y,
            ({ } x, null) => -(x * b),
            (null, { } y) => -(a * y),
            _ => null,
        };
    }

    private static Expr? Quotient(Expr a, Expr b) => b switch
    {
        _ when a.IsZero => 0,
        Constant { Value: 1 } => a,
        Constant { Value: -1 } => -a,
        Constant c when IsScale(c.Value) => 1 / c.Value * a,
        _ => (a is Constant ? null : Negated(a), Negated(b)) switch
        {
            ({ } x, { } y) => x / y,
            ({ } x, null) => -(x / b),
            (null, { } y) => -(a / y),
            _ => null,
        },
    };

    private static Expr? Power(Expr x, double exponent) => exponent switch
    {
        0 => 1,
        1 => x,
        2 => x * x,
        -1 => 1 / x,
        _ => null,
    };

    // A power of two whose inverse is a normal number: multiplying by it only moves the exponent.
    private static bool IsScale(double value) =>
        double.IsNormal(value) && double.IsNormal(1 / value) && (BitConverter.DoubleToInt64Bits(value) & 0xF_FFFF_FFFF_FFFF) == 0;
}
