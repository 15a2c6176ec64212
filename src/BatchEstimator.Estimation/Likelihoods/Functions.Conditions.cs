namespace BatchEstimator.Estimation.Likelihoods;

/// <content>Functions that choose.</content>
public static partial class Functions
{
    private static readonly UnaryFunction SignFunction = new("sign", x => double.IsNaN(x) ? x : Math.Sign(x), (_, _) => 0)
    {
        Lowered = x => IfPositive(x, 1, IfPositive(-x, -1, 0)),
    };

    private static readonly UnaryFunction AbsFunction = new("abs", Math.Abs, (_, x) => new Unary(SignFunction, x)) { Vector = "Abs" };

    private static readonly BinaryFunction MinFunction = new("min", Math.Min, (_, a, b, da, db) => IfPositive(b - a, da, db)) { Vector = "Min", Commutes = true };

    private static readonly BinaryFunction MaxFunction = new("max", Math.Max, (_, a, b, da, db) => IfPositive(a - b, da, db)) { Vector = "Max", Commutes = true };

    private static readonly BinaryFunction IsEqualFunction = new("=", (a, b) => a == b ? 1 : 0, (_, _, _, _, _) => 0) { Vector = "IsEqual", Commutes = true };

    // The branches' derivatives are chosen like the branches, not summed: zero times the NaN of the branch not taken would be NaN.
    private static readonly NaryFunction IfPositiveFunction = new("if-positive", a => a[0] > 0 ? a[1] : a[2],
        (_, a, i) => i switch { 1 => IfPositive(a[0], 1, 0), 2 => IfPositive(a[0], 0, 1), _ => 0 })
    {
        Vector = "IfPositive",
        Total = (_, a, da) => IfPositive(a[0], da[1], da[2]),
    };

    /// <summary>Absolute value; its derivative at zero is zero.</summary>
    public static Expr Abs(Expr x) => new Unary(AbsFunction, x);

    /// <summary>The lesser; NaN if either is. Where both are equal its derivative is that of <paramref name="b"/>.</summary>
    public static Expr Min(Expr a, Expr b) => new Binary(MinFunction, a, b);

    /// <summary>The greater; NaN if either is. Where both are equal its derivative is that of <paramref name="b"/>.</summary>
    public static Expr Max(Expr a, Expr b) => new Binary(MaxFunction, a, b);

    /// <summary>
    /// <paramref name="then"/> where the test is positive, else <paramref name="otherwise"/>, and likewise the derivatives:
    /// nothing of the branch that is not taken is seen, not even that it is NaN.
    /// </summary>
    public static Expr IfPositive(Expr test, Expr then, Expr otherwise) =>
        then.IsZero && otherwise.IsZero ? 0 : new Nary(IfPositiveFunction, test, then, otherwise);

    /// <summary>1 where x equals a given value, else 0.</summary>
    public static Expr IsValue(Expr x, double value) => new Binary(IsEqualFunction, x, value);
}
