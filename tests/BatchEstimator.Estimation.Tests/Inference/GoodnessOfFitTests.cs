using BatchEstimator.Estimation.Models;
using BatchEstimator.Estimation.Tests.Support;

namespace BatchEstimator.Estimation.Tests.Inference;

/// <summary>Corrected p-values: uniform where the family is right, small where it is wrong, the same whenever and however they are computed.</summary>
public class GoodnessOfFitTests
{
    [Theory, InlineData("normal"), InlineData("exponential"), InlineData("weibull"), InlineData("gamma"), InlineData("poisson")]
    public void P_values_are_uniform_where_the_family_is_right(string family)
    {
        const int samples = 300, rows = 50;
        var found = FamilyCases.Find(family);
        string[] groups = [.. Enumerable.Range(0, samples * rows).Select(row => (row / rows).ToString(System.Globalization.CultureInfo.InvariantCulture))];
        var results = Fits.ByGroup(Tested(found.Definition), found.Sample(71, samples * rows), groups, []);
        Assert.Equal(samples, results.Count);
        foreach (int test in Enumerable.Range(0, results[0].GoodnessOfFit!.Tests.Count))
        {
            double[] values = [.. results.Select(result => result.GoodnessOfFit!.Tests[test].PValue!.Value)];
            foreach (double level in (double[])[0.05, 0.1, 0.25, 0.5, 0.8])
                // Four binomial standard deviations.
                Assert.InRange(values.Count(p => p <= level) / (double)samples, level - 4 * Math.Sqrt(level * (1 - level) / samples), level + 4 * Math.Sqrt(level * (1 - level) / samples));
        }
    }

    [Theory, InlineData("normal"), InlineData("exponential"), InlineData("logistic"), InlineData("rayleigh")]
    public void A_wrong_family_is_found_out_and_every_refit_is_made(string family)
    {
        var random = new Random(5);
        var result = Fits.Of(Tested(new() { Name = "fit", Family = family, Response = "y" }), Frame.Of("y", Seeded.Many(300, () => Math.Exp(random.Normal(0, 1.2)))));
        Assert.Equal(999, result.GoodnessOfFit!.Refits);
        Assert.Equal(["kolmogorov-smirnov", "anderson-darling", "cramer-von-mises"], result.GoodnessOfFit.Tests.Select(test => test.Test));
        Assert.All(result.GoodnessOfFit.Tests, test => Assert.InRange(test.PValue!.Value, 0.001, 0.005));
    }

    [Fact]
    public void Overdispersed_counts_are_not_poisson()
    {
        var random = new Random(6);
        var result = Fits.Of(Tested(new() { Name = "fit", Family = "poisson", Response = "y" }), Frame.Of("y", Seeded.Many(300, () => random.Poisson(random.NextDouble() < 0.5 ? 2 : 8))));
        var test = Assert.Single(result.GoodnessOfFit!.Tests);
        Assert.Equal("chi-square", test.Test);
        Assert.Equal(0.001, test.PValue);
        Assert.True(test.DegreesOfFreedom >= 5);
    }

    [Theory, InlineData(298, false), InlineData(310, true)]
    public void Unasked_work_is_counted_and_what_is_too_much_is_said(int rows, bool tooMuch)
    {
        // A row of a mixture counts 100, so that 3e7 units are 300 rows.
        var definition = new FitDefinition { Name = "fit", Family = "normal_mixture", Response = "y", Fixed = new Dictionary<string, double> { ["mu1"] = 0, ["sigma1"] = 1, ["mu2"] = 6, ["sigma2"] = 1 } };
        var random = new Random(8);
        double[] y = Seeded.Many(rows, () => random.Normal(6 * random.Next(2), 1));
        var unasked = Fits.ByGroup(definition, Frame.Of("y", y), null, [], pictures: true)[0];
        Assert.Equal(tooMuch, unasked.GoodnessOfFit is null);
        Assert.Equal(tooMuch, unasked.Notes.Any(note => note.Contains("units of work", StringComparison.Ordinal)));
        if (tooMuch)
            Assert.NotNull(Fits.Of(Tested(definition), Frame.Of("y", y)).GoodnessOfFit);
    }

    [Fact]
    public void A_clear_answer_stops_the_drawing()
    {
        // Expected order statistics of the fitted family itself: no sample is nearer.
        double[] values = [.. Enumerable.Range(0, 100).Select(i => -Math.Log(1 - (i + 0.5) / 100))];
        var goodness = Fits.Of(Tested(new() { Name = "fit", Family = "exponential", Response = "y" }), Frame.Of("y", values)).GoodnessOfFit!;
        Assert.Equal(20, goodness.Refits);
        Assert.Equal(0, goodness.FailedRefits);
        Assert.All(goodness.Tests, test => Assert.Equal(1, test.PValue));
    }

