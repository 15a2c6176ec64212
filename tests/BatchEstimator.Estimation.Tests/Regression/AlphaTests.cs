using BatchEstimator.Estimation.Models;
using BatchEstimator.Estimation.Numerics;
using BatchEstimator.Estimation.Results;
using BatchEstimator.Estimation.Tests.Support;

namespace BatchEstimator.Estimation.Tests.Regression;

/// <summary>The scale of the slopes' prior: given, of greatest evidence, or by cross-validation.</summary>
public class AlphaTests
{
    [Fact]
    public void A_given_scale_is_the_prior_of_every_slope_without_one()
    {
        var frame = RegressionCases.Draw("poisson");
        var alpha = Fits.Of(Map("poisson") with { Alpha = new(AlphaKind.Given, 0.2), Priors = Priors(("z", "laplace(0, 1)")) }, frame);
        var written = Fits.Of(Map("poisson") with { Priors = Priors(("coefficients", "normal(0, 0.2)"), ("z", "laplace(0, 1)")) }, frame);
        Assert.Equal(written.Parameters, alpha.Parameters);
        Assert.Null(alpha.Alpha);
    }

    [Fact]
    public void At_the_greatest_evidence_MacKays_equation_holds()
    {
        // With sigma known: alpha^2 = |w|^2 / gamma, gamma = k - trace(covariance) / alpha^2 (MacKay 1992, equations 20 and 21).
        var frame = Wide(60, 8, 3, out string[] names);
        var result = Fits.Of(Linear(names) with { Alpha = new(AlphaKind.Evidence), Fixed = new Dictionary<string, double> { ["sigma"] = 0.5 } }, frame);
        Assert.Equal(FitStatus.Ok, result.Status);
        double alpha = result.Alpha!.Value;
        var slopes = result.Parameters.Where(parameter => names.Contains(parameter.Name)).ToList();
        double gamma = slopes.Count - slopes.Sum(slope => slope.StandardError!.Value * slope.StandardError.Value) / (alpha * alpha);
        Close.To(alpha * alpha, slopes.Sum(slope => slope.Estimate!.Value * slope.Estimate.Value) / gamma, 1e-5, "alpha squared");
        Assert.Contains(result.Notes, note => note.Contains("do not account for its choice", StringComparison.Ordinal));
    }

    [Fact]
    public void With_sigma_estimated_no_scale_near_by_has_more_evidence()
    {
        var frame = Wide(40, 5, 4, out string[] names);
        var result = Fits.Of(Linear(names) with { Alpha = new(AlphaKind.Evidence) }, frame);
        double alpha = result.Alpha!.Value, top = Evidence(alpha);
        Close.To(top, result.Alpha.Score, 1e-7, "log evidence", 1);
        foreach (double factor in new[] { 0.1, 0.5, 0.97, 1.03, 2, 10 })
            Assert.True(Evidence(factor * alpha) < top, $"{factor} times alpha");

        // Of a fit at a given scale, its log evidence from its covariance by differences of the slow posterior.
        double Evidence(double scale)
        {
            var fit = Fits.Of(Linear(names) with { Alpha = new(AlphaKind.Given, scale) }, frame);
            double[][] design = [.. Enumerable.Range(0, frame.Rows).Select(i => (double[])[1.0, .. names.Select(name => frame.Numbers(name)[i])])];
            var oracle = new RegressionOracle("normal", design, frame.Numbers("y"));
            double[] at = [.. fit.Parameters.Select(parameter => parameter.Estimate!.Value)];
            double Posterior(double[] point) => oracle.At(point) + point.Skip(1).Take(names.Length).Sum(w => -0.5 * w * w / (scale * scale) - Math.Log(scale) - 0.5 * Math.Log(2 * Math.PI));
            var curvature = Numeric.Hessian(Posterior, at, [.. at.Select(_ => 3e-3)]);
            var negative = new DoubleDouble[at.Length * at.Length];
            for (int i = 0; i < negative.Length; i++)
                negative[i] = -curvature[i / at.Length, i % at.Length];
            return Posterior(at) + 0.5 * at.Length * Math.Log(2 * Math.PI) - 0.5 * new NormalEquations(negative, at.Length).LogDeterminant;
        }
    }

