using static BatchEstimator.Estimation.Numerics.SpecialFunctions;

namespace BatchEstimator.Estimation.Numerics;

/// <summary>
/// The regularised incomplete beta function I_x(a, b) = P(X &lt;= x) and its complement on the log scale, with their derivatives.
/// On the scale log(x/(1-x)) the density is log-concave; the side of the mean that holds x is integrated from x outwards
/// (for shapes up to 1 summed as a power series), the other follows by the complement.
/// </summary>
public static class IncompleteBeta
{
    /// <summary>log I_x(a, b) and log(1 - I_x(a, b)) with derivatives in a, b and x.</summary>
    /// <param name="a">The first shape, &gt; 0.</param>
    /// <param name="b">The second shape, &gt; 0.</param>
    /// <param name="x">The point, in [0, 1].</param>
    public static (Partials Lower, Partials Upper) At(double a, double b, double x) => At(a, b, x, 1 - x);

    /// <summary>The same where 1 - x is known better than x tells.</summary>
    /// <param name="a">The first shape, &gt; 0.</param>
    /// <param name="b">The second shape, &gt; 0.</param>
    /// <param name="x">The point, in [0, 1].</param>
    /// <param name="y">1 - x.</param>
    public static (Partials Lower, Partials Upper) At(double a, double b, double x, double y)
    {
        if (!(a > 0 && b > 0 && x >= 0 && y >= 0) || double.IsPositiveInfinity(a) || double.IsPositiveInfinity(b))
            return (Nowhere, Nowhere);
        if (x == 0)
            return Start(a, b);
        if (y == 0)
            return Start(b, a) is var end ? (end.Upper.Mirror(), end.Lower.Mirror()) : default;
        double beyond = Beyond(a, b, x, y);
        return beyond <= 0
            ? Below(a, b, x, y, beyond)
            : Below(b, a, y, x, -beyond) is var (upper, lower) ? (lower.Mirror(), upper.Mirror()) : default;
    }

    private static readonly Partials Nowhere = new(double.NaN, double.NaN, double.NaN, double.NaN, double.NaN, double.NaN, double.NaN, double.NaN, double.NaN, double.NaN);

    private static (Partials Lower, Partials Upper) Start(double a, double b)
    {
        const double infinity = double.PositiveInfinity;
        double slope = a > 1 ? 0 : a == 1 ? -b : -infinity;
        return (new(-infinity, -infinity, DigammaIncrement(b, a), infinity, Trigamma(a + b) - Trigamma(1 + a), Trigamma(a + b), TrigammaIncrement(b, a), infinity, 0, -infinity),
            Partials.Certain with { X = slope });
    }

    // b x - a y = (a + b) x - a: how far x lies beyond the mean, times a + b; whichever of x and y is smaller is the exact one.
    private static double Beyond(double a, double b, double x, double y)
    {
        var sum = DoubleDouble.Sum(a, b);
        return x <= 0.5 ? (double)(sum * x - a) : (double)(b - sum * y);
    }

    // x is at most the mean.
    private static (Partials, Partials) Below(double a, double b, double x, double y, double beyond)
    {
        if (a > 1)
            return Integral(a, b, x, y, beyond) is var integral ? (integral, integral.Complement()) : default;
        if (x <= 0.7)
            return Series(a, b, x, y) is var series ? (series, series.Complement()) : default;
        return Series(b, a, y, x).Mirror() is var upper ? (upper.Complement(), upper) : default;
    }

    private static Partials Integral(double a, double b, double x, double y, double beyond)
    {
        double end = End(a, b, x, y, beyond), kink = Math.Log(x / y);
        ReadOnlySpan<double> cuts = end < 6 ? [] : [kink - 256, kink - 64, kink - 16, kink - 4, kink + 4, kink + 16, kink + 64, kink + 256];
        var moments = TailQuadrature.Moments(new Tail(a, b, x, y, beyond), end, cuts);
        double sum = a + b, hazard = 1 / (x * y * moments.Mass), trigamma = Trigamma(sum);
        return new(LogDensity(a, b, x, y, beyond) + Math.Log(moments.Mass),
            moments.S + LogRatio(beyond / a, x * (sum / a)) + LogMinusDigamma(a) - LogMinusDigamma(sum),
            moments.T + LogRatio(-beyond / b, y * (sum / b)) + LogMinusDigamma(b) - LogMinusDigamma(sum),
            hazard, moments.SS + TrigammaIncrement(a, b), moments.ST + trigamma, moments.TT + TrigammaIncrement(b, a),
            -hazard * moments.S, -hazard * moments.T, hazard * ((a - 1) / x - (b - 1) / y - hazard));
    }

    /// <summary>log of x^a y^b / B(a, b), the density of log(X/(1-X)).</summary>
    internal static double LogDensity(double a, double b, double x, double y) => LogDensity(a, b, x, y, Beyond(a, b, x, y));

