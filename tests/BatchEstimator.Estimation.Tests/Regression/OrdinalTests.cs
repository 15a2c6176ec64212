using BatchEstimator.Estimation.Models;
using BatchEstimator.Estimation.Results;
using BatchEstimator.Estimation.Tests.Support;
using static BatchEstimator.Estimation.Tests.Regression.ClassData;

namespace BatchEstimator.Estimation.Tests.Regression;

/// <summary>Ordered levels: against values from 40-digit Newton steps, and by laws.</summary>
public class OrdinalTests
{
    // Satisfaction of 1681 householders in Copenhagen (W. N. Venables and B. D. Ripley, Modern Applied Statistics with S, 4th ed. 2002, p. 200).
    private static readonly double[] Householders =
        [
            21, 21, 28, 34, 22, 36, 10, 11, 36, 61, 23, 17, 43, 35, 40, 26, 18, 54, 13, 9, 10, 8, 8, 12, 6, 7, 9, 18, 6, 7, 15, 13, 13, 7, 5, 11,
            14, 19, 37, 17, 23, 40, 3, 5, 23, 78, 46, 43, 48, 45, 86, 15, 25, 62, 20, 23, 20, 10, 22, 24, 7, 10, 21, 57, 23, 13, 31, 21, 13, 5, 6, 13,
        ];

    private static readonly FitDefinition Ordered = Fit("ordinal", "y ~ x + z + g");

    [Theory]
    [InlineData("logit", -1739.5746495294744,
        new[] { -0.49613513819709327, 0.69070825926314794, 0.56639373790592684, 1.2888191103722565, -0.57235000204197871, -0.36618637068895041, -1.0910146589696024, 0.36028400456912979 },
        new[] { 0.12484724287745128, 0.12547193784964895, 0.10465278136400725, 0.1271561445677395, 0.11923800859659152, 0.15517333201879221, 0.15148601856095981, 0.09553579500237119 })]
    [InlineData("probit", -1739.8444212820713,
        new[] { -0.29982791954754777, 0.42672083621619953, 0.34642276064576355, 0.7829146418737715, -0.34753674522398557, -0.21788753289185501, -0.66417349408366808, 0.22238582847571356 },
        new[] { 0.076153732236784911, 0.076404336137447508, 0.064137059291762839, 0.076426202769984715, 0.072290929272346051, 0.094766067235014289, 0.091800038883595681, 0.058122668099540812 })]
    [InlineData("cloglog", -1742.0265851802644,
        new[] { -0.79620821782244576, 0.055375814514599798, 0.38204698156784932, 0.9153747906451772, -0.40719703546216852, -0.28052768420929624, -0.74245474305378822, 0.20922528449660319 },
        new[] { 0.089649297200262996, 0.08559650825513092, 0.070259830620511712, 0.092560420974406325, 0.086071091128911439, 0.11114927529118012, 0.10133045171634316, 0.065105580744575405 })]
    public void Householders_agree_with_high_precision(string link, double logLikelihood, double[] estimates, double[] errors)
    {
        string[] low = ["Low", "Medium", "High"], type = ["Tower", "Apartment", "Atrium", "Terrace"], contact = ["Low", "High"];
        var frame = Frame.Of("Freq", Householders)
            .With("Sat", [.. Enumerable.Range(0, 72).Select(i => low[i % 3])]).With("Infl", [.. Enumerable.Range(0, 72).Select(i => low[i / 3 % 3])])
            .With("Type", [.. Enumerable.Range(0, 72).Select(i => type[i / 9 % 4])]).With("Cont", [.. Enumerable.Range(0, 72).Select(i => contact[i / 36])]);
        var result = Fits.Of(Fit("ordinal", "Sat ~ C(Infl, ref = \"Low\") + C(Type, ref = \"Tower\") + C(Cont, ref = \"Low\")") with
        {
            Link = link,
            Levels = low,
            Weights = new("Freq", WeightKind.Frequency),
        }, frame);
        Assert.Equal(FitStatus.Ok, result.Status);
        string[] names = ["threshold[Low|Medium]", "threshold[Medium|High]", "Infl=Medium", "Infl=High", "Type=Apartment", "Type=Atrium", "Type=Terrace", "Cont=High"];
        Assert.Equal(names.Order(), result.Parameters.Select(parameter => parameter.Name).Order());
        for (int i = 0; i < names.Length; i++)
        {
            Close.To(estimates[i], result.Of(names[i]), 1e-11, names[i], errors[i]);
            Close.To(errors[i], result.ErrorOf(names[i]), 1e-11, names[i]);
        }
        Close.To(logLikelihood, result.LogLikelihood, 1e-14, "log-likelihood");
        Assert.Equal(1681, result.N);
    }

