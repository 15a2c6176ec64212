using BatchEstimator.Estimation.Results;
using BatchEstimator.Worker.Running;
using MathNet.Numerics;
using Distributions = MathNet.Numerics.Distributions;

namespace BatchEstimator.Worker.Tests.Reports;

/// <summary>Single fits with their pictures.</summary>
internal static class SampleFits
{
    private const double Z = 1.959963984540054;

    public static FitOutcome BernoulliMle(int heads = 60, int n = 100)
    {
        double theta = (double)heads / n, se = Math.Sqrt(theta * (1 - theta) / n);
        double logLikelihood = heads * Math.Log(theta) + (n - heads) * Math.Log(1 - theta);
        double[] grid = Grid(0.01, 0.99, 199);
        double[] curve = Array.ConvertAll(grid, t => heads * Math.Log(t) + (n - heads) * Math.Log(1 - t) - logLikelihood);
        var result = Ok("toss", "bernoulli", "mle", n) with
        {
            ParametersEstimated = 1,
            Parameters = [Wald("theta", theta, se)],
            Derived = [new DerivedEstimate("mean negative log-likelihood (binary cross-entropy)", -logLikelihood / n)],
            LogLikelihood = logLikelihood, Aic = 2 - 2 * logLikelihood, Aicc = 2 - 2 * logLikelihood + 4.0 / (n - 2), Bic = Math.Log(n) - 2 * logLikelihood,
        };
        return new FitOutcome(result, new FitPictures
        {
            Bars = new BarsPicture("toss", ["0", "1"], [1 - theta, theta], [1 - theta, theta]),
            Curves = [new ParameterCurve("theta", grid, curve, null, null, theta, null)],
        });
    }

    public static FitOutcome BernoulliMap()
    {
        const int heads = 7, n = 10;
        const double a = 6, b = 10;
        double mode = (heads + a - 1) / (n + a + b - 2), se = Math.Sqrt(mode * (1 - mode) / (n + a + b - 2));
        double LogLikelihood(double t) => heads * Math.Log(t) + (n - heads) * Math.Log(1 - t);
        double LogPrior(double t) => (a - 1) * Math.Log(t) + (b - 1) * Math.Log(1 - t) - SpecialFunctions.BetaLn(a, b);
        double[] grid = Grid(0.005, 0.995, 199);
        var result = Ok("thumbtack (prior belief)", "bernoulli", "map", n) with
        {
            ParametersEstimated = 1,
            Parameters = [Wald("theta", mode, se) with { Mle = 0.7, Prior = "beta(6, 10)" }],
            LogLikelihood = LogLikelihood(mode), LogPrior = LogPrior(mode), LogPosterior = LogLikelihood(mode) + LogPrior(mode),
            Notes = ["A beta(6, 10) prior counts like 5 heads and 9 tails seen before."],
        };
        return new FitOutcome(result, new FitPictures
        {
            Bars = new BarsPicture("toss", ["tail", "head"], [0.3, 0.7], [1 - mode, mode]),
            Curves =
            [
                new ParameterCurve(
                    "theta", grid, Array.ConvertAll(grid, t => LogLikelihood(t) - LogLikelihood(0.7)), Array.ConvertAll(grid, LogPrior),
                    Array.ConvertAll(grid, t => LogLikelihood(t) + LogPrior(t) - LogLikelihood(mode) - LogPrior(mode)), mode, 0.7),
            ],
        });
    }

    public static FitOutcome Poisson()
    {
        const double lambda = 3.184, n = 250;
        string[] outcomes = [.. Enumerable.Range(0, 11).Select(k => k.ToString(System.Globalization.CultureInfo.InvariantCulture))];
        double[] fitted = [.. Enumerable.Range(0, 11).Select(k => Distributions.Poisson.PMF(lambda, k))];
        double[] observed = [.. fitted.Select((p, k) => p * (1 + 0.12 * Math.Sin(2.1 * k)))];
        double[] grid = Grid(2.8, 3.6, 120);
        var result = Ok("calls", "poisson", "mle", n) with
        {
            ParametersEstimated = 1,
            Parameters = [Wald("lambda", lambda, Math.Sqrt(lambda / n))],
            Derived = [new DerivedEstimate("P(> 5)", 0.0981234567, 0.0112, 0.0762, 0.1201)],
            LogLikelihood = -489.23456789, Aic = 980.46913578, Aicc = 980.485264974, Bic = 983.990597,
        };
        return new FitOutcome(result, new FitPictures
        {
            Bars = new BarsPicture("calls per hour", outcomes, observed, fitted),
            Curves = [new ParameterCurve("lambda", grid, Array.ConvertAll(grid, l => n * (lambda * Math.Log(l / lambda) - l + lambda)), null, null, lambda, null)],
        });
    }