    private static double LogDensity(double a, double b, double x, double y, double beyond)
    {
        if (a < 1 || b < 1)
            return a * (y < 0.5 ? Log1P(-y) : Math.Log(x)) + b * (x < 0.5 ? Log1P(-x) : Math.Log(y)) - LogBeta(a, b);
        double sum = a + b, u = beyond / a, v = -beyond / b;
        double deviance = a * (Math.Abs(u) < 0.5 ? Log1PMinus(u) : Math.Log(x * (sum / a)) - u) + b * (Math.Abs(v) < 0.5 ? Log1PMinus(v) : Math.Log(y * (sum / b)) - v);
        return deviance + 0.5 * Math.Log(Math.Min(a, b) / (1 + Math.Min(a, b) / Math.Max(a, b))) - LogSqrtTwoPi
            - StirlingRemainder(a) - StirlingRemainder(b) + StirlingRemainder(sum);
    }

    private static double LogRatio(double excess, double ratio) => Math.Abs(excess) < 0.5 ? Log1P(excess) : Math.Log(ratio);

    // Newton from the right on the convex decay.
    private static double End(double a, double b, double x, double y, double beyond)
    {
        var tail = new Tail(a, b, x, y, beyond);
        double end = Math.Min(TailQuadrature.Negligible / Math.Abs(beyond), (TailQuadrature.Negligible - (a + b) * (x < 0.5 ? Log1P(-x) : Math.Log(y))) / a);
        for (int i = 0; i < 60; i++)
        {
            double fall = Math.Exp(-end), here = x * fall / (y + x * fall), step = (tail.Decay(end, out _, out _) - TailQuadrature.Negligible) / (a - (a + b) * here);
            end -= step;
            if (!(step > 0.01 * end))
                break;
        }
        return end;
    }

    // I = x^a / (a B(a, b)) (1 + a sum over n > 0 of (1-b)_n x^n / (n! (a + n))), DLMF 8.17.7, with derivatives in a and b.
    private static Partials Series(double a, double b, double x, double y)
    {
        double c = 1, cb = 0, cbb = 0, power = 1, w = 0, wa = 0, wb = 0, waa = 0, wab = 0, wbb = 0;
        for (int n = 1; n < 400; n++)
        {
            double ratio = (n - b) / n;
            (c, cb, cbb) = (c * ratio, cb * ratio - c / n, cbb * ratio - 2 * cb / n);
            power *= x;
            double share = power / (a + n), slope = share * n / (a + n);
            w += c * share;
            wa += c * slope;
            waa -= 2 * c * slope / (a + n);
            wb += cb * share;
            wab += cb * slope;
            wbb += cbb * share;
            if (Math.Max(Math.Max(Math.Abs(c), Math.Abs(cb)), Math.Abs(cbb)) * power < 1e-19 * Math.Min(1, Math.Abs(w)) && n > b * x)
                break;
        }
        double whole = 1 + a * w, value = a * Math.Log(x) - LogGammaOnePlus(a) + LogGammaIncrement(b, a) + Log1P(a * w);
        (wa, wb, waa, wab, wbb) = (wa / whole, a * wb / whole, waa / whole, wab / whole, a * wbb / whole);
        double hazard = Math.Exp(LogDensity(a, b, x, y) - value) / x / y, trigamma = Trigamma(a + b);
        double first = Math.Log(x) - Digamma(1 + a) + Digamma(a + b) + wa, second = DigammaIncrement(b, a) + wb;
        double logY = x < 0.5 ? Log1P(-x) : Math.Log(y);
        return new(value, first, second, hazard,
            trigamma - Trigamma(1 + a) + waa - wa * wa, trigamma + wab - wa * wb, TrigammaIncrement(b, a) + wbb - wb * wb,
            hazard * (1 / a - wa), hazard * (logY + LogMinusDigamma(b) - Math.Log(b) + Digamma(a + b) - second), hazard * ((a - 1) / x - (b - 1) / y - hazard));
    }

    // log(X/(1-X)) = log(x/y) - w: decay a w + (a + b) log(1 + z) with z = x (e^-w - 1), or with Z = y (e^w - 1) - b w + (a + b) log(1 + Z);
    // near w = 0 the linear part is split off.
    private readonly struct Tail(double a, double b, double x, double y, double beyond) : ITail
    {
        public double Decay(double w, out double s, out double t)
        {
            bool left = x <= 0.5;
            double bend = ExpM1Minus(left ? -w : w), z = left ? x * (bend - w) : y * (bend + w), log = Log1P(z);
            (s, t) = left ? (-w - log, -log) : (-log, w - log);
            if (w < 1 && z < 1)
                return (a + b) * (Log1PMinus(z) + (left ? x : y) * bend) - beyond * w;
            return (left ? a : -b) * w + (a + b) * log;
        }
    }
}