    [Fact]
    public void Without_predictors_thresholds_are_logits_of_cumulative_shares()
    {
        var frame = Frame.Of("w", 3, 5, 1, 7).With("y", "2", "1", "10", "9");
        foreach (var definition in (FitDefinition[])[Fit("ordinal", "y ~ 1"), new() { Name = "fit", Family = "ordinal", Response = "y" }])
        {
            var result = Fits.Of(definition with { Weights = new("w", WeightKind.Frequency) }, frame);
            Assert.Equal(["threshold[1|2]", "threshold[2|9]", "threshold[9|10]"], result.Parameters.Select(parameter => parameter.Name));
            foreach (var (parameter, below) in result.Parameters.Zip([5.0, 8, 15]))
            {
                Close.To(Math.Log(below / (16 - below)), parameter.Estimate, 1e-14, parameter.Name);
                Close.To(Math.Sqrt(16 / (below * (16 - below))), parameter.StandardError, 1e-13, parameter.Name);
            }
            Close.To(new double[] { 3, 5, 1, 7 }.Sum(count => count * Math.Log(count / 16)), result.LogLikelihood, 1e-14, "log-likelihood");
        }
    }

    [Theory]
    [InlineData("logit"), InlineData("probit"), InlineData("cloglog")]
    public void With_two_levels_it_is_the_binary_regression(string link)
    {
        var frame = Rows(1, 200);
        frame = frame.With("y", [.. frame.Labels("y").Select(level => level is "1" or "2" ? "down" : "up")]).With("t", [.. frame.Labels("y").Select(level => level is "1" or "2" ? 1.0 : 0)]);
        FitResult binary = Fits.Of(Fit("bernoulli", "t ~ x + z + g") with { Link = link }, frame), result = Fits.Of(Ordered with { Link = link }, frame);
        Close.To(binary.LogLikelihood!.Value, result.LogLikelihood, 1e-13, "log-likelihood");
        foreach (var parameter in binary.Parameters)
        {
            bool isCut = parameter.Name == "(Intercept)";
            Close.To(isCut ? parameter.Estimate!.Value : -parameter.Estimate!.Value, result.Of(isCut ? "threshold[down|up]" : parameter.Name), 1e-10, parameter.Name, parameter.StandardError!.Value);
            Close.To(parameter.StandardError.Value, result.ErrorOf(isCut ? "threshold[down|up]" : parameter.Name), 1e-10, parameter.Name);
        }
    }

    [Theory]
    [InlineData("logit"), InlineData("probit")]
    public void Levels_in_the_opposite_order_change_every_sign(string link)
    {
        var frame = Rows(2, 300);
        FitResult up = Fits.Of(Ordered with { Link = link }, frame), down = Fits.Of(Ordered with { Link = link, Levels = ["10", "9", "2", "1"] }, frame);
        Close.To(up.LogLikelihood!.Value, down.LogLikelihood, 1e-13, "log-likelihood");
        foreach (var (a, b) in ((string, string)[])[("threshold[1|2]", "threshold[2|1]"), ("threshold[2|9]", "threshold[9|2]"), ("x", "x"), ("g=w", "g=w")])
            Close.To(-up.Of(a), down.Of(b), 1e-10, a, up.ErrorOf(a));
    }

    [Fact]
    public void A_weight_is_a_repetition()
    {
        var frame = Rows(3, 150);
        Close.Results(Fits.Of(Ordered, Repeated(frame)), Fits.Of(Ordered with { Weights = new("w", WeightKind.Frequency) }, frame), 1e-11);
    }

