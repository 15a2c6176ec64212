using BatchEstimator.Estimation.Families;
using BatchEstimator.Estimation.Models;
using BatchEstimator.Estimation.Tests.Support;

namespace BatchEstimator.Estimation.Tests.Edges;

/// <summary>Every family on every awkward column, asked for everything: an answer or a reason, never an exception, a NaN or an unexplained failure.</summary>
public class EdgeSweeps
{
    public static TheoryData<string> Families => [.. Catalogue.All.Select(family => family.Name)];

    [Theory, MemberData(nameof(Families))]
    public void Maximum_likelihood_always_answers(string family)
    {
        None(EdgeData.Columns.SelectMany(column =>
            Sound.Problems(Fits.ByGroup(Asked(family), FrameOf(family, column.Value), null, [], pictures: true)[0], $"{family}, {column.Key}")));
    }

    [Theory, MemberData(nameof(Families))]
    public void Maximum_a_posteriori_always_answers(string family)
    {
        var problems = new List<string>();
        foreach (var (name, values) in EdgeData.Columns)
        {
            foreach (var priors in PriorsOf(family))
            {
                var definition = Asked(family) with { Method = EstimationMethod.Map, Priors = priors };
                problems.AddRange(Sound.Problems(Fits.Of(definition, FrameOf(family, values)), $"{family} with {string.Join(", ", priors)}, {name}"));
            }
        }
        None(problems);
    }

    [Theory, MemberData(nameof(Families))]
    public void Weights_of_any_size_get_an_answer(string family)
    {
        var problems = new List<string>();
        foreach (double[] weights in (double[][])[[0, 0, 0], [1e12, 1e12, 1], [1e-12, 1e-12, 1e-12], [0.5, 0, 0], [1e300, 1, 1], [-1, 1, 1], [double.NaN, 1, 1]])
        {
            foreach (string name in (string[])["a zero and a one", "two distinct", "far off", "constant one"])
            {
                var frame = FrameOf(family, [.. EdgeData.Columns[name].Take(3)]);
                var definition = Asked(family) with { Weights = new("w", WeightKind.Frequency) };
                problems.AddRange(Sound.Problems(Fits.Of(definition, frame.With("w", [.. weights.Take(frame.Rows)])), $"{family}, {name}, weights {string.Join(", ", weights)}"));
            }
        }
        None(problems);
    }

    [Theory, MemberData(nameof(Families))]
    public void Fixed_values_contradicting_the_data_get_an_answer(string family)
    {
        if (family is "multivariate_normal" or "dirichlet")
            return;
        var problems = new List<string>();
        foreach (var (name, values) in EdgeData.Columns)
        {
            foreach (double fixedTo in (double[])[0, 1e-300, 0.5, 1, 1e200])
            {
                foreach (string parameter in family is "categorical" or "multinomial" ? ["p[0]", "p[a]"] : Catalogue.Find(family)!.Parameters.Select(p => p.Name).ToArray())
                {
                    var definition = Asked(family) with { Fixed = new Dictionary<string, double> { [parameter] = fixedTo } };
                    if (FitModel.Check(definition).Count == 0)
                        problems.AddRange(Sound.Problems(Fits.Of(definition, FrameOf(family, values)), $"{family} with {parameter} = {fixedTo}, {name}"));
                }
            }
        }
        None(problems);
    }

    [Theory, MemberData(nameof(Families))]
    public void Every_row_in_its_own_group_gets_an_answer(string family)
    {
        double[] values = [0, 1, 2, 2.5, -3, double.NaN];
        var results = Fits.ByGroup(Asked(family), FrameOf(family, values), ["a", "b", "c", "d", "e", "f"], [2, 3]);
        Assert.Equal(6, results.Count);
        None(results.SelectMany(result => Sound.Problems(result, family)));
    }

    [Theory, MemberData(nameof(Families))]
    public void No_rows_at_all_is_said_to_be_so(string family)
    {
        var result = Fits.Of(Asked(family), FrameOf(family, []));
        Assert.Equal("EMPTY", Assert.Single(result.Codes).Code);
    }

    private static void None(IEnumerable<string> problems) => Assert.True(!problems.Any(), string.Join(Environment.NewLine, problems));

    /// <summary>The family's fit with everything it can be asked.</summary>
    private static FitDefinition Asked(string family)
    {
        var plain = FamilyCases.All.First(entry => entry.Definition.Family == family).Definition;
        if (Catalogue.Find(family) is not ScalarFamily scalar)
            return plain;
        string hypothesis = $"{family}({string.Join(", ", scalar.Parameters.Select(_ => "0.5"))})", other = hypothesis.Replace("0.5", "0.25", StringComparison.Ordinal);
        return plain with
        {
            Quantiles = [0.001, 0.5, 0.999],
            Probabilities = ["> 1", "<= 0", "0..1", "> -1", "< 1e300"],
            Hypotheses = [hypothesis, other],
            PriorWeights = [1, 3],
            At = family == "binomial" ? new Dictionary<string, string> { ["trials"] = "10" } : new Dictionary<string, string>(),
            Bound = new(1e-3, 0.05, -1e6, 1e6),
        };
    }

