using BatchEstimator.Estimation.Fitting;
using BatchEstimator.Estimation.Models;
using BatchEstimator.Estimation.Results;
using BatchEstimator.Estimation.Tests.Support;

namespace BatchEstimator.Estimation.Tests.Regression;

/// <summary>Likelihood-ratio, Wald and score tests of terms, against glm and anova(test = "Rao") of R 4.2.2.</summary>
public class TermTestTests
{
    private static readonly FitOptions Detailed = new(0.95, ["test"], 1);

    [Fact]
    public void Terms_are_tested_without_those_that_contain_them()
    {
        var result = InferenceData.Fit("bernoulli", "d ~ x * z + g", options: Detailed);
        Check(result, "x", 1, 0.46377034784869, 0.4596355924625, 0.46536933688882, "x:z");
        Check(result, "z", 1, 3.4763140486833, 3.0617046431079, 3.3413842175966, "x:z");
        Check(result, "g", 2, 7.4759225691622, 5.7755394944938, 7.0216918325836);
        Check(result, "x:z", 1, 0.062913923073758, 0.062672831557392, 0.062795388680037);
        Assert.Equal(4, result.TermTests.Count);
        Close.To(Math.Exp(-7.4759225691622 / 2), result.TermTests.Single(test => test.Term == "g").LikelihoodRatioPValue, 1e-8, "p of two degrees of freedom");
    }

    [Fact]
    public void A_wald_test_of_one_coefficient_is_the_square_of_its_statistic_whatever_the_covariance()
    {
        var result = InferenceData.Fit("poisson", "k ~ x + z", "hc3", options: Detailed);
        for (int i = 0; i < 2; i++)
            Close.To(Math.Pow(result.Parameters[1 + i].Statistic!.Value, 2), result.TermTests[i].Wald, 1e-10, result.TermTests[i].Term);
    }

    [Fact]
    public void Terms_of_other_formulas_are_tested_too()
    {
        var result = InferenceData.Fit("normal", "y ~ x", change: fit => fit with { Predictors = new Dictionary<string, string> { ["sigma"] = "~ z" } }, options: Detailed);
        Assert.Equal(["x", "sigma|z"], result.TermTests.Select(test => test.Term));
        var without = InferenceData.Fit("normal", "y ~ x", change: fit => fit with { Predictors = new Dictionary<string, string> { ["sigma"] = "~ 1" } });
        Close.To(2 * (result.LogLikelihood!.Value - without.LogLikelihood!.Value), result.TermTests[1].LikelihoodRatio, 1e-7, "likelihood ratio of a fit of its own");
    }

    [Fact]
    public void There_are_none_at_a_mode_nor_without_detail()
    {
        Assert.Empty(InferenceData.Fit("poisson", "k ~ x").TermTests);
        var map = InferenceData.Fit("poisson", "k ~ x", change: fit => fit with { Method = EstimationMethod.Map, Priors = new Dictionary<string, string> { ["x"] = "normal(0, 1)" } }, options: Detailed);
        Assert.Empty(map.TermTests);
        Assert.All(map.Parameters, parameter => Assert.Null(parameter.PValue));
    }

    private static void Check(FitResult result, string term, int df, double ratio, double wald, double score, params string[] without)
    {
        var test = result.TermTests.Single(test => test.Term == term);
        Assert.Equal(df, test.DegreesOfFreedom);
        Assert.Equal(without, test.Without);
        Close.To(ratio, test.LikelihoodRatio, 1e-8, $"likelihood ratio of {term}");
        Close.To(wald, test.Wald, 1e-8, $"Wald of {term}");
        Close.To(score, test.Score, 1e-8, $"score of {term}");
    }
}
