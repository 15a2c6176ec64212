using BatchEstimator.Estimation.Models;
using BatchEstimator.Estimation.Numerics;
using BatchEstimator.Estimation.Regression;
using BatchEstimator.Estimation.Results;
using BatchEstimator.Estimation.Tests.Support;

namespace BatchEstimator.Estimation.Tests.Regression;

/// <summary>Regressions under Laplace priors: exact zeros, against enumeration and in awkward data.</summary>
public class LassoTests
{
    [Fact]
    public void A_kinked_quadratic_is_topped_as_enumeration_tops_it()
    {
        var random = new Xoshiro(11);
        for (int round = 0; round < 400; round++)
        {
            int size = 1 + round % 5;
            double[] root = Draws(size * size), slope = Draws(size, 3), offsets = Draws(size), weights = Draws(size, 2);
            var matrix = new double[size * size];
            for (int i = 0; i < size; i++)
            {
                for (int j = 0; j < size; j++)
                    matrix[i * size + j] = Enumerable.Range(0, size).Sum(k => root[i * size + k] * root[j * size + k]) + (i == j ? 0.01 : 0);
                weights[i] = i % 4 == 3 ? 0 : Math.Abs(weights[i]);
                offsets[i] = weights[i] == 0 || random.NextDouble() < 0.3 ? 0 : offsets[i];
            }
            double[] found = new KinkedQuadratic(slope, matrix, weights, offsets).Top(), expected = Enumerated(slope, matrix, weights, offsets);
            for (int i = 0; i < size; i++)
            {
                Assert.Equal(expected[i] == 0 && weights[i] > 0, found[i] == 0 && weights[i] > 0);
                Close.To(expected[i], found[i], 1e-8, $"round {round}, coordinate {i}", 1);
            }
        }
        double[] Draws(int count, double scale = 1) => [.. Enumerable.Range(0, count).Select(_ => scale * (2 * random.NextDouble() - 1))];
    }

    [Fact]
    public void Of_two_equal_columns_one_is_enough()
    {
        var random = new Xoshiro(5);
        double[] x = [.. Enumerable.Range(0, 40).Select(_ => random.NextDouble())];
        var frame = Frame.Of("x", x).With("twin", x).With("y", [.. x.Select(v => 1 + 2 * v + 0.1 * random.NextDouble())]);
        var result = Fits.Of(Linear("y ~ x + twin", 1, ("coefficients", "laplace(0, 0.5)")), frame);
        var alone = Fits.Of(Linear("y ~ x", 1, ("coefficients", "laplace(0, 0.5)")), frame);
        Assert.Contains(0.0, result.Parameters.Skip(1).Take(2).Select(parameter => parameter.Estimate));
        Close.To(alone.Parameters[1].Estimate!.Value, result.Parameters[1].Estimate + result.Parameters[2].Estimate, 1e-10, "sum of the twins");
        Close.To(0, result.Solver.KinkMargin, 1e-9, "margin", 1);
    }

    [Fact]
    public void More_columns_than_rows_are_no_hindrance()
    {
        var random = new Xoshiro(8);
        const int rows = 12, columns = 30;
        var frame = new Frame(rows);
        for (int j = 0; j < columns; j++)
            frame = frame.With($"x{j}", [.. Enumerable.Range(0, rows).Select(_ => 2 * random.NextDouble() - 1)]);
        frame = frame.With("y", [.. Enumerable.Range(0, rows).Select(i => 3 * frame.Numbers("x4")[i] - 2 * frame.Numbers("x17")[i] + 0.1 * random.NextDouble())]);
        var result = Fits.Of(Linear($"y ~ {string.Join(" + ", Enumerable.Range(0, columns).Select(j => $"x{j}"))}", 0.3, ("coefficients", "laplace(0, 0.2)")), frame);
        Assert.Equal(FitStatus.Ok, result.Status);
        Assert.True(result.Solver.KinkMargin > 0);
        Assert.InRange(result.Parameters.Skip(1).Take(columns).Count(parameter => parameter.Estimate != 0), 2, rows);
        Assert.NotEqual(0.0, result.Parameters.Single(parameter => parameter.Name == "x4").Estimate);
        Assert.NotEqual(0.0, result.Parameters.Single(parameter => parameter.Name == "x17").Estimate);
    }

    [Fact]
    public void A_prior_pulls_to_its_location_exactly_and_columns_far_from_zero_change_nothing()
    {
        double[] x = [.. Enumerable.Range(0, 20).Select(i => (double)i)], y = [.. x.Select(v => 5 + 0.51 * v + (v % 3 - 1))];
        var near = Fits.Of(Linear("y ~ x", 1, ("x", "laplace(0.5, 0.01)")), Frame.Of("x", x).With("y", y));
        var far = Fits.Of(Linear("y ~ x", 1, ("x", "laplace(0.5, 0.01)")), Frame.Of("x", [.. x.Select(v => v + 1e9)]).With("y", y));
        Assert.Equal(0.5, near.Parameters[1].Estimate);
        Assert.Equal(0.5, far.Parameters[1].Estimate);
        Close.To(near.LogLikelihood!.Value, far.LogLikelihood, 1e-8, "log-likelihood");
    }