    [Theory, InlineData("bernoulli"), InlineData("poisson"), InlineData("weibull")]
    public void Cross_validation_is_the_mean_over_rows_left_out(string family)
    {
        var frame = RegressionCases.Draw(family, 90);
        var definition = Map(family) with { Alpha = new(AlphaKind.CrossValidation) };
        var result = Fits.Of(definition, frame);
        Assert.NotNull(result.Alpha);
        Assert.Equal(10, result.Alpha.Folds);
        var pieces = Fits.ByGroup(definition, frame, null, [1, 40, 41], foldLastFirst: true)[0];
        Assert.Equal(result.Alpha, pieces.Alpha);
        Close.To(LeftOut(result.Alpha.Value), result.Alpha.Score, 1e-7, "mean log-likelihood left out", 1);
        var curve = Fits.PicturesOf(definition, frame).Alpha!;
        Assert.All(curve.Scores, score => Assert.True(!(score > result.Alpha.Score + 1e-9)));
        Assert.Equal(curve.Alphas.Length, curve.Errors!.Length);

        // The same folds, each model fitted on its own to the other rows, its density read row by row.
        double LeftOut(double alpha)
        {
            var keys = Enumerable.Range(0, frame.Rows).Select(i => Statistics.RowSample.Hash(0, unchecked((long)Statistics.RowSample.Hash(0, i + 1)))).ToArray();
            int[] order = [.. Enumerable.Range(0, frame.Rows).OrderBy(i => keys[i])];
            double sum = 0;
            for (int fold = 0; fold < 10; fold++)
            {
                int[] left = [.. order.Where((_, rank) => rank % 10 == fold)], learnt = [.. order.Except(left)];
                var fit = Fits.Of(definition with { Alpha = new(AlphaKind.Given, alpha) }, frame.Take(learnt.Order()));
                sum += RegressionOracle.OfCases(family, frame.Take(left)).At([.. fit.Parameters.Select(parameter => parameter.Estimate!.Value)]);
            }
            return sum / frame.Rows;
        }
    }

    [Fact]
    public void Slopes_that_are_noise_are_wanted_at_zero()
    {
        var random = new Xoshiro(21);
        double[] Noise() => [.. Enumerable.Range(0, 50).Select(_ => random.NextDouble() + random.NextDouble() - 1)];
        var frame = new Frame(50).With("y", Noise()).With("a", Noise()).With("b", Noise()).With("c", Noise());
        // What is left of the response after least squares has no slope at all.
        var least = Fits.Of(new FitDefinition { Name = "ols", Family = "normal", Formula = "y ~ a + b + c" }, frame);
        double[] rest = [.. Enumerable.Range(0, 50).Select(i => frame.Numbers("y")[i] - "abc".Select((name, k) => least.Parameters[1 + k].Estimate!.Value * frame.Numbers(name.ToString())[i]).Sum())];
        var result = Fits.Of(Linear(["a", "b", "c"]) with { Alpha = new(AlphaKind.Evidence) }, frame.With("y", rest));
        Assert.Equal(FitStatus.Caution, result.Status);
        Assert.Equal(FitCodes.LimitModel, Assert.Single(result.Codes).Code);
        Assert.Equal("zero", result.Alpha!.Limit);
        Assert.All(result.Parameters.Skip(1).Take(3), slope => Assert.True(Math.Abs(slope.Estimate!.Value) < 1e-3));
    }

    [Fact]
    public void A_standardised_prior_is_the_raw_one_divided_by_the_columns_deviation()
    {
        var frame = RegressionCases.Draw("poisson", 50).Scaled(100, "x");
        var weights = Enumerable.Range(0, 50).Select(i => 1.0 + i % 3).ToArray();
        var definition = Map("poisson") with { Weights = new("w", WeightKind.Frequency) };
        frame = frame.With("w", weights);
        var standard = Fits.Of(definition with { PriorScale = PriorScale.Standardized, Priors = Priors(("coefficients", "normal(0.1, 0.5)"), ("z", "student_t(4, 0.2, 0.3)"), ("(Intercept)", "normal(0, 2)")) }, frame);
        double x = Deviation(frame.Numbers("x")), z = Deviation(frame.Numbers("z")), b = Deviation([.. frame.Labels("g").Select(g => g == "b" ? 1.0 : 0)]), c = Deviation([.. frame.Labels("g").Select(g => g == "c" ? 1.0 : 0)]);
        var raw = Fits.Of(definition with
        {
            Priors = Priors(("x", $"normal({0.1 / x:R}, {0.5 / x:R})"), ("g=b", $"normal({0.1 / b:R}, {0.5 / b:R})"), ("g=c", $"normal({0.1 / c:R}, {0.5 / c:R})"), ("z", $"student_t(4, {0.2 / z:R}, {0.3 / z:R})"), ("(Intercept)", "normal(0, 2)")),
        }, frame);
        foreach (var (expected, found) in raw.Parameters.Zip(standard.Parameters))
        {
            Close.To(expected.Estimate!.Value, found.Estimate, 1e-9, expected.Name, expected.StandardError!.Value);
            Close.To(expected.StandardError!.Value, found.StandardError, 1e-9, expected.Name);
        }
        var slope = Assert.Single(standard.Derived, derived => derived.Name.StartsWith("x per standard deviation", StringComparison.Ordinal));
        Close.To(x * standard.Parameters[1].Estimate!.Value, slope.Estimate, 1e-12, "x per deviation");

        double Deviation(double[] values)
        {
            double total = weights.Sum(), mean = values.Zip(weights, (v, w) => v * w).Sum() / total;
            return Math.Sqrt(values.Zip(weights, (v, w) => w * (v - mean) * (v - mean)).Sum() / total);
        }
    }

