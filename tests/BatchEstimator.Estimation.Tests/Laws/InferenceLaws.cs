using System.Globalization;
using BatchEstimator.Estimation.Families;
using BatchEstimator.Estimation.Fitting;
using BatchEstimator.Estimation.Models;
using BatchEstimator.Estimation.Numerics;
using BatchEstimator.Estimation.Results;
using BatchEstimator.Estimation.Tests.Support;

namespace BatchEstimator.Estimation.Tests.Laws;

/// <summary>What must hold for the inference of every family that takes a formula.</summary>
public class InferenceLaws
{
    /// <summary>Families with a density that is smooth in its first parameter.</summary>
    public static TheoryData<string> Families => [.. RegressionCases.Families.Where(family => family != "laplace")];

    /// <summary>Those that are searched for; the normal comes in one pass.</summary>
    public static TheoryData<string> Searched => [.. RegressionCases.Families.Where(family => family is not ("laplace" or "normal"))];

    [Theory, MemberData(nameof(Families))]
    public void Robust_errors_of_slopes_do_not_depend_on_where_a_column_is(string family)
    {
        var definition = RegressionCases.Definition(family) with { Vcov = new(VcovKind.Hc1, []) };
        var frame = RegressionCases.Draw(family);
        var moved = frame.With("x", [.. frame.Numbers("x").Select(x => x + 64)]);
        FitResult near = Fits.Of(definition, frame), far = Fits.Of(definition, moved);
        Assert.Equal(FitStatus.Ok, near.Status);
        for (int i = 1; i < near.Parameters.Count; i++)
            Close.To(near.Parameters[i].StandardError!.Value, far.Parameters[i].StandardError, 1e-5, $"{family} {near.Parameters[i].Name}");
        Assert.All(near.Parameters.Take(5), parameter => Assert.InRange(parameter.PValue!.Value, 0, 1));
    }

    [Theory, MemberData(nameof(Families))]
    public void A_quantile_at_a_point_has_its_probability_there(string family)
    {
        var at = new Dictionary<string, string> { ["x"] = "0.2", ["z"] = "-0.1", ["g"] = "b", ["trials"] = "5" };
        var definition = RegressionCases.Definition(family) with { At = at, Quantiles = [0.3] };
        var frame = RegressionCases.Draw(family);
        var quantile = Fits.Of(definition, frame).Derived.Single(derived => derived.Name == "quantile(0.3)");
        double value = quantile.Estimate!.Value;
        var below = Fits.Of(definition with { Probabilities = [$"<= {value.ToString("R", CultureInfo.InvariantCulture)}"] }, frame).Derived.Single(derived => derived.Name.StartsWith("P(", StringComparison.Ordinal));
        if (((ScalarFamily)Catalogue.Find(family)!).IsDiscrete)
            Assert.True(below.Estimate >= 0.3, $"{family}: {below.Name} = {below.Estimate}");
        else
        {
            Close.To(0.3, below.Estimate, 1e-9, $"{family} {below.Name}");
            Assert.True(below.StandardError > 0 && quantile.StandardError > 0);
        }
    }

    [Theory, MemberData(nameof(Searched))]
    public void The_three_tests_of_a_term_without_effect_agree(string family)
    {
        var random = new Xoshiro(11);
        var frame = RegressionCases.Draw(family, rows: 800).With("v", [.. Enumerable.Range(0, 800).Select(_ => random.Normal())]);
        var model = FitModel.Create(RegressionCases.Definition(family) with { Formula = "y ~ x + z + g + v" });
        var result = Fits.OfModel(model, frame, new FitOptions(0.95, ["test"], 1));
        Assert.Equal(["x", "z", "g", "v"], result.TermTests.Select(test => test.Term));
        Assert.Equal([1, 1, 2, 1], result.TermTests.Select(test => test.DegreesOfFreedom));
        var v = result.TermTests[^1];
        double ratio = v.LikelihoodRatio!.Value, tolerance = 0.05 + 0.2 * ratio;
        Assert.Equal(ratio, v.Wald!.Value, tolerance);
        Assert.Equal(ratio, v.Score!.Value, tolerance);
    }
}