    [Fact]
    public void A_kink_of_the_intercept_or_of_sigma_holds_too()
    {
        double[] x = [.. Enumerable.Range(0, 30).Select(i => 10 + (double)i)], y = [.. x.Select((v, i) => 0.02 + 0.5 * v + 0.7 * Math.Sin(7 * i))];
        var frame = Frame.Of("x", x).With("y", y);
        var intercept = Fits.Of(Linear("y ~ x", null, ("(Intercept)", "laplace(0, 0.2)")), frame);
        Assert.Equal(0.0, intercept.Parameters[0].Estimate);
        Close.To(x.Zip(y, (a, b) => a * b).Sum() / x.Sum(v => v * v), intercept.Parameters[1].Estimate, 1e-9, "slope through the origin");
        var sigma = Fits.Of(Linear("y ~ x", null, ("sigma", "laplace(0.5, 0.01)"), ("x", "laplace(0, 10)")), frame);
        Assert.Equal(0.5, sigma.Parameters[2].Estimate);
        Assert.Null(sigma.Parameters[2].StandardError);
        Assert.NotNull(sigma.Parameters[1].StandardError);
    }

    [Fact]
    public void Profile_intervals_are_about_the_coefficients_off_their_kinks()
    {
        var frame = RegressionCases.Draw("poisson", 150);
        var definition = RegressionCases.Definition("poisson") with { Method = EstimationMethod.Map, Priors = new Dictionary<string, string> { ["coefficients"] = "laplace(0, 0.05)" } };
        var result = Fits.OfModel(FitModel.Create(definition), frame, new(0.9, ["test"], 0) { Intervals = IntervalMethod.Profile });
        Assert.Contains(result.Parameters, parameter => parameter.Estimate == 0);
        foreach (var parameter in result.Parameters)
        {
            Assert.Equal(parameter.Estimate == 0, parameter.Lower is null);
            Assert.True(parameter.Estimate == 0 || (parameter.Lower < parameter.Estimate && parameter.Estimate < parameter.Upper), parameter.ToString());
        }
        Close.To(Depth(result, "x", result.Parameters[1].Upper!.Value), 2.705543454095404, 1e-6, "twice the drop of the log posterior");

        // The best of the others with this coefficient held at the interval's end, its prior counted.
        double Depth(FitResult fit, string name, double end)
        {
            var held = Fits.Of(definition with { Fixed = new Dictionary<string, double> { [name] = end } }, frame);
            return 2 * (fit.LogPosterior!.Value - held.LogPosterior!.Value - PriorText.Read("laplace(0, 0.05)").LogDensityAt(end));
        }
    }

    [Fact]
    public void A_mode_at_which_sigma_is_zero_is_refused()
    {
        double[] x = [1, 2, 3, 4, 5, 6];
        var result = Fits.Of(Linear("y ~ x", null, ("x", "laplace(0, 10)")), Frame.Of("x", x).With("y", [.. x.Select(v => 2 * v + 1)]));
        Assert.Equal((FitStatus.Refused, FitCodes.ImproperMode), (result.Status, Assert.Single(result.Codes).Code));
    }

    [Fact]
    public void An_intercept_held_at_a_value_stays_there()
    {
        double[] x = [.. Enumerable.Range(0, 12).Select(i => 3 + 0.1 * i)], y = [2, 3, 1, 4, 3, 2, 5, 4, 3, 6, 5, 4];
        var definition = new FitDefinition { Name = "held", Family = "poisson", Formula = "y ~ x", Fixed = new Dictionary<string, double> { ["(Intercept)"] = -1 } };
        var result = Fits.Of(definition, Frame.Of("x", x).With("y", y));
        double slope = result.Parameters[1].Estimate!.Value;
        Assert.Equal(-1.0, result.Parameters[0].Estimate);
        Close.To(0, x.Zip(y, (a, b) => a * (b - Math.Exp(-1 + slope * a))).Sum(), 1e-9, "score", 1);
    }

    private static FitDefinition Linear(string formula, double? sigma, params (string Key, string Prior)[] priors) => new()
    {
        Name = "lasso",
        Family = "normal",
        Formula = formula,
        Method = EstimationMethod.Map,
        Priors = priors.ToDictionary(entry => entry.Key, entry => entry.Prior),
        Fixed = sigma is { } known ? new Dictionary<string, double> { ["sigma"] = known } : [],
    };

    // Every pattern of signs: the one whose linear equations agree with it is the top.
    private static double[] Enumerated(double[] slope, double[] matrix, double[] weights, double[] offsets)
    {
        int size = slope.Length;
        for (int pattern = 0; pattern < Math.Pow(3, size); pattern++)
        {
            int[] signs = [.. Enumerable.Range(0, size).Select(i => pattern / (int)Math.Pow(3, i) % 3 - 1)];
            int[] active = [.. Enumerable.Range(0, size).Where(i => weights[i] == 0 || signs[i] != 0)];
            if (Enumerable.Range(0, size).Any(i => weights[i] == 0 && signs[i] != 0))
                continue;
            double[] force = [.. Enumerable.Range(0, size).Select(i => slope[i] + Enumerable.Range(0, size).Sum(j => matrix[i * size + j] * offsets[j]) - weights[i] * signs[i])];
            var part = active.SelectMany(i => active.Select(j => (DoubleDouble)matrix[i * size + j])).ToArray();
            var solved = new NormalEquations(part, active.Length).Solve([.. active.Select(i => (DoubleDouble)force[i])]);
            var places = new double[size];
            for (int a = 0; a < active.Length; a++)
                places[active[a]] = (double)solved[a];
            bool fits = active.All(i => weights[i] == 0 || Math.Sign(places[i]) == signs[i])
                && Enumerable.Range(0, size).Except(active).All(i => Math.Abs(force[i] - active.Sum(j => matrix[i * size + j] * places[j])) <= weights[i]);
            if (fits)
                return places;
        }
        throw new InvalidOperationException("No pattern of signs is a top.");
    }
}
