using BatchEstimator.Estimation.Models;
using BatchEstimator.Estimation.Results;
using BatchEstimator.Estimation.Tests.Support;

namespace BatchEstimator.Estimation.Tests.Regression;

/// <summary>Linear regressions whose answers are known exactly.</summary>
public class RegressionTests
{
    [Fact]
    public void A_polynomial_of_degree_five_in_whole_numbers_is_found_exactly()
    {
        double[] x = [.. Enumerable.Range(0, 21).Select(i => (double)i)];
        var frame = Frame.Of("x", x).With("y", [.. x.Select(v => 1 + v + v * v + Math.Pow(v, 3) + Math.Pow(v, 4) + Math.Pow(v, 5))]);
        var result = Fits.Of(Linear("y ~ poly(x, 5)"), frame);
        Assert.Equal(FitCodes.ExactFit, Assert.Single(result.Codes).Code);
        Assert.All(result.Parameters.Take(6), p => Close.To(1, p.Estimate, 1e-13, p.Name));
        Assert.Empty(Sound.Problems(result, "polynomial"));
    }

    [Theory]
    [InlineData("uniform(5, 9)", 5), InlineData("uniform(0, 0.01)", 0.01), InlineData("uniform(0.001, 0.01)", 0.01)]
    public void A_prior_that_cuts_off_sigma_leaves_it_on_the_edge(string prior, double edge)
    {
        var frame = Frame.Of("x", 1, 2, 3, 4, 5).With("y", 1, 3, 2, 5, 4.0);
        var result = Fits.Of(Linear("y ~ x") with { Method = EstimationMethod.Map, Priors = new Dictionary<string, string> { ["sigma"] = prior } }, frame);
        Assert.Equal(FitStatus.Caution, result.Status);
        Assert.Equal(FitCodes.BoundaryEstimate, Assert.Single(result.Codes).Code);
        Assert.Equal(edge, result.Parameters[^1].Estimate);
        Assert.Null(result.Parameters[^1].StandardError);
        Close.To(0.8, result.Parameters[1].Estimate, 1e-14, "slope");
    }

    [Theory]
    [InlineData("x", "abc", "not a number"), InlineData("x", "1,5", "not a number"), InlineData("g", "z", "does not occur")]
    public void Predictor_values_that_mean_nothing_are_named_and_not_guessed(string column, string value, string fragment)
    {
        var frame = Frame.Of("x", 1, 2, 3, 4, 5, 6).With("y", 1, 3, 2, 5, 4, 7.0).With("g", "a", "b", "a", "b", "a", "b");
        var at = new Dictionary<string, string> { ["x"] = "2", ["g"] = "a" };
        at[column] = value;
        var result = Fits.Of(Linear("y ~ x + g") with { Probabilities = ["> 3"], At = at }, frame);
        Assert.Equal(FitStatus.Ok, result.Status);
        Assert.Contains(fragment, Assert.Single(result.Notes), StringComparison.Ordinal);
        Assert.DoesNotContain(result.Derived, derived => derived.Name.StartsWith("P(", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("inverse_gamma(2, 1000)", 1000), InlineData("inverse_gamma(2, 1)", 1), InlineData("half_normal(1)", 0)]
    public void A_response_of_zeros_leaves_sigma_to_its_prior(string prior, double scale)
    {
        var frame = Frame.Of("x", 1, 2, 3, 4).With("y", 0, 0, 0, 0.0);
        var result = Fits.Of(Linear("y ~ x") with { Method = EstimationMethod.Map, Priors = new Dictionary<string, string> { ["sigma"] = prior } }, frame);
        if (scale == 0)
            Assert.Equal(FitCodes.ImproperMode, Assert.Single(result.Codes).Code);
        else
            Close.To(scale / (4 + 2 + 1), result.Parameters[^1].Estimate, 1e-12, prior);
    }

    [Fact]
    public void Columns_that_cannot_be_told_apart_are_named()
    {
        var frame = Frame.Of("x", 1, 2, 3, 5, 8).With("c", 7, 7, 7, 7, 7.0).With("z", 2, 4, 6, 10, 16.0).With("y", 1, 3, 2, 5, 9.0);
        var result = Fits.Of(Linear("y ~ x + c + z"), frame);
        Assert.Equal(["c", "z"], Assert.Single(result.Codes, code => code.Code == FitCodes.Aliased).Columns);
        Assert.Equal(["c", "z"], result.Parameters.Where(p => p.Estimate is null).Select(p => p.Name));
    }

    [Theory]
    [InlineData("y ~ x + g + w"), InlineData("y ~ one"), InlineData("y ~ 0"), InlineData("y ~ far"), InlineData("y ~ x:g - 1"), InlineData("y ~ offset(far) + x")]
    public void Awkward_designs_get_an_answer(string formula)
    {
        for (int rows = 0; rows <= 6; rows++)
        {
            var frame = Frame.Of("x", 1, 2, 4, 3, 5, 8).With("w", 5, 1, 4, 4, 2, 1.0).With("far", 1e9, 1e9 + 1, 1e9 + 2, 1e9 - 4, 1e9, 1e9 + 7)
                .With("y", 2, 1, 5, 3, 7, 6.0).With("g", "a", "b", "a", "c", "b", "c").With("one", "k", "k", "k", "k", "k", "k").Take(Enumerable.Range(0, rows));
            Assert.Empty(Sound.Problems(Fits.Of(Linear(formula), frame), $"{formula} in {rows} rows"));
        }
    }

    private static FitDefinition Linear(string formula) => new() { Name = "fit", Family = "normal", Formula = formula };
}
