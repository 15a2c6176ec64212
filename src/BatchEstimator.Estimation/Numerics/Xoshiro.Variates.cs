namespace BatchEstimator.Estimation.Numerics;

// Variates that other than inversion serves better.
public sealed partial class Xoshiro
{
    private const double TransformFrom = 10;
    private const double NormalFrom = 1e9;

    /// <summary>
    /// Poisson: by inversion below a mean of 10, from there by transformed rejection (W. Hormann, Insurance Math. Econom. 12 (1993) 39-45,
    /// algorithm PTRS). From 1e9 on a rounded normal, whose density is off by less than one part in ten thousand and whose test needs no log gamma.
    /// </summary>
    /// <param name="mean">Not negative.</param>
    public double Poisson(double mean)
    {
        if (!(mean >= 0) || double.IsInfinity(mean))
            throw new ArgumentOutOfRangeException(nameof(mean), mean, "The mean of a Poisson distribution is not negative and finite.");
        if (mean >= NormalFrom)
            return Math.Max(0, Math.Round(mean + Math.Sqrt(mean) * Normal()));
        return mean < TransformFrom ? InvertedPoisson(mean) : TransformedPoisson(mean);
    }

    /// <summary>Beta, from the logarithms of two gamma variates, so that small shapes do not make 0/0; kept off 0 and 1, where a tiny shape has nearly all its mass.</summary>
    /// <param name="a">Above 0.</param>
    /// <param name="b">Above 0.</param>
    public double Beta(double a, double b) =>
        Math.Clamp(SpecialFunctions.Logistic(LogGamma(a) - LogGamma(b)), SmallestNormal, 1 - 1.0 / (1UL << 53));

    /// <summary>Standard Cauchy, by inversion.</summary>
    public double Cauchy() => Math.Tan(Math.PI * (NextDouble() - 0.5));

    /// <summary>
    /// An angle in (-pi, pi) about 0: von Mises by rejection from a wrapped Cauchy variate (D. J. Best and N. I. Fisher, Appl. Statist. 28 (1979) 152-157).
    /// </summary>
    /// <param name="kappa">The concentration, not negative.</param>
    public double VonMises(double kappa)
    {
        if (kappa < 1e-8)
            return Math.PI * (2 * NextDouble() - 1);
        // Far out the paper's rho cancels; there the angle is normal.
        if (kappa > 1e8)
            return Normal() / Math.Sqrt(kappa);
        double tau = 1 + Math.Sqrt(1 + 4 * kappa * kappa), rho = (tau - Math.Sqrt(2 * tau)) / (2 * kappa), r = (1 + rho * rho) / (2 * rho);
        while (true)
        {
            double z = Math.Cos(Math.PI * NextDouble()), f = (1 + r * z) / (r + z), c = kappa * (r - f), u = NextDouble();
            if (c * (2 - c) > u || Math.Log(c / u) + 1 - c >= 0)
                return NextBits() >> 63 == 0 ? Math.Acos(Math.Clamp(f, -1, 1)) : -Math.Acos(Math.Clamp(f, -1, 1));
        }
    }

    /// <summary>Standard logistic, by inversion.</summary>
    public double Logistic() => NextDouble() is var u ? Math.Log(u / (1 - u)) : 0;

    /// <summary>Standard Laplace: an exponential with a random sign.</summary>
    public double Laplace() => NextBits() >> 63 == 0 ? Exponential() : -Exponential();

    /// <summary>Student's t: a normal over the root of a mean square.</summary>
    /// <param name="df">The degrees of freedom, above 0.</param>
    public double Student(double df) => Normal() / Math.Sqrt(Gamma(0.5 * df) / (0.5 * df));

    /// <summary>Inverse Gaussian: the first of two roots or the other (J. R. Michael, W. R. Schucany and R. W. Haas, Amer. Statist. 30 (1976) 88-90), the lesser root written so that nothing cancels.</summary>
    /// <param name="mu">The mean, above 0.</param>
    /// <param name="lambda">The concentration, above 0.</param>
    public double InverseGaussian(double mu, double lambda)
    {
        double z = Normal(), r = 0.5 * mu / lambda * z * z, lesser = 1 / (1 + r + Math.Sqrt(r * (2 + r)));
        return mu * (NextDouble() * (1 + lesser) <= 1 ? lesser : 1 / lesser);
    }

    /// <summary>Generalised Pareto with scale 1: (exp(shape E) - 1) / shape of an exponential E.</summary>
    /// <param name="shape">Above 0: heavy tail; 0: exponential; below: bounded.</param>
    public double GeneralizedPareto(double shape) => Excess(shape, Exponential());

    /// <summary>Generalised extreme value (maxima) with location 0 and scale 1: (E^-shape - 1) / shape of an exponential E.</summary>
    /// <param name="shape">Above 0: heavy tail; 0: Gumbel; below: bounded.</param>
    public double GeneralizedExtremeValue(double shape) => Excess(shape, -Math.Log(Exponential()));

    // (exp(shape t) - 1) / shape, t in the limit of shape 0.
    private static double Excess(double shape, double t) => shape == 0 ? t : SpecialFunctions.ExpM1(shape * t) / shape;

    private const double SmallestNormal = 2.2250738585072014e-308;

    private double InvertedPoisson(double mean)
    {
        double u = NextDouble(), probability = Math.Exp(-mean), sum = probability;
        int count = 0;
        while (u > sum && probability > 0)
        {
            count++;
            probability *= mean / count;
            sum += probability;
        }
        return count;
    }

    private double TransformedPoisson(double mean)
    {
        double b = 0.931 + 2.53 * Math.Sqrt(mean), a = -0.059 + 0.02483 * b, logMean = Math.Log(mean);
        double inverseAlpha = 1.1239 + 1.1328 / (b - 3.4), inside = 0.9277 - 3.6224 / (b - 2);
        while (true)
        {
            double u = NextDouble() - 0.5, v = NextDouble(), us = 0.5 - Math.Abs(u);
            double count = Math.Floor((2 * a / us + b) * u + mean + 0.43);
            if (us >= 0.07 && v <= inside)
                return count;
            if (count < 0 || (us < 0.013 && v > us))
                continue;
            if (Math.Log(v * inverseAlpha / (a / (us * us) + b)) <= count * logMean - mean - SpecialFunctions.LogGamma(count + 1))
                return count;
        }
    }
}
