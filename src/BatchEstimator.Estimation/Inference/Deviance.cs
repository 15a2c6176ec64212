using BatchEstimator.Estimation.Numerics;

namespace BatchEstimator.Estimation.Inference;

/// <summary>
/// The deviance of a row: twice the gain in log-likelihood if its mean were the row itself, in units of the dispersion (so for the normal
/// the squared residual, for gamma and inverse Gaussian free of shape and lambda, for a negative binomial at its size).
/// </summary>
/// <remarks>P. McCullagh and J. A. Nelder, Generalized Linear Models, 2nd ed. (1989), section 2.3.1.</remarks>
public static class Deviance
{
    /// <summary>The deviance of a row.</summary>
    /// <param name="y">The response.</param>
    /// <param name="mean">Its fitted mean; for a binomial response that of one trial.</param>
    /// <param name="extra">The trials of a binomial response, the size of a negative binomial one; else unused.</param>
    public delegate double OfRow(double y, double mean, double extra);

    /// <summary>The deviance of a family; null if it has none by this definition.</summary>
    /// <param name="family">The family's name.</param>
    public static OfRow? Of(string family) => family switch
    {
        "normal" => (y, mean, _) => (y - mean) * (y - mean),
        "bernoulli" => (y, mean, _) => 2 * (Times(y, mean) + Times(1 - y, 1 - mean)),
        "binomial" => (y, mean, trials) => 2 * (Times(y, trials * mean) + Times(trials - y, trials * (1 - mean))),
        "poisson" => (y, mean, _) => 2 * (Times(y, mean) - (y - mean)),
        "negative_binomial" => (y, mean, size) => 2 * (Times(y, mean) - (y + size) * SpecialFunctions.Log1P((y - mean) / (mean + size))),
        "geometric" => (y, mean, _) => 2 * (Times(y, mean) - (y + 1) * SpecialFunctions.Log1P((y - mean) / (mean + 1))),
        "gamma" => (y, mean, _) => -2 * (SpecialFunctions.Log1P((y - mean) / mean) - (y - mean) / mean),
        "inverse_gaussian" => (y, mean, _) => (y - mean) * (y - mean) / (mean * mean * y),
        _ => null,
    };

    // y log(y / mean), 0 at y = 0.
    private static double Times(double y, double mean) => y == 0 ? 0 : y * Math.Log(y / mean);
}
