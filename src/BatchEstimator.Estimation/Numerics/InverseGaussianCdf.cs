using static BatchEstimator.Estimation.Numerics.SpecialFunctions;

namespace BatchEstimator.Estimation.Numerics;

/// <summary>
/// The inverse Gaussian distribution function with mean 1 on the log scale, with derivatives: on the scale log x the density
/// exp(-u/2 - (phi/2)(sqrt(x) - 1/sqrt(x))^2) is log-concave and is integrated from x away from its mode.
/// The usual closed form takes a difference of two normal tails on the right, which this does not.
/// </summary>
public static class InverseGaussianCdf
{
    /// <summary>log P(X &lt;= x) and log P(X &gt; x); in the result a stands for phi. For mean mu and shape lambda take phi = lambda/mu and x/mu.</summary>
    /// <param name="phi">The shape over the mean, &gt; 0.</param>
    /// <param name="x">The point over the mean, &gt; 0.</param>
    public static (Partials Lower, Partials Upper) At(double phi, double x)
    {
        double slope = 0.5 + 0.5 * phi * (x - 1 / x), curvature = 0.5 * phi * (x + 1 / x);
        double root = Math.Sqrt(x), gap = (x - 1) / root, logDensity = 0.5 * Math.Log(phi) - LogSqrtTwoPi - 0.5 * Math.Log(x) - 0.5 * phi * gap * gap;
        bool left = slope < 0;
        var tail = new Tail(phi, x, left ? -1 : 1);
        double end = Math.Min(TailQuadrature.Negligible / Math.Abs(slope), Math.Sqrt(2 * TailQuadrature.Negligible / curvature));
        while (tail.Decay(end, out _, out _) < TailQuadrature.Negligible)
            end *= 1.3;
        while (tail.Decay(0.97 * end, out _, out _) > TailQuadrature.Negligible)
            end *= 0.97;
        var moments = TailQuadrature.Moments(tail, end, 0.2 * end, end - 5, end - 2.5);
        double change = (left ? 1 : -1) / (x * moments.Mass), mean = 0.5 / phi - 0.5 * gap * gap + moments.S;
        var direct = new Partials(logDensity + Math.Log(moments.Mass), mean, 0, change, moments.SS - 0.5 / phi / phi, 0, 0,
            -change * moments.S, 0, change * (-(1 + slope) / x - change));
        return left ? (direct, direct.Complement()) : (direct.Complement(), direct);
    }

    // log t = log x + sign v; the statistic is that of phi, -(sqrt(t) - 1/sqrt(t))^2 / 2.
    private readonly struct Tail(double phi, double x, int sign) : ITail
    {
        public double Decay(double v, out double s, out double t)
        {
            double up = ExpM1Minus(sign * v), down = ExpM1Minus(-sign * v), bend = x * up + down / x, linear = sign * v * (x - 1 / x);
            (s, t) = (-0.5 * (linear + bend), 0);
            return 0.5 * sign * v + 0.5 * phi * (linear + bend);
        }
    }
}
