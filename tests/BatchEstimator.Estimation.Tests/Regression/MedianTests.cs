using BatchEstimator.Estimation.Models;
using BatchEstimator.Estimation.Numerics;
using BatchEstimator.Estimation.Results;
using BatchEstimator.Estimation.Tests.Support;

namespace BatchEstimator.Estimation.Tests.Regression;

/// <summary>Median regressions (family laplace): against all fits through as many rows as there are coefficients.</summary>
public class MedianTests
{
    [Fact]
    public void Small_data_have_the_least_sum_that_enumeration_finds()
    {
        var random = new Xoshiro(17);
        for (int round = 0; round < 60; round++)
        {
            int rows = 6 + round % 6, columns = 1 + round % 3;
            bool rounded = round % 2 == 1;
            double Draw() => rounded ? Math.Round(4 * random.NextDouble()) : 10 * random.NextDouble();
            double[][] design = [.. Enumerable.Range(0, rows).Select(_ => (double[])[1, .. Enumerable.Range(1, columns).Select(_ => Draw())])];
            double[] y = [.. design.Select(_ => Draw())], weights = [.. design.Select(_ => 1 + Math.Floor(3 * random.NextDouble()))];
            var frame = new Frame(rows).With("y", y).With("w", weights);
            for (int j = 1; j <= columns; j++)
                frame = frame.With($"x{j}", [.. design.Select(row => row[j])]);
            var result = Fits.Of(Median($"y ~ {string.Join(" + ", Enumerable.Range(1, columns).Select(j => $"x{j}"))}") with { Weights = new("w", WeightKind.Frequency) }, frame);
            if (result.Codes.Any(code => code.Code is FitCodes.Aliased or FitCodes.DegenerateVariance))
                continue;
            Assert.True(result.Status is FitStatus.Ok or FitStatus.Caution, $"round {round}: {Sound.Codes(result)}");
            double Sum(double[] beta) => Enumerable.Range(0, rows).Sum(i => weights[i] * Math.Abs(y[i] - design[i].Zip(beta, (x, b) => x * b).Sum()));
            double least = Through(design, y, columns + 1).Min(Sum), found = Sum([.. result.Parameters.Take(columns + 1).Select(parameter => parameter.Estimate!.Value)]);
            Close.To(least, found, 1e-10, $"round {round}: sum of absolute residuals", 1e-3);
            Close.To(least / weights.Sum(), result.Parameters[^1].Estimate, 1e-9, $"round {round}: scale");
            bool several = Through(design, y, columns + 1).Where(beta => Sum(beta) <= least * (1 + 1e-12) + 1e-12).Any(beta => beta.Zip(Through(design, y, columns + 1).MinBy(Sum)!, (a, b) => Math.Abs(a - b)).Max() > 1e-6);
            Assert.True(several == result.Codes.Any(code => code.Code == FitCodes.NonUnique), $"round {round}: several {several}");
        }
    }

    [Fact]
    public void Stack_loss_is_as_published()
    {
        // R 4.2.2, quantreg 5.94: rq(stack.loss ~ ., data = stackloss).
        double[] loss = [42, 37, 37, 28, 18, 18, 19, 20, 15, 14, 14, 13, 11, 12, 8, 7, 8, 8, 9, 15, 15];
        double[] air = [80, 80, 75, 62, 62, 62, 62, 62, 58, 58, 58, 58, 58, 58, 50, 50, 50, 50, 50, 56, 70];
        double[] water = [27, 27, 25, 24, 22, 23, 24, 24, 23, 18, 18, 17, 18, 19, 18, 18, 19, 19, 20, 20, 20];
        double[] acid = [89, 88, 90, 87, 87, 87, 93, 93, 87, 80, 89, 88, 82, 93, 89, 86, 72, 79, 80, 82, 91];
        var result = Fits.Of(Median("loss ~ air + water + acid"), Frame.Of("loss", loss).With("air", air).With("water", water).With("acid", acid));
        Assert.Equal(FitStatus.Ok, result.Status);
        foreach (var (expected, parameter) in new[] { -39.6898550724638, 0.8318840579710, 0.5739130434783, -0.0608695652174 }.Zip(result.Parameters))
            Close.To(expected, parameter.Estimate, 1e-11, parameter.Name);
        Assert.Equal("expected", result.Information);
    }

    [Fact]
    public void Errors_are_those_of_the_expected_information()
    {
        var frame = RegressionCases.Draw("laplace", 500);
        var result = Fits.Of(Median("y ~ x"), frame);
        double scale = result.Parameters[^1].Estimate!.Value, n = 500;
        double[] x = frame.Numbers("x");
        double mean = x.Average(), squares = x.Sum(v => (v - mean) * (v - mean));
        Close.To(scale / Math.Sqrt(squares), result.Parameters[1].StandardError, 1e-9, "slope");
        Close.To(scale * Math.Sqrt(1 / n + mean * mean / squares), result.Parameters[0].StandardError, 1e-9, "intercept");
        Close.To(scale / Math.Sqrt(n), result.Parameters[2].StandardError, 1e-9, "scale");
    }

