using static BatchEstimator.Estimation.Numerics.SpecialFunctions;

using System.Runtime.Intrinsics;
using Functions = BatchEstimator.Estimation.Numerics.VectorMath<System.Runtime.Intrinsics.Vector512<double>, BatchEstimator.Estimation.Numerics.Simd512>;

namespace BatchEstimator.Estimation.Numerics;

/// <summary>
/// Student's t distribution function on the log scale, with derivatives in the degrees of freedom and in t. With t = sqrt(df) sinh(theta) the density
/// is cosh(theta)^-df times a constant, which is log-concave and turns into the normal's without any limit to take.
/// The slope in df of the log density, s(t), is positive about the centre and negative outside: the centre is integrated up to t where s(t) &gt; 0,
/// the tail beyond t elsewhere, so that nothing cancels.
/// </summary>
public static class StudentT
{
    /// <summary>log P(T &lt;= t) and log P(T &gt; t); in the result a stands for df and x for t.</summary>
    /// <param name="df">The degrees of freedom, &gt; 0; infinite is the normal limit.</param>
    /// <param name="t">The point.</param>
    public static (Partials Lower, Partials Upper) At(double df, double t)
    {
        if (t < 0)
            return At(df, -t) is var (far, near) ? (Reflected(near), Reflected(far)) : default;
        if (!(df > 0) || double.IsNaN(t))
            return (Nowhere, Nowhere);
        if (double.IsPositiveInfinity(t))
            return (default, default(Partials) with { Value = double.NegativeInfinity, A = double.NegativeInfinity });
        if (double.IsPositiveInfinity(df))
            return Normal(t);
        double root = Math.Sqrt(df), q = t / root, logCosh2 = q > 1e100 ? 2 * Math.Log(q) : Log1P(q * q), size = Hypotenuse(root, t);
        var begin = new Start(df, t / size, root / size * (root / (size + t)), logCosh2, ScoreConstant(df));
        double logConstant = LogGammaIncrement(0.5 * df, 0.5) - 0.572364942924700087071713675677;
        double density = Math.Exp(logConstant - 0.5 * Math.Log(df) - 0.5 * (df + 1) * logCosh2);
        double y = t / size * (t / size), score = begin.Score(y, 0), slope = -(df + 1) / (size / t) / size;
        return score > 0 && t > 0 || t == 0
            ? Centre(df, t, logConstant, density, score, slope)
            : Tail(begin, logConstant, density, slope);
    }

    private static readonly Partials Nowhere = new(double.NaN, double.NaN, 0, double.NaN, double.NaN, 0, 0, double.NaN, 0, double.NaN);

    private static Partials Reflected(Partials p) => p with { X = -p.X, AX = -p.AX };

    private static double Hypotenuse(double a, double b) => a > b ? a * Math.Sqrt(1 + b / a * (b / a)) : b * Math.Sqrt(1 + a / b * (a / b));

    private static (Partials, Partials) Normal(double t)
    {
        double up = NormalHazard(-t), down = NormalHazard(t);
        return (new(LogNormalCdf(t), 0, 0, down, 0, 0, 0, 0, 0, -down * (t + down)), new(LogNormalCdf(-t), 0, 0, -up, 0, 0, 0, 0, 0, -up * (up - t)));
    }

    // The slope in df of log Gamma((df+1)/2) - log Gamma(df/2) - log(df pi)/2, and its slope; about 1/(4 df^2) and -1/(2 df^3).
    private static (double First, double Second) ScoreConstant(double df)
    {
        if (df < 60)
            return (0.5 * (DigammaIncrement(0.5 * df, 0.5) - 1 / df), 0.25 * TrigammaIncrement(0.5 * df, 0.5) + 0.5 / df / df);
        double r = 1 / df, s = r * r;
        return (s * (1.0 / 4 - s * (1.0 / 8 - s * (1.0 / 4 - s * (17.0 / 16 - s * 31.0 / 4)))),
            -r * s * (1.0 / 2 - s * (1.0 / 2 - s * (3.0 / 2 - s * (17.0 / 2 - s * 155.0 / 2)))));
    }

    private static (Partials, Partials) Tail(Start begin, double logConstant, double density, double slope)
    {
        double df = begin.Df, square = begin.Tau * begin.Tau, score = begin.Score(square, 0);
        var moments = Moments(begin, double.PositiveInfinity);
        double value = logConstant - 0.5 * df * begin.LogCosh2 + Math.Log(moments.Mass), hazard = density / Math.Exp(value);
        if (!double.IsFinite(hazard))
            hazard = begin.Tau / (Math.Sqrt(df) * moments.Mass * Math.Exp(0.5 * begin.LogCosh2));
        var upper = new Partials(value, score + moments.S, 0, -hazard, moments.T + moments.SS, 0, 0, hazard * moments.S, 0, -hazard * (slope + hazard));
        return (upper.Complement(), upper);
    }

