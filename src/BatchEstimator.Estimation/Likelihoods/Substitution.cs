namespace BatchEstimator.Estimation.Likelihoods;

/// <summary>
/// Puts expressions in the place of variables, as a link puts a linear predictor in the place of a parameter. The log of an exponential is
/// then its argument and a division by one a product, so that a log link costs no logarithm and loses no digit far out.
/// </summary>
/// <param name="replacement">What stands for a variable; null = it stays.</param>
internal sealed class Substitution(Func<Variable, Expr?> replacement)
{
    private static readonly UnaryFunction Log = ((Unary)Functions.Log(0)).Function, Exp = ((Unary)Functions.Exp(0)).Function;

    private readonly Dictionary<Expr, Expr> known = new(ReferenceEqualityComparer.Instance);

    /// <summary>The expression with its variables replaced; a part that is shared stays shared.</summary>
    public Expr Of(Expr expression)
    {
        if (known.TryGetValue(expression, out var result))
            return result;
        result = expression switch
        {
            Variable v => replacement(v) ?? v,
            Unary u => Applied(u.Function, Of(u.Operands[0])),
            Binary b => Applied(b.Function, Of(b.Operands[0]), Of(b.Operands[1])),
            Nary n => new Nary(n.Function, [.. n.Operands.Select(Of)]),
            _ => expression,
        };
        return known[expression] = result;
    }

    private static Expr Applied(UnaryFunction function, Expr x) =>
        function == Log && x is Unary { Function: var inner } power && inner == Exp ? power.Operands[0] : new Unary(function, x);

    private static Binary Applied(BinaryFunction function, Expr a, Expr b)
    {
        if (b is Unary { Function: var inner } power && inner == Exp)
        {
            if (function == BinaryFunction.XLogY)
                return new(BinaryFunction.Multiply, a, power.Operands[0]);
            if (function == BinaryFunction.Divide)
                return new(BinaryFunction.Multiply, a, Functions.Exp(-power.Operands[0]));
        }
        return new Binary(function, a, b);
    }
}
