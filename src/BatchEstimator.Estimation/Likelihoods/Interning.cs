namespace BatchEstimator.Estimation.Likelihoods;

/// <summary>
/// Gives equal expressions one object (value numbering by hash-consing: A. P. Ershov, On programming of arithmetic operations,
/// Comm. ACM 1(8) (1958) 3-6), simplifying on the way where that changes no rounding.
/// </summary>
/// <param name="lower">Whether functions are replaced by their simpler parts, for compiled loops to share them.</param>
internal sealed class Interning(bool lower = false)
{
    private readonly Dictionary<Expr, Expr> known = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<Key, Expr> pool = [];
    private readonly Dictionary<Expr, int> numbers = new(ReferenceEqualityComparer.Instance);

    /// <summary>The one object that stands for this expression and all that are equal to it.</summary>
    public Expr Of(Expr expression)
    {
        if (known.TryGetValue(expression, out var result))
            return result;
        result = expression switch
        {
            Constant c => Pooled(new(BitConverter.DoubleToInt64Bits(c.Value), []), c),
            Variable v => Pooled(new((v.Kind, v.Index), []), v),
            Unary u => OfUnary(u),
            Binary b => OfBinary(b),
            Nary n => OfNary(n),
            _ => throw new InvalidOperationException($"{expression.GetType().Name} is not an expression of the language."),
        };
        known[expression] = result;
        return result;
    }

    private Expr OfUnary(Unary unary)
    {
        var x = Of(unary.Operands[0]);
        if (x is Constant c)
            return Of(unary.Function.Evaluate(c.Value));
        if (lower && unary.Function.Lowered is { } parts)
            return Of(parts(x));
        return Pooled(new(unary.Function, [numbers[x]]), ReferenceEquals(x, unary.Operands[0]) ? unary : new Unary(unary.Function, x));
    }

    private Expr OfNary(Nary nary)
    {
        Expr[] operands = [.. nary.Operands.Select(Of)];
        if (operands.All(o => o is Constant))
            return Of(nary.Function.Evaluate([.. operands.Select(o => ((Constant)o).Value)]));
        if (lower && nary.Function.Lowered is { } parts)
            return Of(parts(operands));
        return Pooled(new(nary.Function, [.. operands.Select(o => numbers[o])]), new Nary(nary.Function, operands));
    }

    private Expr OfBinary(Binary binary)
    {
        Expr a = Of(binary.Operands[0]), b = Of(binary.Operands[1]);
        var function = binary.Function;
        if ((a, b) is (Constant x, Constant y))
            return Of(function.Evaluate(x.Value, y.Value));
        if (Simplification.Of(function, a, b) is { } simpler)
            return Of(simpler);
        if (function.Commutes && numbers[a] > numbers[b])
            (a, b) = (b, a);
        bool same = ReferenceEquals(a, binary.Operands[0]) && ReferenceEquals(b, binary.Operands[1]);
        return Pooled(new(function, [numbers[a], numbers[b]]), same ? binary : new Binary(function, a, b));
    }

    private Expr Pooled(Key key, Expr expression)
    {
        if (pool.TryGetValue(key, out var pooled))
            return pooled;
        pool.Add(key, expression);
        numbers.Add(expression, numbers.Count);
        known[expression] = expression;
        return expression;
    }

    // What an expression is, with its operands by their numbers.
    private readonly record struct Key(object Function, int[] Operands)
    {
        public bool Equals(Key other) => Function.Equals(other.Function) && Operands.AsSpan().SequenceEqual(other.Operands);

        public override int GetHashCode()
        {
            var hash = new HashCode();
            hash.Add(Function);
            foreach (int operand in Operands)
                hash.Add(operand);
            return hash.ToHashCode();
        }
    }
}