    private static Frame FrameOf(string family, double[] values) => family switch
    {
        "categorical" or "ordinal" => new Frame(values.Length).With("y", [.. values.Select(value => double.IsFinite(value) ? value.ToString(System.Globalization.CultureInfo.InvariantCulture) : null)]),
        "binomial" => Frame.Of("y", values).With("trials", [.. values.Select(value => double.IsFinite(value) ? Math.Ceiling(Math.Abs(value)) : 3)]),
        "dirichlet" => Frame.Of("a", [.. values.Select(Share)]).With("b", [.. values.Select(value => 0.5 * (1 - Share(value)))]).With("c", [.. values.Select(value => 0.5 * (1 - Share(value)))]),
        "multinomial" or "multivariate_normal" => Frame.Of("a", values).With("b", [.. values.Reverse()]).With("c", [.. values.Select((value, i) => value * (i % 3))]),
        _ => Frame.Of("y", values),
    };

    private static double Share(double value) => value / (1 + Math.Abs(value));

    private static IEnumerable<Dictionary<string, string>> PriorsOf(string family) => family switch
    {
        "bernoulli" or "binomial" => One("theta", "beta(2, 8)", "beta(0.5, 0.5)", "uniform(0.2, 0.4)", "normal(0.5, 0.1)", "laplace(0.5, 0.01)", "uniform(0, 1)", "lognormal(-1, 1)"),
        "beta" => [.. One("alpha", "gamma(2, 1)", "lognormal(0, 1)", "uniform(0.5, 2)"), new() { ["alpha"] = "gamma(2, 0.1)", ["beta"] = "gamma(2, 0.1)" }],
        "dirichlet" => [.. One("alpha", "gamma(2, 0.1)", "gamma(1, 1)", "gamma(0.5, 1)", "lognormal(0, 1)", "inverse_gamma(2, 1)", "half_cauchy(1)", "uniform(0.5, 2)", "normal(0, 1)"), new() { ["alpha"] = "gamma(2, 0.1)", ["alpha[b]"] = "half_normal(1)" }],
        "zero_inflated_poisson" => [.. One("pi", "beta(2, 2)"), .. One("lambda", "gamma(2, 1)", "lognormal(0, 1)"), new() { ["pi"] = "beta(2, 2)", ["lambda"] = "gamma(2, 0.1)" }],
        "normal_mixture" => [new() { ["sigma1"] = "inverse_gamma(2, 1)", ["sigma2"] = "inverse_gamma(2, 1)" },
            new() { ["weight1"] = "beta(2, 2)", ["mu1"] = "normal(0, 1)", ["sigma1"] = "inverse_gamma(2, 1)", ["mu2"] = "normal(1, 1)", ["sigma2"] = "inverse_gamma(2, 1)" }],
        "zero_inflated_negative_binomial" => [new() { ["pi"] = "beta(2, 2)", ["size"] = "gamma(2, 0.1)", ["mu"] = "gamma(2, 0.1)" }],
        "geometric" => One("p", "beta(2, 8)", "beta(0.5, 0.5)", "uniform(0.2, 0.4)", "laplace(0.5, 0.01)", "lognormal(-1, 1)"),
        "negative_binomial" => [.. One("size", "gamma(2, 1)", "lognormal(0, 1)"), .. One("mu", "gamma(2, 1)", "inverse_gamma(2, 1)"),
            new() { ["size"] = "gamma(2, 0.1)", ["mu"] = "gamma(2, 0.1)" }, new() { ["size"] = "uniform(0.5, 2)", ["mu"] = "lognormal(0, 1)" }],
        "categorical" or "multinomial" => One("p", "dirichlet(2)", "dirichlet(0.5)", "dirichlet(1)"),
        "ordinal" => [.. One("thresholds", "normal(0, 5)", "student_t(3, 0, 1)", "cauchy(0, 1)")],
        "poisson" => One("lambda", "gamma(2, 1)", "gamma(0.5, 1)", "exponential(1)", "lognormal(0, 1)", "half_cauchy(1)", "uniform(1, 3)", "laplace(1, 0.1)", "inverse_gamma(2, 1)"),
        "exponential" => One("rate", "gamma(2, 1)", "gamma(0.5, 1)", "exponential(1)", "lognormal(0, 1)", "half_cauchy(1)", "uniform(1, 3)", "laplace(1, 0.1)", "inverse_gamma(2, 1)"),
        "multivariate_normal" => One("mu, cov", "normal_inverse_wishart(0, 1, 5, 1)"),
        _ => [.. One(Location(family), "normal(0, 1)", "student_t(3, 0, 1)", "laplace(0, 1)", "uniform(-1, 1)"), .. One(Scale(family), "inverse_gamma(2, 1)", "half_normal(1)", "gamma(3, 1)", "lognormal(0, 1)", "uniform(0.5, 2)"),
            .. Catalogue.Find(family)!.JointPriors.Keys.SelectMany(key => One(key, "normal_inverse_gamma(0, 1, 2, 1)")), new() { [Location(family)] = "normal(0, 1)", [Scale(family)] = "inverse_gamma(2, 1)" }],
    };

    private static string Location(string family) => WithRole(family, ParameterRole.Location, 0);

    private static string Scale(string family) => WithRole(family, ParameterRole.Scale, ^1);

    private static string WithRole(string family, ParameterRole role, Index otherwise)
    {
        var parameters = Catalogue.Find(family)!.Parameters;
        return (parameters.FirstOrDefault(parameter => parameter.Role == role) ?? parameters[otherwise]).Name;
    }

    private static IEnumerable<Dictionary<string, string>> One(string key, params string[] priors) => priors.Select(prior => new Dictionary<string, string> { [key] = prior });
}
