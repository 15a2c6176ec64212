using Library = MathNet.Numerics.SpecialFunctions;

namespace BatchEstimator.Estimation.Numerics;

/// <summary>The special functions the kernel needs: MathNet's where they are accurate enough, with the corners it leaves open closed.</summary>
public static class SpecialFunctions
{
    /// <summary>log(1 + x), exact for small x: 1 + x is rounded, but log(u) x / (u - 1) is not (W. Kahan, HP-15C Advanced Functions Handbook, 1982).</summary>
    public static double Log1P(double x)
    {
        double u = 1 + x;
        return u == 1 ? x : double.IsPositiveInfinity(u) ? u : Math.Log(u) * x / (u - 1);
    }

    /// <summary>exp(x) - 1, exact for small x, by the same correction.</summary>
    public static double ExpM1(double x)
    {
        double u = Math.Exp(x);
        return u == 1 ? x : u - 1 == -1 ? -1 : double.IsPositiveInfinity(u) ? u : (u - 1) * x / Math.Log(u);
    }

    /// <summary>log Gamma(x) for x &gt; 0; exact to the last digits at the small integers that counts are made of.</summary>
    public static double LogGamma(double x) =>
        x <= 170 && x == Math.Floor(x) && x >= 1 ? Library.FactorialLn((int)x - 1) : Library.GammaLn(x);

    /// <summary>The derivative of log Gamma.</summary>
    public static double Digamma(double x) => Library.DiGamma(x);

    /// <summary>The second derivative of log Gamma, by recurrence and asymptotic series (Abramowitz and Stegun 6.4.6, 6.4.12).</summary>
    public static double Trigamma(double x)
    {
        double sum = 0;
        for (; x < 15; x++)
            sum += 1 / (x * x);
        double r = 1 / (x * x);
        return sum + 1 / x + r / 2 + r / x * (1.0 / 6 - r * (1.0 / 30 - r * (1.0 / 42 - r * (1.0 / 30 - r * 5.0 / 66))));
    }

    /// <summary>log of n over k.</summary>
    public static double LogBinomial(double n, double k) => LogGamma(n + 1) - LogGamma(k + 1) - LogGamma(n - k + 1);

    /// <summary>The standard normal distribution function, accurate in both tails.</summary>
    public static double NormalCdf(double x) => 0.5 * Library.Erfc(-x / Math.Sqrt(2));

    /// <summary>The standard normal quantile, refined by one Newton step in the tail that holds p.</summary>
    public static double NormalQuantile(double p)
    {
        double x = -Math.Sqrt(2) * Library.ErfcInv(2 * p);
        if (!double.IsFinite(x) || x == 0)
            return x;
        double error = x < 0 ? NormalCdf(x) - p : (1 - p) - NormalCdf(-x);
        return x - error * Math.Sqrt(2 * Math.PI) * Math.Exp(0.5 * x * x);
    }

    /// <summary>P(X &lt;= k) for a Poisson count with mean lambda.</summary>
    public static double PoissonCdf(double k, double lambda) =>
        k < 0 ? 0 : lambda == 0 ? 1 : lambda < 1e6 ? Library.GammaUpperRegularized(Math.Floor(k) + 1, lambda) : LargeGammaUpper(Math.Floor(k) + 1, lambda);

    // The series of the library takes as many steps as sqrt(lambda) or more. The first two terms of N. M. Temme's uniform expansion
    // (Math. Comp. 29 (1975) 1109) have an error below 1e-11 from 1e6 on.
    private static double LargeGammaUpper(double a, double x)
    {
        double mu = (x - a) / a;
        double half = Math.Abs(mu) < 0.01
            ? mu * mu * (1.0 / 2 - mu * (1.0 / 3 - mu * (1.0 / 4 - mu * (1.0 / 5 - mu * (1.0 / 6 - mu * (1.0 / 7 - mu / 8))))))
            : mu - Math.Log(1 + mu);
        double eta = Math.CopySign(Math.Sqrt(2 * half), mu);
        double correction = Math.Abs(eta) < 0.01 ? -1.0 / 3 + eta * (1.0 / 12 - eta * 2 / 135) : 1 / mu - 1 / eta;
        return Math.Clamp(0.5 * Library.Erfc(eta * Math.Sqrt(a / 2)) + Math.Exp(-a * half) / Math.Sqrt(2 * Math.PI * a) * correction, 0, 1);
    }

    /// <summary>P(X &lt;= k) for a binomial count.</summary>
    public static double BinomialCdf(double k, double trials, double theta) =>
        k < 0 ? 0 : k >= trials ? 1 : Library.BetaRegularized(trials - Math.Floor(k), Math.Floor(k) + 1, 1 - theta);
}
