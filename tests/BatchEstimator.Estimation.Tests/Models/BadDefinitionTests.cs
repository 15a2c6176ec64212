using BatchEstimator.Estimation.Models;

namespace BatchEstimator.Estimation.Tests.Models;

/// <summary>What is wrong with a definition, by the entry it is wrong in.</summary>
public class BadDefinitionTests
{
    private static readonly FitDefinition Normal = Of("normal"), Bernoulli = Of("bernoulli"), Poisson = Of("poisson"), Categorical = Of("categorical");
    private static readonly FitDefinition Binomial = Of("binomial") with { Trials = "n" };
    private static readonly FitDefinition Several = new() { Name = "fit", Family = "multivariate_normal", Responses = ["a", "b", "c"] };
    private static readonly FitDefinition Line = new() { Name = "fit", Family = "normal", Formula = "y ~ x + g" };

    private static readonly (FitDefinition Definition, string Path, string Fragment)[] Table =
    [
        (Of("gauss"), "family", "no family 'gauss'"),
        (Of("gauss"), "family", "bernoulli, binomial"),
        (Normal with { Response = null }, "", "needs response: the column to model, or a formula"),
        (Of("uniform") with { Response = null }, "", "needs response: the column to model."),
        (Line with { Response = "y" }, "response", "either response or formula"),
        (Line with { Formula = "y ~ x +" }, "formula", "position"),
        (Of("uniform") with { Response = null, Formula = "y ~ x" }, "formula", "takes no predictors"),
        (Of("uniform") with { Response = null, Formula = "log(y) ~ 0" }, "formula", "only 'column ~ 1'"),
        (Poisson with { Response = null, Formula = "y ~ 0" }, "formula", "Nothing is left on the right side"),
        (Poisson with { Response = null, Formula = "y ~ x", Link = "logit" }, "link", "Known: log, identity"),
        (Poisson with { Response = null, Formula = "y ~ x", Predictors = Text("size", "~ x") }, "predictors.size", "no parameter beside"),
        (Line with { Predictors = Text("mu", "~ x") }, "predictors.mu", "has its predictor in formula"),
        (Line with { Predictors = Text("sigma", "x") }, "predictors.sigma", "has no left side"),
        (Normal with { Responses = ["a", "b"] }, "responses", "normal has no use for responses"),
        (Several with { Responses = ["a"] }, "responses", "at least two columns"),
        (Several with { Responses = ["a", "b", "a"] }, "responses", "named only once"),
        (Several with { Response = "y" }, "response", "takes responses: [a, b, ...] instead"),
        (Several with { Formula = "y ~ 1" }, "formula", "instead"),
        (Binomial with { Trials = null }, "", "needs trials"),
        (Poisson with { Trials = "n" }, "trials", "no use for trials"),
        (Binomial with { Event = "seen" }, "event", "no use for event"),
        (Of("exponential") with { EventValue = "yes" }, "eventValue", "event is missing"),
        (Normal with { Levels = ["a", "b"] }, "levels", "no use for levels"),
        (Categorical with { Levels = ["a", "b", "a"] }, "levels", "named only once"),
        (Normal with { Priors = Prior("mu", "normal(0, 1)") }, "priors", "no effect on maximum likelihood"),
        (Map(Normal, "mu", "normal(0, -1)"), "priors.mu", "sd of normal(mean, sd) must be above 0"),
        (Map(Normal, "theta", "beta(1, 1)"), "priors.theta", "no parameter 'theta'. Known: mu, sigma"),
        (Map(Normal, "mu", "dirichlet(1)"), "priors.mu", "several parameters at once"),
        (Map(Normal, "sigma", "uniform(-2, 0)"), "priors.sigma", "leaves no value for sigma, which is > 0"),
        (Map(Bernoulli, "theta", "uniform(1, 2)"), "priors.theta", "leaves no value for theta, which is 0..1"),
        (Map(Normal, "mu, variance", "normal(0, 1)"), "priors.mu, variance", "must be normal_inverse_gamma(mean, kappa, shape, scale)"),
        (Map(Normal, "mu, variance", "normal_inverse_gamma(0, 1, 1, 1)") with { Fixed = Fixed("sigma", 1) }, "priors.mu, variance", "stands alone"),
        (Map(Normal, "mu", "normal(0, 1)") with { Fixed = Fixed("mu", 1) }, "priors.mu", "mu is fixed"),
        (Map(Categorical, "p", "beta(1, 1)"), "priors.p", "dirichlet(alpha...)"),
        (Map(Categorical, "p", "dirichlet(1, 2)") with { Levels = ["a", "b", "c"] }, "priors.p", "one for each of the 3 levels; found 2"),
        (Map(Several, "mu, cov", "normal_inverse_wishart(0, 1, 2, 1)"), "priors.mu, cov", "above the number of columns less one, 2"),
        (Map(Several, "mu[a]", "normal(0, 1)"), "priors.mu[a]", "no parameter 'mu[a]'"),
        (Map(Line, "x", "gamma(2, 1)"), "priors.x", "is one of normal, laplace, student_t, cauchy or flat. Found gamma(2, 1)"),
        (Map(Line, "z", "normal(0, 1)"), "priors.z", "no coefficient 'z'"),
        (Map(Line with { Formula = "y ~ x - 1" }, "(Intercept)", "normal(0, 1)"), "priors.(Intercept)", "has no intercept"),
        (Map(Line, "sigma", "uniform(-1, 0)"), "priors.sigma", "leaves no value"),
        (Normal with { Fixed = Fixed("sigma", 0) }, "fixed.sigma", "sigma is > 0; found 0"),
        (Normal with { Fixed = Fixed("mu", double.NaN) }, "fixed.mu", "finite number"),
        (Bernoulli with { Fixed = Fixed("theta", 1.5) }, "fixed.theta", "theta is 0..1; found 1.5"),
        (Normal with { Fixed = Fixed("sd", 1) }, "fixed.sd", "no parameter 'sd'"),
        (Line with { Fixed = Fixed("z", 1) }, "fixed.z", "no coefficient 'z'"),
        (Categorical with { Fixed = Fixed("p[a]", -0.1) }, "fixed.p[a]", "at least 0 and below 1"),
        (Categorical with { Fixed = Fixed("a", 0.1) }, "fixed.a", "no parameter 'a'"),
        (Categorical with { Fixed = new Dictionary<string, double> { ["p[a]"] = 0.5, ["p[b]"] = 0.5 } }, "fixed", "sum must be below 1"),
        (Several with { Fixed = Fixed("mu[a]", 0) }, "fixed.mu[a]", "no fixed parameters"),
        (Poisson with { Weights = new("w", WeightKind.Precision) }, "weights.kind", "use frequency, or family normal"),
        (Normal with { Quantiles = [0.5, 0] }, "quantiles[1]", "between 0 and 1"),
        (Normal with { Quantiles = [double.NaN] }, "quantiles[0]", "between 0 and 1"),
        (Normal with { Probabilities = ["> 1", "5..2"] }, "probabilities[1]", "'5..2' is not an event"),
        (Normal with { Probabilities = ["= 1"] }, "probabilities[0]", "write it like '> 1000'"),
        (Categorical with { Quantiles = [0.5] }, "", "not defined for categorical"),
        (Binomial with { Quantiles = [0.5] }, "at", "at: { trials: 10 }"),
        (Binomial with { Quantiles = [0.5], At = new Dictionary<string, string> { ["trials"] = "0" } }, "at", "number of trials"),
        (Normal with { At = new Dictionary<string, string> { ["x"] = "1" } }, "at", "this fit has none"),
        (Line with { Quantiles = [0.5], At = new Dictionary<string, string> { ["x"] = "1" } }, "at", "missing: g"),
        (Normal with { Hypotheses = ["poisson(1)"] }, "hypotheses[0]", "normal(mu, sigma); found poisson"),
        (Normal with { Hypotheses = ["normal(0)"] }, "hypotheses[0]", "has 2 parameter(s): mu, sigma; found 1"),
        (Normal with { Hypotheses = ["normal(0, 1)", "normal(0, -1)"] }, "hypotheses[1]", "sigma of normal is > 0; found -1"),
        (Normal with { Hypotheses = ["normal 0 1"] }, "hypotheses[0]", "is not a distribution"),
        (Line with { Hypotheses = ["normal(0, 1)"] }, "hypotheses[0]", "this fit has a formula"),
        (Normal with { Hypotheses = ["normal(0, 1)"], PriorWeights = [1, 2] }, "priorWeights", "each of the 1 hypotheses"),
        (Normal with { Hypotheses = ["normal(0, 1)"], PriorWeights = [0] }, "priorWeights", "above 0"),
        (Bernoulli with { Bound = new(0, 0.1) }, "bound.epsilon", "above 0"),
        (Bernoulli with { Bound = new(0.1, 1) }, "bound.delta", "between 0 and 1"),
        (Normal with { Bound = new(0.1, 0.1, 0) }, "bound", "for normal give lower and upper"),
        (Normal with { Bound = new(0.1, 0.1, 5, 5) }, "bound.upper", "above lower"),
        (Line with { Bound = new(0.1, 0.1, 0, 5) }, "bound", "mean of one column"),
    ];

