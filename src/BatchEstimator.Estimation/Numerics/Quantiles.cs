using static BatchEstimator.Estimation.Numerics.SpecialFunctions;

namespace BatchEstimator.Estimation.Numerics;

/// <summary>
/// Quantiles from either tail, with derivatives in the shapes (a, b) and in p (as x) by the implicit function theorem. The log of the smaller tail,
/// taken on the scale where the density is log-concave, is itself concave, so that Newton's steps converge from wherever they start.
/// </summary>
public static class Quantiles
{
    /// <summary>The gamma quantile with shape a and unit rate.</summary>
    /// <param name="a">The shape.</param>
    /// <param name="p">The probability below, in (0, 1).</param>
    /// <param name="q">1 - p.</param>
    public static Partials Gamma(double a, double p, double q)
    {
        bool lower = p <= q;
        Partials At(double x) => lower ? IncompleteGamma.At(a, x).Lower : IncompleteGamma.At(a, x).Upper;
        double normal = 1 - 1 / (9 * a) + Deviate(p, q) / (3 * Math.Sqrt(a)), small = (Math.Log(p) + LogGammaOnePlus(a)) / a;
        if (small < -690)
            return Implied(Math.Exp(small), At, p, q, lower);
        double start = normal > 0.1 ? Math.Log(a) + 3 * Math.Log(normal) : lower ? small : Math.Max(small, -5);
        return Implied(Math.Exp(Solve(u => At(Math.Exp(u)) is var f ? (f.Value, f.X * Math.Exp(u)) : default, Target(p, q), start)), At, p, q, lower);
    }

    /// <summary>The beta quantile. Its distance to 1 is the quantile with a and b, p and q exchanged.</summary>
    /// <param name="a">The first shape.</param>
    /// <param name="b">The second shape.</param>
    /// <param name="p">The probability below, in (0, 1).</param>
    /// <param name="q">1 - p.</param>
    public static Partials Beta(double a, double b, double p, double q)
    {
        bool lower = p <= q;
        Partials Side(double x, double y) => lower ? IncompleteBeta.At(a, b, x, y).Lower : IncompleteBeta.At(a, b, x, y).Upper;
        double start = Digamma(a) - Digamma(b) + Deviate(p, q) * Math.Sqrt(Trigamma(a) + Trigamma(b));
        double u = Solve(u =>
        {
            double x = Logistic(u), y = Logistic(-u);
            var f = Side(x, y);
            return (f.Value, f.X * x * y);
        }, Target(p, q), Math.Clamp(start, -600, 600));
        double rest = Logistic(-u);
        return Implied(Logistic(u), x => Side(x, rest), p, q, lower);
    }

    /// <summary>Student's t quantile; a stands for the degrees of freedom.</summary>
    /// <param name="df">The degrees of freedom; infinite is the normal limit.</param>
    /// <param name="p">The probability below, in (0, 1).</param>
    /// <param name="q">1 - p.</param>
    public static Partials Student(double df, double p, double q)
    {
        if (p < q)
            return Student(df, q, p) is var mirrored ? mirrored with { Value = -mirrored.Value, A = -mirrored.A, AA = -mirrored.AA, XX = -mirrored.XX } : default;
        double z = Deviate(p, q), root = Math.Sqrt(df), x = z;
        if (p == q)
            x = 0;
        else if (double.IsFinite(df))
        {
            x = root * Math.Sinh(Solve(theta =>
            {
                var f = StudentT.At(df, root * Math.Sinh(theta)).Upper;
                return (f.Value, f.X * root * Math.Cosh(theta));
            }, Math.Log(q), Math.Min(30, Math.Asinh(z * (1 + (z * z + 1) / (4 * df)) / root)), 709));
        }
        return Implied(x, t => StudentT.At(df, t).Upper, p, q, false);
    }

