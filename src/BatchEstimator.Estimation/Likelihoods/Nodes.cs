namespace BatchEstimator.Estimation.Likelihoods;

/// <summary>A number.</summary>
public sealed class Constant(double value) : Expr
{
    /// <summary>The number.</summary>
    public double Value { get; } = value;

    /// <inheritdoc/>
    public override IReadOnlyList<Expr> Operands => [];

    internal override Expr Differentiate(Differentiation derivative) => 0;
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

    internal override Expr Differentiate(Differentiation derivative) => derivative.IsIn(this) ? 1 : 0;
}

/// <summary>A function of one expression.</summary>
/// <param name="function">The function.</param>
/// <param name="operand">Its argument.</param>
public sealed class Unary(UnaryFunction function, Expr operand) : Expr
{
    /// <summary>The function.</summary>
    public UnaryFunction Function { get; } = function;

    /// <inheritdoc/>
    public override IReadOnlyList<Expr> Operands { get; } = [operand];

    internal override Expr Differentiate(Differentiation derivative)
    {
        var inner = derivative.Of(Operands[0]);
        return inner.IsZero ? 0 : Function.Derivative(this, Operands[0]) * inner;
    }
}

/// <summary>A function of two expressions.</summary>
/// <param name="function">The function.</param>
/// <param name="left">Its first argument.</param>
/// <param name="right">Its second argument.</param>
public sealed class Binary(BinaryFunction function, Expr left, Expr right) : Expr
{
    /// <summary>The function.</summary>
    public BinaryFunction Function { get; } = function;

    /// <inheritdoc/>
    public override IReadOnlyList<Expr> Operands { get; } = [left, right];

    internal override Expr Differentiate(Differentiation derivative)
    {
        Expr a = Operands[0], b = Operands[1], da = derivative.Of(a), db = derivative.Of(b);
        return da.IsZero && db.IsZero ? 0 : Function.Derivative(this, a, b, da, db);
    }
}

/// <summary>A function of any number of expressions.</summary>
/// <param name="function">The function.</param>
/// <param name="operands">Its arguments, in order.</param>
public sealed class Nary(NaryFunction function, params IReadOnlyList<Expr> operands) : Expr
{
    /// <summary>The function.</summary>
    public NaryFunction Function { get; } = function;

    /// <inheritdoc/>
    public override IReadOnlyList<Expr> Operands { get; } = [.. operands];

    internal override Expr Differentiate(Differentiation derivative)
    {
        Expr[] inner = [.. Operands.Select(derivative.Of)];
        if (inner.All(d => d.IsZero))
            return 0;
        if (Function.Total is { } total)
            return total(this, Operands, inner);
        Expr sum = 0;
        for (int i = 0; i < inner.Length; i++)
        {
            if (!inner[i].IsZero)
                sum += Function.Partial(this, Operands, i) * inner[i];
        }
        return sum;
    }
}
