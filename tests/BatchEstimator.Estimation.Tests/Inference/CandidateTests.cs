using BatchEstimator.Estimation.Models;
using BatchEstimator.Estimation.Results;
using BatchEstimator.Estimation.Tests.Support;

namespace BatchEstimator.Estimation.Tests.Inference;

/// <summary>Several families fitted to the same rows and ranked.</summary>
public class CandidateTests
{
    private static readonly FitDefinition Compared = new() { Name = "fit", Candidates = ["normal", "lognormal", "exponential", "weibull"], Response = "y" };

    [Fact]
    public void The_best_one_is_the_result_and_the_others_stand_beside_it()
    {
        var random = new Random(4);
        var result = Fits.Of(Compared, Frame.Of("y", Seeded.Many(400, () => 3 * Math.Pow(random.Exponential(1), 1 / 2.5))));
        Assert.Equal("weibull", result.Family);
        Assert.Equal("weibull", result.Candidates[0].Family);
        Assert.Equal(4, result.Candidates.Count);
        Assert.Equal(0, result.Candidates[0].AicDifference);
        Assert.Equal(1, result.Candidates.Sum(candidate => candidate.AkaikeWeight!.Value), 12);
        Assert.Equal(result.Candidates.OrderBy(candidate => candidate.Aic), result.Candidates);
        // By hand: a weight is exp(-difference / 2) relative to the sum of all.
        double sum = result.Candidates.Sum(candidate => Math.Exp(-0.5 * candidate.AicDifference!.Value));
        Assert.All(result.Candidates, candidate => Assert.Equal(Math.Exp(-0.5 * candidate.AicDifference!.Value) / sum, candidate.AkaikeWeight!.Value, 12));
    }

    [Fact]
    public void Each_candidate_is_fitted_as_if_alone()
    {
        var random = new Random(5);
        var frame = Frame.Of("y", Seeded.Many(100, () => random.Exponential(0.3)));
        foreach (var candidate in Fits.Of(Compared, frame).Candidates)
            Assert.Equal(Fits.Of(Compared with { Candidates = [], Family = candidate.Family }, frame).LogLikelihood, candidate.LogLikelihood);
    }

    [Fact]
    public void A_family_that_cannot_produce_the_data_is_barred_with_the_reason()
    {
        var result = Fits.Of(Compared, Frame.Of("y", -1, 0, 2, 3, 4));
        Assert.Equal("normal", result.Family);
        Assert.Equal(FitStatus.Ok, result.Status);
        Assert.All(result.Candidates.Skip(1), candidate => Assert.StartsWith("OUT_OF_SUPPORT", candidate.Barred, StringComparison.Ordinal));
        Assert.Equal(1, result.Candidates[0].AkaikeWeight);
    }

    [Fact]
    public void Where_none_has_an_estimate_every_reason_is_given()
    {
        var result = Fits.Of(Compared with { Candidates = ["lognormal", "weibull"] }, Frame.Of("y", 2, 2, 2));
        Assert.Equal(FitStatus.Refused, result.Status);
        Assert.All(result.Candidates, candidate => Assert.NotNull(candidate.Barred));
    }

    [Fact]
    public void Groups_may_have_different_winners()
    {
        var random = new Random(6);
        double[] normal = Seeded.Many(300, () => random.Normal(100, 3)), exponential = Seeded.Many(300, () => random.Exponential(0.01));
        string[] groups = [.. Enumerable.Repeat("a", 300), .. Enumerable.Repeat("b", 300)];
        var results = Fits.ByGroup(Compared with { Candidates = ["normal", "exponential"] }, Frame.Of("y", [.. normal, .. exponential]), groups, [77, 450]);
        Assert.Equal(["normal", "exponential"], results.Select(result => result.Family));
    }

    [Theory]
    [InlineData("poisson", "kind")]
    [InlineData("binomial", "other columns")]
    [InlineData("multivariate_normal", "other columns")]
    [InlineData("wiebull", "no family")]
    [InlineData("normal", "two different")]
    public void What_cannot_be_compared_is_said_beforehand(string other, string fragment) =>
        Assert.Contains(FitModel.Check(Compared with { Candidates = ["normal", other] }), problem => problem.Message.Contains(fragment, StringComparison.Ordinal));
}