    [Theory, InlineData("normal"), InlineData("weibull"), InlineData("poisson")]
    public void Blocks_and_their_order_change_nothing(string family)
    {
        var found = FamilyCases.Find(family);
        var frame = found.Sample(13, 120);
        var expected = Fits.Of(Tested(found.Definition), frame).GoodnessOfFit!;
        foreach (bool lastFirst in (bool[])[false, true])
        {
            var again = Fits.ByGroup(Tested(found.Definition), frame, null, [10, 64, 65], lastFirst)[0].GoodnessOfFit!;
            Assert.Equal(expected.Tests, again.Tests);
            Assert.Equal((expected.Refits, expected.FailedRefits), (again.Refits, again.FailedRefits));
        }
    }

    [Theory, InlineData("normal"), InlineData("exponential"), InlineData("gamma"), InlineData("poisson")]
    public void A_weight_is_so_many_rows(string family)
    {
        var definition = Tested(FamilyCases.Find(family).Definition);
        double[] values = [1, 2, 3, 4, 6, 7, 9], weights = [4, 9, 17, 12, 8, 3, 2];
        var weighted = Fits.Of(definition with { Weights = new("w", WeightKind.Frequency) }, Frame.Of("y", values).With("w", weights)).GoodnessOfFit!;
        var repeated = Fits.Of(definition, Frame.Of("y", [.. values.SelectMany((value, i) => Enumerable.Repeat(value, (int)weights[i]))])).GoodnessOfFit!;
        Assert.Equal(repeated.Refits, weighted.Refits);
        Assert.All(repeated.Tests.Zip(weighted.Tests), pair =>
        {
            Close.To(pair.First.Statistic, pair.Second.Statistic, 1e-9, pair.First.Test);
            Assert.Equal(pair.First.PValue, pair.Second.PValue);
        });
    }

    [Fact]
    public void Held_parameters_are_held_in_the_refits()
    {
        // Values about 10 are far from a standard normal, however good the fit is once its parameters are free.
        var fixedAll = new Dictionary<string, double> { ["mu"] = 0, ["sigma"] = 1 };
        var found = Fits.Of(Tested(new() { Name = "fit", Family = "normal", Response = "y", Fixed = fixedAll }), FamilyCases.Find("normal").Sample(3, 40)).GoodnessOfFit!;
        Assert.All(found.Tests, test => Assert.Equal(0.001, test.PValue));
        var free = Fits.Of(Tested(new() { Name = "fit", Family = "normal", Response = "y" }), FamilyCases.Find("normal").Sample(3, 40)).GoodnessOfFit!;
        Assert.All(free.Tests, test => Assert.True(test.PValue > 0.05));
    }

    [Fact]
    public void A_posterior_mode_is_tested_by_posterior_modes()
    {
        var definition = Tested(new() { Name = "fit", Family = "exponential", Response = "y", Method = EstimationMethod.Map, Priors = new Dictionary<string, string> { ["rate"] = "gamma(3, 2)" } });
        var goodness = Fits.Of(definition, FamilyCases.Find("exponential").Sample(4, 60)).GoodnessOfFit!;
        Assert.Equal(0, goodness.FailedRefits);
        Assert.All(goodness.Tests, test => Assert.InRange(test.PValue!.Value, 0.01, 1));
    }

    [Fact]
    public void Asked_for_where_it_cannot_be_had_the_notes_say_why()
    {
        var censored = Fits.Of(Tested(FamilyCases.Find("exponential, censored").Definition), FamilyCases.Find("exponential, censored").Sample(1, 60));
        Assert.Null(censored.GoodnessOfFit);
        Assert.Contains(censored.Notes, note => note.Contains("goodness of fit was not tested", StringComparison.Ordinal));
        var tosses = Fits.Of(Tested(FamilyCases.Find("bernoulli").Definition), FamilyCases.Find("bernoulli").Sample(1, 60));
        Assert.Null(tosses.GoodnessOfFit);
        Assert.Contains(tosses.Notes, note => note.Contains("no more cells than parameters", StringComparison.Ordinal));
        var trials = Fits.Of(Tested(FamilyCases.Find("binomial").Definition), FamilyCases.Find("binomial").Sample(1, 60));
        Assert.Contains(trials.Notes, note => note.Contains("trials", StringComparison.Ordinal));
    }

    [Fact]
    public void Unasked_it_is_tested_where_pictures_are_drawn()
    {
        var found = FamilyCases.Find("normal");
        var frame = found.Sample(8, 200);
        Assert.Null(Fits.ByGroup(found.Definition, frame, null, [])[0].GoodnessOfFit);
        var unasked = Fits.ByGroup(found.Definition, frame, null, [], pictures: true)[0].GoodnessOfFit!;
        Assert.Equal(Fits.Of(Tested(found.Definition), frame).GoodnessOfFit!.Tests, unasked.Tests);
        Assert.Null(Fits.ByGroup(found.Definition, found.Sample(8, 1501), null, [], pictures: true)[0].GoodnessOfFit);
        Assert.Null(Fits.ByGroup(found.Definition with { GoodnessOfFit = GoodnessOfFitRequest.Off }, frame, null, [], pictures: true)[0].GoodnessOfFit);
    }

    private static FitDefinition Tested(FitDefinition definition) => definition with { GoodnessOfFit = GoodnessOfFitRequest.On };
}
