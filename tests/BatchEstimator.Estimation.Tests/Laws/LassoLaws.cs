using BatchEstimator.Estimation.Models;
using BatchEstimator.Estimation.Results;
using BatchEstimator.Estimation.Tests.Support;

namespace BatchEstimator.Estimation.Tests.Laws;

/// <summary>What holds under Laplace priors in any family, judged by scores that differences of a slow likelihood give.</summary>
public class LassoLaws
{
    public static TheoryData<string> Families => RegressionLaws.Smooth;

    [Theory, MemberData(nameof(Families))]
    public void The_optimality_conditions_hold(string family)
    {
        var frame = RegressionCases.Draw(family);
        var oracle = RegressionOracle.OfCases(family, frame);
        int zeros = 0;
        foreach (double b in new[] { 0.5, 0.03, 0.008 })
        {
            var result = Fits.Of(Lasso(family, ("coefficients", FormattableString.Invariant($"laplace(0, {b})"))), frame);
            Assert.True(result.Status == FitStatus.Ok, Sound.Codes(result));
            double[] estimates = [.. result.Parameters.Select(parameter => parameter.Estimate!.Value)];
            for (int i = 0; i < estimates.Length; i++)
            {
                double score = oracle.Score(estimates, i), allowed = 1e-5 * (1 + 1 / b);
                if (i is 0 or > 4)
                    Assert.True(Math.Abs(score) < allowed, $"{result.Parameters[i].Name}: score {score}");
                else if (estimates[i] != 0)
                    Assert.True(Math.Abs(score - Math.Sign(estimates[i]) / b) < allowed, $"{result.Parameters[i].Name} = {estimates[i]}: score {score}, 1/b {1 / b}");
                else
                    Assert.True(Math.Abs(score) < 1 / b + allowed, $"{result.Parameters[i].Name} at zero: score {score}, 1/b {1 / b}");
                Assert.Equal(estimates[i] == 0, result.Parameters[i].StandardError is null);
            }
            int kinked = estimates.Count(estimate => estimate == 0);
            Assert.Equal(kinked > 0, result.Solver.KinkMargin is not null);
            zeros += kinked;
        }
        Assert.True(zeros > 0, "no coefficient came to be zero");
    }

    [Theory, MemberData(nameof(Families))]
    public void A_very_tight_prior_is_the_model_without_slopes(string family)
    {
        var frame = RegressionCases.Draw(family);
        var result = Fits.Of(Lasso(family, ("coefficients", "laplace(0, 1e-6)")), frame);
        var bare = Fits.Of(RegressionCases.Definition(family) with { Formula = "y ~ 1", Offset = "zero" }, frame.With("zero", new double[frame.Rows]));
        Assert.All(result.Parameters.Skip(1).Take(4), parameter => Assert.Equal(0.0, parameter.Estimate));
        Close.To(bare.LogLikelihood!.Value, result.LogLikelihood, 1e-9, "log-likelihood");
        foreach (var parameter in bare.Parameters)
            Close.To(parameter.Estimate!.Value, result.Parameters.Single(p => p.Name == parameter.Name).Estimate, 1e-6, parameter.Name, parameter.StandardError!.Value);
    }

    [Theory, MemberData(nameof(Families))]
    public void Any_mix_of_priors_is_at_a_top(string family)
    {
        var frame = RegressionCases.Draw(family);
        var result = Fits.Of(Lasso(family, ("coefficients", "laplace(0.1, 0.02)"), ("x", "normal(0, 0.1)"), ("g=b", "student_t(3, 0, 0.2)"), ("g=c", "cauchy(0, 0.1)"), ("(Intercept)", "laplace(0.3, 0.01)")), frame);
        Assert.True(result.Status == FitStatus.Ok, Sound.Codes(result));
        double[] estimates = [.. result.Parameters.Select(parameter => parameter.Estimate!.Value)];
        double top = Posterior(estimates);
        for (int i = 0; i < estimates.Length; i++)
        {
            foreach (double step in new[] { -1e-4, 1e-4 })
            {
                double[] moved = [.. estimates];
                moved[i] += step;
                Assert.True(Posterior(moved) < top, $"{result.Parameters[i].Name} {step}");
            }
        }
        Close.To(top, result.LogPosterior, 1e-10, "log posterior", 1);

        double Posterior(double[] at)
        {
            string[] priors = ["laplace(0.3, 0.01)", "normal(0, 0.1)", "laplace(0.1, 0.02)", "student_t(3, 0, 0.2)", "cauchy(0, 0.1)"];
            return RegressionOracle.OfCases(family, frame).At(at) + priors.Select((prior, i) => PriorText.Read(prior).LogDensityAt(at[i])).Sum();
        }
    }

    private static FitDefinition Lasso(string family, params (string Key, string Prior)[] priors) =>
        RegressionCases.Definition(family) with { Method = EstimationMethod.Map, Priors = priors.ToDictionary(entry => entry.Key, entry => entry.Prior) };
}
