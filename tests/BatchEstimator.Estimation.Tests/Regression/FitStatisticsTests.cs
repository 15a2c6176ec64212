using BatchEstimator.Estimation.Fitting;
using BatchEstimator.Estimation.Models;
using BatchEstimator.Estimation.Results;
using BatchEstimator.Estimation.Tests.Support;

namespace BatchEstimator.Estimation.Tests.Regression;

/// <summary>Deviances, pseudo-R2, predictions and equivalent penalties, against R 4.2.2 (stats, survival 3.5.3, glmnet 4.1.6) and scikit-learn 1.2.1.</summary>
public class FitStatisticsTests
{
    private static readonly FitOptions Detailed = new(0.95, ["test"], 1);

    [Theory]
    [InlineData("poisson", "k ~ x + z", 19.59988199919, 49.075376594786)]
    [InlineData("bernoulli", "d ~ x + z", 43.498122956314, 48.113890391847)]
    [InlineData("gamma", "t ~ x + z", 10.978846749653, 17.87392713635)]
    [InlineData("inverse_gaussian", "t ~ x + z", 5.5281220581285, 7.7049084799422)]
    public void Deviances_are_those_of_glm(string family, string formula, double deviance, double nothing)
    {
        var result = InferenceData.Fit(family, formula, options: Detailed);
        Derived(result, "deviance", deviance);
        Derived(result, "null deviance", nothing);
    }

    [Fact]
    public void A_negative_binomial_has_its_deviance_at_its_size()
    {
        var result = InferenceData.Fit("negative_binomial", "k ~ x + z", change: fit => fit with { Fixed = new Dictionary<string, double> { ["size"] = 3 } }, options: Detailed);
        Derived(result, "deviance", 10.88509124404);
        Derived(result, "null deviance", 26.654297758987);
    }

    [Fact]
    public void Frequency_weights_count_rows()
    {
        var result = InferenceData.Fit("poisson", "k ~ x + z", change: fit => fit with { Weights = new("w", WeightKind.Frequency) }, options: Detailed);
        Derived(result, "deviance", 44.268110126004);
        Derived(result, "null deviance", 122.20248622608);
    }

    [Fact]
    public void Pseudo_r2_have_their_names()
    {
        var result = InferenceData.Fit("bernoulli", "d ~ x + z", options: Detailed);
        Derived(result, "pseudo-R2 (McFadden)", 0.095934196921952);
        Derived(result, "pseudo-R2 (Cox-Snell)", 0.12033643938793);
        Derived(result, "pseudo-R2 (Nagelkerke)", 0.16322660121297);
        Derived(result, "mean negative log-likelihood (binary cross-entropy)", 43.498122956314 / 72);
    }

    [Fact]
    public void A_normal_model_has_its_squares_as_in_one_pass()
    {
        var robust = InferenceData.Fit("normal", "y ~ x + z + g", "hc1");
        var plain = InferenceData.Fit("normal", "y ~ x + z + g");
        foreach (string name in new[] { "residual sum of squares", "residual standard deviation (unbiased variance, divisor n - p)", "R squared" })
            Derived(robust, name, plain.Derived.Single(derived => derived.Name == name).Estimate!.Value);
    }

    [Fact]
    public void At_given_predictors_there_are_mean_quantiles_and_probabilities()
    {
        var at = new Dictionary<string, string> { ["x"] = "1", ["z"] = "2" };
        var poisson = InferenceData.Fit("poisson", "k ~ x + z", change: fit => fit with { At = at, Quantiles = [0.9], Probabilities = ["> 3"] });
        Point(poisson, "mean at the given predictors", 3.1014700152007, 0.53972558842842, 2.2051562116968, 4.3621019699948);
        Point(poisson, "P(X > 3)", 0.37548885506132, 0.12071832617692, 0.37548885506132 - 1.9599639845400545 * 0.12071832617692, 0.37548885506132 + 1.9599639845400545 * 0.12071832617692);
        Assert.Equal(5, poisson.Derived.Single(derived => derived.Name == "quantile(0.9)").Estimate);
        var logistic = InferenceData.Fit("bernoulli", "d ~ x + z", change: fit => fit with { At = at });
        Point(logistic, "probability at the given predictors", 0.42087024674548, 0.15066624681649, 0.17788425493495, 0.70937369064805);
        var weibull = InferenceData.Fit("weibull", "t ~ x + z", change: fit => fit with { At = at, Quantiles = [0.5], Event = "e" });
        Point(weibull, "quantile(0.5)", 3.7722055091762, 0.61027179399182, 3.7722055091762 - 1.9599639845400545 * 0.61027179399182, 3.7722055091762 + 1.9599639845400545 * 0.61027179399182);
    }

    [Fact]
    public void What_the_data_say_nothing_of_is_not_predicted_and_intervals_beyond_one_are_named()
    {
        var frame = Frame.Of("k", 1, 3, 5, 4, 6).With("g", "a", "a", "b", "b", "b");
        var definition = new FitDefinition { Name = "fit", Family = "poisson", Formula = "k ~ g", At = new Dictionary<string, string> { ["g"] = "b" }, Probabilities = ["> 1"] };
        var groups = Fits.ByGroup(definition, frame, ["p", "p", "q", "q", "q"], []);
        Assert.Null(groups[0].Derived.Single(derived => derived.Name == "P(X > 1)").Estimate);
        Close.To(5, groups[1].Derived.Single(derived => derived.Name == "mean at the given predictors").Estimate, 1e-12, "mean");
        Assert.Contains(groups[1].Notes, note => note.Contains("reaches beyond", StringComparison.Ordinal));
    }

