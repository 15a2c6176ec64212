using BatchEstimator.Estimation.Models;
using BatchEstimator.Estimation.Results;
using BatchEstimator.Estimation.Tests.Support;

namespace BatchEstimator.Estimation.Tests.Inference;

/// <summary>What a result says of the starts it was searched from, where the likelihood has several tops that are known.</summary>
public class StartTests
{
    private static readonly FitDefinition Cauchy = new() { Name = "fit", Family = "cauchy", Response = "y", Fixed = new Dictionary<string, double> { ["scale"] = 1 } };

    [Fact]
    public void Two_tops_of_one_height_are_said_to_be_so()
    {
        // Two values 2 a apart: -log(1 + (x + a)^2) - log(1 + (x - a)^2) has its tops at x = +-sqrt(a^2 - 1).
        var result = Fits.Of(Cauchy, Frame.Of("y", 0, 10));
        Assert.Equal(Math.Sqrt(24), Math.Abs(result.Parameters[0].Estimate!.Value - 5), 10);
        Assert.Contains(result.Codes, code => code.Code == FitCodes.NonUnique);
        var starts = result.Solver.Starts!;
        Assert.InRange(starts.Agreed, 1, starts.Tried - 1);
        Close.To(result.LogLikelihood!.Value, starts.NextBest, 1e-12, "the other top");
    }

    [Theory]
    [InlineData(EstimationMethod.Mle)]
    [InlineData(EstimationMethod.Map)]
    public void The_next_best_top_is_the_one_at_the_lesser_heap(EstimationMethod method)
    {
        double[] y = [0, 0.4, 0.9, 20];
        var definition = Cauchy with { Method = method, Priors = method == EstimationMethod.Map ? new Dictionary<string, string> { ["location"] = "normal(0, 1000)" } : new Dictionary<string, string>() };
        var result = Fits.Of(definition, Frame.Of("y", y));
        double Height(double x) => y.Sum(v => -Math.Log(Math.PI * (1 + (v - x) * (v - x))))
            + (method == EstimationMethod.Map ? -0.5 * x * x / 1e6 - Math.Log(1000) - 0.5 * Math.Log(2 * Math.PI) : 0);
        double lesser = Enumerable.Range(0, 40001).Max(i => Height(18 + i * 1e-4));
        Assert.Equal(FitStatus.Ok, result.Status);
        Assert.InRange(result.Parameters[0].Estimate!.Value, 0, 1);
        Close.To(lesser, result.Solver.Starts!.NextBest, 1e-8, "the next best");
    }

    [Fact]
    public void A_posterior_with_one_top_has_every_start_agree()
    {
        var definition = new FitDefinition { Name = "fit", Family = "gamma", Response = "y", Method = EstimationMethod.Map, Priors = new Dictionary<string, string> { ["shape"] = "normal(3, 2)" } };
        var starts = Fits.Of(definition, FamilyCases.Find("gamma").Sample(5, 100)).Solver.Starts!;
        Assert.Equal((2, 2, null), (starts.Tried, starts.Agreed, starts.NextBest));
    }

    [Fact]
    public void A_mixture_says_how_many_climbs_met()
    {
        var random = new Random(3);
        double[] y = Seeded.Many(300, () => random.Normal(random.Next(2) * 8, 1));
        var result = Fits.Of(new() { Name = "fit", Family = "normal_mixture", Response = "y" }, Frame.Of("y", y));
        var starts = result.Solver.Starts!;
        Assert.Equal(4, starts.Tried);
        Assert.InRange(starts.Agreed, 2, 4);
        Assert.True(starts.NextBest is null || starts.NextBest < result.LogLikelihood);
    }

    [Fact]
    public void A_closed_form_has_no_starts() =>
        Assert.Null(Fits.Of(new() { Name = "fit", Family = "normal", Response = "y" }, Frame.Of("y", 1, 2, 4)).Solver.Starts);
}
