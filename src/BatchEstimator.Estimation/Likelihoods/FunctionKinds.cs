using BatchEstimator.Estimation.Numerics;

namespace BatchEstimator.Estimation.Likelihoods;

/// <summary>A function of one argument with its derivative.</summary>
/// <param name="Name">The name, for people.</param>
/// <param name="Evaluate">The value.</param>
/// <param name="Derivative">The derivative's expression, given the function applied (to reuse it) and its argument.</param>
public sealed record UnaryFunction(string Name, Func<double, double> Evaluate, Func<Expr, Expr, Expr> Derivative)
{
    /// <summary>The name of its vector form, if there is one; without, a compiled loop computes it lane by lane.</summary>
    public string? Vector { get; init; }

    /// <summary>The same function from simpler ones, if a compiled loop gains by sharing their parts.</summary>
    public Func<Expr, Expr>? Lowered { get; init; }
}

/// <summary>A function of any number of arguments with its partial derivatives.</summary>
/// <param name="Name">The name, for people.</param>
/// <param name="Evaluate">The value, from the arguments; it must not keep the array.</param>
/// <param name="Partial">The partial derivative in argument i, given the function applied, its arguments and i.</param>
public sealed record NaryFunction(string Name, Func<double[], double> Evaluate, Func<Expr, IReadOnlyList<Expr>, int, Expr> Partial)
{
    /// <summary>The name of its vector form, if there is one.</summary>
    public string? Vector { get; init; }

    /// <summary>The same function from simpler ones, if a compiled loop gains by sharing their parts.</summary>
    internal Func<IReadOnlyList<Expr>, Expr>? Lowered { get; init; }

    /// <summary>
    /// The total derivative, given the function applied, its arguments and their derivatives, for a function
    /// that is not differentiated by the sum of partials.
    /// </summary>
    internal Func<Expr, IReadOnlyList<Expr>, IReadOnlyList<Expr>, Expr>? Total { get; init; }
}

/// <summary>A function of two arguments with its derivative.</summary>
/// <param name="Name">The name, for people.</param>
/// <param name="Evaluate">The value.</param>
/// <param name="Derivative">The total derivative, given the function applied, its arguments a and b, and their derivatives.</param>
public sealed record BinaryFunction(string Name, Func<double, double, double> Evaluate, Func<Expr, Expr, Expr, Expr, Expr, Expr> Derivative)
{
    /// <summary>a + b.</summary>
    public static readonly BinaryFunction Add = new("+", (a, b) => a + b, (_, _, _, da, db) => da + db) { Vector = "Add", Commutes = true };

    /// <summary>a - b.</summary>
    public static readonly BinaryFunction Subtract = new("-", (a, b) => a - b, (_, _, _, da, db) => da - db) { Vector = "Subtract" };

    /// <summary>a b.</summary>
    public static readonly BinaryFunction Multiply = new("*", (a, b) => a * b, (_, a, b, da, db) => da * b + a * db) { Vector = "Multiply", Commutes = true };

    /// <summary>a / b.</summary>
    public static readonly BinaryFunction Divide = new("/", (a, b) => a / b, (self, _, b, da, db) => (da - self * db) / b) { Vector = "Divide" };

    /// <summary>a to the power b, for a &gt; 0, or any a where b is a whole number that does not vary.</summary>
    public static readonly BinaryFunction Power = new("^", Math.Pow,
        (self, a, b, da, db) => (da.IsZero ? 0 : b * new Binary(Power!, a, b - 1) * da) + (db.IsZero ? 0 : Functions.XLogY(self, a) * db)) { Vector = "Pow" };

    /// <summary>a log b, and zero where a is zero: the term of an outcome that did not occur.</summary>
    public static readonly BinaryFunction XLogY = new("xlogy",
        (a, b) => a == 0 ? 0 : a * Math.Log(b), (_, a, b, da, db) => da * Functions.Log(b) + OfNone(a, b) * db) { Vector = "XLogY" };

    /// <summary>a log(1 + b), and zero where a is zero.</summary>
    public static readonly BinaryFunction XLog1P = new("xlog1p",
        (a, b) => a == 0 ? 0 : a * SpecialFunctions.Log1P(b), (_, a, b, da, db) => da * Functions.Log1P(b) + OfNone(a, 1 + b) * db) { Vector = "XLog1P" };

    /// <summary>a / b, and zero where a is zero whatever b is: the slope of such a term.</summary>
    public static readonly BinaryFunction ZeroSafeDivide = new("x/y",
        (a, b) => a == 0 ? 0 : a / b, (self, _, b, da, db) => OfNone(da - self * db, b)) { Vector = "ZeroSafeDivide" };

    /// <summary>The name of its vector form, if there is one.</summary>
    public string? Vector { get; init; }

    /// <summary>True if the arguments may change places.</summary>
    public bool Commutes { get; init; }

    private static Expr OfNone(Expr a, Expr b) => a.IsZero ? 0 : new Binary(ZeroSafeDivide, a, b);
}
