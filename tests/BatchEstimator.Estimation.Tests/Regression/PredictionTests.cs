using BatchEstimator.Estimation.Models;
using BatchEstimator.Estimation.Results;
using BatchEstimator.Estimation.Tests.Support;

namespace BatchEstimator.Estimation.Tests.Regression;

/// <summary>Quantiles and probabilities at given predictors.</summary>
public class PredictionTests
{
    private static readonly Frame Data = Frame.Of("x", -1, -1, 1, 1).With("y", 3, 5, 9, 11).With("z", 2, 0, 1, 5).With("g", "a", "a", "b", "b");

    [Fact]
    public void Along_a_line_with_errors_by_hand()
    {
        // y = 7 + 3 x, sigma = 1, X'X = 4 I: the mean at x = 2 is 13 with variance (1 + 4) / 4; sigma has variance 1 / 8.
        var result = Fits.Of(At("y ~ x", ("x", "2")), Data);
        Derived(result, "mean at the given predictors", 13, Math.Sqrt(1.25));
        Derived(result, "quantile(0.9)", 13 + 1.2815515655446004, Math.Sqrt(1.25 + Math.Pow(1.2815515655446004, 2) / 8));
        double density = Math.Exp(-0.5) / Math.Sqrt(2 * Math.PI);
        Derived(result, "P(X > 14)", 0.158655253931457, density * Math.Sqrt(1.25 + 1 / 8.0));
    }

    [Theory, InlineData("b", 10), InlineData("a", 4)]
    public void At_a_label(string label, double mean)
    {
        Derived(Fits.Of(At("y ~ g", ("g", label)), Data), "mean at the given predictors", mean, Math.Sqrt(0.5));
        Derived(Fits.Of(At("y ~ g - 1", ("g", label)), Data), "mean at the given predictors", mean, Math.Sqrt(0.5));
    }

    [Fact]
    public void An_offset_is_part_of_the_mean()
    {
        // With 2 z taken off, y is -1, 5, 7, 1: mean 3, slope 1; at x = 1 and z = 10 that is 4 + 20.
        var result = Fits.Of(At("y ~ x + offset(2 * z)", ("x", "1"), ("z", "10")), Data);
        Assert.Equal(24.0, result.Derived.Single(d => d.Name == "mean at the given predictors").Estimate!.Value, 1e-12);
    }

    [Fact]
    public void A_held_slope_counts_with_its_value_and_has_no_error()
    {
        var result = Fits.Of(At("y ~ x", ("x", "2")) with { Fixed = new Dictionary<string, double> { ["x"] = 3, ["sigma"] = 2 } }, Data);
        Derived(result, "mean at the given predictors", 13, 1);
        Derived(result, "quantile(0.9)", 13 + 2 * 1.2815515655446004, 1);
    }

    [Fact]
    public void A_group_without_a_label_has_no_prediction_there()
    {
        var frame = Frame.Of("y", 1, 3, 5, 4, 6).With("g", "a", "a", "b", "b", "b");
        var groups = Fits.ByGroup(At("y ~ g", ("g", "b")), frame, ["p", "p", "q", "q", "q"], []);
        Assert.Equal([null, 5.0], groups.Select(result => result.Derived.Single(d => d.Name == "mean at the given predictors").Estimate is { } mean ? Math.Round(mean, 12) : (double?)null));
        Assert.Null(groups[0].Derived.Single(d => d.Name == "quantile(0.9)").Estimate);
    }

    [Theory, InlineData("6", true), InlineData("5", false)]
    public void Where_columns_cannot_be_told_apart_only_what_keeps_their_relation_is_predicted(string twice, bool known)
    {
        var frame = Data.With("twice", -2, -2, 2, 2.0);
        var found = Fits.Of(At("y ~ x + twice", ("x", "3"), ("twice", twice)), frame).Derived.Single(d => d.Name == "mean at the given predictors");
        Assert.Equal(known ? 16 : null, found.Estimate is { } mean ? Math.Round(mean, 12) : (double?)null);
    }

    private static FitDefinition At(string formula, params (string Name, string Value)[] values) => new()
    {
        Name = "fit", Family = "normal", Formula = formula, Quantiles = [0.9], Probabilities = ["> 14"], At = values.ToDictionary(v => v.Name, v => v.Value),
    };

    private static void Derived(FitResult result, string name, double value, double error)
    {
        var found = result.Derived.Single(d => d.Name == name);
        Close.To(value, found.Estimate, 1e-13, name);
        Close.To(error, found.StandardError, 1e-12, $"standard error of {name}");
    }
}