    // 1/2 + C and 1/2 - C, C the probability between 0 and t.
    private static (Partials, Partials) Centre(double df, double t, double logConstant, double density, double score, double slope)
    {
        if (t == 0)
        {
            double at = 2 * density;
            var half = new Partials(-0.693147180559945309417232121458, 0, 0, at, 0, 0, 0, at * score, 0, -at * at);
            return (half, half with { X = -at, AX = -at * score });
        }
        var constant = ScoreConstant(df);
        var moments = Moments(new Start(df, 0, 1, 0, constant), Math.Asinh(t / Math.Sqrt(df)));
        double c = Math.Exp(logConstant) * moments.Mass, mean = moments.S + constant.First;
        double first = c * mean, second = c * (moments.T + moments.SS + mean * mean);
        return (Of(0.5 + c, 1), Of(0.5 - c, -1));
        Partials Of(double p, int sign)
        {
            double a = sign * first / p, x = sign * density / p;
            return new(Math.Log(p), a, 0, x, sign * second / p - a * a, 0, 0, x * (score - a), 0, x * (slope - x));
        }
    }

    // Over theta from its start to the given distance.
    private static TailMoments Moments(Start begin, double distance)
    {
        double df = begin.Df, end = TailQuadrature.Negligible / df + 0.7, normal = Math.Sqrt(TailQuadrature.Negligible / (0.43 * df));
        end = Math.Min(distance, normal < 1 ? Math.Min(end, normal) : end);
        if (begin.Tau * df * end > 2 * TailQuadrature.Negligible)
            end = Math.Min(end, 1.2 * TailQuadrature.Negligible / (df * begin.Tau));
        double centre = -0.5 * begin.LogCosh2;
        ReadOnlySpan<double> cuts = end < 3 ? [] : [centre + 3, centre + 12, centre + 48, centre + 192, centre + 768];
        return TailQuadrature.VectorMoments(new Descent(begin), end, cuts);
    }

    // theta = its start + v. Tau is the hyperbolic tangent at the start, Rest is 1 - Tau, LogCosh2 is 2 log cosh there.
    private readonly record struct Start(double Df, double Tau, double Rest, double LogCosh2, (double First, double Second) Constant)
    {
        // The slope of the log density in df where y = tanh^2 and log cosh has grown by a given amount.
        public double Score(double y, double growth) =>
            (y < 0.5 ? 0.5 * Log1PMinus(-y) : 0.5 * (y - LogCosh2) - growth) + 0.5 * y / Df + Constant.First;
    }

    // 1/3, 1/5, 1/7, ...
    private static readonly double[] OddInverses = [.. Enumerable.Range(1, 18).Select(k => 1.0 / (2 * k + 1))];

    private readonly struct Descent(Start begin) : IVectorTail
    {
        // The mean of s is taken relative to the start, so that its variance is exact too.
        private readonly double startScore = begin.Score(begin.Tau * begin.Tau, 0);

        public Vector512<double> Decay(Vector512<double> v, out Vector512<double> s, out Vector512<double> t)
        {
            Vector512<double> near = Vector512.LessThan(v, Vector512<double>.One), growth = default, tangent = default;
            if (near != Vector512<double>.Zero)
            {
                // 2 (cosh v - 1) = e^2 / (1 + e) and 2 sinh v = e (2 + e) / (1 + e) with e = exp(v) - 1.
                Vector512<double> e = Functions.ExpM1(Vector512.Min(v, Vector512<double>.One)), f = e * (e + Vector512.Create(2.0));
                growth = Functions.Log1P(0.5 * (e * e + begin.Tau * f) / (Vector512<double>.One + e));
                tangent = f / (f + Vector512.Create(2.0));
            }
            if (near.AsInt64() != Vector512<long>.AllBitsSet)
            {
                var q = Functions.ExpM1(-2 * v);
                growth = Vector512.ConditionalSelect(near, growth, v + Functions.Log1P(0.5 * begin.Rest * q));
                tangent = Vector512.ConditionalSelect(near, tangent, -q / (Vector512.Create(2.0) + q));
            }
            var y = (Vector512.Create(begin.Tau) + tangent) / (Vector512<double>.One + begin.Tau * tangent);
            y *= y;
            double r = 1 / begin.Df;
            s = Score(y, growth) + 0.5 * r * y + Vector512.Create(begin.Constant.First - startScore);
            t = 0.5 * r * y * y - 0.5 * r * r * y * (Vector512.Create(2.0) - y) + Vector512.Create(begin.Constant.Second);
            return begin.Df * growth;
        }

        // As that of one number, less what does not vary; the series is that of SpecialFunctions.Log1PMinus.
        private Vector512<double> Score(Vector512<double> y, Vector512<double> growth)
        {
            var low = Vector512.LessThan(y, Vector512.Create(0.5));
            var high = 0.5 * (y - Vector512.Create(begin.LogCosh2)) - growth;
            if (low == Vector512<double>.Zero)
                return high;
            Vector512<double> r = y / (y - Vector512.Create(2.0)), square = r * r, sum = default;
            for (int k = OddInverses.Length - 1; k >= 0; k--)
                sum = Vector512.FusedMultiplyAdd(sum, square, Vector512.Create(OddInverses[k]));
            return Vector512.ConditionalSelect(low, r * square * sum + 0.5 * y * r, high);
        }
    }
}
