using System.Globalization;
using BatchEstimator.Estimation.Likelihoods;
using BatchEstimator.Estimation.Numerics;
using static BatchEstimator.Estimation.Likelihoods.Functions;

namespace BatchEstimator.Estimation.Priors;

/// <summary>Every prior there is; the only list of them.</summary>
public static class PriorCatalogue
{
    /// <summary>The flat prior.</summary>
    public static readonly PriorFamily Flat = new("flat", [], "no preference; the MAP is then the MLE", (_, _) => 0, _ => double.NegativeInfinity, _ => double.PositiveInfinity, []);

    /// <summary>The Dirichlet prior of a vector of probabilities.</summary>
    public static readonly PriorFamily Dirichlet = Joint("dirichlet", ["alpha..."], "probabilities of categories; one alpha for all, or one each");

    /// <summary>The conjugate prior of a normal's mean and variance.</summary>
    public static readonly PriorFamily NormalInverseGamma = Joint("normal_inverse_gamma", ["mean", "kappa", "shape", "scale"],
        "a normal's 'mu, variance': variance ~ inverse_gamma(shape, scale), mu given variance ~ normal(mean, sqrt(variance / kappa))");

    /// <summary>The conjugate prior of a multivariate normal's mean and covariance.</summary>
    public static readonly PriorFamily NormalInverseWishart = Joint("normal_inverse_wishart", ["mean", "kappa", "df", "scale"],
        "a multivariate normal's 'mu, cov': cov ~ inverse Wishart(df, scale x identity), mu given cov ~ normal(mean in every coordinate, cov / kappa)");

    /// <summary>All priors, in the order of the documentation.</summary>
    public static IReadOnlyList<PriorFamily> All { get; } =
    [
        Flat,
        OnTheLine("normal", ["mean", "sd"], "the ridge of a regression coefficient",
            (a, x) => -0.5 * Square((x - a[0]) / a[1]) - Math.Log(a[1]) - 0.5 * Math.Log(2 * Math.PI)),
        OnTheLine("laplace", ["location", "scale"], "the lasso of a regression coefficient",
            (a, x) => -Abs(x - a[0]) / a[1] - Math.Log(2 * a[1])) with { Kink = a => (a[0], 1 / a[1]) },
        OnTheLine("student_t", ["df", "location", "scale"], "like normal, with heavier tails",
            (a, x) => -0.5 * (a[0] + 1) * Log1P(Square((x - a[1]) / a[2]) / a[0])
                + SpecialFunctions.LogGamma(0.5 * (a[0] + 1)) - SpecialFunctions.LogGamma(0.5 * a[0]) - 0.5 * Math.Log(a[0] * Math.PI) - Math.Log(a[2]), 0, 2) with { ShapeArguments = [0], HasInflection = true },
        OnTheLine("cauchy", ["location", "scale"], "student_t with one degree of freedom",
            (a, x) => -Log1P(Square((x - a[0]) / a[1])) - Math.Log(Math.PI * a[1])) with { HasInflection = true },
        Positive("half_normal", ["sd"], "a scale that should not be large",
            (a, x) => -0.5 * Square(x / a[0]) + 0.5 * Math.Log(2 / Math.PI) - Math.Log(a[0])),
        Positive("half_cauchy", ["scale"], "a scale that may be large",
            (a, x) => -Log1P(Square(x / a[0])) + Math.Log(2 / (Math.PI * a[0]))),
        Positive("exponential", ["rate"], "a positive parameter that should not be large",
            (a, x) => Math.Log(a[0]) - a[0] * x),
        Positive("gamma", ["shape", "rate"], "a rate, a shape or a scale",
            (a, x) => XLogY(a[0] - 1, x) - a[1] * x + a[0] * Math.Log(a[1]) - SpecialFunctions.LogGamma(a[0])),
        Positive("inverse_gamma", ["shape", "scale"], "a variance or a scale",
            (a, x) => -(a[0] + 1) * Log(x) - a[1] / x + a[0] * Math.Log(a[1]) - SpecialFunctions.LogGamma(a[0])),
        new("lognormal", ["meanlog", "sdlog"], "a positive parameter known up to a factor",
            (a, x) => -Log(x) - 0.5 * Square((Log(x) - a[0]) / a[1]) - Math.Log(a[1]) - 0.5 * Math.Log(2 * Math.PI), _ => 0, _ => double.PositiveInfinity, [1]),
        new("beta", ["a", "b"], "a probability: a - 1 successes and b - 1 failures seen before",
            (a, x) => XLogY(a[0] - 1, x) + XLog1P(a[1] - 1, -x)
                + SpecialFunctions.LogGamma(a[0] + a[1]) - SpecialFunctions.LogGamma(a[0]) - SpecialFunctions.LogGamma(a[1]), _ => 0, _ => 1, [0, 1]),
        new("uniform", ["lower", "upper"], "limits, and no preference between them",
            (a, _) => -Math.Log(a[1] - a[0]), a => a[0], a => a[1], []),
        Dirichlet,
        NormalInverseGamma,
        NormalInverseWishart,
    ];

