namespace BatchEstimator.Estimation.Tests.Support;

/// <summary>Draws of counts and shares, from exponentials and normals alone.</summary>
internal static class CountDraws
{
    /// <summary>A gamma variate (G. Marsaglia and W. W. Tsang, ACM Trans. Math. Softw. 26 (2000) 363-372).</summary>
    public static double GammaVariate(this Random random, double shape)
    {
        if (shape < 1)
            return random.GammaVariate(shape + 1) * Math.Pow(random.Uniform(), 1 / shape);
        double d = shape - 1.0 / 3, c = 1 / Math.Sqrt(9 * d);
        while (true)
        {
            double z = random.Normal(0, 1), v = Math.Pow(1 + c * z, 3);
            if (v > 0 && Math.Log(random.Uniform()) < 0.5 * z * z + d - d * v + d * Math.Log(v))
                return d * v;
        }
    }

    public static double Geometric(this Random random, double p) => Math.Floor(Math.Log(random.Uniform()) / Math.Log(1 - p));

    public static double NegativeBinomial(this Random random, double size, double mu) => random.Poisson(mu / size * random.GammaVariate(size));

    public static double Beta(this Random random, double alpha, double beta)
    {
        double a = random.GammaVariate(alpha), b = random.GammaVariate(beta);
        return a / (a + b);
    }

    public static double[] Dirichlet(this Random random, double[] alpha)
    {
        double[] parts = [.. alpha.Select(random.GammaVariate)];
        double whole = parts.Sum();
        return [.. parts.Select(part => part / whole)];
    }

    public static double OrZero(this Random random, double pi, Func<double> draw) => random.NextDouble() < pi ? 0 : draw();
}
