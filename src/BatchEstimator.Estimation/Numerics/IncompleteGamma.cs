using static BatchEstimator.Estimation.Numerics.SpecialFunctions;

namespace BatchEstimator.Estimation.Numerics;

/// <summary>
/// The regularised incomplete gamma functions P(a, x) = P(T &lt;= x) and Q = 1 - P of a gamma variate T with shape a and unit rate, on the log scale,
/// with their derivatives. On the scale u = log t the density exp(a u - e^u) is log-concave; the side of its mode that does not contain it
/// is integrated, the other follows by the complement. No expansion for large a is needed: the mode's neighbourhood just becomes normal.
/// </summary>
public static class IncompleteGamma
{
    /// <summary>log P(a, x) and log Q(a, x) with derivatives in a and x.</summary>
    /// <param name="a">The shape, &gt; 0.</param>
    /// <param name="x">The point, &gt;= 0.</param>
    public static (Partials Lower, Partials Upper) At(double a, double x)
    {
        if (!(a > 0 && x >= 0) || double.IsPositiveInfinity(a))
            return (Nowhere, Nowhere);
        if (x == 0 || double.IsPositiveInfinity(x))
            return Ends(a, x);
        if (a <= 1 && x <= 1)
            return Small(a, x) is var small ? (small, small.Complement()) : default;
        if (x < a)
            return Lower(a, x) is var lower ? (lower, lower.Complement()) : default;
        return Upper(a, x);
    }

    private static readonly Partials Nowhere = new(double.NaN, double.NaN, 0, double.NaN, double.NaN, 0, 0, double.NaN, 0, double.NaN);

    private static (Partials Lower, Partials Upper) Ends(double a, double x)
    {
        const double infinity = double.PositiveInfinity;
        double bend = -Trigamma(1 + a);
        return x == 0
            ? (new(-infinity, -infinity, 0, infinity, bend, 0, 0, infinity, 0, -infinity), Partials.Certain with { X = a > 1 ? 0 : a == 1 ? -1 : -infinity })
            : (Partials.Certain, new(-infinity, infinity, 0, -1, -Trigamma(a), 0, 0, 0, 0, 0));
    }

    /// <summary>log of x^a e^-x / Gamma(a), the density of log T at log x.</summary>
    internal static double LogDensity(double a, double x)
    {
        if (a < 1)
            return a * Math.Log(x) - x - LogGamma(a);
        double excess = (x - a) / a;
        double deviance = Math.Abs(excess) < 0.5 ? Log1PMinus(excess) : Math.Log(x / a) - excess;
        return a * deviance + 0.5 * Math.Log(a) - LogSqrtTwoPi - StirlingRemainder(a);
    }

    // log x minus the mean of log T, without cancellation for large a.
    private static double CentredLog(double a, double x) =>
        a < 1 ? Math.Log(x) - Digamma(a) : (Math.Abs(x - a) < 0.5 * a ? Log1P((x - a) / a) : Math.Log(x / a)) + LogMinusDigamma(a);

    private static (Partials Lower, Partials Upper) Upper(double a, double x)
    {
        double end = Math.Min(TailQuadrature.Negligible / (x - a), Math.Sqrt(2 * TailQuadrature.Negligible / x));
        for (int i = 0; i < 3; i++)
            end -= ((x - a) * end + x * ExpM1Minus(end) - TailQuadrature.Negligible) / (x * Math.Exp(end) - a);
        var moments = TailQuadrature.Moments(new UpperTail(a, x), end);
        double hazard = 1 / (x * moments.Mass);
        var upper = new Partials(LogDensity(a, x) + Math.Log(moments.Mass), moments.S + CentredLog(a, x), 0, -hazard,
            moments.SS - Trigamma(a), 0, 0, hazard * moments.S, 0, hazard * (1 / x - moments.T));
        var lower = upper.Complement();
        if (a >= 1)
            return (lower, upper);
        // Q is a times a smooth function of a: with m and v the derivatives of log(Q/a), those of Q are Q (m + 1/a) and Q (v + m^2 + 2 m/a).
        double odds = Math.Exp(upper.Value - lower.Value), m = moments.S + Math.Log(x) - Digamma(1 + a), v = moments.SS - Trigamma(1 + a);
        return (lower with { AA = -odds * (v + m * m) - odds / a * 2 * m - lower.A * lower.A }, upper);
    }

    private static Partials Lower(double a, double x)
    {
        double end = Math.Min(TailQuadrature.Negligible / (a - x), (TailQuadrature.Negligible + x) / a);
        if (x > 3 * TailQuadrature.Negligible)
            end = Math.Min(end, Math.Sqrt(3 * TailQuadrature.Negligible / x));
        for (int i = 0; i < 4; i++)
            end -= ((a - x) * end + x * ExpM1Minus(-end) - TailQuadrature.Negligible) / (a - x * Math.Exp(-end));
        var moments = TailQuadrature.Moments(new LowerTail(a, x), end);
        double hazard = 1 / (x * moments.Mass);
        return new(LogDensity(a, x) + Math.Log(moments.Mass), moments.S + CentredLog(a, x), 0, hazard,
            moments.SS - Trigamma(a), 0, 0, -hazard * moments.S, 0, -hazard * (1 / x - moments.T));
    }

    // P = x^a / Gamma(1 + a) (1 + a sum over n > 0 of (-x)^n / (n! (a + n))), Abramowitz and Stegun 6.5.29, with derivatives in a;
    // log P keeps its digits when a is so small that P is next to 1.
    private static Partials Small(double a, double x)
    {
        double term = 1, sum = 0, slope = 0, bend = 0, logX = Math.Log(x);
        for (int n = 1; n < 30; n++)
        {
            term *= -x / n;
            double share = 1 / (a + n);
            sum += term * share;
            slope += term * n * share * share;
            bend -= 2 * term * n * share * share * share;
        }
        double whole = 1 + a * sum, value = a * logX - LogGammaOnePlus(a) + Log1P(a * sum), relative = slope / whole;
        double hazard = Math.Exp(LogDensity(a, x) - value) / x, first = logX - Digamma(1 + a) + relative;
        return new(value, first, 0, hazard, bend / whole - relative * relative - Trigamma(1 + a), 0, 0,
            hazard * (logX - Digamma(a) - first), 0, hazard * ((a - 1) / x - 1 - hazard));
    }

    // log t = log x + v: density exp((a - x) v - x (e^v - 1 - v)).
    private readonly struct UpperTail(double a, double x) : ITail
    {
        public double Decay(double v, out double s, out double t)
        {
            double bend = ExpM1Minus(v);
            (s, t) = (v, bend + v);
            return (x - a) * v + x * bend;
        }
    }

    // log t = log x - v: density exp(-(a - x) v - x (e^-v - 1 + v)).
    private readonly struct LowerTail(double a, double x) : ITail
    {
        public double Decay(double v, out double s, out double t)
        {
            double bend = ExpM1Minus(-v);
            (s, t) = (-v, bend - v);
            return (a - x) * v + x * bend;
        }
    }
}
