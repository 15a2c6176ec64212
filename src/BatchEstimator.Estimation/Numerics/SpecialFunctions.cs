using Library = MathNet.Numerics.SpecialFunctions;

namespace BatchEstimator.Estimation.Numerics;

/// <summary>The special functions the kernel needs, one number at a time: elementary ones that lose nothing to cancellation, and the normal distribution's.</summary>
public static partial class SpecialFunctions
{
    internal const double LogSqrtTwoPi = 0.918938533204672741780329736406;

    // 1 / (k + 2)!
    private static readonly double[] ExpTail = [.. Enumerable.Range(2, 19).Select(k => 1 / Library.Factorial(k))];

    /// <summary>log(1 + x), exact for small x: 1 + x is rounded, but log(u) x / (u - 1) is not (W. Kahan, HP-15C Advanced Functions Handbook, 1982).</summary>
    public static double Log1P(double x)
    {
        double u = 1 + x;
        return u == 1 ? x : double.IsPositiveInfinity(u) ? u : u == 0 ? double.NegativeInfinity : Math.Log(u) * x / (u - 1);
    }

    /// <summary>exp(x) - 1, exact for small x, by the same correction.</summary>
    public static double ExpM1(double x)
    {
        double u = Math.Exp(x);
        return u == 1 ? x : u - 1 == -1 ? -1 : double.IsPositiveInfinity(u) ? u : (u - 1) * x / Math.Log(u);
    }

    /// <summary>log(1 + x) - x without cancellation: with r = x / (2 + x) it is -x r + 2 r^3 (1/3 + r^2/5 + r^4/7 + ...).</summary>
    public static double Log1PMinus(double x)
    {
        if (!(Math.Abs(x) < 0.5))
            return double.IsPositiveInfinity(x) ? double.NegativeInfinity : Log1P(x) - x;
        double r = x / (2 + x), square = r * r, power = 1, sum = 0;
        for (int k = 3; power > 1e-17; k += 2, power *= square)
            sum += power / k;
        return 2 * r * square * sum - x * r;
    }

    /// <summary>exp(x) - 1 - x without cancellation.</summary>
    public static double ExpM1Minus(double x)
    {
        if (!(Math.Abs(x) < 1))
            return double.IsPositiveInfinity(x) ? x : ExpM1(x) - x;
        double sum = 0;
        for (int k = Math.Abs(x) < 0.05 ? 8 : 18; k >= 0; k--)
            sum = sum * x + ExpTail[k];
        return sum * x * x;
    }

    /// <summary>log(1 - exp(x)) for x &lt;= 0: the logarithm of a complement (M. Maechler, Accurately computing log(1 - exp(-|a|)), 2012).</summary>
    public static double Log1MExp(double x) => x > -0.6931471805599453 ? Math.Log(-ExpM1(x)) : Log1P(-Math.Exp(x));

    /// <summary>1 / (1 + exp(-x)), accurate in both tails.</summary>
    public static double Logistic(double x) => x >= 0 ? 1 / (1 + Math.Exp(-x)) : Math.Exp(x) is var e ? e / (1 + e) : 0;

    /// <summary>log(1 + exp(x)), accurate in both tails.</summary>
    public static double Softplus(double x) => Math.Max(x, 0) + Log1P(Math.Exp(-Math.Abs(x)));

    /// <summary>The principal branch of w exp(w) = x, for x &gt;= -1/e: a start by the branch point's series or by logarithms, then Halley's steps.</summary>
    public static double LambertW0(double x)
    {
        if (double.IsPositiveInfinity(x) || x == 0)
            return x;
        // 1 + e x, with e in two parts: the distance to the branch point decides everything near it.
        double distance = Math.FusedMultiplyAdd(Math.E, x, 1) + 1.4456468917292502e-16 * x;
        if (!(distance > 0))
            return distance > -1e-15 ? -1 : double.NaN;
        double p = Math.Sqrt(2 * distance);
        if (p < 1e-2)
            return -1 + p * (1 - p * (1.0 / 3 - p * (11.0 / 72 - p * (43.0 / 540 - p * (769.0 / 17280 - p * (221.0 / 8505 - p * 680863.0 / 43545600))))));
        double w = x < 1 ? -1 + p * (1 - p * (1.0 / 3 - p * 11.0 / 72)) : x < 3 ? 0.6 * Log1P(x) + 0.1 : Math.Log(x) - Math.Log(Math.Log(x));
        if (Math.Abs(x) < 0.3)
            w = x * (1 - x * (1 - 1.5 * x));
        for (int i = 0; i < 20; i++)
        {
            // f / e^w = w - x e^-w: no overflow for large x.
            double f = w - x * Math.Exp(-w), step = f / (w + 1 - (w + 2) * f / (2 * w + 2));
            w -= step;
            if (Math.Abs(step) <= 1e-9 * Math.Abs(w))
                break;
        }
        return w;
    }

