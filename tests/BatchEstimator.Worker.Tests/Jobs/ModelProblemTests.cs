using BatchEstimator.Worker.Jobs;

namespace BatchEstimator.Worker.Tests.Jobs;

/// <summary>What the kernel finds wrong in a fit comes with the place in the file.</summary>
public class ModelProblemTests
{
    [Theory]
    [InlineData("family: weibul\nresponse: x", 4, "fits[0].family", "There is no family 'weibul'")]
    [InlineData("family: bernoulli\nresponse: x\nmethod: map\npriors:\n  lambda: \"gamma(2, 1)\"", 8, "fits[0].priors.lambda", "bernoulli has no parameter 'lambda'")]
    [InlineData("family: normal\nresponse: x\nmethod: map\npriors:\n  mu: \"normal(0, 10)\"\n  sigma: \"gama(2, 1)\"", 9, "fits[0].priors.sigma", "There is no prior 'gama'")]
    [InlineData("family: normal\nresponse: x\nmethod: map\npriors:\n  mu, variance: normal(0 1)", 8, "fits[0].priors.mu, variance", "is not a prior")]
    [InlineData("family: normal\nresponse: x\npriors: { mu: flat }", 6, "fits[0].priors", "Priors have no effect on maximum likelihood")]
    [InlineData("family: normal\nformula: y ~ a +", 5, "fits[0].formula", "")]
    [InlineData("family: normal\nformula: y ~ x\nmethod: map\npriors:\n  I(x^2): normal(0, 1)", 8, "fits[0].priors.I(x^2)", "The formula has no coefficient 'I(x^2)'")]
    [InlineData("family: normal\nresponse: x\nhypotheses:\n  - normal(0, 1)\n  - normal(0, -1)", 8, "fits[0].hypotheses[1]", "sigma of normal is > 0")]
    [InlineData("family: normal\nresponse: x\nprobabilities: [\"> 1\", \"about 2\"]", 6, "fits[0].probabilities[1]", "'about 2' is not an event")]
    [InlineData("family: normal\nresponse: x\nfixed:\n  sigma: -1", 7, "fits[0].fixed.sigma", "sigma is > 0; found -1")]
    [InlineData("family: binomial\nresponse: x", 3, "fits[0]", "binomial needs trials")]
    [InlineData("family: poisson\nresponse: x\nweights:\n  column: n\n  kind: precision", 8, "fits[0].weights.kind", "Precision weights")]
    public void A_problem_of_a_model_has_its_line(string fit, long line, string path, string message)
    {
        string text = $"name: j\nfits:\n  - name: a\n    {fit.Replace("\n", "\n    ", StringComparison.Ordinal)}\n";

        JobProblem problem = Assert.Single(JobFile.Parse(text).Problems);

        Assert.Equal((line, path), (problem.Line!.Value, problem.Path));
        Assert.Contains(message, problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Problems_of_the_file_and_of_the_models_come_together()
    {
        JobReading reading = JobFile.Parse("""
            name: j
            fits:
              - name: a
                famly: normal
                response: x
              - name: b
                family: gauss
                response: x
              - name: c
                family: bernoulli
                response: x
                method: map
                priors: { mu: "normal(0, 1)" }
            """);

        Assert.Equal([4L, 7, 13], reading.Problems.Select(problem => problem.Line!.Value));
    }

    [Fact]
    public void A_misspelt_key_does_not_hide_an_unknown_family_or_a_prior_of_nothing()
    {
        const string text = "name: j\nfits:\n  - name: a\n    family: weibul\n    respons: y\n  - name: b\n    family: normal\n    respons: y\n    method: map\n    priors: { theta: \"beta(2, 2)\" }\n";

        string[] paths = [.. JobFile.Parse(text).Problems.Select(problem => problem.Path)];

        Assert.Equal(["fits[0].family", "fits[0].respons", "fits[1].respons", "fits[1].priors.theta"], paths);
    }
}
