using System.Text.Json.Nodes;
using BatchEstimator.Estimation.Models;
using BatchEstimator.Worker.Jobs;

namespace BatchEstimator.Worker.Tests.Jobs;

/// <summary>What the keys of one fit may be and become, whatever the families at hand make of it.</summary>
public class FitShapeTests
{
    [Fact]
    public void Candidates_take_the_place_of_a_family()
    {
        FitDefinition fit = Bound("{name: a, candidates: [gamma, weibull, lognormal], response: x}");

        Assert.Equal(["gamma", "weibull", "lognormal"], fit.Candidates);
        Assert.Equal("", fit.Family);
        Assert.Equal("x", fit.Response);
    }

    [Fact]
    public void Left_and_right_take_the_place_of_a_response()
    {
        FitDefinition fit = Bound("{name: a, family: weibull, left: from, right: 2020}");

        Assert.Equal(("from", "2020", null, null), (fit.Left, fit.Right, fit.Response, fit.Formula));
    }

    [Theory]
    [InlineData("{lower: 0}", 0.0, null)]
    [InlineData("{upper: 1e3}", null, 1000.0)]
    [InlineData("{upper: 2, lower: -2.5}", -2.5, 2.0)]
    public void A_truncation_may_be_open_at_one_end(string truncation, double? lower, double? upper) =>
        Assert.Equal(new TruncationDefinition(lower, upper), Bound($"{{name: a, family: normal, response: x, truncation: {truncation}}}").Truncation);

    [Fact]
    public void Threshold_components_and_the_test_arrive()
    {
        FitDefinition fit = Bound("{name: a, family: f, response: x, threshold: -10, components: 3.0, goodnessOfFit: off}");

        Assert.Equal((-10.0, 3, GoodnessOfFitRequest.Off), (fit.Threshold, fit.Components, fit.GoodnessOfFit));
        FitDefinition bare = Bound("{name: a, family: f, response: x}");
        Assert.Equal((null, null, null, GoodnessOfFitRequest.Auto), (bare.Threshold, bare.Components, bare.Truncation, bare.GoodnessOfFit));
    }

    [Fact]
    public void The_entries_of_a_regression_arrive()
    {
        FitDefinition fit = Bound("{name: a, family: f, formula: y ~ x, reference: 2, link: probit, predictors: {sigma: ~ x, phi: \"~ 1\"}, offset: 2020, vcov: \"cluster(a, b)\", alpha: evidence, priorScale: standardized}");

        Assert.Equal(("2", "probit", "2020", PriorScale.Standardized), (fit.Reference, fit.Link, fit.Offset, fit.PriorScale));
        Assert.Equal(["sigma ~ x", "phi ~ 1"], fit.Predictors.Select(pair => $"{pair.Key} {pair.Value}"));
        Assert.Equal((VcovKind.Cluster, "a b"), (fit.Vcov.Kind, string.Join(' ', fit.Vcov.Clusters)));
        Assert.Equal(new AlphaDefinition(AlphaKind.Evidence), fit.Alpha);
        FitDefinition bare = Bound("{name: a, family: f, formula: y ~ x}");
        Assert.Equal((null, null, null, null, PriorScale.Raw), (bare.Reference, bare.Link, bare.Offset, bare.Alpha, bare.PriorScale));
        Assert.Equal(VcovDefinition.Iid, bare.Vcov);
        Assert.Empty(bare.Predictors);
    }

    [Theory, InlineData("0.1", 0.1), InlineData("2", 2.0), InlineData("1e-300", 1e-300), InlineData("0.30000000000000004", 0.30000000000000004)]
    public void A_given_scale_of_the_slopes_keeps_its_digits(string written, double scale) =>
        Assert.Equal(new AlphaDefinition(AlphaKind.Given, scale), Bound($"{{name: a, family: f, formula: y ~ x, alpha: {written}}}").Alpha);

