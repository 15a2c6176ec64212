using BatchEstimator.Estimation.Models;
using BatchEstimator.Estimation.Tests.Support;

namespace BatchEstimator.Estimation.Tests.Priors;

/// <summary>Modes under priors of several parameters, with densities written out here.</summary>
public class JointModeTests
{
    private const double LogTwoPi = 1.8378770664093454836;

    [Theory, InlineData(2, 3, 4), InlineData(1.5, 1.2, 30), InlineData(7, 2, 1.01)]
    public void A_dirichlet_mode_is_the_highest_point_of_the_simplex(double a, double b, double c)
    {
        double[] counts = [5, 2, 9];
        var frame = new Frame(16).With("y", [.. Enumerable.Range(0, 16).Select(i => i < 5 ? "a" : i < 7 ? "b" : "c")]);
        var result = Fits.Of(Map("categorical", "p", FormattableString.Invariant($"dirichlet({a}, {b}, {c})")), frame);
        double total = 16 + a + b + c - 3;
        double Height(double p, double q) => (counts[0] + a - 1) * Math.Log(p) + (counts[1] + b - 1) * Math.Log(q) + (counts[2] + c - 1) * Math.Log(1 - p - q);
        // The best p of the best q for each p: no closed form is used.
        double top = Numeric.Top(p => Height(p, Numeric.Top(q => Height(p, q), 1e-9, 1 - p - 1e-9, 40)), 1e-6, 1 - 1e-6, 60);
        Close.To((counts[0] + a - 1) / total, result.Parameters[0].Estimate, 1e-15, "p[a]");
        Close.To((counts[1] + b - 1) / total, result.Parameters[1].Estimate, 1e-15, "p[b]");
        Close.To((counts[2] + c - 1) / total, result.Parameters[2].Estimate, 1e-15, "p[c]");
        Close.To(top, result.Parameters[0].Estimate, 1e-6, "p[a] by search");
    }

    [Fact]
    public void One_alpha_stands_for_all()
    {
        var frame = new Frame(4).With("y", "a", "b", "b", "c");
        Assert.Equal(Fits.Of(Map("categorical", "p", "dirichlet(3, 3, 3)"), frame).Parameters.Select(p => p.Estimate), Fits.Of(Map("categorical", "p", "dirichlet(3)"), frame).Parameters.Select(p => p.Estimate));
    }

    [Theory, InlineData("normal", 0, 1, 2, 3), InlineData("normal", 10, 0.01, 0.5, 20), InlineData("lognormal", 2, 5, 3, 0.1), InlineData("normal", -4, 100, 30, 2)]
    public void A_normal_inverse_gamma_mode_is_the_highest_point_over_mean_and_variance(string family, double m, double kappa, double shape, double scale)
    {
        double[] z = [1.2, 0.3, 2.6, 1.9, 0.7];
        bool log = family == "lognormal";
        var result = Fits.Of(Map(family, log ? "meanlog, variance" : "mu, variance", FormattableString.Invariant($"normal_inverse_gamma({m}, {kappa}, {shape}, {scale})")),
            Frame.Of("y", log ? [.. z.Select(Math.Exp)] : z));
        double Height(double mu, double v) => z.Sum(x => -0.5 * (LogTwoPi + Math.Log(v) + (x - mu) * (x - mu) / v))
            - (shape + 1) * Math.Log(v) - scale / v - 0.5 * Math.Log(v / kappa) - 0.5 * kappa * (mu - m) * (mu - m) / v;
        double Best(double v) => Numeric.Top(mu => Height(mu, v), -10, 12, 100);
        double variance = Math.Exp(Numeric.Top(s => Height(Best(Math.Exp(s)), Math.Exp(s)), -6, 8, 100));
        Close.To(Best(variance), result.Parameters[0].Estimate, 1e-6, "mean", 1);
        Close.To(Math.Sqrt(variance), result.Parameters[1].Estimate, 1e-6, "standard deviation");
    }