    [Theory]
    [InlineData("normal(0, 0.05)", "flat", 1), InlineData("laplace(0, 0.02)", "flat", 1), InlineData("normal(0, 0.05)", "laplace(0.4, 0.01)", 1)]
    [InlineData("student_t(3, 0, 0.05)", "normal(0, 1)", 1), InlineData("normal(0, 0.05)", "flat", 7)]
    public void Under_priors_no_step_climbs(string slopes, string intercept, ulong seed)
    {
        var frame = RegressionCases.Draw("laplace", 60, seed);
        var result = Fits.Of(Median("y ~ x + z + g") with { Method = EstimationMethod.Map, Priors = new Dictionary<string, string> { ["coefficients"] = slopes, ["(Intercept)"] = intercept, ["scale"] = "half_normal(2)" } }, frame);
        // With an even number of rows and a flat intercept a whole gap can be as good.
        Assert.True(result.Codes.All(code => code.Code == FitCodes.NonUnique), Sound.Codes(result));
        double[] at = [.. result.Parameters.Select(parameter => parameter.Estimate!.Value)];
        var oracle = RegressionOracle.OfCases("laplace", frame);
        double Posterior(double[] point) => oracle.At(point) + PriorText.Read(intercept).LogDensityAt(point[0]) + point.Skip(1).Take(4).Sum(PriorText.Read(slopes).LogDensityAt) + PriorText.Read("half_normal(2)").LogDensityAt(point[5]);
        double top = Posterior(at);
        Close.To(top, result.LogPosterior, 1e-10, "log posterior");
        var random = new Xoshiro(seed);
        for (int i = 0; i < 400; i++)
        {
            double size = Math.Pow(10, -6 * random.NextDouble() - 0.5);
            double[] moved = [.. at.Select(value => value + size * (random.NextDouble() - 0.5))];
            Assert.True(Posterior(moved) <= top + 1e-9, $"step {i} of size {size}: {Posterior(moved) - top}");
        }
    }

    [Fact]
    public void Intervals_and_tests_by_refits_are_those_of_medians()
    {
        var frame = RegressionCases.Draw("laplace", 201);
        var model = FitModel.Create(Median("y ~ x + z"));
        var profile = Fits.OfModel(model, frame, new(0.95, ["test"], 40) { Intervals = IntervalMethod.Profile });
        Assert.True(profile.Status == FitStatus.Ok, Sound.Codes(profile));
        var slope = profile.Parameters[1];
        var held = Fits.Of(Median("y ~ x + z") with { Fixed = new Dictionary<string, double> { ["x"] = slope.Upper!.Value } }, frame);
        Close.To(3.841458820694124, 2 * (profile.LogLikelihood!.Value - held.LogLikelihood!.Value), 1e-6, "twice the drop of the log-likelihood");
        var term = profile.TermTests.Single(test => test.Term == "z");
        var smaller = Fits.Of(Median("y ~ x"), frame);
        Close.To(2 * (profile.LogLikelihood.Value - smaller.LogLikelihood!.Value), term.LikelihoodRatio, 1e-9, "likelihood ratio", 1);
        Assert.Null(term.Score);
    }

    [Fact]
    public void A_scale_with_a_formula_moves_with_the_medians()
    {
        var random = new Xoshiro(3);
        double[] x = [.. Enumerable.Range(0, 2000).Select(_ => 2 * random.NextDouble() - 1)], y = [.. x.Select(v => 1 + 0.5 * v + Math.Exp(0.3 + 0.8 * v) * random.Laplace())];
        var result = Fits.Of(Median("y ~ x") with { Predictors = new Dictionary<string, string> { ["scale"] = "~ x" } }, Frame.Of("x", x).With("y", y));
        Assert.Equal(FitStatus.Ok, result.Status);
        foreach (var (truth, parameter) in new[] { 1, 0.5, 0.3, 0.8 }.Zip(result.Parameters))
            Assert.True(Math.Abs(parameter.Estimate!.Value - truth) < 4.5 * parameter.StandardError!.Value, $"{parameter.Name}: {parameter.Estimate}");
    }

    [Fact]
    public void An_exact_line_is_refused_and_a_gap_is_named()
    {
        double[] x = [1, 2, 3, 4, 5, 6];
        var exact = Fits.Of(Median("y ~ x"), Frame.Of("x", x).With("y", [.. x.Select(v => 2 * v + 1)]));
        Assert.Equal((FitStatus.Refused, FitCodes.DegenerateVariance), (exact.Status, Assert.Single(exact.Codes).Code));
        var gap = Fits.Of(Median("y ~ 1") with { Offset = "zero" }, Frame.Of("y", 1, 2, 4, 9).With("zero", new double[4]));
        Assert.Contains(gap.Codes, code => code.Code == FitCodes.NonUnique);
        Close.To(3, gap.Parameters[0].Estimate, 1e-12, "the middle of the gap");
    }

    private static FitDefinition Median(string formula) => new() { Name = "median", Family = "laplace", Formula = formula };

    // Every fit through as many rows as there are coefficients, where those rows are independent.
    private static IEnumerable<double[]> Through(double[][] design, double[] y, int size)
    {
        foreach (int[] chosen in Subsets(design.Length, size))
        {
            var matrix = MathNet.Numerics.LinearAlgebra.Matrix<double>.Build.DenseOfRowArrays(chosen.Select(i => design[i]));
            if (Math.Abs(matrix.Determinant()) > 1e-9)
                yield return [.. matrix.Solve(MathNet.Numerics.LinearAlgebra.Vector<double>.Build.DenseOfEnumerable(chosen.Select(i => y[i])))];
        }
    }

    private static IEnumerable<int[]> Subsets(int count, int size) => size == 0 ? [[]]
        : Enumerable.Range(0, count).SelectMany(last => Subsets(last, size - 1).Select(rest => (int[])[.. rest, last]));
}