    public static FitOutcome Normal(string fit, string label, double mu, double sigma, int n, int seed)
    {
        double[] values = Enumerable.Range(0, n).Select(i => mu + sigma * Distributions.Normal.InvCDF(0, 1, (i + 0.5) / n) * (1 + 0.1 * Math.Sin(i + seed))).ToArray();
        double[] x = Grid(mu - 4 * sigma, mu + 4 * sigma, 161);
        double se = sigma / Math.Sqrt(n);
        double[] grid = Grid(mu - 4 * se, mu + 4 * se, 121), sigmas = Grid(sigma * (1 - 3 / Math.Sqrt(n)), sigma * (1 + 3 / Math.Sqrt(n)), 121);
        double logLikelihood = -n / 2.0 * (Math.Log(2 * Math.PI * sigma * sigma) + 1);
        var result = Ok(fit, "normal", "mle", n) with
        {
            ParametersEstimated = 2,
            Parameters = [Wald("mu", mu, se), Wald("sigma", sigma, sigma / Math.Sqrt(2 * n))],
            Derived = [new DerivedEstimate("quantile(0.9)", mu + 1.2815515655446004 * sigma, 1.3 * se, mu + 1.28 * sigma - 2.6 * se, mu + 1.28 * sigma + 2.6 * se)],
            LogLikelihood = logLikelihood, Aic = 4 - 2 * logLikelihood, Aicc = 4 - 2 * logLikelihood + 12.0 / (n - 3), Bic = 2 * Math.Log(n) - 2 * logLikelihood,
            Notes = [FormattableString.Invariant($"The unbiased standard deviation (divisor n - 1) is {sigma * Math.Sqrt(n / (n - 1.0)):G6}.")],
        };
        return new FitOutcome(result, new FitPictures
        {
            Density = new DensityPicture(label, values, Enumerable.Repeat(1.0, n).ToArray(), x, Array.ConvertAll(x, v => Distributions.Normal.PDF(mu, sigma, v))),
            Curves =
            [
                new ParameterCurve("mu", grid, Array.ConvertAll(grid, m => -n / 2.0 * Math.Log(1 + (m - mu) * (m - mu) / (sigma * sigma))), null, null, mu, null),
                new ParameterCurve("sigma", sigmas, Array.ConvertAll(sigmas, s => -n * (Math.Log(s / sigma) + (sigma * sigma / (s * s) - 1) / 2)), null, null, sigma, null),
            ],
        });
    }

    public static FitOutcome Plane()
    {
        var random = new Random(7);
        double[] x = new double[272], y = new double[272];
        for (int i = 0; i < x.Length; i++)
        {
            double u = Distributions.Normal.Sample(random, 0, 1), v = Distributions.Normal.Sample(random, 0, 1);
            (x[i], y[i]) = (3.488 + 1.14 * u, 70.9 + 13.57 * (0.9 * u + 0.436 * v));
        }
        var result = Ok("eruptions", "multivariate_normal", "mle", 272) with
        {
            ParametersEstimated = 5,
            Parameters =
            [
                Wald("mu[eruptions]", 3.48778, 0.0690727), Wald("mu[waiting]", 70.8971, 0.822813), Wald("cov[eruptions,eruptions]", 1.29794, 0.1113),
                Wald("cov[eruptions,waiting]", 13.9264, 1.2561), Wald("cov[waiting,waiting]", 184.144, 15.79),
            ],
            LogLikelihood = -1289.7966, Aic = 2589.5932, Aicc = 2589.819, Bic = 2607.6222,
        };
        return new FitOutcome(result, new FitPictures { Scatter = new ScatterPicture("eruptions", "waiting", x, y, new PlanarNormal(3.488, 70.9, 1.298, 13.93, 184.1)) });
    }

