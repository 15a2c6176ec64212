using BatchEstimator.Estimation.Families;
using BatchEstimator.Estimation.Priors;
using BatchEstimator.Worker.Cli;
using BatchEstimator.Worker.Tests.EndToEnd;

namespace BatchEstimator.Worker.Tests.Cli;

public class FamiliesCommandTests
{
    /// <summary>The families of the job language, by what a reader looks for.</summary>
    private static readonly Dictionary<string, string[]> Kinds = new()
    {
        [FamilyKind.Counts] = ["bernoulli", "binomial", "categorical", "ordinal", "geometric", "poisson", "negative_binomial", "zero_inflated_poisson", "zero_inflated_negative_binomial"],
        [FamilyKind.Positive] = ["half_normal", "lognormal", "exponential", "gamma", "inverse_gamma", "weibull", "pareto", "rayleigh", "inverse_gaussian", "log_logistic"],
        [FamilyKind.Real] = ["normal", "gumbel", "gev", "laplace", "logistic", "cauchy", "student_t", "normal_mixture"],
        [FamilyKind.Bounded] = ["beta"],
        [FamilyKind.Several] = ["multinomial", "dirichlet", "multivariate_normal"],
    };

    [Fact]
    public void Families_stand_under_the_kind_a_reader_looks_for() => Assert.All(Catalogue.All, family =>
    {
        string kind = FamilyKind.Of(family);
        Assert.Contains(kind, FamilyKind.All);
        Assert.All(Kinds.Where(listed => listed.Value.Contains(family.Name)), listed => Assert.Equal((family.Name, listed.Key), (family.Name, kind)));
    });

    [Theory]
    [InlineData("normal", "response or formula *")]
    [InlineData("exponential", "response *")]
    [InlineData("poisson", "response")]
    [InlineData("binomial", "response, trials")]
    [InlineData("multinomial", "responses, formula")]
    [InlineData("ordinal", "response, levels or formula")]
    public void The_keys_of_its_data_are_those_of_a_job(string family, string keys)
    {
        string taken = FamilyWords.Takes(Catalogue.Find(family)!);

        Assert.Equal((keys.EndsWith('*'), true), (taken.EndsWith('*'), taken.StartsWith(keys.TrimEnd('*'), StringComparison.Ordinal)));
    }

    [Fact]
    public void The_tables_have_every_family_once_and_fit_a_terminal()
    {
        Said said = Terminal.Call("families");

        Assert.Equal((ExitCode.Success, ""), (said.Code, said.Error));
        string[] lines = said.Out.Split('\n');
        Assert.All(Catalogue.All, family => Assert.Single(lines, line => line.StartsWith(family.Name + "(", StringComparison.Ordinal)));
        Assert.All(lines, line => Assert.InRange(line.Length, 0, 126));
        Assert.Equal(FamilyKind.All.Where(kind => Catalogue.All.Any(family => FamilyKind.Of(family) == kind)), lines.Where(line => FamilyKind.All.Any(line.StartsWith)).Select(line => line.Split("  ")[0]));
    }

    [Fact]
    public void A_family_is_shown_in_full_by_its_name()
    {
        Said said = Terminal.Call("families", "normal");

        Assert.Equal(ExitCode.Success, said.Code);
        Assert.StartsWith("normal(mu, sigma)\n    for          measurements scattered symmetrically about a mean\n    kind         real values\n", said.Out, StringComparison.Ordinal);
        Assert.Contains("    parameter    sigma: > 0, standard deviation (divisor n)\n    data         real\n    given as     response or formula *\n    *            event (right-censored rows), left with right", said.Out, StringComparison.Ordinal);
        Assert.Contains("    estimate     exists if at least two values differ, or sigma is fixed\n", said.Out, StringComparison.Ordinal);
        Assert.Contains("    joint prior  \"mu, variance\": normal_inverse_gamma(mean, kappa, shape, scale)\n", said.Out, StringComparison.Ordinal);
    }

    [Fact]
    public void Several_may_be_named_and_all_can_be_shown()
    {
        string[] names = [.. Catalogue.All.Select(family => family.Name)];
        Said said = Terminal.Call(["families", .. names]);

        Assert.Equal(ExitCode.Success, said.Code);
        Assert.All(Catalogue.All, family => Assert.Contains($"    data         {family.Support}\n", said.Out, StringComparison.Ordinal));
        Assert.Equal(Catalogue.All.Sum(family => family.Parameters.Count), said.Out.Split("\n    parameter    ").Length - 1);
    }

    [Fact]
    public void An_unknown_family_is_answered_with_the_nearest()
    {
        Said said = Terminal.Call("families", "poison");

        Assert.Equal((ExitCode.Usage, ""), (said.Code, said.Out));
        Assert.StartsWith("There is no family 'poison' in this version. Did you mean 'poisson'? Known: bernoulli, ", said.Error, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Usage, Terminal.Call("families", "--all").Code);
    }

    [Fact]
    public void Every_prior_is_listed()
    {
        Said said = Terminal.Call("priors");

        Assert.Equal(ExitCode.Success, said.Code);
        Assert.All(PriorCatalogue.All, prior => Assert.Single(said.Out.Split('\n'), line => line.StartsWith(prior.Signature + " ", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("a bb ccc", 4, "a bb|  ccc")]
    [InlineData("one", 2, "one")]
    [InlineData("longest a", 3, "longest|  a")]
    [InlineData("", 5, "")]
    public void A_cell_is_wrapped_at_words(string text, int width, string lines) => Assert.Equal(lines, string.Join('|', TextTable.Wrap(text, width)));
}
