using BatchEstimator.Estimation.Numerics;

namespace BatchEstimator.Estimation.Inference;

/// <summary>
/// How often a coefficient of zero would be estimated so far from it: the two-sided tail of Student's t, or of the normal where the spread is
/// not estimated from residuals.
/// </summary>
/// <remarks>
/// P(|T| &gt; t) is the regularised incomplete beta function I_x(df/2, 1/2) at x = df / (df + t^2) (Abramowitz and Stegun 26.7.1, 26.5.27), by
/// its continued fraction (26.5.8) evaluated forwards (W. J. Lentz, Applied Optics 15 (1976) 668-671).
/// </remarks>
public sealed class Significance
{
    private const double Tiny = 1e-300, ManyDegrees = 1e4;

    private readonly double logBeta;

    private Significance(double df)
    {
        DegreesOfFreedom = df;
        logBeta = double.IsFinite(df) ? SpecialFunctions.LogBeta(0.5 * df, 0.5) : 0;
    }

    /// <summary>The normal distribution: z.</summary>
    public static Significance Normal { get; } = new(double.PositiveInfinity);

    /// <summary>Student's distribution: t.</summary>
    /// <param name="df">The degrees of freedom, above 0.</param>
    public static Significance Student(double df) => new(df);

    /// <summary>The degrees of freedom; infinite for the normal.</summary>
    public double DegreesOfFreedom { get; }

    /// <summary>As in results: <c>z</c>, or <c>t(24)</c> with the degrees of freedom.</summary>
    public string Name => double.IsInfinity(DegreesOfFreedom) ? "z" : FormattableString.Invariant($"t({DegreesOfFreedom:R})");

    /// <summary>P(|T| &gt; |t|); NaN for NaN.</summary>
    public double PValue(double t)
    {
        double df = DegreesOfFreedom, distance = Math.Abs(t);
        if (double.IsInfinity(df))
            return 2 * SpecialFunctions.NormalCdf(-distance);
        if (double.IsNaN(t) || distance == 0)
            return distance == 0 ? 1 : t;
        // The fraction needs some sqrt(df) terms.
        if (df > ManyDegrees)
            return 2 * Math.Exp(StudentT.At(df, distance).Upper.Value);
        double ratio = distance / df * distance, x = 1 / (1 + ratio), y = ratio / (1 + ratio);
        if (double.IsInfinity(ratio))
            return 0;
        double front = Math.Exp(-0.5 * df * SpecialFunctions.Log1P(ratio) + 0.5 * Math.Log(y) - logBeta);
        // The fraction converges fast below the mean of the beta distribution, and above it in the mirror.
        return x < (0.5 * df + 1) / (0.5 * df + 2.5) ? 2 * front * Fraction(0.5 * df, 0.5, x) / df : 1 - 2 * front * Fraction(0.5, 0.5 * df, y);
    }

    /// <summary>P(X &gt; x) for a chi-squared variable.</summary>
    /// <param name="x">The statistic, at least 0.</param>
    /// <param name="df">The degrees of freedom, above 0.</param>
    public static double ChiSquare(double x, double df) => x <= 0 ? 1 : Math.Exp(IncompleteGamma.At(0.5 * df, 0.5 * x).Upper.Value);

    private static double Fraction(double a, double b, double x)
    {
        double c = 1, d = Away(1 - (a + b) * x / (a + 1)), value = 1 / d;
        d = value;
        for (int m = 1; m <= 10_000; m++)
        {
            double even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m)), odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1));
            d = 1 / Away(1 + even * d);
            c = Away(1 + even / c);
            value *= d * c;
            d = 1 / Away(1 + odd * d);
            c = Away(1 + odd / c);
            value *= d * c;
            if (Math.Abs(d * c - 1) < 1e-15)
                break;
        }
        return value;
    }

    private static double Away(double value) => Math.Abs(value) < Tiny ? Tiny : value;
}
