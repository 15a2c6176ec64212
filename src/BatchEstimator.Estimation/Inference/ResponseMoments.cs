namespace BatchEstimator.Estimation.Inference;

/// <summary>Mean and variance of a response, and the variance function V of generalised linear models, in which the variance is V times the dispersion.</summary>
/// <remarks>
/// P. McCullagh and J. A. Nelder, Generalized Linear Models, 2nd ed. (1989), table 2.1; beta: S. Ferrari and F. Cribari-Neto, J. Appl. Statist. 31
/// (2004) 799-815, equation 3; zero inflation: D. Lambert, Technometrics 34 (1992) 1-14, section 1.
/// </remarks>
public static class ResponseMoments
{
    /// <summary>The moments of a row.</summary>
    /// <param name="natural">The family's parameters.</param>
    /// <param name="trials">The trials of a binomial response; else unused.</param>
    public delegate (double Mean, double Variance, double Function) OfRow(ReadOnlySpan<double> natural, double trials);

    /// <summary>The moments of a family; null if it has none here.</summary>
    /// <param name="family">The family's name.</param>
    public static OfRow? Of(string family) => family switch
    {
        "normal" => (p, _) => (p[0], p[1] * p[1], 1),
        "bernoulli" => (p, _) => Plain(p[0], p[0] * (1 - p[0])),
        "binomial" => (p, trials) => Plain(trials * p[0], trials * p[0] * (1 - p[0])),
        "poisson" => (p, _) => Plain(p[0], p[0]),
        "geometric" => (p, _) => Plain((1 - p[0]) / p[0], (1 - p[0]) / (p[0] * p[0])),
        "negative_binomial" => (p, _) => Plain(p[1], p[1] + p[1] * p[1] / p[0]),
        "zero_inflated_poisson" => (p, _) => Plain((1 - p[0]) * p[1], (1 - p[0]) * p[1] * (1 + p[0] * p[1])),
        "zero_inflated_negative_binomial" => (p, _) => Plain((1 - p[0]) * p[2], (1 - p[0]) * p[2] * (1 + p[2] * (p[0] + 1 / p[1]))),
        "gamma" => (p, _) => (p[0] / p[1], p[0] / (p[1] * p[1]), p[0] * p[0] / (p[1] * p[1])),
        "inverse_gaussian" => (p, _) => (p[0], p[0] * p[0] * p[0] / p[1], p[0] * p[0] * p[0]),
        "beta" => (p, _) => Plain(p[0] / (p[0] + p[1]), p[0] * p[1] / ((p[0] + p[1]) * (p[0] + p[1]) * (1 + p[0] + p[1]))),
        _ => null,
    };

    private static (double Mean, double Variance, double Function) Plain(double mean, double variance) => (mean, variance, variance);
}
