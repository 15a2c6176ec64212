using static BatchEstimator.Estimation.Numerics.SpecialFunctions;

namespace BatchEstimator.Estimation.Numerics;

/// <summary>
/// The log probability of a negative binomial count, log [Gamma(x + r) / (Gamma(r) x!) (r / (r + mu))^r (mu / (r + mu))^x], with its first
/// and second derivatives in size r and mean mu. Written with the usual functions it loses every digit both for large sizes, where it
/// becomes Poisson's and its slope in r is the small difference of large numbers, and for large counts.
/// </summary>
public static class NegativeBinomialDensity
{
    /// <summary>Value and derivatives: A in the size, B in the mean; those in x are not defined and 0.</summary>
    /// <param name="r">The size, &gt; 0.</param>
    /// <param name="mu">The mean, &gt; 0; for x = 0 also 0.</param>
    /// <param name="x">A whole number, at least 0.</param>
    public static Partials At(double r, double mu, double x)
    {
        double sum = r + mu, failure = mu / sum, success = r / sum;
        var (first, second) = InSize(r, mu, x);
        double cross = (x - mu) / sum / sum;
        return x == 0
            ? new(-r * Log1P(mu / r), first, -success, 0, second, cross, success / sum, 0, 0, 0)
            // The density of a beta variate's log odds differs from this probability by the factor x.
            : new(IncompleteBeta.LogDensity(r, x, success, failure) - Math.Log(x), first, (x - mu) / sum * (r / mu), 0,
                second, cross, r / mu / mu * (failure * failure - x / sum * (1 + failure)), 0, 0, 0);
    }

    // digamma(r + x) - digamma(r) - log(1 + mu/r) - u with u = (x - mu)/(r + mu), where the logarithms of the digammas and the third term make log(1 + u).
    private static (double First, double Second) InSize(double r, double mu, double x)
    {
        double sum = r + mu, u = (x - mu) / sum, next = r + x, a = 1 / r, b = 1 / next;
        if (r < 12)
            return (DigammaIncrement(r, x) - Log1P(mu / r) - u, TrigammaIncrement(r, x) + (mu / r + u) / sum);
        // log r - digamma(r) - the same at r + x: by the differences of the terms of its series where they are enough (Abramowitz and Stegun 6.3.18).
        double gap = x * a * b, drop = gap * (0.5 + (a + b) / 12), slope = -gap * (0.5 * (a + b) + (a * a + a * b + b * b) / 6);
        return r < 1000
            ? (Log1PMinus(u) + LogMinusDigamma(r) - LogMinusDigamma(next), u * u / next + gap + TrigammaIncrement(r, x))
            : (Log1PMinus(u) + drop, u * u / next + slope);
    }
}
