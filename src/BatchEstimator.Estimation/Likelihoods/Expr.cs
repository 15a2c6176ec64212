namespace BatchEstimator.Estimation.Likelihoods;

/// <summary>What a variable of an expression stands for.</summary>
public enum VariableKind
{
    /// <summary>A column of the data: one value a row.</summary>
    Data,

    /// <summary>A natural parameter.</summary>
    Parameter,

    /// <summary>A summary of all rows of a group.</summary>
    Summary,
}

/// <summary>
/// A formula as a value, written with C#'s own operators: the way a family states its log density, a prior its log density
/// and a model formula its columns. It can be evaluated (see <see cref="Tape"/>) and differentiated.
/// </summary>
public abstract class Expr
{
    /// <summary>The derivative with respect to a variable, as an expression; a part that is shared is differentiated once.</summary>
    public Expr Derivative(Variable variable) => new Differentiation(variable).Of(this);

    /// <summary>The expressions this one is computed from.</summary>
    public abstract IReadOnlyList<Expr> Operands { get; }

    /// <summary>Its derivative, given that of its operands.</summary>
    internal abstract Expr Differentiate(Differentiation derivative);

    /// <summary>True for the constant zero: a structural zero, not a value that happens to vanish.</summary>
    internal bool IsZero => this is Constant { Value: 0 };

    /// <summary>The number as an expression.</summary>
    public static implicit operator Expr(double value) => new Constant(value);

    /// <summary>Sum.</summary>
    public static Expr operator +(Expr a, Expr b) => (a, b) switch
    {
        (Constant { Value: 0 }, _) => b,
        (_, Constant { Value: 0 }) => a,
        (Constant x, Constant y) => x.Value + y.Value,
        _ => new Binary(BinaryFunction.Add, a, b),
    };

    /// <summary>Difference.</summary>
    public static Expr operator -(Expr a, Expr b) => (a, b) switch
    {
        (_, Constant { Value: 0 }) => a,
        (Constant x, Constant y) => x.Value - y.Value,
        (Constant { Value: 0 }, _) => -b,
        _ => new Binary(BinaryFunction.Subtract, a, b),
    };

    /// <summary>Product.</summary>
    public static Expr operator *(Expr a, Expr b) => (a, b) switch
    {
        (Constant { Value: 0 }, _) or (_, Constant { Value: 0 }) => 0,
        (Constant { Value: 1 }, _) => b,
        (_, Constant { Value: 1 }) => a,
        (Constant x, Constant y) => x.Value * y.Value,
        _ => new Binary(BinaryFunction.Multiply, a, b),
    };

    /// <summary>Quotient.</summary>
    public static Expr operator /(Expr a, Expr b) => (a, b) switch
    {
        (Constant { Value: 0 }, _) => 0,
        (_, Constant { Value: 1 }) => a,
        (Constant x, Constant y) => x.Value / y.Value,
        _ => new Binary(BinaryFunction.Divide, a, b),
    };

    /// <summary>Negative.</summary>
    public static Expr operator -(Expr a) => a is Constant c ? -c.Value : new Binary(BinaryFunction.Multiply, -1.0, a);
}
