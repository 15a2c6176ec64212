namespace BatchEstimator.Estimation.Likelihoods;

/// <summary>An expression with its first and second derivatives in some parameters, ready to be evaluated together.</summary>
public sealed class Derivatives
{
    private readonly Tape tape;

    /// <summary>Differentiates.</summary>
    /// <param name="expression">What to differentiate.</param>
    /// <param name="variables">With respect to these, in this order.</param>
    public Derivatives(Expr expression, IReadOnlyList<Variable> variables)
    {
        Size = variables.Count;
        tape = new(Expressions(expression, variables, KernelOrder.Hessian));
    }

    /// <summary>The number of variables.</summary>
    public int Size { get; }

    /// <summary>Value, gradient and Hessian (row-major) at a point.</summary>
    /// <param name="parameters">The parameters.</param>
    /// <param name="summaries">The summaries.</param>
    public (double Value, double[] Gradient, double[] Hessian) At(ReadOnlySpan<double> parameters, ReadOnlySpan<double> summaries)
    {
        var values = tape.Evaluate([], parameters, summaries);
        var hessian = new double[Size * Size];
        int place = 1 + Size;
        for (int i = 0; i < Size; i++)
        {
            for (int j = 0; j <= i; j++)
                hessian[i * Size + j] = hessian[j * Size + i] = values[place++];
        }
        return (values[0], values[1..(1 + Size)], hessian);
    }

    /// <summary>Value, gradient and the Hessian's lower triangle (row by row) at a point, without allocating.</summary>
    /// <param name="parameters">The parameters.</param>
    /// <param name="summaries">The summaries.</param>
    /// <param name="outputs">Receives them: <see cref="RowKernel.LengthOf(int)"/> numbers, laid out as a <see cref="RowKernel"/>'s sums.</param>
    public void At(ReadOnlySpan<double> parameters, ReadOnlySpan<double> summaries, Span<double> outputs) =>
        tape.Evaluate([], parameters, summaries, outputs);

    /// <summary>The value, the gradient and the Hessian's lower triangle row by row, as far as the order asks.</summary>
    internal static List<Expr> Expressions(Expr expression, IReadOnlyList<Variable> variables, KernelOrder order)
    {
        var outputs = new List<Expr> { expression };
        if (order == KernelOrder.Value)
            return outputs;
        var gradient = variables.Select(expression.Derivative).ToArray();
        outputs.AddRange(gradient);
        for (int i = 0; order == KernelOrder.Hessian && i < gradient.Length; i++)
        {
            for (int j = 0; j <= i; j++)
                outputs.Add(gradient[i].Derivative(variables[j]));
        }
        return outputs;
    }
}