    [Fact]
    public void A_mode_is_that_of_the_named_penalties()
    {
        var logistic = Map("bernoulli", "d ~ x + z", ("coefficients", "normal(0, 0.5)"));
        Estimates(logistic, 0.2249666, 0.2676734, -0.3253048);
        Noted(logistic, "LogisticRegression(penalty=\"l2\", C=0.25)", "lambda = 0.1111111111111111,", "statsmodels GLM");
        var weighted = InferenceData.Fit("poisson", "k ~ x + z", change: fit => fit with
        {
            Method = EstimationMethod.Map, Weights = new("w", WeightKind.Frequency), Priors = new Dictionary<string, string> { ["x"] = "normal(0, 0.5)", ["z"] = "normal(0, 0.2)" },
        });
        Estimates(weighted, 0.4937419757, 0.3685069275, 0.1391575041);
        Noted(weighted, "penalty.factor = c(0.27586206896551", "family = \"poisson\"");
        foreach (string vcov in new[] { "iid", "hc1" })
        {
            var normal = InferenceData.Fit("normal", "y ~ x + z", vcov, fit => fit with
            {
                Method = EstimationMethod.Map, Fixed = new Dictionary<string, double> { ["sigma"] = 1.2 }, Priors = new Dictionary<string, string> { ["coefficients"] = "normal(0, 0.5)" },
            });
            Estimates(normal, 1.0184358, 0.8734592, -0.2532861);
            Noted(normal, "Ridge(alpha=5.76)", "family = \"gaussian\", alpha = 0, lambda = 0.28454474", "statsmodels OLS");
        }
        var lasso = InferenceData.Fit("normal", "y ~ x + z", change: fit => fit with
        {
            Method = EstimationMethod.Map, Fixed = new Dictionary<string, double> { ["sigma"] = 1.2 }, Priors = new Dictionary<string, string> { ["coefficients"] = "laplace(0, 0.05)" },
        });
        Estimates(lasso, 1.3040397, 0.5810521, 0);
        Noted(lasso, "Lasso(alpha=0.79999999", "family = \"gaussian\", alpha = 1, lambda = 0.79999999", "L1_wt = 1");
        var gamma = InferenceData.Fit("gamma", "t ~ x + z", change: fit => fit with
        {
            Method = EstimationMethod.Map, Fixed = new Dictionary<string, double> { ["shape"] = 3 }, Priors = new Dictionary<string, string> { ["coefficients"] = "normal(0, 0.5)" },
        });
        Estimates(gamma, 0.872212, 0.2903725, 0.0135197);
        Noted(gamma, "GammaRegressor(alpha=0.037037037037037");
        Noted(Map("bernoulli", "d ~ x", ("x", "cauchy(0, 1)")), "No penalty of scikit-learn");
    }

    [Fact]
    public void Proper_priors_give_the_evidence_of_a_normal_model()
    {
        // sigma = 1, y | x normal, both coefficients normal(0, 1): y is normal with covariance I + XX'; with three rows that is a determinant by hand.
        var frame = Frame.Of("x", -1, 0, 1).With("y", 1, 2, 4.0);
        var definition = new FitDefinition
        {
            Name = "fit", Family = "normal", Formula = "y ~ x", Method = EstimationMethod.Map, Vcov = new(VcovKind.Hc0, []),
            Fixed = new Dictionary<string, double> { ["sigma"] = 1 }, Priors = new Dictionary<string, string> { ["(Intercept)"] = "normal(0, 1)", ["x"] = "normal(0, 1)" },
        };
        // det(I + X'X) = 4 x 3; y'(I + XX')^-1 y = y'y - (X'y)'(I + X'X)^-1 X'y = 21 - 49/4 - 9/3.
        Close.To(-1.5 * Math.Log(2 * Math.PI) - 0.5 * Math.Log(12) - 0.5 * (21 - 49 / 4.0 - 3), Fits.Of(definition, frame).LogEvidence, 1e-12, "log evidence");
    }

    private static FitResult Map(string family, string formula, params (string Key, string Prior)[] priors) =>
        InferenceData.Fit(family, formula, change: fit => fit with { Method = EstimationMethod.Map, Priors = priors.ToDictionary(prior => prior.Key, prior => prior.Prior) });

    private static void Estimates(FitResult result, params double[] expected)
    {
        for (int i = 0; i < expected.Length; i++)
            Close.To(expected[i], result.Parameters[i].Estimate, 1e-6, result.Parameters[i].Name, 1);
    }

    private static void Noted(FitResult result, params string[] fragments)
    {
        foreach (string fragment in fragments)
            Assert.Contains(result.Notes, note => note.Contains(fragment, StringComparison.Ordinal));
    }

    private static void Derived(FitResult result, string name, double value) => Close.To(value, result.Derived.Single(derived => derived.Name == name).Estimate, 1e-9, name);

    private static void Point(FitResult result, string name, double value, double error, double lower, double upper)
    {
        var found = result.Derived.Single(derived => derived.Name == name);
        Close.To(value, found.Estimate, 1e-8, name);
        Close.To(error, found.StandardError, 1e-7, $"standard error of {name}");
        Close.To(lower, found.Lower, 1e-7, $"lower end of {name}");
        Close.To(upper, found.Upper, 1e-7, $"upper end of {name}");
    }
}
