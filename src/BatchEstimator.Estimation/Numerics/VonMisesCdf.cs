namespace BatchEstimator.Estimation.Numerics;

/// <summary>
/// The von Mises distribution function from -pi, with derivatives. Tail integrals of exp(kappa cos theta), whose slope in kappa on the log scale is
/// cos(theta) - A(kappa): the centre is integrated where that is positive, the tail elsewhere.
/// </summary>
public static class VonMisesCdf
{
    /// <summary>P(theta &lt;= x), theta measured from the mean direction; in the result a stands for kappa.</summary>
    /// <param name="x">The angle in [-pi, pi], radians; beyond, 0 and 1.</param>
    /// <param name="kappa">The concentration, &gt;= 0.</param>
    public static Partials At(double x, double kappa)
    {
        if (!(kappa >= 0) || double.IsNaN(x))
            return new(double.NaN, double.NaN, 0, double.NaN, double.NaN, 0, 0, double.NaN, 0, double.NaN);
        if (Math.Abs(x) >= Math.PI)
            return default(Partials) with { Value = x > 0 ? 1 : 0 };
        double distance = Math.Abs(x), sine = Math.Sin(0.5 * distance), rest = Bessel.OneMinusRatio(kappa), score = rest - 2 * sine * sine;
        double constant = Math.Exp(-Bessel.LogScaledI0(kappa)) / (2 * Math.PI), density = constant * Math.Exp(-2 * kappa * sine * sine);
        if (x == 0)
            return new(0.5, 0, 0, density, 0, 0, 0, density * score, 0, 0);
        bool centre = score > 0;
        var moments = centre
            ? TailQuadrature.Moments(new VonMisesArc.Tail(0, kappa), VonMisesArc.End(0, kappa, distance))
            : TailQuadrature.Moments(new VonMisesArc.Tail(distance, kappa), VonMisesArc.End(distance, kappa, Math.PI - distance));
        double mass = moments.Mass * (centre ? constant : density), mean = (centre ? rest : score) + moments.S;
        double first = mass * mean, second = mass * (moments.SS + mean * mean - Bessel.RatioSlope(kappa));
        // The centre is added to 1/2 on the right and taken off on the left; the tail beyond |x| is P on the left, missing from 1 on the right.
        int sign = centre == x > 0 ? 1 : -1;
        double value = (centre ? 0.5 : x > 0 ? 1 : 0) + sign * mass;
        return new(value, sign * first, 0, density, sign * second, 0, 0, density * score, 0, -kappa * Math.Sin(x) * density);
    }
}
