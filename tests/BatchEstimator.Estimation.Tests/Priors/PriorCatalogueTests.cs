using BatchEstimator.Estimation.Likelihoods;
using BatchEstimator.Estimation.Priors;
using BatchEstimator.Estimation.Tests.Support;
using static BatchEstimator.Estimation.Tests.Support.PriorText;

namespace BatchEstimator.Estimation.Tests.Priors;

/// <summary>Every prior is a density, differentiates as one, and is written as it is read.</summary>
public class PriorCatalogueTests
{
    private static readonly string[] Scalar =
    [
        "normal(0, 1)", "normal(-30, 0.01)", "normal(1e6, 250)", "laplace(0, 1)", "laplace(7, 0.02)", "laplace(-2, 400)",
        "student_t(3, 0, 1)", "student_t(1, 5, 0.1)", "student_t(40, -8, 30)", "student_t(2.5, 0, 1e-3)", "cauchy(0, 1)", "cauchy(-4, 0.03)", "cauchy(2, 90)",
        "half_normal(1)", "half_normal(0.004)", "half_normal(800)", "half_cauchy(1)", "half_cauchy(0.01)", "half_cauchy(55)",
        "exponential(1)", "exponential(0.003)", "exponential(2000)", "gamma(1, 1)", "gamma(0.5, 2)", "gamma(3, 0.01)", "gamma(80, 20)",
        "inverse_gamma(1, 1)", "inverse_gamma(0.7, 5)", "inverse_gamma(30, 0.2)", "lognormal(0, 1)", "lognormal(-6, 0.1)", "lognormal(4, 1.5)",
        "beta(1, 1)", "beta(2, 8)", "beta(0.8, 0.9)", "beta(300, 45)", "uniform(0, 1)", "uniform(-3, 12.5)", "uniform(100, 100.001)",
    ];

    public static TheoryData<string> Densities => [.. Scalar];

    [Fact]
    public void No_prior_of_one_parameter_is_left_out_of_these_tests() =>
        Assert.Equal(PriorCatalogue.All.Where(p => p is { IsJoint: false, Name: not "flat" }).Select(p => p.Name).Order(), Scalar.Select(text => Read(text).Family.Name).Distinct().Order());

    [Theory, MemberData(nameof(Densities))]
    public void A_density_integrates_to_one(string text)
    {
        var prior = Read(text);
        var log = LogDensity(text);
        double Density(double x) => Math.Exp(log(x));
        // In two halves about the location, where a density on the line may have its kink.
        double mass = double.IsInfinity(prior.Lower)
            ? Numeric.Integral(Density, prior.Lower, Location(prior)) + Numeric.Integral(Density, Location(prior), prior.Upper)
            : Numeric.Integral(Density, prior.Lower, prior.Upper);
        Close.To(1, mass, 1e-8, text);
    }

    [Theory, MemberData(nameof(Densities))]
    public void Its_slope_is_that_of_its_differences(string text)
    {
        var prior = Read(text);
        var x = new Variable(VariableKind.Parameter, 0, "x");
        var slope = new Tape(prior.LogDensity(x).Derivative(x));
        foreach (double at in Inside(prior))
        {
            double step = 1e-3 * Math.Min(Width(prior), Math.Min(at - prior.Lower, prior.Upper - at));
            Close.To(Numeric.Slope(prior.LogDensityAt, at, step), slope.Evaluate([], [at])[0], 1e-7, $"slope of {text} at {at}", (1 + Math.Abs(prior.LogDensityAt(at))) * 1e-3 / step);
        }
    }

