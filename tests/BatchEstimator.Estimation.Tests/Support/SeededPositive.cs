namespace BatchEstimator.Estimation.Tests.Support;

/// <summary>Draws of positive values.</summary>
internal static class SeededPositive
{
    /// <summary>A gamma value with unit rate (G. Marsaglia and W. W. Tsang, ACM TOMS 26 (2000) 363-372; below shape 1 their section 6).</summary>
    public static double Gamma(this Random random, double shape)
    {
        if (shape < 1)
            return Math.Exp(Math.Log(random.Gamma(shape + 1)) + Math.Log(random.Uniform()) / shape);
        double d = shape - 1.0 / 3, c = 1 / Math.Sqrt(9 * d);
        while (true)
        {
            double z = random.Normal(0, 1), v = Math.Pow(1 + c * z, 3);
            if (v > 0 && Math.Log(random.Uniform()) < 0.5 * z * z + d - d * v + d * Math.Log(v))
                return d * v;
        }
    }

    /// <summary>An inverse Gaussian value (J. R. Michael, W. R. Schucany and R. W. Haas, Amer. Statist. 30 (1976) 88-90; the lesser root without cancellation).</summary>
    public static double InverseGaussian(this Random random, double mu, double lambda)
    {
        double y = Math.Pow(random.Normal(0, 1), 2) * mu / (2 * lambda), x = mu / (1 + y + Math.Sqrt(y * (2 + y)));
        return random.Uniform() <= mu / (mu + x) ? x : mu * mu / x;
    }

    /// <summary>A generalised Pareto value; its shape not 0.</summary>
    public static double GeneralizedPareto(this Random random, double scale, double shape) =>
        scale * (Math.Exp(shape * random.Exponential(1)) - 1) / shape;

    /// <summary>10 to the power of a uniform value.</summary>
    public static double Decades(this Random random, double from, double to) => Math.Pow(10, from + (to - from) * random.NextDouble());
}
