using BatchEstimator.Estimation.Fitting;
using BatchEstimator.Estimation.Models;
using BatchEstimator.Estimation.Results;
using BatchEstimator.Estimation.Tests.Support;

namespace BatchEstimator.Estimation.Tests.Regression;

/// <summary>Inference for responses with levels: multinomial against its scores written out in R 4.2.2, ordinal against MASS 7.3.58 and sandwich 3.0.2.</summary>
public class LevelInferenceTests
{
    private static readonly FitOptions Detailed = new(0.95, ["test"], 1);

    [Fact]
    public void A_multinomial_logit_has_the_sandwich_of_its_scores()
    {
        Errors(InferenceData.Fit("categorical", "g ~ x + z"), 1e-9, 0.649076991469, 0.332916577115, 0.308171484983, 0.435964250097, 0.286372093781, 0.280623878004);
        Errors(InferenceData.Fit("categorical", "g ~ x + z", "hc0"), 1e-9, 0.569987275922, 0.356199631304, 0.327045608924, 0.428703855378, 0.272279338754, 0.279963439762);
        Errors(InferenceData.Fit("categorical", "g ~ x + z", "cluster(a)"), 1e-9, 0.784702928894, 0.429078194638, 0.292825877361, 0.198579308336, 0.210585211134, 0.339502508789);
        Assert.Contains("one number", Assert.Single(InferenceData.Fit("categorical", "g ~ x + z", "hc3").Notes), StringComparison.Ordinal);
    }

    [Fact]
    public void Its_terms_are_tested_over_all_levels_at_once()
    {
        var result = InferenceData.Fit("categorical", "g ~ x + z", options: Detailed);
        Assert.Equal(["x", "z"], result.TermTests.Select(test => test.Term));
        Assert.All(result.TermTests, test => Assert.Equal(2, test.DegreesOfFreedom));
        Close.To(6.10613121379, result.TermTests[0].LikelihoodRatio, 1e-9, "likelihood ratio of x");
        Close.To(4.88565453307, result.TermTests[0].Wald, 1e-9, "Wald of x");
        Close.To(0.096136496446, result.TermTests[1].LikelihoodRatio, 1e-8, "likelihood ratio of z");
        Close.To(0.0958992875713, result.TermTests[1].Wald, 1e-8, "Wald of z");
        Close.To(-38.5935603687, result.Derived.Single(derived => derived.Name.StartsWith("log-likelihood of the null", StringComparison.Ordinal)).Estimate, 1e-11, "null model");
    }

    [Fact]
    public void An_ordinal_model_has_both_ends_of_its_intervals_in_its_scores()
    {
        static FitDefinition Ordered(FitDefinition fit) => fit with { Levels = ["a", "b", "c"] };
        var plain = InferenceData.Fit("ordinal", "g ~ x + z", change: Ordered, options: Detailed);
        // polr takes its Hessian by differences.
        Errors(plain, 1e-5, 0.409357374519, 0.448967846509, 0.211395483164, 0.218071961089);
        Errors(InferenceData.Fit("ordinal", "g ~ x + z", "hc0", Ordered), 1e-5, 0.439241786977, 0.522745475619, 0.213954271278, 0.221207137771);
        Assert.All(plain.Parameters.Take(2), threshold => Assert.Null(threshold.PValue));
        Close.To(0.333614879281, plain.TermTests[0].LikelihoodRatio, 1e-7, "likelihood ratio of x");
        Close.To(0.0761142420261, plain.TermTests[1].LikelihoodRatio, 1e-7, "likelihood ratio of z");
        Close.To((38.5935603687 - 38.3978123571) / 38.5935603687, plain.Derived.Single(derived => derived.Name == "pseudo-R2 (McFadden)").Estimate, 1e-8, "McFadden");
    }

    [Fact]
    public void Profiles_of_coefficients_and_cut_points_end_where_held_fits_say()
    {
        static FitDefinition Ordered(FitDefinition fit) => fit with { Levels = ["a", "b", "c"] };
        var result = InferenceData.Fit("ordinal", "g ~ x", change: Ordered, options: Detailed with { Intervals = IntervalMethod.Profile });
        Assert.Empty(result.Notes);
        foreach (var parameter in result.Parameters)
        {
            var held = InferenceData.Fit("ordinal", "g ~ x", change: fit => Ordered(fit) with { Fixed = new Dictionary<string, double> { [parameter.Name] = parameter.Upper!.Value } });
            Close.To(result.LogLikelihood!.Value - 0.5 * 3.841458820694124, held.LogLikelihood, 1e-7, parameter.Name);
        }
    }

    private static void Errors(FitResult result, double tolerance, params double[] expected)
    {
        for (int i = 0; i < expected.Length; i++)
            Close.To(expected[i], result.Parameters[i].StandardError, tolerance, $"{result.Vcov} {result.Parameters[i].Name}");
    }
}
