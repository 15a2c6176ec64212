using BatchEstimator.Estimation.Numerics;
using BatchEstimator.Estimation.Statistics;

namespace BatchEstimator.Estimation.Families;

/// <summary>
/// The zero-truncated negative binomial likelihood of the positive counts of a table. Given the size r, the slope in mu vanishes where
/// mu / (1 - p0) is their mean, p0 being the probability of 0; what remains is a function of r, whose tops are looked for on a grid of
/// log r and found by bisection of its slope. The share pi that makes P(0) what was observed must be above 0.
/// </summary>
internal sealed class PositiveCounts
{
    private readonly Sample sample;
    private readonly double rows, positives, mean;

    public PositiveCounts(Sample sample)
    {
        this.sample = sample;
        rows = sample.TotalWeight;
        double sum = 0;
        for (int i = 0; i < sample.Count; i++)
        {
            positives += sample.Values[i] > 0 ? sample.WeightOf(i) : 0;
            sum += sample.WeightOf(i) * sample.Values[i];
        }
        mean = sum / positives;
    }

    /// <summary>The highest top with pi above 0 and a finite size; null if there is none.</summary>
    public (double Pi, double Size, double Mu, double LogLikelihood, int Steps)? Top()
    {
        const double from = -14, to = 18, width = 0.5;
        (double Pi, double Size, double Mu, double LogLikelihood, int Steps)? best = null;
        double before = double.NaN;
        for (double u = from; u <= to && mean > 1; u += width)
        {
            double slope = Slope(Math.Exp(u));
            if (before > 0 && slope <= 0)
            {
                double size = Root(u - width, u, out int steps), mu = MuOf(size), pi = PiOf(size, mu);
                double value = pi > 0 ? LogLikelihood(pi, size, mu) : double.NegativeInfinity;
                if (pi > 0 && !(best?.LogLikelihood >= value))
                    best = (pi, size, mu, value, steps);
            }
            before = slope;
        }
        return best;
    }

    /// <summary>The log-likelihood of all rows.</summary>
    public double LogLikelihood(double pi, double size, double mu)
    {
        double sum = 0;
        for (int i = 0; i < sample.Count; i++)
        {
            double log = NegativeBinomialDensity.At(size, mu, sample.Values[i]).Value;
            sum += sample.WeightOf(i) * (sample.Values[i] > 0 ? SpecialFunctions.Log1P(-pi) + log : StableFunctions.LogSumExp(Math.Log(pi), SpecialFunctions.Log1P(-pi) + log));
        }
        return sum;
    }

    /// <summary>The log-likelihood of all rows at the top of the zero-inflated Poisson's.</summary>
    public double InflatedPoisson(double all)
    {
        double lambda = ZeroInflatedPoisson.OfPositives(mean), pi = 1 - positives / (rows * -SpecialFunctions.ExpM1(-lambda)), sum = 0;
        if (!(pi > 0))
            (pi, lambda) = (0, all);
        for (int i = 0; i < sample.Count; i++)
        {
            double x = sample.Values[i];
            sum += sample.WeightOf(i) * (x > 0 ? SpecialFunctions.Log1P(-pi) - lambda + x * Math.Log(lambda) - SpecialFunctions.LogGamma(x + 1)
                : StableFunctions.LogSumExp(Math.Log(pi), SpecialFunctions.Log1P(-pi) - lambda));
        }
        return sum;
    }

    private double PiOf(double size, double mu) => 1 - positives / (rows * -SpecialFunctions.ExpM1(-size * SpecialFunctions.Log1P(mu / size)));

    // mu = mean (1 - p0(mu)), p0 = (1 + mu/r)^-r: the right side is concave in mu, so Newton's steps from the mean fall to the root without passing it.
    private double MuOf(double size)
    {
        double mu = mean;
        for (int i = 0; i < 200; i++)
        {
            double log = SpecialFunctions.Log1P(mu / size), none = Math.Exp(-size * log);
            double step = (mu + mean * SpecialFunctions.ExpM1(-size * log)) / (1 - mean * none / (1 + mu / size));
            mu -= step;
            if (!(Math.Abs(step) > 1e-15 * mu))
                break;
        }
        return mu;
    }

    // The slope in the size with mu at its best: that of log p(x) - log(1 - p0), times the size.
    private double Slope(double size)
    {
        double mu = MuOf(size), sum = 0;
        if (!(mu > 0))
            return double.NaN;
        for (int i = 0; i < sample.Count; i++)
        {
            if (sample.Values[i] > 0)
                sum += sample.WeightOf(i) * NegativeBinomialDensity.At(size, mu, sample.Values[i]).A;
        }
        var none = NegativeBinomialDensity.At(size, mu, 0);
        return size * (sum + positives * none.A / SpecialFunctions.ExpM1(-none.Value));
    }

    // Bisection with the secant where that halves the bracket as well (the Illinois rule).
    private double Root(double low, double high, out int steps)
    {
        double left = Slope(Math.Exp(low)), right = Slope(Math.Exp(high)), u = high;
        int side = 0;
        for (steps = 1; steps < 200 && high - low > 1e-15 * Math.Max(1, Math.Abs(high)); steps++)
        {
            u = (low * right - high * left) / (right - left);
            if (!(u > low && u < high))
                u = 0.5 * (low + high);
            double slope = Slope(Math.Exp(u));
            if (slope == 0)
                break;
            if (slope > 0)
            {
                (low, left) = (u, slope);
                right *= side == 1 ? 0.5 : 1;
                side = 1;
            }
            else
            {
                (high, right) = (u, slope);
                left *= side == -1 ? 0.5 : 1;
                side = -1;
            }
        }
        return Math.Exp(u);
    }
}