    /// <summary>The error function.</summary>
    public static double Erf(double x) => Library.Erf(x);

    /// <summary>One minus the error function, accurate in the right tail.</summary>
    public static double Erfc(double x) => x > 5 ? 2 * NormalCdf(-x * Math.Sqrt(2)) : Library.Erfc(x);

    /// <summary>The standard normal distribution function, accurate in both tails.</summary>
    public static double NormalCdf(double x) => x < -5 ? NormalDensity(x) * MillsRatio(-x) : 0.5 * Library.Erfc(-x / Math.Sqrt(2));

    /// <summary>The standard normal density; the square in the exponent is split so that its rounding does not show.</summary>
    public static double NormalDensity(double x)
    {
        double coarse = Math.Round(Math.Min(Math.Abs(x), 50) * 16) / 16, rest = Math.Abs(x) - coarse;
        return Math.Exp(-0.5 * coarse * coarse) * Math.Exp(-rest * (coarse + 0.5 * rest)) * 0.398942280401432677939946;
    }

    /// <summary>The logarithm of the standard normal distribution function, for any x.</summary>
    public static double LogNormalCdf(double x) =>
        x < -5 ? Math.Log(MillsRatio(-x)) - 0.5 * x * x - LogSqrtTwoPi : x < 0 ? Math.Log(NormalCdf(x)) : Log1P(-NormalCdf(-x));

    /// <summary>phi(x)/Phi(x): the slope of <see cref="LogNormalCdf"/>.</summary>
    public static double NormalHazard(double x) => x < -3 ? NormalHazardExcess(x) - x : NormalDensity(x) / NormalCdf(x);

    /// <summary>x + phi(x)/Phi(x); for x = -t far to the left it is the continued fraction 1/(t + 2/(t + 3/(t + ...))) (Abramowitz and Stegun 26.2.14).</summary>
    public static double NormalHazardExcess(double x)
    {
        if (!(x < -3))
            return x + NormalHazard(x);
        double tail = -x;
        for (int n = x < -50 ? 8 : x < -12 ? 25 : 80; n > 1; n--)
            tail = -x + n / tail;
        return 1 / tail;
    }

    // P(X > x) / density for x > 5.
    private static double MillsRatio(double x) => 1 / NormalHazard(-x);

    /// <summary>The standard normal quantile.</summary>
    /// <param name="p">The probability, in [0, 1].</param>
    public static double NormalQuantile(double p) => p <= 0.5 ? NormalQuantileOfLog(Math.Log(p)) : -NormalQuantileOfLog(Math.Log(1 - p));

    /// <summary>The x at which the logarithm of the standard normal distribution function is a given one: exact however small the probability.</summary>
    /// <param name="logP">log p, at most log(1/2) for full accuracy.</param>
    public static double NormalQuantileOfLog(double logP)
    {
        if (double.IsNegativeInfinity(logP) || double.IsNaN(logP))
            return logP;
        if (logP >= 0)
            return logP == 0 ? double.PositiveInfinity : double.NaN;
        double x = logP > -1.5 ? -0.8416212335729143 + (logP + 1.6094379124341003) / 1.4 : -Math.Sqrt(Math.Max(0.1, -2 * logP - Math.Log(6.283185307179586 * Math.Max(0.5, -2 * logP - 1.8))));
        for (int i = 0; i < 30; i++)
        {
            // Halley on log Phi(x) - log p, which is concave: its second derivative is -h (x + h) with h its slope.
            double h = NormalHazard(x), gap = LogNormalCdf(x) - logP, step = gap / h;
            step /= 1 + 0.5 * step * (x + h) is var damp && damp > 0.5 ? damp : 1;
            x -= step;
            if (Math.Abs(step) <= 1e-10 * (1 + Math.Abs(x)))
                break;
        }
        return x;
    }

    /// <summary>P(X &lt;= k) for a Poisson count with mean lambda.</summary>
    public static double PoissonCdf(double k, double lambda) =>
        k < 0 ? 0 : lambda == 0 ? 1 : Math.Exp(IncompleteGamma.At(Math.Floor(k) + 1, lambda).Upper.Value);

    /// <summary>P(X &lt;= k) for a binomial count.</summary>
    public static double BinomialCdf(double k, double trials, double theta) =>
        k < 0 ? 0 : k >= trials ? 1 : Math.Exp(IncompleteBeta.At(trials - Math.Floor(k), Math.Floor(k) + 1, 1 - theta, theta).Lower.Value);
}
