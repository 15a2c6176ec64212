namespace BatchEstimator.Estimation.Likelihoods;

/// <summary>One pass of differentiation: every part of an expression once, however often it is used.</summary>
/// <param name="variable">With respect to this.</param>
internal sealed class Differentiation(Variable variable)
{
    private readonly Dictionary<Expr, Expr> known = new(ReferenceEqualityComparer.Instance);

    /// <summary>The derivative of a part.</summary>
    public Expr Of(Expr expression)
    {
        if (!known.TryGetValue(expression, out var derivative))
        {
            derivative = expression.Differentiate(this);
            known.Add(expression, derivative);
        }
        return derivative;
    }

    /// <summary>True for the variable itself, also when it is another object of the same meaning.</summary>
    public bool IsIn(Variable other) => other.Kind == variable.Kind && other.Index == variable.Index;
}
