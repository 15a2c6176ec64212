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
        var gradient = variables.Select(expression.Derivative).ToArray();
        var outputs = new List<Expr> { expression };
        outputs.AddRange(gradient);
        for (int i = 0; i < Size; i++)
        {
            for (int j = 0; j <= i; j++)
                outputs.Add(gradient[i].Derivative(variables[j]));
        }
        tape = new(outputs);
    }

    /// <summary>The number of variables.</summary>
    public int Size { get; }

    /// <summary>Value, gradient and Hessian (row-major) at a point.</summary>
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
}