    [Fact]
    public void What_the_scale_cannot_go_with_is_said()
    {
        var map = Map("poisson") with { Alpha = new(AlphaKind.Evidence), Priors = Priors(("coefficients", "normal(0, 1)")) };
        Assert.Contains(FitModel.Check(map), problem => problem.Path == "alpha");
        Assert.Contains(FitModel.Check(map with { Method = EstimationMethod.Mle, Priors = new Dictionary<string, string>() }), problem => problem.Path == "alpha");
        Assert.Contains(FitModel.Check(Map("poisson") with { Method = EstimationMethod.Mle, PriorScale = PriorScale.Standardized }), problem => problem.Path == "priorScale");
    }

    [Fact]
    public void Of_several_tops_the_highest_is_kept()
    {
        // The data say 3 with little weight, a narrow cauchy says 0: two tops.
        double[] x = [.. Enumerable.Range(0, 12).Select(i => i % 2 == 0 ? -1.0 : 1)], y = [.. x.Select((v, i) => 3 * v + 0.1 * (i % 3 - 1))];
        var definition = new FitDefinition { Name = "tops", Family = "normal", Formula = "y ~ x", Method = EstimationMethod.Map, Fixed = new Dictionary<string, double> { ["sigma"] = 2 } };
        foreach (double scale in new[] { 0.001, 0.05 })
        {
            var result = Fits.Of(definition with { Priors = Priors(("x", FormattableString.Invariant($"cauchy(0, {scale})"))) }, Frame.Of("x", x).With("y", y));
            Assert.Equal(FitStatus.Ok, result.Status);
            Assert.Equal(3, result.Solver.Starts!.Tried);
            double Height(double b) => -x.Zip(y, (u, v) => Math.Pow(v - b * u - y.Average(), 2)).Sum() / 8 - Math.Log(1 + b * b / scale / scale);
            double best = Enumerable.Range(-1000, 6000).Select(i => i * 1e-3).MaxBy(Height);
            Assert.True(Math.Abs(result.Parameters[1].Estimate!.Value - best) < 1e-3, $"{result.Parameters[1].Estimate} against {best}");
            Assert.Equal(result.Solver.Starts.Agreed < 3, result.Solver.Starts.NextBest is not null);
        }
    }

    private static Dictionary<string, string> Priors(params (string Key, string Prior)[] priors) => priors.ToDictionary(entry => entry.Key, entry => entry.Prior);

    private static FitDefinition Map(string family) => RegressionCases.Definition(family) with { Method = EstimationMethod.Map };

    private static FitDefinition Linear(string[] names) => new() { Name = "alpha", Family = "normal", Formula = $"y ~ {string.Join(" + ", names)}", Method = EstimationMethod.Map };

    private static Frame Wide(int rows, int columns, ulong seed, out string[] names)
    {
        var random = new Xoshiro(seed);
        names = [.. Enumerable.Range(0, columns).Select(j => $"x{j}")];
        var frame = new Frame(rows);
        foreach (string name in names)
            frame = frame.With(name, [.. Enumerable.Range(0, rows).Select(_ => 2 * random.NextDouble() - 1)]);
        double[] truth = [.. names.Select(_ => random.NextDouble() - 0.5)];
        var columnsSoFar = names.Select(frame.Numbers).ToArray();
        return frame.With("y", [.. Enumerable.Range(0, rows).Select(i => 1 + columnsSoFar.Select((column, j) => truth[j] * column[i]).Sum() + (random.NextDouble() + random.NextDouble() - 1))]);
    }
}
