using System.Runtime.Intrinsics;

namespace BatchEstimator.Estimation.Numerics;

/// <summary>A density seen from the point where a tail begins: exp(-Decay(v)) relative to that point, v &gt;= 0 away from it, with two statistics of v.</summary>
internal interface ITail
{
    /// <summary>Minus the log of the density at v relative to v = 0, and the statistics relative to v = 0.</summary>
    double Decay(double v, out double s, out double t);
}

/// <summary>The same of eight points at once.</summary>
internal interface IVectorTail
{
    /// <summary>Minus the logs of the density at v relative to v = 0, and the statistics relative to v = 0.</summary>
    Vector512<double> Decay(Vector512<double> v, out Vector512<double> s, out Vector512<double> t);
}

/// <summary>What a tail holds: its integral, and means, variances and covariance of the two statistics within it.</summary>
internal readonly record struct TailMoments(double Mass, double S, double T, double SS, double ST, double TT);

/// <summary>
/// Integrals over a tail by Gauss-Legendre rules. Where the density is an exponential family in its parameters, the derivatives of the log
/// of a tail's probability are cumulants of the sufficient statistics: mean within the tail minus mean, covariance within the tail minus covariance
/// (O. Barndorff-Nielsen, Information and Exponential Families, 1978, section 8.1). All terms of these sums have one sign, so nothing cancels
/// however far the tail is; each density is taken on a scale where it is log-concave and analytic, so that few nodes suffice.
/// </summary>
internal static class TailQuadrature
{
    private const int Points = 40;

    /// <summary>Where exp(-Decay) no longer counts, second moments included.</summary>
    public const double Negligible = 48;

    private static readonly (double Node, double Weight)[] Rule = Legendre(Points);
    private static readonly double[] Nodes = [.. Rule.Select(point => point.Node)], Weights = [.. Rule.Select(point => point.Weight)];

    /// <summary>The moments over [0, end], cut at the given places inside it.</summary>
    /// <param name="tail">The density.</param>
    /// <param name="end">The end of the tail.</param>
    /// <param name="cuts">Places where the rule starts anew, ascending; those outside (0, end) are ignored.</param>
    public static TailMoments Moments<T>(T tail, double end, params ReadOnlySpan<double> cuts)
        where T : struct, ITail
    {
        double mass = 0, s1 = 0, t1 = 0, ss = 0, st = 0, tt = 0, from = 0;
        for (int panel = 0; panel <= cuts.Length && from < end; panel++)
        {
            double to = panel < cuts.Length ? Math.Min(cuts[panel], end) : end, half = 0.5 * (to - from);
            if (!(half > 0))
                continue;
            foreach (var (node, weight) in Rule)
            {
                double density = half * weight * Math.Exp(-tail.Decay(from + half * node, out double s, out double t));
                double ds = density * s, dt = density * t;
                mass += density;
                s1 += ds;
                t1 += dt;
                ss += ds * s;
                st += ds * t;
                tt += dt * t;
            }
            from = to;
        }
        double ms = s1 / mass, mt = t1 / mass;
        return new(mass, ms, mt, ss / mass - ms * ms, st / mass - ms * mt, tt / mass - mt * mt);
    }

    /// <summary>The moments over [0, end], eight nodes at a time.</summary>
    /// <param name="tail">The density.</param>
    /// <param name="end">The end of the tail.</param>
    /// <param name="cuts">Places where the rule starts anew, ascending; those outside (0, end) are ignored.</param>
    public static TailMoments VectorMoments<T>(in T tail, double end, params ReadOnlySpan<double> cuts)
        where T : struct, IVectorTail
    {
        Vector512<double> mass = default, s1 = default, t1 = default, ss = default, st = default, tt = default;
        double from = 0;
        for (int panel = 0; panel <= cuts.Length && from < end; panel++)
        {
            double to = panel < cuts.Length ? Math.Min(cuts[panel], end) : end, half = 0.5 * (to - from);
            if (!(half > 0))
                continue;
            for (int i = 0; i < Points; i += Vector512<double>.Count)
            {
                var v = Vector512.FusedMultiplyAdd(Vector512.Create(half), Vector512.Create(Nodes, i), Vector512.Create(from));
                var density = half * Vector512.Create(Weights, i) * Simd512.Exp(-tail.Decay(v, out var s, out var t));
                Vector512<double> ds = density * s, dt = density * t;
                mass += density;
                s1 += ds;
                t1 += dt;
                ss += ds * s;
                st += ds * t;
                tt += dt * t;
            }
            from = to;
        }
        double all = Vector512.Sum(mass), ms = Vector512.Sum(s1) / all, mt = Vector512.Sum(t1) / all;
        return new(all, ms, mt, Vector512.Sum(ss) / all - ms * ms, Vector512.Sum(st) / all - ms * mt, Vector512.Sum(tt) / all - mt * mt);
    }

    // Nodes 1 + x_i in (0, 2) and weights, by Newton on the Legendre polynomial from Tricomi's approximation of its roots.
    private static (double Node, double Weight)[] Legendre(int n)
    {
        var rule = new (double, double)[n];
        for (int i = 0; i < n; i++)
        {
            double x = -Math.Cos(Math.PI * (i + 0.75) / (n + 0.5)), slope = 0;
            for (int step = 0; step < 6; step++)
            {
                double p = x, before = 1;
                for (int k = 2; k <= n; k++)
                    (p, before) = (((2 * k - 1) * x * p - (k - 1) * before) / k, p);
                slope = n * (x * p - before) / (x * x - 1);
                x -= p / slope;
            }
            rule[i] = (1 + x, 2 / ((1 - x * x) * slope * slope));
        }
        return rule;
    }
}
