using BatchEstimator.Estimation.Models;

namespace BatchEstimator.Estimation.Tests.Models;

/// <summary>What can be wrong in a regression whose response has levels, before any data are seen.</summary>
public class LevelDefinitionTests
{
    private static readonly FitDefinition Nominal = new() { Name = "fit", Family = "categorical", Formula = "y ~ x" };
    private static readonly FitDefinition Counts = new() { Name = "fit", Family = "multinomial", Formula = "~ x", Responses = ["a", "b", "c"] };
    private static readonly FitDefinition Ordered = new() { Name = "fit", Family = "ordinal", Formula = "y ~ x" };

    public static TheoryData<FitDefinition, string, string> Wrong => new()
    {
        { Nominal with { Levels = ["a", "b"], Reference = "c" }, "reference", "not among levels: a, b" },
        { Nominal with { Formula = "log(y) ~ x" }, "formula", "is computed" },
        { Nominal with { Link = "probit" }, "link", "no link 'probit'. Known: logit" },
        { Nominal with { Predictors = new Dictionary<string, string> { ["b"] = "~ z" } }, "predictors.b", "has no parameter beside" },
        { Nominal with { Method = EstimationMethod.Map, Priors = new Dictionary<string, string> { ["b|z"] = "normal(0, 1)" } }, "priors.b|z", "no coefficient 'b|z'" },
        { Nominal with { At = new Dictionary<string, string> { ["z"] = "1" } }, "at", "missing: x" },
        { Nominal with { Weights = new("w", WeightKind.Precision) }, "weights.kind", "use frequency" },
        { Counts with { Formula = "a ~ x" }, "formula", "write '~ x'" },
        { Counts with { Reference = "d" }, "reference", "not among responses: a, b, c" },
        { Counts with { Responses = ["a"] }, "responses", "at least two columns" },
        { Ordered with { Reference = "a" }, "reference", "in order" },
        { Ordered with { Formula = "y ~ x - 1" }, "formula", "take the place of the intercept" },
        { Ordered with { Method = EstimationMethod.Map, Priors = new Dictionary<string, string> { ["(Intercept)"] = "normal(0, 1)" } }, "priors.(Intercept)", "write thresholds" },
        { Ordered with { Quantiles = [0.5] }, "", "not defined for ordinal" },
    };

    [Theory, MemberData(nameof(Wrong))]
    public void It_is_told_where_and_what_would_be_right(FitDefinition definition, string path, string fragment)
    {
        var problem = Assert.Single(FitModel.Check(definition));
        Assert.Equal(path, problem.Path);
        Assert.Contains(fragment, problem.Message, StringComparison.Ordinal);
    }

    public static TheoryData<FitDefinition> Right => new()
    {
        Nominal, Counts, Ordered, Ordered with { Formula = null, Response = "y" }, Ordered with { Link = "cloglog" }, Counts with { Formula = "~ 1" }, Counts with { Formula = null },
        Nominal with { Method = EstimationMethod.Map, Priors = new Dictionary<string, string> { ["b|x"] = "normal(0, 1)", ["x"] = "laplace(0, 1)", ["b|coefficients"] = "flat", ["(Intercept)"] = "normal(0, 5)" } },
        Ordered with { Method = EstimationMethod.Map, Priors = new Dictionary<string, string> { ["thresholds"] = "normal(0, 5)", ["threshold[a|b]"] = "flat", ["coefficients"] = "normal(0, 1)" } },
    };

    [Theory, MemberData(nameof(Right))]
    public void Nothing_is_wrong_with_these(FitDefinition definition) => Assert.Empty(FitModel.Check(definition));
}
