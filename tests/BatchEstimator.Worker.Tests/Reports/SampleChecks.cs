using BatchEstimator.Estimation.Results;
using BatchEstimator.Worker.Running;
using Distributions = MathNet.Numerics.Distributions;

namespace BatchEstimator.Worker.Tests.Reports;

/// <summary>Fits with all that can be said about a family: candidates, tests, interval methods, data against fit value by value.</summary>
internal static class SampleChecks
{
    /// <summary>Weibull lives in any unit, with a profile interval, everything tested and compared.</summary>
    public static FitOutcome Lifetime(string label = "hours", double scale = 800, int n = 200, double misfit = 0.05, double p = 0.42)
    {
        const double shape = 1.8;
        double[] values = [.. Enumerable.Range(0, n).Select(i => scale * Math.Pow(-Math.Log(1 - (i + 0.5) / n), 1 / (shape * (1 + misfit * Math.Sin(6.0 * i / n)))))];
        Array.Sort(values);
        double[] x = [.. Enumerable.Range(1, 160).Select(i => scale * i / 55)];
        double Cdf(double v) => 1 - Math.Exp(-Math.Pow(v / scale, shape));
        double Density(double v) => shape / scale * Math.Pow(v / scale, shape - 1) * Math.Exp(-Math.Pow(v / scale, shape));
        double error = shape / Math.Sqrt(n), scaleError = scale / Math.Sqrt(n);
        var result = SampleFits.Poisson().Result with
        {
            Fit = "lifetime", Family = "weibull", N = n, ParametersEstimated = 2, Derived = [], IntervalMethod = "profile",
            Parameters = [new("shape", shape, error, shape - 1.8 * error, shape + 2.1 * error), new("scale", scale, scaleError, scale - 1.9 * scaleError, scale + 2 * scaleError)],
            Candidates =
            [
                new("weibull", FitStatus.Ok, 2, -1432.11, 2868.22, 2868.28, 2874.82, 0, 0.62, null), new("gamma", FitStatus.Ok, 2, -1432.64, 2869.28, 2869.34, 2875.88, 1.06, 0.365, null),
                new("lognormal", FitStatus.Caution, 2, -1435.9, 2875.8, 2875.86, 2882.4, 7.58, 0.0140, null), new("exponential", FitStatus.Ok, 1, -1500.2, 3002.4, 3002.42, 3005.7, 134.18, 4.5e-30, null),
                new("beta", FitStatus.Refused, 2, null, null, null, null, null, null, "Values above 1 lie outside its range."), new("pareto", FitStatus.Refused, 2, null, null, null, null, null, null, FitCodes.NoFiniteMle),
            ],
            GoodnessOfFit = new GoodnessOfFit([new("kolmogorov-smirnov", 0.0412, p), new("anderson-darling", 0.512, p + 0.1), new("cramer-von-mises", 0.0713, null)], 999, 3),
            Tests = [new("exponential (shape = 1)", 136.18, 1, 1.8e-31, "chi-square")],
        };
        return new FitOutcome(result, new FitPictures
        {
            Density = new DensityPicture(label, values, [.. values.Select(_ => 1.0)], x, Array.ConvertAll(x, Density)),
            Curves = [Curve("shape", shape, error), Curve("scale", scale, scaleError)],
            Distribution = Against(label, values, Cdf, q => scale * Math.Pow(-Math.Log(1 - q), 1 / shape)),
        });
    }

    /// <summary>A MAP fit with bootstrap intervals and its evidence.</summary>
    public static FitOutcome Evidence()
    {
        var map = SampleFits.BernoulliMap();
        return map with { Result = map.Result with { LogEvidence = -7.4321, IntervalMethod = "bootstrap", Bootstrap = new BootstrapSummary("nonparametric", 1_999, 4) } };
    }

    /// <summary>A simpler model at the edge, and an interval without an upper end.</summary>
    public static FitOutcome Counts()
    {
        double[] values = [.. Enumerable.Range(0, 120).Select(i => Quantile((i + 0.5) / 120))];
        var poisson = SampleFits.Poisson();
        var result = poisson.Result with
        {
            Family = "negative_binomial", IntervalMethod = "profile", Parameters = [new("size", 41, null, 9.3, null), new("mu", 3.184, 0.12, 2.95, 3.43)],
            Tests = [new("poisson (size = ∞)", 0.31, 1, 0.29, "half chi-square")],
            GoodnessOfFit = new GoodnessOfFit([new("chi-square", 41.3, 0.0005, 7)], 1_999, 0),
        };
        return new FitOutcome(result, poisson.Pictures! with
        {
            Distribution = Against("calls per hour", values, v => Distributions.Poisson.CDF(3.184, v), null),
            Curves = [Curve("size", 41, 14)],
        });

        static double Quantile(double p)
        {
            int k = 0;
            while (Distributions.Poisson.CDF(3, k) < p) k++;
            return k;
        }
    }

    public static DistributionPicture Against(string label, double[] values, Func<double, double> cdf, Func<double, double>? quantile)
    {
        int n = values.Length;
        double[] empirical = [.. Enumerable.Range(0, n).Select(i => (i + 0.5) / n)], fitted = Array.ConvertAll(values, v => cdf(v));
        double half = Math.Sqrt(Math.Log(2 / 0.05) / (2 * n));
        return new DistributionPicture(
            label, values, empirical, quantile is null ? null : Array.ConvertAll(empirical, p => quantile(p)), fitted,
            Array.ConvertAll(fitted, p => Math.Max(0, p - half)), Array.ConvertAll(fitted, p => Math.Min(1, p + half)));
    }

    private static ParameterCurve Curve(string name, double estimate, double error)
    {
        double[] grid = [.. Enumerable.Range(0, 121).Select(i => estimate + (i - 60) / 20.0 * error)];
        return new ParameterCurve(name, grid, Array.ConvertAll(grid, v => -(v - estimate) / error * ((v - estimate) / error) / 2), null, null, estimate, null);
    }
}