    public static TheoryData<int, string> Rows
    {
        get
        {
            var rows = new TheoryData<int, string>();
            for (int i = 0; i < Table.Length; i++)
                rows.Add(i, $"{Table[i].Path}: {Table[i].Fragment}");
            return rows;
        }
    }

    [Theory, MemberData(nameof(Rows))]
    public void A_bad_definition_is_told_where_and_why(int row, string remark)
    {
        var (definition, path, fragment) = Table[row];
        var problems = FitModel.Check(definition);
        Assert.True(problems.Any(p => p.Path == path && p.Message.Contains(fragment, StringComparison.Ordinal)),
            $"expected {remark}; found {string.Join(" | ", problems)}");
        Assert.All(problems, p => Assert.Equal(path, p.Path));
        Assert.Throws<ArgumentException>(() => FitModel.Create(definition));
    }

    [Fact]
    public void The_definitions_they_were_made_from_are_good() =>
        Assert.All([Normal, Bernoulli, Poisson, Categorical, Binomial, Several, Line], definition => Assert.Empty(FitModel.Check(definition)));

    private static FitDefinition Of(string family) => new() { Name = "fit", Family = family, Response = "y" };

    private static FitDefinition Map(FitDefinition definition, string key, string prior) => definition with { Method = EstimationMethod.Map, Priors = Prior(key, prior) };

    private static Dictionary<string, string> Prior(string key, string text) => new() { [key] = text };

    private static Dictionary<string, string> Text(string key, string text) => new() { [key] = text };

    private static Dictionary<string, double> Fixed(string key, double value) => new() { [key] = value };
}
