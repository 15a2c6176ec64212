using BatchEstimator.Estimation.Numerics;
using BatchEstimator.Estimation.Priors;
using BatchEstimator.Estimation.Results;

namespace BatchEstimator.Estimation.Families;

/// <summary>The shared arithmetic of shares: counts, with a Dirichlet prior that counts as outcomes seen before.</summary>
internal static class DirichletMode
{
    /// <summary>
    /// p_k = (c_k + alpha_k - 1) / sum over all k, never below 0; shares that are held keep their value and the others divide the rest.
    /// Standard errors from the observed information on the simplex: sqrt(p (1 - p) / sum); a share of all there is has none.
    /// </summary>
    /// <param name="names">The parameters' names.</param>
    /// <param name="counts">The weight of each outcome.</param>
    /// <param name="constant">The part of the log-likelihood that does not depend on p.</param>
    /// <param name="prior">A Dirichlet prior, or null.</param>
    /// <param name="held">Shares that are given.</param>
    public static VectorEstimate Of(IReadOnlyList<string> names, double[] counts, double constant, Prior? prior, IReadOnlyList<double?> held)
    {
        int size = counts.Length;
        var alpha = Alpha(prior, size);
        double given = held.Sum(value => value ?? 0);
        var pseudo = new double[size];
        for (int k = 0; k < size; k++)
            pseudo[k] = held[k] is null ? Math.Max(0, counts[k] + (alpha?[k] ?? 1) - 1) : 0;
        double total = pseudo.Sum();
        if (!(total > 0))
            return VectorEstimate.Refuse(FitCodes.TooFewRows, "There is no observation of any level left to estimate from. A dirichlet prior with alpha above 1 would give an estimate.");
        var values = new double[size];
        var errors = new double?[size];
        var edge = new List<string>();
        for (int k = 0; k < size; k++)
        {
            double share = pseudo[k] / total;
            values[k] = held[k] ?? (1 - given) * share;
            if (held[k] is null && pseudo[k] == 0)
                edge.Add(names[k]);
            else if (held[k] is null && share < 1)
                errors[k] = (1 - given) * Math.Sqrt(share) * Math.Sqrt((1 - share) / total);
        }
        return new(values, errors, Reservations(edge, alpha), held.Count(value => value is null) - 1,
            constant + counts.Select((c, k) => c == 0 ? 0 : c * Math.Log(values[k])).Sum(),
            alpha is null ? null : LogDensity(alpha, values));
    }

    /// <summary>One alpha for every share: the single one repeated, or those given; null without a prior.</summary>
    private static IReadOnlyList<double>? Alpha(Prior? prior, int size) =>
        prior is null ? null : prior.Arguments.Count == 1 ? [.. Enumerable.Repeat(prior.Arguments[0], size)] : prior.Arguments;

    private static List<FitCode> Reservations(List<string> edge, IReadOnlyList<double>? alpha)
    {
        if (edge.Count == 0)
            return [];
        string why = alpha is null ? "never seen, so estimated as 0" : "estimated as 0, since counts and alpha - 1 together are not above 0";
        return [new(FitCodes.BoundaryEstimate, $"{string.Join(", ", edge)}: {why}, on the boundary, where a standard error does not exist. A dirichlet prior with alpha above 1 would move it inside.", edge)];
    }

    private static double? LogDensity(IReadOnlyList<double> alpha, double[] values)
    {
        double sum = SpecialFunctions.LogGamma(alpha.Sum());
        for (int k = 0; k < values.Length; k++)
            sum += (alpha[k] == 1 ? 0 : (alpha[k] - 1) * Math.Log(values[k])) - SpecialFunctions.LogGamma(alpha[k]);
        return double.IsFinite(sum) ? sum : null;
    }

    /// <summary>What is wrong with a prior on shares.</summary>
    public static string? Objection(Prior? prior, int? size) =>
        prior is null || prior.IsFlat ? null
        : prior.Family != PriorCatalogue.Dirichlet ? $"The prior of p is a dirichlet(alpha...), not {prior.Family.Name}."
        : size is { } k && prior.Arguments.Count != 1 && prior.Arguments.Count != k ? $"dirichlet takes one alpha, or one for each of the {k} levels; found {prior.Arguments.Count}."
        : null;
}
