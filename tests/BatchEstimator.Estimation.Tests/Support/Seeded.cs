namespace BatchEstimator.Estimation.Tests.Support;

/// <summary>Draws from distributions by inversion or sums, from a seeded source: slow and simple, and not the kernel's code.</summary>
internal static class Seeded
{
    public static double[] Many(int rows, Func<double> draw) => [.. Enumerable.Range(0, rows).Select(_ => draw())];

    public static double Uniform(this Random random) => 1 - random.NextDouble();

    public static double Exponential(this Random random, double rate) => -Math.Log(random.Uniform()) / rate;

    public static double Normal(this Random random, double mu, double sigma) =>
        mu + sigma * Math.Sqrt(-2 * Math.Log(random.Uniform())) * Math.Cos(2 * Math.PI * random.Uniform());

    public static double Bernoulli(this Random random, double theta) => random.NextDouble() < theta ? 1 : 0;

    public static double Binomial(this Random random, double trials, double theta) => Many((int)trials, () => random.Bernoulli(theta)).Sum();

    public static double Poisson(this Random random, double lambda)
    {
        int count = -1;
        for (double time = 0; time <= lambda; count++)
            time += random.Exponential(1);
        return count;
    }

    public static int Category(this Random random, IReadOnlyList<double> shares)
    {
        double u = random.NextDouble();
        int k = 0;
        for (; k < shares.Count - 1 && u >= shares[k]; k++)
            u -= shares[k];
        return k;
    }
}
