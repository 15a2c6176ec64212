using BatchEstimator.Estimation.Likelihoods;

namespace BatchEstimator.Estimation.Families;

/// <summary>A parameter of a family as regressions write it: one that can have a linear predictor.</summary>
/// <param name="Name">As in job files.</param>
/// <param name="Lower">The infimum of its values.</param>
/// <param name="Upper">The supremum of its values.</param>
/// <param name="Links">The links its predictor can have, the usual one first.</param>
public sealed record RegressionParameter(string Name, double Lower, double Upper, params IReadOnlyList<Link> Links)
{
    /// <summary>Any number, with the identity link.</summary>
    public static RegressionParameter Real(string name) => new(name, double.NegativeInfinity, double.PositiveInfinity, Link.Identity);

    /// <summary>Above zero, with the log link.</summary>
    public static RegressionParameter Positive(string name) => new(name, 0, double.PositiveInfinity, Link.Log);

    /// <summary>A mean above zero, with log, inverse and identity links.</summary>
    public static RegressionParameter Mean(string name) => new(name, 0, double.PositiveInfinity, Link.Log, Link.Reciprocal, Link.Identity);

    /// <summary>A probability, with logit, probit and cloglog links.</summary>
    public static RegressionParameter Probability(string name) => new(name, 0, 1, Link.Logit, Link.Probit, Link.CLogLog);
}

/// <summary>How the parameters of a family share one formula.</summary>
public enum FormulaLayout
{
    /// <summary>The formula is about the first parameter; others have formulas of their own or are one number.</summary>
    First,

    /// <summary>Every parameter follows the formula, with coefficients of its own, named <c>parameter|x</c>.</summary>
    Each,

    /// <summary>The parameters are the lower and the upper end of a row's interval: a cut point by the level of the response, less the predictor.</summary>
    Cuts,
}

/// <summary>
/// How a formula enters a family: the parameters a predictor can stand for, of which the first is the one that a plain formula is about,
/// and how the family's natural parameters follow from them.
/// </summary>
/// <param name="Parameters">The parameters, the formula's first.</param>
/// <param name="ToNatural">The natural parameters in the family's order, from these.</param>
/// <param name="FromNatural">These, from natural parameters: where a search can start.</param>
public sealed record RegressionForm(
    IReadOnlyList<RegressionParameter> Parameters, Func<IReadOnlyList<Expr>, IReadOnlyList<Expr>> ToNatural, Func<IReadOnlyList<double>, double[]> FromNatural)
{
    /// <summary>
    /// The log density of a row (response, trials) for a first parameter that is a probability known by its link, where going by the
    /// probability itself would lose digits; null = by the natural parameters.
    /// </summary>
    public Func<Expr, Expr, Link, Expr, Expr>? OfProbability { get; init; }

    /// <summary>How the parameters share the formula.</summary>
    public FormulaLayout Layout { get; init; }

    /// <summary>True if the first parameter locates the log of the response: an accelerated failure time.</summary>
    public bool IsOnLogScale { get; init; }

    /// <summary>A family whose natural parameters are used as they are.</summary>
    /// <param name="order">For each parameter its place among the natural ones.</param>
    /// <param name="parameters">The parameters.</param>
    public static RegressionForm Natural(int[] order, params IReadOnlyList<RegressionParameter> parameters) => new(parameters,
        values => [.. Enumerable.Range(0, order.Length).Select(i => values[Array.IndexOf(order, i)])],
        natural => [.. order.Select(place => natural[place])]);

    /// <summary>An accelerated failure time: log T = predictor + sigma W, where scale = exp(predictor) and shape = 1/sigma.</summary>
    /// <remarks>J. D. Kalbfleisch and R. L. Prentice, The Statistical Analysis of Failure Time Data, 2nd ed. (2002), section 2.3.</remarks>
    public static RegressionForm ShapeAndScale { get; } = new([RegressionParameter.Real("mu"), RegressionParameter.Positive("sigma")],
        values => [1 / values[1], Functions.Exp(values[0])], natural => [Math.Log(natural[1]), 1 / natural[0]]) { IsOnLogScale = true };
}
