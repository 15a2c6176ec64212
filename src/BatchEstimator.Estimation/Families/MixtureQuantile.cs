using BatchEstimator.Estimation.Likelihoods;
using BatchEstimator.Estimation.Numerics;
using static BatchEstimator.Estimation.Likelihoods.Functions;

namespace BatchEstimator.Estimation.Families;

/// <summary>The quantile of a normal mixture: the root x of F(x) = p, with the slope -(dF/d parameter) / F'(x) in each parameter.</summary>
internal static class MixtureQuantile
{
    /// <summary>The p-quantile in the parameters weight1, mu1, sigma1, ..., the last weight left out.</summary>
    public static Expr Of(double p, IReadOnlyList<Expr> parameters) => new Nary(new($"mixture quantile {p:R}", v => Root(p, v), (self, operands, i) => Slope(self, operands, i)), parameters);

    private static int Components(int parameters) => (parameters + 1) / 3;

    // The place of a component's mean; its weight is before it (but for the last), its sigma behind it.
    private static int Mean(int k, int components) => 3 * k + (k < components - 1 ? 1 : 0);

    private static double Root(double p, double[] v)
    {
        int components = Components(v.Length);
        double low = double.PositiveInfinity, high = double.NegativeInfinity, z = SpecialFunctions.NormalQuantile(p);
        for (int k = 0; k < components; k++)
        {
            int mean = Mean(k, components);
            (low, high) = (Math.Min(low, v[mean] + z * v[mean + 1]), Math.Max(high, v[mean] + z * v[mean + 1]));
        }
        // The quantile of the whole lies between those of the parts; a bracket of two neighbouring doubles can be had no closer.
        for (int i = 0; i < 200 && high > low; i++)
        {
            double middle = low + 0.5 * (high - low);
            if (middle == low || middle == high)
                break;
            (low, high) = Excess(p, v, components, middle) < 0 ? (middle, high) : (low, middle);
        }
        return low + 0.5 * (high - low);
    }

    // F(x) - p, from the tail that is the smaller.
    private static double Excess(double p, double[] v, int components, double x)
    {
        double below = 0, above = 0, left = 1;
        for (int k = 0; k < components; k++)
        {
            int mean = Mean(k, components);
            double weight = k < components - 1 ? v[mean - 1] : left, z = (x - v[mean]) / v[mean + 1];
            left -= weight;
            below += weight * SpecialFunctions.NormalCdf(z);
            above += weight * SpecialFunctions.NormalCdf(-z);
        }
        return p < 0.5 ? below - p : 1 - p - above;
    }

    private static Expr Slope(Expr x, IReadOnlyList<Expr> parameters, int i)
    {
        int components = Components(parameters.Count), last = parameters.Count - 2;
        Expr density = 0, left = 1, slope = 0;
        for (int k = 0; k < components; k++)
        {
            int mean = Mean(k, components);
            var weight = k < components - 1 ? parameters[mean - 1] : left;
            left -= weight;
            var z = (x - parameters[mean]) / parameters[mean + 1];
            var part = weight * Exp(-0.5 * Square(z)) / (parameters[mean + 1] * Math.Sqrt(2 * Math.PI));
            density += part;
            if (i == mean)
                slope = part;
            else if (i == mean + 1)
                slope = part * z;
            else if (i == mean - 1 && k < components - 1)
                slope = NormalCdf((x - parameters[last]) / parameters[last + 1]) - NormalCdf(z);
        }
        return slope / density;
    }
}
