namespace BatchEstimator.Estimation.Numerics;

/// <summary>
/// The probability of an arc under a von Mises distribution on the log scale, with derivatives in kappa and in both ends. The arc is cut into
/// pieces along which the density falls away from its mode, each integrated from its higher end; an arc with most of the probability comes
/// from the rest of the circle, so that nothing cancels at either end of the scale.
/// </summary>
/// <remarks>K. V. Mardia and P. E. Jupp, Directional Statistics, Wiley 2000, section 3.5.4; cumulants as derivatives: see <see cref="TailQuadrature"/>.</remarks>
public static class VonMisesArc
{
    private const double Turn = 2 * Math.PI;

    /// <summary>log P(from &lt; theta &lt;= to), theta measured from the mean direction; in the result a stands for kappa, b for from and x for to.</summary>
    /// <param name="from">Where the arc begins, radians, of any turn.</param>
    /// <param name="to">Where it ends, at or beyond its beginning; a turn or more is certain.</param>
    /// <param name="kappa">The concentration, &gt;= 0.</param>
    public static Partials At(double from, double to, double kappa)
    {
        double length = to - from;
        if (!(kappa >= 0) || double.IsNaN(length) || double.IsInfinity(kappa))
            return new(double.NaN, double.NaN, double.NaN, double.NaN, double.NaN, double.NaN, double.NaN, double.NaN, double.NaN, double.NaN);
        if (length <= 0)
            return default(Partials) with { Value = double.NegativeInfinity };
        if (length >= Turn * (1 - 1e-15))
            return Partials.Certain;
        // Each end as it stands from the mode nearest to it, which it may be much closer to than the ends are to one another.
        double begin = Math.IEEERemainder(from, Turn), end = Math.IEEERemainder(to, Turn);
        var arc = Direct(from, to, begin, end, kappa);
        if (arc.Value < -0.7)
            return arc;
        // The other arc begins where this one ends.
        var rest = Direct(to, from + Turn, end, begin, kappa).Complement();
        return rest with { B = rest.X, X = rest.B, BB = rest.XX, XX = rest.BB, AB = rest.AX, AX = rest.AB };
    }

    private static Partials Direct(double from, double to, double begin, double end, double kappa)
    {
        var sums = new Sums(kappa);
        // Half turns: the even ones fall from a mode, the odd ones rise to the next.
        int first = (int)Math.Floor(from / Math.PI), last = (int)Math.Floor(to / Math.PI);
        for (int half = first; half <= last; half++)
        {
            bool falls = half % 2 == 0;
            double low = half == first ? Math.Abs(begin) : falls ? 0 : Math.PI, high = half == last ? Math.Abs(end) : falls ? Math.PI : 0;
            double length = first == last ? to - from : Math.Abs(high - low);
            if (length > 0)
                sums.Add(falls ? low : high, length);
        }
        var (log, mean, square) = sums.Of();
        double rest = Bessel.OneMinusRatio(kappa), value = log - Math.Log(Turn) - Bessel.LogScaledI0(kappa);
        double a = mean + rest, aa = square - Bessel.RatioSlope(kappa);
        double sineFrom = Math.Sin(0.5 * begin), sineTo = Math.Sin(0.5 * end);
        double x = sums.Density(end), b = -sums.Density(begin);
        return new(value, a, b, x, aa, b * (rest - 2 * sineFrom * sineFrom - a), b * (-kappa * Math.Sin(begin) - b),
            x * (rest - 2 * sineTo * sineTo - a), -b * x, x * (-kappa * Math.Sin(end) - x));
    }

    /// <summary>Where kappa (cos x - cos(x + v)) reaches the negligible, if it does within the given distance.</summary>
    internal static double End(double x, double kappa, double distance)
    {
        double s = Math.Sin(0.5 * x), c = Math.Cos(0.5 * x), e = 0.5 * TailQuadrature.Negligible / kappa;
        return e >= c * c ? distance : Math.Min(distance, 2 * Math.Asin(Math.Min(1, e / (Math.Sqrt(s * s + e) * c + s * Math.Sqrt(c * c - e)))));
    }

    /// <summary>The density seen from an angle, away from the mode; the statistic is cos theta.</summary>
    internal readonly struct Tail(double x, double kappa) : ITail
    {
        public double Decay(double v, out double s, out double t)
        {
            double fall = 2 * Math.Sin(x + 0.5 * v) * Math.Sin(0.5 * v);
            (s, t) = (-fall, 0);
            return kappa * fall;
        }
    }

    // Pieces of exp(kappa (cos theta - 1)): the log of their integral, with mean and variance of cos theta - 1.
    private struct Sums(double kappa)
    {
        private double most = double.NegativeInfinity, mass, first, second;

        // From a distance to the mode outwards.
        public void Add(double distance, double length)
        {
            double sine = Math.Sin(0.5 * distance), level = Level(distance);
            var moments = TailQuadrature.Moments(new Tail(distance, kappa), End(distance, kappa, length));
            double mean = moments.S - 2 * sine * sine;
            if (level > most)
            {
                double factor = Math.Exp(most - level);
                (most, mass, first, second) = (level, mass * factor, first * factor, second * factor);
            }
            // Pooled variances: what is within the pieces and what is between their means.
            double added = moments.Mass * Math.Exp(level - most), all = mass + added, gap = all > 0 && mass > 0 ? mean - first / mass : 0;
            second += added * moments.SS + (mass > 0 ? mass * added / all * gap * gap : 0);
            first += added * mean;
            mass = all;
        }

        /// <summary>The density at an angle, given the arc; exact also where both are beyond a double, if the highest piece begins there.</summary>
        public readonly double Density(double angle) => Math.Exp(Level(angle) - most) / mass;

        public readonly (double Log, double Mean, double Variance) Of() => (most + Math.Log(mass), first / mass, second / mass);

        private readonly double Level(double angle) => Math.Sin(0.5 * angle) is var sine ? -2 * kappa * sine * sine : 0;
    }
}