    [Fact]
    public void A_power_of_two_moves_to_the_coefficient_exactly_and_a_shift_to_the_thresholds()
    {
        var frame = Rows(4, 150);
        FitResult one = Fits.Of(Ordered, frame), other = Fits.Of(Ordered, frame.Scaled(0.125, "x")), far = Fits.Of(Ordered, frame.With("x", [.. frame.Numbers("x").Select(x => x + 1e6)]));
        Assert.Equal(one.Of("x"), 0.125 * other.Of("x"));
        Assert.Equal(one.ErrorOf("x"), 0.125 * other.ErrorOf("x"));
        Assert.Equal(one.Of("threshold[2|9]"), other.Of("threshold[2|9]"));
        Close.To(one.Of("x"), far.Of("x"), 1e-8, "x");
        Close.To(one.Of("threshold[2|9]") + 1e6 * far.Of("x"), far.Of("threshold[2|9]"), 1e-13, "threshold");
    }

    [Theory]
    [InlineData("9", "threshold[9|10] at threshold[2|9]"), InlineData("1", "threshold[1|2] at minus infinity"), InlineData("10", "threshold[9|10] at infinity")]
    public void A_level_that_a_group_lacks_is_left_out_there_and_said_so(string lacking, string fate)
    {
        var frame = Rows(5, 400);
        string[] groups = [.. Enumerable.Range(0, 400).Select(row => frame.Labels("y")[row] != lacking && row % 2 == 0 ? "without" : "with")];
        var results = Fits.ByGroup(Ordered, frame, groups, [150]);
        var (full, without) = groups[0] == "with" ? (results[0], results[1]) : (results[1], results[0]);
        Assert.Equal(FitStatus.Ok, full.Status);
        var code = Assert.Single(without.Codes);
        Assert.Equal(FitCodes.BoundaryEstimate, code.Code);
        Assert.Contains(fate, code.Message, StringComparison.Ordinal);
        var alone = Fits.Of(Ordered, frame.Take(Enumerable.Range(0, 400).Where(row => groups[row] == "without")));
        Close.To(alone.LogLikelihood!.Value, without.LogLikelihood, 1e-13, "log-likelihood");
        Assert.Equal(alone.ParametersEstimated, without.ParametersEstimated);
        double[] cuts = [.. alone.Parameters.Take(2).Select(parameter => parameter.Estimate!.Value)];
        Assert.Equal(2, without.Parameters.Take(3).Count(parameter => parameter.Estimate is not null));
        foreach (var (expected, found) in cuts.Zip(without.Parameters.Where((parameter, i) => i < 3 && parameter.Estimate is not null)))
            Close.To(expected, found.Estimate, 1e-9, found.Name, found.StandardError!.Value);
        foreach (string name in (string[])["x", "z", "g=v"])
            Close.To(alone.Of(name), without.Of(name), 1e-9, name, alone.ErrorOf(name));
    }

    [Fact]
    public void The_truth_is_recovered_and_an_offset_is_known()
    {
        var frame = Rows(6, 20_000);
        var result = Fits.Of(Fit("ordinal", "y ~ x + z"), frame);
        foreach (var (name, truth) in ((string, double)[])[("threshold[1|2]", -1), ("threshold[2|9]", 1), ("threshold[9|10]", 2), ("x", 0.5), ("z", -1)])
            Assert.InRange((result.Of(name) - truth) / result.ErrorOf(name), -4, 4);
        var known = Fits.Of(Fit("ordinal", "y ~ z + offset(0.5*x)"), frame);
        Assert.InRange((known.Of("z") + 1) / known.ErrorOf("z"), -4, 4);
        Assert.InRange((known.Of("threshold[2|9]") - 1) / known.ErrorOf("threshold[2|9]"), -4, 4);
        Assert.InRange(2 * (result.LogLikelihood!.Value - known.LogLikelihood!.Value), 0, 15);
    }