    [Theory, MemberData(nameof(Densities)), InlineData("flat"), InlineData("dirichlet(1)"), InlineData("dirichlet(0.5, 2, 1e-300)"), InlineData("normal(0.1, 1e22)"), InlineData("normal(-1.7976931348623157E+308, 5E-324)")]
    [InlineData("normal_inverse_gamma(0, 1, 2, 3)"), InlineData("normal_inverse_wishart(-1, 0.3333333333333333, 4, 123456.789)")]
    public void What_is_written_is_what_was_read(string text)
    {
        var prior = Read(text);
        var again = Read(prior.ToString());
        Assert.Equal(prior.Family, again.Family);
        Assert.Equal(prior.Arguments, again.Arguments);
        Assert.Equal(prior.ToString(), again.ToString());
    }

    [Theory]
    [InlineData("nomal(0, 1)", "no prior 'nomal'"), InlineData("Normal(0, 1)", "no prior 'Normal'"), InlineData("nomal(0, 1)", "half_cauchy(scale), exponential(rate)")]
    [InlineData("", "is not a prior"), InlineData("normal(0, 1", "is not a prior"), InlineData("normal(0; 1)", "is not a prior"), InlineData("normal(0, one)", "is not a prior"), InlineData("normal(0,, 1)", "is not a prior")]
    [InlineData("normal", "takes 2 argument(s): normal(mean, sd); found 0"), InlineData("normal(0)", "found 1"), InlineData("gamma(1, 2, 3)", "takes 2 argument(s): gamma(shape, rate); found 3")]
    [InlineData("flat(1)", "flat takes 0 argument(s): flat; found 1"), InlineData("dirichlet", "takes at least one argument"), InlineData("dirichlet()", "takes at least one argument")]
    [InlineData("normal(0, -1)", "sd of normal(mean, sd) must be above 0; found -1"), InlineData("normal(0, 0)", "must be above 0; found 0"), InlineData("student_t(0, 1, 1)", "df of"), InlineData("student_t(1, 1, -2.5)", "scale of student_t(df, location, scale) must be above 0; found -2.5")]
    [InlineData("beta(2, 0)", "b of beta(a, b)"), InlineData("inverse_gamma(-1, 1)", "shape of"), InlineData("lognormal(1, -1)", "sdlog of"), InlineData("half_cauchy(-1)", "scale of"), InlineData("dirichlet(1, 2, 0)", "alpha of"), InlineData("normal_inverse_gamma(0, 0, 1, 1)", "kappa of")]
    [InlineData("uniform(1, 1)", "lower of uniform(lower, upper) must be below upper"), InlineData("uniform(2, -1)", "must be below upper")]
    [InlineData("normal(NaN, 1)", "must be finite; found NaN"), InlineData("uniform(0, 1e999)", "must be finite"), InlineData("cauchy(0, Infinity)", "must be finite")]
    public void A_bad_prior_is_told_what_would_be_right(string text, string fragment)
    {
        Assert.False(PriorCatalogue.TryParse(text, out _, out string problem));
        Assert.Contains(fragment, problem, StringComparison.Ordinal);
    }

    [Theory, InlineData("half_normal(1)", -1e-9), InlineData("gamma(2, 1)", -3), InlineData("beta(2, 2)", 1.0000001), InlineData("uniform(2, 3)", 3.1), InlineData("inverse_gamma(1, 1)", -1)]
    public void Outside_its_support_a_density_is_zero(string text, double at) => Assert.Equal(double.NegativeInfinity, Read(text).LogDensityAt(at));

    private static double Location(Prior prior) => prior.Family.Name == "student_t" ? prior.Arguments[1] : prior.Arguments[0];

    private static double Width(Prior prior) =>
        double.IsFinite(prior.Upper) ? prior.Upper - prior.Lower : double.IsFinite(prior.Lower) ? double.PositiveInfinity : prior.Arguments[^1];

    private static double[] Inside(Prior prior) => double.IsFinite(prior.Upper)
        ? [.. ((double[])[0.05, 0.3, 0.77]).Select(share => prior.Lower + share * (prior.Upper - prior.Lower))]
        : double.IsFinite(prior.Lower) ? [0.02, 0.9, 3.3] : [.. ((double[])[-4, -0.3, 0.6, 9]).Select(z => Location(prior) + z * Width(prior))];
}