    [Theory, InlineData(0, 1, 4, 2), InlineData(3, 0.1, 1.5, 10), InlineData(-1, 40, 25, 0.3)]
    public void At_a_normal_inverse_wishart_mode_likelihood_and_prior_are_level_in_all_five_directions(double m, double kappa, double df, double scale)
    {
        double[] a = [1.2, 0.3, 2.6, 1.9, 0.7, 3.1], b = [0.2, 0.9, -1.1, 0.4, 1.3, -2.0];
        var result = Fits.Of(new()
        {
            Name = "fit", Family = "multivariate_normal", Responses = ["a", "b"], Method = EstimationMethod.Map,
            Priors = new Dictionary<string, string> { ["mu, cov"] = FormattableString.Invariant($"normal_inverse_wishart({m}, {kappa}, {df}, {scale})") },
        }, Frame.Of("a", a).With("b", b));
        // mu a, mu b, then the covariance v, c, w; both densities up to terms without these.
        double Height(double[] p)
        {
            double det = p[2] * p[4] - p[3] * p[3];
            double Square(double x, double y) => (p[4] * x * x - 2 * p[3] * x * y + p[2] * y * y) / det;
            double likelihood = a.Zip(b, (x, y) => -LogTwoPi - 0.5 * Math.Log(det) - 0.5 * Square(x - p[0], y - p[1])).Sum();
            return likelihood - 0.5 * (df + 3) * Math.Log(det) - 0.5 * scale * (p[2] + p[4]) / det - 0.5 * Math.Log(det) - 0.5 * kappa * Square(p[0] - m, p[1] - m);
        }
        double[] mode = [.. result.Parameters.Select(p => p.Estimate!.Value)];
        Assert.Equal(["mu[a]", "mu[b]", "cov[a,a]", "cov[a,b]", "cov[b,b]"], result.Parameters.Select(p => p.Name));
        for (int i = 0; i < 5; i++)
        {
            double error = result.Parameters[i].StandardError!.Value;
            double slope = Numeric.Slope(value => Height([.. mode.Select((v, k) => k == i ? value : v)]), mode[i], 0.02 * error);
            Assert.True(Math.Abs(slope * error) < 1e-8, $"{result.Parameters[i].Name}: slope {slope * error:G2} per standard error");
        }
        var curvature = Numeric.Inverse(Negative(Numeric.Hessian(Height, mode, [.. result.Parameters.Select(p => 0.02 * p.StandardError!.Value)])));
        for (int i = 0; i < 5; i++)
            Close.To(Math.Sqrt(curvature[i, i]), result.Parameters[i].StandardError, 1e-4, $"standard error of {result.Parameters[i].Name}");
    }

    [Theory, InlineData("bernoulli", "beta(3, 5)"), InlineData("poisson", "gamma(9, 1.5)"), InlineData("normal", "normal(8, 0.4)")]
    public void With_ten_times_the_rows_the_prior_says_a_tenth(string family, string prior)
    {
        var entry = FamilyCases.Find(family);
        var frame = entry.Sample(8, 200);
        double[] gaps = [.. ((int[])[1, 10, 100]).Select(times =>
        {
            var repeated = frame.Take(Enumerable.Range(0, 200 * times).Select(i => i % 200));
            string name = Fits.Of(entry.Definition, frame).Parameters[0].Name;
            var first = Fits.Of(entry.Definition with { Method = EstimationMethod.Map, Priors = new Dictionary<string, string> { [name] = prior } }, repeated).Parameters[0];
            return Math.Abs(first.Estimate!.Value - first.Mle!.Value);
        })];
        Assert.True(gaps[2] > 0);
        Assert.InRange(gaps[0] / gaps[1], 7, 11);
        Assert.InRange(gaps[1] / gaps[2], 9.5, 10.5);
    }

    private static double[,] Negative(double[,] matrix)
    {
        var result = (double[,])matrix.Clone();
        for (int i = 0; i < matrix.Length; i++)
            result[i / 5, i % 5] = -matrix[i / 5, i % 5];
        return result;
    }

    private static FitDefinition Map(string family, string key, string prior) =>
        new() { Name = "fit", Family = family, Response = "y", Method = EstimationMethod.Map, Priors = new Dictionary<string, string> { [key] = prior } };
}