    [Fact]
    public void A_column_that_does_not_vary_is_one_with_the_thresholds()
    {
        var frame = Rows(7, 100);
        var result = Fits.Of(Fit("ordinal", "y ~ x + k"), frame.With("k", [.. Enumerable.Repeat(3.0, 100)]));
        Assert.Equal(["k"], Assert.Single(result.Codes, code => code.Code == FitCodes.Aliased).Columns);
        Close.To(Fits.Of(Fit("ordinal", "y ~ x"), frame).LogLikelihood!.Value, result.LogLikelihood, 1e-13, "log-likelihood");
    }

    [Fact]
    public void Priors_hold_slopes_and_thresholds_and_a_held_threshold_stays()
    {
        var frame = Rows(8, 60);
        var definition = Fit("ordinal", "y ~ x + z") with
        {
            Method = EstimationMethod.Map,
            Priors = new Dictionary<string, string> { ["coefficients"] = "normal(0, 0.001)", ["thresholds"] = "normal(0, 5)" },
        };
        var result = Fits.Of(definition, frame);
        Assert.Equal(FitStatus.Ok, result.Status);
        Assert.InRange(result.Of("x"), -0.01, 0.01);
        Assert.True(result.Of("threshold[1|2]") < result.Of("threshold[2|9]"));
        var held = Fits.Of(Fit("ordinal", "y ~ x + z") with { Fixed = new Dictionary<string, double> { ["threshold[2|9]"] = 1 } }, frame);
        Assert.Equal(FitStatus.Ok, held.Status);
        Assert.Equal(1, held.Of("threshold[2|9]"));
        Assert.Equal(4, held.ParametersEstimated);
    }

    [Theory]
    [InlineData("ordinal"), InlineData("categorical")]
    public void Probabilities_of_the_levels_sum_to_one_and_agree_with_the_shares_where_nothing_else_is_known(string family)
    {
        var frame = Rows(9, 500);
        var result = Fits.Of(Fit(family, "y ~ g") with { At = new Dictionary<string, string> { ["g"] = "v" } }, frame);
        var found = result.Derived.Where(derived => derived.Name.StartsWith("P(", StringComparison.Ordinal)).ToList();
        Assert.Equal(["P(1)", "P(2)", "P(9)", "P(10)"], found.Select(derived => derived.Name));
        Close.To(1, found.Sum(derived => derived.Estimate), 1e-14, "sum");
        Assert.All(found, derived => Assert.True(derived.Lower > 0 && derived.Lower < derived.Estimate && derived.Estimate < derived.Upper && derived.Upper < 1));
        Close.To(-result.LogLikelihood!.Value / 500, result.Derived[0].Estimate, 1e-15, "cross-entropy");
        if (family == "ordinal")
            return;
        double[] shares = [.. ((string[])["1", "2", "9", "10"]).Select(level => (double)Enumerable.Range(0, 500).Count(row => frame.Labels("g")[row] == "v" && frame.Labels("y")[row] == level))];
        foreach (var (derived, share) in found.Zip(shares))
        {
            double p = share / shares.Sum();
            Close.To(p, derived.Estimate, 1e-10, derived.Name);
            Close.To(Math.Sqrt(p * (1 - p) / shares.Sum()), derived.StandardError, 1e-9, derived.Name);
        }
    }

    [Theory]
    [InlineData("ordinal"), InlineData("categorical")]
    public void Accuracy_counts_the_rows_whose_most_probable_level_is_theirs(string family)
    {
        var frame = Rows(10, 300);
        var result = Fits.Of(Fit(family, "y ~ g"), frame);
        double hits = 0;
        foreach (string g in (string[])["u", "v", "w"])
        {
            var at = Fits.Of(Fit(family, "y ~ g") with { At = new Dictionary<string, string> { ["g"] = g } }, frame).Derived.Where(derived => derived.Name.StartsWith("P(", StringComparison.Ordinal));
            string best = at.MaxBy(derived => derived.Estimate)!.Name[2..^1];
            hits += Enumerable.Range(0, 300).Count(row => frame.Labels("g")[row] == g && frame.Labels("y")[row] == best);
        }
        Close.To(hits / 300, Assert.Single(result.Derived, derived => derived.Name.StartsWith("accuracy: share", StringComparison.Ordinal)).Estimate, 1e-15, "accuracy");
    }

    private static Frame Rows(int seed, int rows) => ClassData.Ordered(seed, rows);
}