    /// <summary>The inverse Gaussian quantile with mean 1; a stands for phi, the shape over the mean.</summary>
    /// <param name="phi">The shape over the mean.</param>
    /// <param name="p">The probability below, in (0, 1).</param>
    /// <param name="q">1 - p.</param>
    public static Partials InverseGaussian(double phi, double p, double q)
    {
        bool lower = p <= q;
        Partials At(double x) => lower ? InverseGaussianCdf.At(phi, x).Lower : InverseGaussianCdf.At(phi, x).Upper;
        double spread = 1 / Math.Sqrt(phi), start = Math.Asinh(0.5 * spread * Deviate(p, q)) * 2 - 0.5 * Math.Min(1, spread * spread);
        double u = Solve(u => At(Math.Exp(u)) is var f ? (f.Value, f.X * Math.Exp(u)) : default, Target(p, q), start);
        return Implied(Math.Exp(u), At, p, q, lower);
    }

    /// <summary>The von Mises quantile, an angle in (-pi, pi) from the mean direction; a stands for kappa.</summary>
    /// <param name="kappa">The concentration.</param>
    /// <param name="p">The probability below, in (0, 1).</param>
    /// <param name="q">1 - p.</param>
    public static Partials VonMises(double kappa, double p, double q)
    {
        if (p > q)
            return VonMises(kappa, q, p) is var mirrored ? mirrored with { Value = -mirrored.Value, A = -mirrored.A, AA = -mirrored.AA, XX = -mirrored.XX } : default;
        double low = -Math.PI, high = 0, x = Math.Max(Deviate(p, q) / Math.Sqrt(Math.Max(kappa, 0.4)), -3);
        for (int i = 0; i < 100 && p < q; i++)
        {
            // Newton on the log, kept inside the bracket.
            var f = VonMisesCdf.At(x, kappa);
            (low, high) = f.Value < p ? (x, high) : (low, x);
            double next = x - Math.Log(f.Value / p) * f.Value / f.X;
            next = next >= low && next <= high ? next : 0.5 * (low + high);
            double step = Math.Abs(next - x);
            x = next;
            if (step <= 1e-9 * Math.Abs(x))
                break;
        }
        x = p == q ? 0 : x;
        var at = VonMisesCdf.At(x, kappa);
        double down = -at.A / at.X, up = 1 / at.X;
        return new(x, down, 0, up, -(at.AA + 2 * at.AX * down + at.XX * down * down) / at.X, 0, 0,
            -(at.AX + at.XX * down) * up / at.X, 0, -at.XX * up * up / at.X);
    }

    private static double Deviate(double p, double q) => p <= q ? NormalQuantileOfLog(Math.Log(p)) : -NormalQuantileOfLog(Math.Log(q));

    private static double Target(double p, double q) => Math.Log(Math.Min(p, q));

    // Newton on a concave function.
    private static double Solve(Func<double, (double Value, double Slope)> f, double target, double start, double limit = 700)
    {
        double u = start;
        for (int i = 0; i < 200; i++)
        {
            var (value, slope) = f(u);
            double step = Math.Clamp((target - value) / slope, -Math.Max(5, 0.5 * Math.Abs(u)), Math.Max(5, 0.5 * Math.Abs(u)));
            if (double.IsNaN(step))
                break;
            u = Math.Clamp(u + step, -limit, limit);
            if (Math.Abs(step) <= 1e-9 * Math.Min(1, Math.Abs(u)))
                break;
        }
        return u;
    }

    // F(a, b, x) = log p, or log q: F_i + F_x x_i = 0 and so on.
    private static Partials Implied(double x, Func<double, Partials> at, double p, double q, bool lower)
    {
        var f = at(x);
        double a = -f.A / f.X, b = -f.B / f.X, t = 1 / f.X, rate = lower ? 1 / p : -1 / q;
        double second = -f.XX * t * t * t, at2 = -(f.AX + f.XX * a) * t * t, bt2 = -(f.BX + f.XX * b) * t * t;
        return new(x, a, b, t * rate, -(f.AA + 2 * f.AX * a + f.XX * a * a) * t, -(f.AB + f.AX * b + f.BX * a + f.XX * a * b) * t,
            -(f.BB + 2 * f.BX * b + f.XX * b * b) * t, at2 * rate, bt2 * rate, (second - t) * rate * rate);
    }
}