    [Theory]
    [InlineData("candidates: [gamma]", "fits[0].candidates: the list has only 1 entry. It needs at least 2 entries.")]
    [InlineData("candidates: []", "fits[0].candidates: the list is empty. It needs at least 2 entries.")]
    [InlineData("candidates: gamma", "fits[0].candidates: a list is wanted here; found the text 'gamma'. Write it as [gamma].")]
    [InlineData("candidates: [gamma, gamma]", "fits[0].candidates[1]: \"gamma\" is there twice. Keep one of them.")]
    [InlineData("candidates: [gamma, 3]", "fits[0].candidates[1]: text is wanted here; found the number 3. If it is meant as text, put it in quotes: \"3\".")]
    [InlineData("candidates: [gamma, {a: b}]", "fits[0].candidates[1]: text is wanted here; found a mapping.")]
    [InlineData("candidate: [gamma, weibull]", "fits[0].candidate: there is no key 'candidate' here. Did you mean 'candidates'?")]
    [InlineData("candidates: ", "fits[0].candidates: a list is wanted here; found nothing. Write a list or leave the key out.")]
    public void Bad_candidates_are_told_once(string entry, string expected)
    {
        string[] problems = Problems($"{{name: a, response: x, {entry}}}");

        Assert.StartsWith(expected, Assert.Single(problems), StringComparison.Ordinal);
    }

    [Fact]
    public void Every_fault_of_a_fit_comes_at_once()
    {
        string[] problems = Problems("{name: a, family: f, candidates: [g], left: l, formula: y ~ x, truncation: {lower: 3, upper: 1}, components: 2.5, goodnessOfFit: [on]}");

        Assert.Equal(
            ["fits[0].candidates", "fits[0].candidates", "fits[0].left", "fits[0].truncation.upper", "fits[0].components", "fits[0].goodnessOfFit"],
            problems.Select(problem => problem.Split(": ")[0]));
    }

    [Fact]
    public void The_canonical_form_keeps_what_was_said_and_only_that()
    {
        const string said = """{"fits":[{"candidates":["gamma","weibull"],"components":2,"goodnessOfFit":"on","left":"a","name":"f","right":"b","threshold":0,"truncation":{"lower":1}}],"name":"j"}""";

        (JsonObject job, string[] problems) = Read("name: j\nintervals: {}\nfits: [{name: f, left: a, right: b, candidates: [gamma, weibull], truncation: {lower: 1.0}, goodnessOfFit: true, components: 2, threshold: 0}]");

        Assert.Empty(problems);
        Assert.Equal(said, CanonicalJson.Write(job));
        Assert.Equal(said, CanonicalJson.Write(Read(said).Job));
    }

    [Fact]
    public void The_schema_says_what_the_reader_says_of_keys_that_exclude_or_need_each_other()
    {
        JsonNode fit = JsonNode.Parse(JobSchema.Text)!["properties"]!["fits"]!["items"]!;

        Assert.Equal("""{"oneOf":[{"required":["family"]},{"required":["candidates"]}]}""", fit["allOf"]![0]!.ToJsonString());
        Assert.Equal(
            """{"oneOf":[{"required":["response"]},{"required":["responses"]},{"required":["formula"],"not":{"anyOf":[{"required":["responses"]},{"required":["left"]},{"required":["right"]}]}},{"required":["left","right"]}],"dependentRequired":{"left":["right"],"right":["left"]}}""",
            fit["allOf"]![1]!.ToJsonString());
        Assert.Equal("""["auto","on","off",true,false]""", fit["properties"]!["goodnessOfFit"]!["enum"]!.ToJsonString());
        Assert.Equal("""[{"required":["lower"]},{"required":["upper"]}]""", fit["properties"]!["truncation"]!["anyOf"]!.ToJsonString());
        Assert.Equal((2, 10), ((int)fit["properties"]!["components"]!["minimum"]!, (int)fit["properties"]!["components"]!["maximum"]!));
        Assert.Equal(2, (int)fit["properties"]!["candidates"]!["minItems"]!);
    }

    private static FitDefinition Bound(string fit)
    {
        (JsonObject job, string[] problems) = Read($"name: j\nfits: [{fit}]\n");
        Assert.Empty(problems);
        return JobBinder.Fit(job["fits"]![0]!.AsObject());
    }

    private static string[] Problems(string fit) => Read($"name: j\nfits: [{fit}]\n").Problems;

    private static (JsonObject Job, string[] Problems) Read(string text)
    {
        ProblemList problems = new(null);
        JsonNode? job = new ShapeReader(problems).Read(YamlTree.Load(text)!, JobKeys.Job, "");
        return (job!.AsObject(), [.. problems.InOrder.Select(problem => problem.ToString().Split(": ", 2)[1])]);
    }
}
