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
    /// <summary>The derivative with respect to a variable, as an expression.</summary>
    public abstract Expr Derivative(Variable variable);

    /// <summary>The expressions this one is computed from.</summary>
    public abstract IReadOnlyList<Expr> Operands { get; }

    /// <summary>Its value, given the values of its operands and, for a variable, its own.</summary>
    internal abstract double Apply(double first, double second);

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

/// <summary>A number.</summary>
public sealed class Constant(double value) : Expr
{
    /// <summary>The number.</summary>
    public double Value { get; } = value;

    /// <inheritdoc/>
    public override IReadOnlyList<Expr> Operands => [];

    /// <inheritdoc/>
    public override Expr Derivative(Variable variable) => 0;

    internal override double Apply(double first, double second) => Value;
}

/// <summary>A column, a parameter or a summary.</summary>
/// <param name="kind">What it stands for.</param>
/// <param name="index">Its place among those of its kind.</param>
/// <param name="name">Its name, for people.</param>
public sealed class Variable(VariableKind kind, int index, string name) : Expr
{
    /// <summary>What it stands for.</summary>
    public VariableKind Kind { get; } = kind;

    /// <summary>Its place among those of its kind.</summary>
    public int Index { get; } = index;

    /// <summary>Its name.</summary>
    public string Name { get; } = name;

    /// <inheritdoc/>
    public override IReadOnlyList<Expr> Operands => [];

    /// <inheritdoc/>
    public override Expr Derivative(Variable variable) => Kind == variable.Kind && Index == variable.Index ? 1 : 0;

    internal override double Apply(double first, double second) => first;
}

/// <summary>A function of one expression.</summary>
public sealed class Unary(UnaryFunction function, Expr operand) : Expr
{
    /// <summary>The function.</summary>
    public UnaryFunction Function { get; } = function;

    /// <inheritdoc/>
    public override IReadOnlyList<Expr> Operands { get; } = [operand];

    /// <inheritdoc/>
    public override Expr Derivative(Variable variable)
    {
        var inner = Operands[0].Derivative(variable);
        return inner is Constant { Value: 0 } ? 0 : Function.Derivative(this, Operands[0]) * inner;
    }

    internal override double Apply(double first, double second) => Function.Evaluate(first);
}

/// <summary>A function of two expressions.</summary>
public sealed class Binary(BinaryFunction function, Expr left, Expr right) : Expr
{
    /// <summary>The function.</summary>
    public BinaryFunction Function { get; } = function;

    /// <inheritdoc/>
    public override IReadOnlyList<Expr> Operands { get; } = [left, right];

    /// <inheritdoc/>
    public override Expr Derivative(Variable variable)
    {
        Expr a = Operands[0], b = Operands[1], da = a.Derivative(variable), db = b.Derivative(variable);
        return (da, db) is (Constant { Value: 0 }, Constant { Value: 0 }) ? 0 : Function.Derivative(this, a, b, da, db);
    }

    internal override double Apply(double first, double second) => Function.Evaluate(first, second);
}
