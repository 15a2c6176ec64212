using BatchEstimator.Estimation.Families;
using BatchEstimator.Estimation.Fitting;
using BatchEstimator.Estimation.Models;
using BatchEstimator.Estimation.Results;
using BatchEstimator.Estimation.Tests.Support;

namespace BatchEstimator.Estimation.Tests.Laws;

/// <summary>What holds for a formula in any family.</summary>
public class RegressionLaws
{
    public static TheoryData<string> Families => [.. RegressionCases.Families];

    /// <summary>Families with a density that is smooth in its first parameter, so that the estimate has a slope of zero.</summary>
    public static TheoryData<string> Smooth => [.. RegressionCases.Families.Where(family => family != "laplace")];

    [Theory, MemberData(nameof(Families))]
    public void The_coefficients_behind_the_data_are_recovered(string family)
    {
        var result = Fits.Of(RegressionCases.Definition(family), RegressionCases.Draw(family, 4000, 3));
        Assert.True(result.Status == FitStatus.Ok, string.Join(", ", result.Codes));
        string[] names = ["(Intercept)", "x", "z", "g=b", "g=c"];
        foreach (var (name, truth) in names.Zip(RegressionCases.Truth))
            AssertNear(name, truth);
        foreach (var parameter in ((ScalarFamily)Catalogue.Find(family)!).Regression!.Parameters.Skip(1))
            AssertNear(parameter.Name, RegressionCases.NumberOf(family, parameter.Name));

        void AssertNear(string name, double truth)
        {
            var estimate = result.Parameters.Single(parameter => parameter.Name == name);
            double distance = (estimate.Estimate!.Value - truth) / estimate.StandardError!.Value;
            Assert.True(Math.Abs(distance) < 4.5, $"{name}: {estimate.Estimate} is {distance:F1} standard errors from {truth}");
        }
    }

    [Theory, MemberData(nameof(Families))]
    public void Blocks_and_their_order_of_arrival_change_no_bit(string family)
    {
        var definition = RegressionCases.Definition(family);
        var frame = RegressionCases.Draw(family);
        var whole = Fits.Of(definition, frame);
        var pieces = Fits.ByGroup(definition, frame, null, [1, 50, 51, 200], foldLastFirst: true)[0];
        Assert.Equal(Bits(whole), Bits(pieces));
    }

    [Theory, MemberData(nameof(Families))]
    public void Threads_change_no_bit(string family)
    {
        var model = FitModel.Create(RegressionCases.Definition(family));
        var frame = RegressionCases.Draw(family, 40_000);
        var one = Fits.OfModel(model, frame);
        var two = Fits.OfModel(model, frame, new FitOptions(0.95, ["test"], 0) { ForEach = (count, body) => Parallel.For(0, count, body) });
        Assert.Equal(Bits(one), Bits(two));
    }

    [Theory, MemberData(nameof(Families))]
    public void The_order_of_rows_changes_nothing_beyond_rounding(string family)
    {
        var definition = RegressionCases.Definition(family);
        var frame = RegressionCases.Draw(family);
        Close.Results(Fits.Of(definition, frame), Fits.Of(definition, frame.Take(Enumerable.Range(0, frame.Rows).Reverse())), 1e-8);
    }

    [Theory, MemberData(nameof(Families))]
    public void A_frequency_weight_is_a_repetition(string family)
    {
        var definition = RegressionCases.Definition(family);
        var frame = RegressionCases.Draw(family, 120);
        int[] times = [.. Enumerable.Range(0, 120).Select(i => i % 3)];
        var weighted = Fits.Of(definition with { Weights = new("w", WeightKind.Frequency) }, frame.With("w", [.. times.Select(t => (double)t)]));
        Close.Results(weighted, Fits.Of(definition, frame.Take(Enumerable.Range(0, 120).SelectMany(i => Enumerable.Repeat(i, times[i])))), 1e-8);
    }

    [Theory, MemberData(nameof(Families))]
    public void A_column_scaled_by_a_power_of_two_scales_its_coefficient_exactly(string family)
    {
        var definition = RegressionCases.Definition(family);
        var frame = RegressionCases.Draw(family);
        var plain = Fits.Of(definition, frame);
        var scaled = Fits.Of(definition, frame.Scaled(1024, "x"));
        Assert.Equal(plain.Parameters.Select(p => p.Name == "x" ? p.Estimate / 1024 : p.Estimate), scaled.Parameters.Select(p => p.Estimate));
    }

    [Theory, MemberData(nameof(Families))]
    public void A_very_wide_prior_meets_maximum_likelihood(string family)
    {
        var definition = RegressionCases.Definition(family);
        var frame = RegressionCases.Draw(family);
        var mle = Fits.Of(definition, frame);
        var map = Fits.Of(definition with { Method = EstimationMethod.Map, Priors = new Dictionary<string, string> { ["coefficients"] = "normal(0, 1e6)" } }, frame);
        Close.Results(mle, map, 1e-7);
    }

    [Theory, MemberData(nameof(Families))]
    public void A_formula_of_an_intercept_alone_is_the_plain_family(string family)
    {
        if (family == "binomial")
            return;
        var scalar = (ScalarFamily)Catalogue.Find(family)!;
        var form = scalar.Regression!;
        var frame = RegressionCases.Draw(family, 400).With("zero", new double[400]);
        var formula = Fits.Of(RegressionCases.Definition(family) with { Formula = "y ~ 1", Offset = "zero" }, frame);
        var plain = Fits.Of(RegressionCases.Definition(family) with { Formula = null, Response = "y" }, frame);
        Assert.True(formula.Status == plain.Status, string.Join(", ", formula.Codes));
        double[] expected = form.FromNatural([.. scalar.Parameters.Select(p => plain.Parameters.Single(q => q.Name == p.Name).Estimate!.Value)]);
        expected[0] = form.Parameters[0].Links[0].Apply(expected[0]);
        for (int i = 0; i < expected.Length; i++)
            Close.To(expected[i], formula.Parameters[i].Estimate, 1e-7, formula.Parameters[i].Name, formula.Parameters[i].StandardError!.Value);
        Close.To(plain.LogLikelihood!.Value, formula.LogLikelihood, 1e-10, "log-likelihood");
    }

    private static IEnumerable<long?> Bits(FitResult result) =>
        result.Parameters.SelectMany(p => new[] { p.Estimate, p.StandardError }).Append(result.LogLikelihood).Select(value => value is { } v ? BitConverter.DoubleToInt64Bits(v) : (long?)null);
}
