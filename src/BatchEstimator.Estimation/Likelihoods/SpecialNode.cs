using BatchEstimator.Estimation.Numerics;

namespace BatchEstimator.Estimation.Likelihoods;

/// <summary>A special function of several arguments as an expression: its value and its first and second partial derivatives come from one evaluation.</summary>
internal sealed class SpecialNode
{
    private readonly Func<double[], Partials> at;
    private readonly int[] axes;
    private readonly NaryFunction value;
    private readonly NaryFunction[] first;
    private readonly NaryFunction[,] second;

    /// <summary>Prepares the function and its partial derivatives.</summary>
    /// <param name="name">The name, for people.</param>
    /// <param name="axes">For each argument, its axis in the result: 0 for a, 1 for b, 2 for x.</param>
    /// <param name="at">Value and derivatives at the arguments.</param>
    /// <param name="vector">The name of its vector form, if it has one.</param>
    public SpecialNode(string name, int[] axes, Func<double[], Partials> at, string? vector = null)
    {
        (this.at, this.axes) = (at, axes);
        int count = axes.Length;
        second = new NaryFunction[count, count];
        first = new NaryFunction[count];
        for (int i = 0; i < count; i++)
        {
            for (int j = 0; j <= i; j++)
                second[i, j] = second[j, i] = Second(name, i, j);
        }
        for (int i = 0; i < count; i++)
            first[i] = First(name, i);
        value = new(name, x => at(x).Value, (_, operands, i) => new Nary(first[i], operands)) { Vector = vector };
    }

    /// <summary>The function applied.</summary>
    public Expr Of(params IReadOnlyList<Expr> operands) => new Nary(value, operands);

    /// <summary>A node of one evaluation at each point, however many derivatives are asked for.</summary>
    /// <param name="name">The name, for people.</param>
    /// <param name="axes">For each argument, its axis in the result.</param>
    /// <param name="at">Value and derivatives at the arguments.</param>
    public static SpecialNode Remembered(string name, int[] axes, Func<double[], Partials> at) => new(name, axes, new Recent<Partials>(axes.Length, at).At);

    /// <summary>Two such nodes that share the evaluation: a distribution function and its complement.</summary>
    /// <param name="lower">The name of the first, for people.</param>
    /// <param name="upper">The name of the second.</param>
    /// <param name="axes">For each argument, its axis in the result.</param>
    /// <param name="at">Both at the arguments.</param>
    /// <param name="vectors">The names of their vector forms, if they have any.</param>
    public static (SpecialNode Lower, SpecialNode Upper) Pair(
        string lower, string upper, int[] axes, Func<double[], (Partials Lower, Partials Upper)> at, (string Lower, string Upper)? vectors = null)
    {
        var recent = new Recent<(Partials Lower, Partials Upper)>(axes.Length, at);
        return (new(lower, axes, v => recent.At(v).Lower, vectors?.Lower), new(upper, axes, v => recent.At(v).Upper, vectors?.Upper));
    }

    private NaryFunction First(string name, int i) =>
        new($"{name}'{i}", x => at(x).First(axes[i]), (_, operands, j) => new Nary(second[i, j], operands));

    private NaryFunction Second(string name, int i, int j) => new($"{name}'{i}{j}", x => at(x).Second(axes[i], axes[j]),
        (_, _, _) => throw new InvalidOperationException("No likelihood needs a third derivative."));
}