    /// <summary>Reads a prior such as <c>beta(2, 8)</c>.</summary>
    /// <param name="text">As in the job file.</param>
    /// <param name="prior">The prior, if it could be read.</param>
    /// <param name="problem">What is wrong and what would be right, if it could not.</param>
    public static bool TryParse(string text, out Prior prior, out string problem)
    {
        prior = Prior.Flat;
        if (!Call.TryParse(text, out string name, out var arguments))
        {
            problem = $"'{text}' is not a prior; write it like normal(0, 10).";
            return false;
        }
        var family = All.FirstOrDefault(f => f.Name == name);
        if (family is null)
        {
            problem = $"There is no prior '{name}'. Known priors: {string.Join(", ", All.Select(f => f.Signature))}.";
            return false;
        }
        problem = Objection(family, arguments);
        prior = new Prior(family, arguments);
        return problem.Length == 0;
    }

    private static string Objection(PriorFamily family, IReadOnlyList<double> arguments)
    {
        bool any = family.ArgumentNames.Count > 0 && family.ArgumentNames[^1].EndsWith("...", StringComparison.Ordinal);
        if (any ? arguments.Count == 0 : arguments.Count != family.ArgumentNames.Count)
            return $"{family.Name} takes {(any ? "at least one argument" : $"{family.ArgumentNames.Count} argument(s)")}: {family.Signature}; found {arguments.Count}.";
        for (int i = 0; i < arguments.Count; i++)
        {
            if (!double.IsFinite(arguments[i]))
                return $"The arguments of {family.Signature} must be finite; found {arguments[i].ToString(CultureInfo.InvariantCulture)}.";
            if ((family.PositiveArguments.Contains(i) || family == Dirichlet) && arguments[i] <= 0)
                return $"{(family == Dirichlet ? "alpha" : family.ArgumentNames[i])} of {family.Signature} must be above 0; found {arguments[i].ToString(CultureInfo.InvariantCulture)}.";
        }
        return family.Name == "uniform" && arguments[0] >= arguments[1] ? "lower of uniform(lower, upper) must be below upper." : "";
    }

    private static PriorFamily OnTheLine(string name, IReadOnlyList<string> arguments, string summary, Func<IReadOnlyList<double>, Expr, Expr> density, params int[] positive) =>
        new(name, arguments, summary, density, _ => double.NegativeInfinity, _ => double.PositiveInfinity, positive.Length > 0 ? positive : [1]);

    private static PriorFamily Positive(string name, IReadOnlyList<string> arguments, string summary, Func<IReadOnlyList<double>, Expr, Expr> density) =>
        new(name, arguments, summary, density, _ => 0, _ => double.PositiveInfinity, [.. Enumerable.Range(0, arguments.Count)]);

    private static PriorFamily Joint(string name, IReadOnlyList<string> arguments, string summary) =>
        new(name, arguments, summary, (_, _) => throw new InvalidOperationException($"{name} is a density of several parameters."),
            _ => double.NegativeInfinity, _ => double.PositiveInfinity, name == "dirichlet" ? [0] : [1, 2, 3]) { IsJoint = true };
}