    public static FitOutcome Line()
    {
        var random = new Random(11);
        double[] x = Grid(0, 10, 24), y = Array.ConvertAll(x, v => 2 + 0.8 * v + Distributions.Normal.Sample(random, 0, 1.5));
        double[] fitted = Array.ConvertAll(x, v => 1.82 + 0.83 * v);
        var result = Ok("yield", "normal", "map", 24) with
        {
            Formula = "yield ~ temperature",
            ParametersEstimated = 2,
            Parameters =
            [
                Wald("(Intercept)", 1.82, 0.55) with { Mle = 2.05, Prior = "normal(0, 1.5)" }, Wald("temperature", 0.83, 0.094) with { Mle = 0.794, Prior = "normal(0, 1)" },
                new ParameterEstimate("sigma", 1.5, null, null, null, Fixed: true),
            ],
            LogLikelihood = -43.1181, LogPrior = -3.2261, LogPosterior = -46.3442,
            Notes = ["With sigma known, this prior is a ridge penalty of sigma^2 / alpha^2 on each coefficient."],
        };
        return new FitOutcome(result, new FitPictures
        {
            Regression = new RegressionPicture("yield", fitted, [.. y.Select((v, i) => v - fitted[i])], new ParameterSpacePicture(
                "(Intercept)", "temperature", new PlanarNormal(0, 0, 2.25, 0, 1), new PlanarNormal(2.05, 0.794, 0.353, -0.0508, 0.0101),
                new PlanarNormal(1.82, 0.83, 0.303, -0.043, 0.0089), "temperature", x, y)),
        });
    }

    public static FitOutcome TwoSlopes()
    {
        var random = new Random(5);
        double[] fitted = Grid(10, 60, 150), residuals = Array.ConvertAll(fitted, _ => Distributions.Normal.Sample(random, 0, 4));
        var result = Ok("cost", "normal", "mle", 150) with
        {
            Formula = "cost ~ hours + plant + hours:plant",
            ParametersEstimated = 5,
            Parameters =
            [
                Wald("(Intercept)", 12.418273, 1.9212), Wald("hours", 0.48211, 0.0719), Wald("plant=B", -3.20145, 1.1021),
                Wald("hours:plant=B", 0.0912, 0.1011), Wald("sigma", 4.01235, 0.2317),
            ],
            LogLikelihood = -421.334, Aic = 852.668, Aicc = 853.08, Bic = 867.72,
        };
        return new FitOutcome(result, new FitPictures { Regression = new RegressionPicture("cost", fitted, residuals, null) });
    }

    public static FitOutcome Refused(string fit, params KeyValuePair<string, string?>[] group) => new(new FitResult
    {
        Fit = fit, Group = group, Family = "bernoulli", Method = "mle", Formula = "failed ~ load", Status = FitStatus.Refused,
        Rows = new RowCounts(30, 0, 0, 0), N = 30, SumOfWeights = 30,
        Codes = [new FitCode(FitCodes.Separation, "The column 'load' separates the classes: every row above 4.2 failed and none below. A prior such as normal(0, 2.5) on the coefficients makes the estimate exist.", ["load"])],
    }, null);

    public static FitResult WithCaution(FitResult result) => result with
    {
        Status = FitStatus.Caution,
        Codes = [new FitCode(FitCodes.FewRows, "There are hardly more rows than parameters, so the intervals are rough.", ["mu"])],
    };

    private static FitResult Ok(string fit, string family, string method, double n) => new()
    {
        Fit = fit, Family = family, Method = method, Status = FitStatus.Ok, Rows = new RowCounts((long)n, 3, 1, 0), N = n, SumOfWeights = n,
        Solver = new SolverEvidence("closed-form", 0, 1.2e-15, 4.8, 14.2), Information = "observed",
    };

    private static ParameterEstimate Wald(string name, double estimate, double se) => new(name, estimate, se, estimate - Z * se, estimate + Z * se);

    private static double[] Grid(double from, double to, int count) => Generate.LinearSpaced(count, from, to);
}
