using System.Linq.Expressions;
using BatchEstimator.Estimation.Numerics;

namespace BatchEstimator.Estimation.Likelihoods;

/// <summary>The statements of a loop that compute expressions for one vector of rows.</summary>
/// <param name="plan">What is computed.</param>
/// <param name="frame">The loop's variables.</param>
internal sealed class LoopBody<TVector, TSimd>(KernelPlan plan, LoopFrame frame) where TVector : struct where TSimd : ISimd<TVector>
{
    private readonly Dictionary<Expr, Expression> known = new(ReferenceEqualityComparer.Instance);
    private readonly List<Expression> before = [], statements = [];

    /// <summary>What is done once, before the loop.</summary>
    public IReadOnlyList<Expression> Before => before;

    /// <summary>What is done for each vector of rows.</summary>
    public IReadOnlyList<Expression> Statements => statements;

    /// <summary>Appends a statement.</summary>
    public void Add(Expression statement) => statements.Add(statement);

    /// <summary>The value of an expression; what is needed more than once is held in a variable.</summary>
    public Expression Value(Expr expression)
    {
        if (known.TryGetValue(expression, out var value))
            return value;
        if (!plan.VariesByRow(expression))
            return known[expression] = Hoisted(expression);
        value = expression switch
        {
            Variable v => Column(v),
            Binary b => OfTwo(b),
            Unary u => Applied(u.Function.Vector, u) ?? Call(nameof(TSimd.Map), Value(u.Operands[0]), Expression.Constant(u.Function.Evaluate)),
            Nary n => (Expression?)Applied(n.Function.Vector, n) ?? OfMany(n),
            _ => throw new InvalidOperationException($"{expression.GetType().Name} has no vector form."),
        };
        if (plan.IsShared(expression) || expression is Nary)
        {
            var local = frame.Local("v");
            statements.Add(Expression.Assign(local, value));
            value = local;
        }
        return known[expression] = value;
    }

    private Expression Hoisted(Expr expression)
    {
        if (expression is Constant constant)
            return Call(nameof(TSimd.Create), Expression.Constant(constant.Value));
        var local = frame.Local("invariant");
        var number = Expression.ArrayIndex(frame.Invariants, Expression.Constant(plan.InvariantPlace(expression)));
        before.Add(Expression.Assign(local, Call(nameof(TSimd.Create), number)));
        return local;
    }

    private MethodCallExpression Column(Variable variable)
    {
        var column = frame.Local(variable.Name, typeof(double[]));
        before.Add(Expression.Assign(column, Expression.ArrayIndex(frame.Columns, Expression.Constant(variable.Index))));
        return Call(nameof(TSimd.Load), column, frame.Row);
    }

    // A product that is used nowhere else is fused with the sum it is part of: one rounding and one instruction less.
    private MethodCallExpression OfTwo(Binary binary)
    {
        Expr a = binary.Operands[0], b = binary.Operands[1];
        var function = binary.Function;
        if (function == BinaryFunction.Multiply && Simplification.Negated(binary) is { } negated)
            return Call(nameof(TSimd.Negate), Value(negated));
        if (function == BinaryFunction.Add && (Fusible(a) ?? Fusible(b)) is { } product)
            return Fused(product, Value(ReferenceEquals(product, a) ? b : a), negate: false);
        if (function == BinaryFunction.Subtract && Fusible(a) is { } minuend)
            return Fused(minuend, Call(nameof(TSimd.Negate), Value(b)), negate: false);
        if (function == BinaryFunction.Subtract && Fusible(b) is { } subtrahend)
            return Fused(subtrahend, Value(a), negate: true);
        return Applied(function.Vector, binary)
            ?? Expression.Call(typeof(VectorForms<TVector, TSimd>), nameof(VectorForms<TVector, TSimd>.Map), null, Value(a), Value(b), Expression.Constant(function.Evaluate));
    }

    private Binary? Fusible(Expr expression) =>
        expression is Binary b && b.Function == BinaryFunction.Multiply && Simplification.Negated(b) is null
        && plan.VariesByRow(b) && !plan.IsShared(b) ? b : null;

    private MethodCallExpression Fused(Binary product, Expression addend, bool negate)
    {
        var first = Value(product.Operands[0]);
        return Call(nameof(TSimd.FusedMultiplyAdd), negate ? Call(nameof(TSimd.Negate), first) : first, Value(product.Operands[1]), addend);
    }

    private MethodCallExpression? Applied(string? vector, Expr expression) =>
        vector is null || VectorForms<TVector, TSimd>.Find(vector, expression.Operands.Count) is not { } method
            ? null
            : Expression.Call(method, expression.Operands.Select(Value));

    private BlockExpression OfMany(Nary nary)
    {
        var values = nary.Operands.Select(Value).ToArray();
        var stores = values.Select((value, i) => Call(nameof(TSimd.Store), value, frame.Buffer, Expression.Constant(i * TSimd.Lanes)));
        return Expression.Block([.. stores, Expression.Call(typeof(VectorForms<TVector, TSimd>), nameof(VectorForms<TVector, TSimd>.MapStored), null,
            frame.Buffer, Expression.Constant(values.Length), Expression.Constant(nary.Function.Evaluate))]);
    }

    private static MethodCallExpression Call(string name, params Expression[] arguments) =>
        Expression.Call(typeof(TSimd).GetMethod(name, [.. arguments.Select(argument => argument.Type)])!, arguments);
}
