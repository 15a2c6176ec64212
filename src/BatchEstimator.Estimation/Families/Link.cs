using BatchEstimator.Estimation.Likelihoods;
using BatchEstimator.Estimation.Numerics;
using static BatchEstimator.Estimation.Likelihoods.Functions;

namespace BatchEstimator.Estimation.Families;

/// <summary>How a linear predictor eta, any real number, becomes a parameter: eta = g(parameter).</summary>
/// <param name="Name">As in job files.</param>
/// <param name="Inverse">The parameter, as an expression in eta.</param>
/// <param name="Apply">eta from the parameter.</param>
/// <param name="Invert">The parameter from eta.</param>
/// <remarks>P. McCullagh and J. A. Nelder, Generalized Linear Models, 2nd ed. (1989), sections 2.2.4 and 4.3.1.</remarks>
public sealed record Link(string Name, Func<Expr, Expr> Inverse, Func<double, double> Apply, Func<double, double> Invert)
{
    /// <summary>The parameter itself.</summary>
    public static readonly Link Identity = new("identity", eta => eta, value => value, eta => eta);

    /// <summary>A parameter above zero: effects multiply.</summary>
    public static readonly Link Log = new("log", Exp, Math.Log, Math.Exp);

    /// <summary>One over the parameter.</summary>
    public static readonly Link Reciprocal = new("inverse", eta => 1 / eta, value => 1 / value, eta => 1 / eta);

    /// <summary>A probability by its log odds.</summary>
    public static readonly Link Logit = new("logit", Functions.Logistic, p => Math.Log(p) - SpecialFunctions.Log1P(-p), SpecialFunctions.Logistic)
    {
        LogInverse = eta => -Softplus(-eta),
        LogComplement = eta => -Softplus(eta),
    };

    /// <summary>A probability by the normal quantile.</summary>
    public static readonly Link Probit = new("probit", NormalCdf, SpecialFunctions.NormalQuantile, SpecialFunctions.NormalCdf)
    {
        LogInverse = LogNormalCdf,
        LogComplement = eta => LogNormalCdf(-eta),
    };

    /// <summary>A probability by log(-log(1 - p)): the chance of at least one event at rate exp(eta).</summary>
    public static readonly Link CLogLog = new("cloglog", eta => -ExpM1(-Exp(eta)), p => Math.Log(-SpecialFunctions.Log1P(-p)), eta => -SpecialFunctions.ExpM1(-Math.Exp(eta)))
    {
        LogInverse = eta => Log1MExp(-Exp(eta)),
        LogComplement = eta => -Exp(eta),
    };

    /// <summary>The log of a probability, accurate in both tails; null for a link of something else.</summary>
    public Func<Expr, Expr>? LogInverse { get; private init; }

    /// <summary>The log of one minus a probability, accurate in both tails; null for a link of something else.</summary>
    public Func<Expr, Expr>? LogComplement { get; private init; }
}
