using System.Linq.Expressions;
using BatchEstimator.Estimation.Numerics;

namespace BatchEstimator.Estimation.Likelihoods;

/// <summary>A compiled loop over whole vectors of rows.</summary>
/// <param name="columns">The data columns.</param>
/// <param name="from">The first row.</param>
/// <param name="to">Behind the last row; the number of rows is a multiple of the lanes.</param>
/// <param name="weights">A weight a row, from index <paramref name="from"/> + <paramref name="shift"/> on; unused where values are stored.</param>
/// <param name="shift">From a row to its place in <paramref name="weights"/>, or in <paramref name="result"/> where values are stored.</param>
/// <param name="invariants">What does not vary by row.</param>
/// <param name="buffer">Room for the arguments of functions of many.</param>
/// <param name="result">Receives the sums, lane by lane, one expression behind the other; or the value of each row.</param>
internal delegate void RowLoop(double[][] columns, int from, int to, double[] weights, int shift, double[] invariants, double[] buffer, double[] result);

/// <summary>Makes loops of one vector width.</summary>
internal abstract class LoopCompiler
{
    /// <summary>How many rows a vector holds.</summary>
    public abstract int Lanes { get; }

    /// <summary>A loop that sums the plan's outputs over rows, each row times its weight.</summary>
    public abstract RowLoop Sums(KernelPlan plan);

    /// <summary>A loop that stores the plan's first output for every row.</summary>
    public abstract RowLoop Values(KernelPlan plan);

    /// <summary>A loop that stores every output that is not zero for every row, one output a stride behind the other.</summary>
    public abstract RowLoop Rows(KernelPlan plan, int stride);
}

/// <summary>Makes loops of one vector width, by way of expression trees.</summary>
internal sealed class LoopCompiler<TVector, TSimd> : LoopCompiler where TVector : struct where TSimd : ISimd<TVector>
{
    /// <inheritdoc/>
    public override int Lanes => TSimd.Lanes;

    /// <inheritdoc/>
    public override RowLoop Sums(KernelPlan plan)
    {
        var frame = new LoopFrame(typeof(TVector), TSimd.Lanes);
        var body = new LoopBody<TVector, TSimd>(plan, frame);
        var weight = frame.Local("weight");
        body.Add(Expression.Assign(weight, Call(nameof(TSimd.Load), frame.Weights, Expression.Add(frame.Row, frame.Shift))));
        var after = new List<Expression>();
        for (int k = 0; k < plan.Outputs.Count; k++)
        {
            if (plan.Outputs[k].IsZero)
                continue;
            var sum = frame.Local($"sum{k}");
            body.Add(Expression.Assign(sum, Call(nameof(TSimd.FusedMultiplyAdd), weight, body.Value(plan.Outputs[k]), sum)));
            after.Add(Call(nameof(TSimd.Store), sum, frame.Result, Expression.Constant(k * TSimd.Lanes)));
        }
        return frame.Compile(body.Before, body.Statements, after);
    }

    /// <inheritdoc/>
    public override RowLoop Values(KernelPlan plan)
    {
        var frame = new LoopFrame(typeof(TVector), TSimd.Lanes);
        var body = new LoopBody<TVector, TSimd>(plan, frame);
        body.Add(Call(nameof(TSimd.Store), body.Value(plan.Outputs[0]), frame.Result, Expression.Add(frame.Row, frame.Shift)));
        return frame.Compile(body.Before, body.Statements, []);
    }

    /// <inheritdoc/>
    public override RowLoop Rows(KernelPlan plan, int stride)
    {
        var frame = new LoopFrame(typeof(TVector), TSimd.Lanes);
        var body = new LoopBody<TVector, TSimd>(plan, frame);
        for (int k = 0; k < plan.Outputs.Count; k++)
        {
            if (!plan.Outputs[k].IsZero)
                body.Add(Call(nameof(TSimd.Store), body.Value(plan.Outputs[k]), frame.Result, Expression.Add(frame.Row, Expression.Constant(k * stride))));
        }
        return frame.Compile(body.Before, body.Statements, []);
    }

    private static MethodCallExpression Call(string name, params Expression[] arguments) =>
        Expression.Call(typeof(TSimd).GetMethod(name, [.. arguments.Select(argument => argument.Type)])!, arguments);
}

/// <summary>The variables of a loop and its shell.</summary>
/// <param name="vector">The vector type.</param>
/// <param name="lanes">The step of the loop.</param>
internal sealed class LoopFrame(Type vector, int lanes)
{
    private readonly List<ParameterExpression> locals = [];
    private readonly ParameterExpression from = Expression.Parameter(typeof(int), "from"), to = Expression.Parameter(typeof(int), "to");

    public ParameterExpression Columns { get; } = Expression.Parameter(typeof(double[][]), "columns");

    public ParameterExpression Weights { get; } = Expression.Parameter(typeof(double[]), "weights");

    public ParameterExpression Shift { get; } = Expression.Parameter(typeof(int), "shift");

    public ParameterExpression Invariants { get; } = Expression.Parameter(typeof(double[]), "invariants");

    public ParameterExpression Buffer { get; } = Expression.Parameter(typeof(double[]), "buffer");

    public ParameterExpression Result { get; } = Expression.Parameter(typeof(double[]), "result");

    public ParameterExpression Row { get; } = Expression.Variable(typeof(int), "row");

    /// <summary>A new vector variable, zero at first.</summary>
    public ParameterExpression Local(string name) => Local(name, vector);

    /// <summary>A new variable.</summary>
    public ParameterExpression Local(string name, Type type)
    {
        var local = Expression.Variable(type, name);
        locals.Add(local);
        return local;
    }

    /// <summary>The loop, with what comes before and after it.</summary>
    public RowLoop Compile(IEnumerable<Expression> before, IEnumerable<Expression> body, IEnumerable<Expression> after)
    {
        var end = Expression.Label();
        var step = Expression.Block([.. body, Expression.AddAssign(Row, Expression.Constant(lanes))]);
        var loop = Expression.Loop(Expression.IfThenElse(Expression.LessThan(Row, to), step, Expression.Break(end)), end);
        var all = Expression.Block([Row, .. locals], [Expression.Assign(Row, from), .. before, loop, .. after, Expression.Empty()]);
        return Expression.Lambda<RowLoop>(all, Columns, from, to, Weights, Shift, Invariants, Buffer, Result).Compile();
    }
}
