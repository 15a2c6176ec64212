using BatchEstimator.Estimation.Models;
using BatchEstimator.Estimation.Results;
using BatchEstimator.Estimation.Tests.Support;
using static BatchEstimator.Estimation.Tests.Regression.ClassData;

namespace BatchEstimator.Estimation.Tests.Regression;

/// <summary>Laws of the multinomial logit.</summary>
public class MultinomialTests
{
    private static readonly FitDefinition Nominals = Fit("categorical", "y ~ x + g");

    [Fact]
    public void Coefficients_are_named_by_level_and_term()
    {
        var result = Fits.Of(Nominals, Nominal(1, 200));
        Assert.Equal(FitStatus.Ok, result.Status);
        Assert.Equal(["b|(Intercept)", "b|x", "b|g=v", "b|g=w", "c|(Intercept)", "c|x", "c|g=v", "c|g=w"], result.Parameters.Select(parameter => parameter.Name));
        Assert.Equal(8, result.ParametersEstimated);
    }

    [Fact]
    public void The_score_is_zero_and_the_likelihood_that_of_the_rows()
    {
        var frame = Nominal(2, 300);
        var result = Fits.Of(Nominals, frame);
        double likelihood = 0;
        var score = new double[8];
        for (int row = 0; row < frame.Rows; row++)
        {
            double[] design = [1, frame.Numbers("x")[row], frame.Labels("g")[row] == "v" ? 1 : 0, frame.Labels("g")[row] == "w" ? 1 : 0];
            double[] odds = [1, .. Enumerable.Range(0, 2).Select(k => Math.Exp(design.Select((d, j) => d * result.Parameters[4 * k + j].Estimate!.Value).Sum()))];
            int level = "abc".IndexOf(frame.Labels("y")[row]![0]);
            likelihood += Math.Log(odds[level] / odds.Sum());
            for (int i = 0; i < 8; i++)
                score[i] += ((level == 1 + i / 4 ? 1 : 0) - odds[1 + i / 4] / odds.Sum()) * design[i % 4];
        }
        Close.To(likelihood, result.LogLikelihood, 1e-13, "log-likelihood");
        Assert.All(score, slope => Assert.InRange(slope, -1e-9, 1e-9));
    }

    [Theory]
    [InlineData("b"), InlineData("c")]
    public void Another_reference_is_another_way_to_write_the_same(string reference)
    {
        var frame = Nominal(3, 250);
        FitResult first = Fits.Of(Nominals, frame), other = Fits.Of(Nominals with { Reference = reference }, frame);
        Close.To(first.LogLikelihood!.Value, other.LogLikelihood, 1e-13, "log-likelihood");
        foreach (string term in (string[])["(Intercept)", "x", "g=v", "g=w"])
        {
            double shift = first.Of($"{reference}|{term}");
            Close.To(-shift, other.Of($"a|{term}"), 1e-10, term, first.ErrorOf($"{reference}|{term}"));
            Close.To(first.ErrorOf($"{reference}|{term}"), other.ErrorOf($"a|{term}"), 1e-10, term);
            string third = reference == "b" ? "c" : "b";
            Close.To(first.Of($"{third}|{term}") - shift, other.Of($"{third}|{term}"), 1e-10, term, first.ErrorOf($"{third}|{term}"));
        }
    }

    [Fact]
    public void With_two_levels_it_is_the_logistic_regression()
    {
        var frame = Nominal(4, 200);
        frame = frame.Take(Enumerable.Range(0, frame.Rows).Where(row => frame.Labels("y")[row] != "b"));
        FitResult logistic = Fits.Of(Fit("bernoulli", "y ~ x + g"), frame), result = Fits.Of(Nominals, frame);
        Close.To(logistic.LogLikelihood!.Value, result.LogLikelihood, 1e-13, "log-likelihood");
        foreach (var parameter in logistic.Parameters)
        {
            Close.To(parameter.Estimate!.Value, result.Of($"c|{parameter.Name}"), 1e-11, parameter.Name, parameter.StandardError!.Value);
            Close.To(parameter.StandardError.Value, result.ErrorOf($"c|{parameter.Name}"), 1e-11, parameter.Name);
        }
    }

    [Fact]
    public void A_weight_is_a_repetition()
    {
        var frame = Nominal(5, 150);
        Close.Results(Fits.Of(Nominals, Repeated(frame)), Fits.Of(Nominals with { Weights = new("w", WeightKind.Frequency) }, frame), 1e-11);
    }

    [Fact]
    public void Counts_are_as_many_rows()
    {
        var random = new Random(6);
        double[] x = Seeded.Many(12, () => random.Normal(0, 1));
        double[][] counts = [.. Enumerable.Range(0, 3).Select(k => Seeded.Many(12, () => random.Next(0, 9)))];
        var wide = Frame.Of("x", x).With("a", counts[0]).With("b", counts[1]).With("c", counts[2]);
        var tall = Frame.Of("x", [.. Enumerable.Range(0, 36).Select(i => x[i / 3])]).With("w", [.. Enumerable.Range(0, 36).Select(i => counts[i % 3][i / 3])])
            .With("y", [.. Enumerable.Range(0, 36).Select(i => "abc"[i % 3].ToString())]);
        var result = Fits.Of(Fit("multinomial", "~ x") with { Responses = ["a", "b", "c"] }, wide, 5);
        Close.Results(Fits.Of(Fit("categorical", "y ~ x") with { Weights = new("w", WeightKind.Frequency) }, tall), result, 1e-12);
        double coefficients = Enumerable.Range(0, 12).Sum(row => LogFactorial(counts.Sum(column => column[row])) - counts.Sum(column => LogFactorial(column[row])));
        Close.To(result.LogLikelihood!.Value + coefficients, Assert.Single(result.Derived, derived => derived.Name.Contains("multinomial coefficients", StringComparison.Ordinal)).Estimate, 1e-12, "with coefficients");
    }

    [Fact]
    public void Counts_without_predictors_give_the_shares_of_the_plain_family()
    {
        var frame = Frame.Of("a", 3, 0, 4, 5).With("b", 1, 2, 2, 0.0).With("c", 0, 5, 1, 1.0);
        var plain = Fits.Of(new() { Name = "fit", Family = "multinomial", Responses = ["a", "b", "c"] }, frame);
        var result = Fits.Of(Fit("multinomial", "~ 1") with { Responses = ["a", "b", "c"], Reference = "c" }, frame);
        Assert.Equal(["a|(Intercept)", "b|(Intercept)"], result.Parameters.Select(parameter => parameter.Name));
        Close.To(Math.Log(plain.Of("p[a]") / plain.Of("p[c]")), result.Of("a|(Intercept)"), 1e-13, "a");
        Close.To(plain.LogLikelihood!.Value, Assert.Single(result.Derived, derived => derived.Name.Contains("multinomial coefficients", StringComparison.Ordinal)).Estimate, 1e-13, "log-likelihood");
    }

    [Fact]
    public void A_power_of_two_moves_to_the_coefficient_exactly()
    {
        var frame = Nominal(7, 120);
        FitResult one = Fits.Of(Nominals, frame), other = Fits.Of(Nominals, frame.Scaled(1024, "x"));
        Assert.Equal(one.Of("b|x"), 1024 * other.Of("b|x"));
        Assert.Equal(one.ErrorOf("c|x"), 1024 * other.ErrorOf("c|x"));
        Assert.Equal(one.Of("c|g=w"), other.Of("c|g=w"));
    }

    [Fact]
    public void Blocks_and_threads_do_not_matter_and_groups_are_as_alone()
    {
        var frame = Nominal(8, 240);
        string[] groups = [.. Enumerable.Range(0, 240).Select(row => row % 2 == 0 ? "p" : "q")];
        var together = Fits.ByGroup(Nominals, frame, groups, [17, 100], foldLastFirst: true);
        for (int k = 0; k < 2; k++)
            Close.Results(Fits.Of(Nominals, frame.Take(Enumerable.Range(0, 120).Select(i => 2 * i + k))), together[k], 1e-12);
    }

    [Fact]
    public void A_level_that_a_group_lacks_is_left_out_there_and_said_so()
    {
        var frame = Nominal(9, 300);
        string[] groups = [.. Enumerable.Range(0, 300).Select(row => frame.Labels("y")[row] != "c" && row % 2 == 0 ? "without" : "with")];
        var results = Fits.ByGroup(Nominals, frame, groups, [150]);
        var (full, lacking) = groups[0] == "with" ? (results[0], results[1]) : (results[1], results[0]);
        Assert.Equal(FitStatus.Ok, full.Status);
        Assert.Equal(FitStatus.Caution, lacking.Status);
        var code = Assert.Single(lacking.Codes);
        Assert.Equal(FitCodes.BoundaryEstimate, code.Code);
        Assert.Contains("level c", code.Message, StringComparison.Ordinal);
        Assert.All(lacking.Parameters.Where(parameter => parameter.Name.StartsWith("c|", StringComparison.Ordinal)), parameter => Assert.Null(parameter.Estimate));
        var alone = Fits.Of(Fit("bernoulli", "y ~ x + g"), frame.Take(Enumerable.Range(0, 300).Where(row => groups[row] == "without")));
        Close.To(alone.LogLikelihood!.Value, lacking.LogLikelihood, 1e-13, "log-likelihood");
        Assert.Equal(4, lacking.ParametersEstimated);
        foreach (var parameter in alone.Parameters)
            Close.To(parameter.Estimate!.Value, lacking.Of($"b|{parameter.Name}"), 1e-10, parameter.Name, parameter.StandardError!.Value);
    }

    [Theory]
    [InlineData("bcb", "reference level a"), InlineData("bbb", "level b")]
    public void Without_the_reference_or_with_one_level_nothing_is_estimated(string found, string named)
    {
        var frame = Frame.Of("x", 1, 4, 2, 3, 5, 1.0).With("y", [.. found.Concat("abc").Select(level => level.ToString())]);
        var result = Fits.ByGroup(Fit("categorical", "y ~ x"), frame, ["p", "p", "p", "q", "q", "q"], [])[0];
        Assert.Equal(FitStatus.Refused, result.Status);
        var code = Assert.Single(result.Codes);
        Assert.Equal(FitCodes.NoFiniteMle, code.Code);
        Assert.Contains(named, code.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_prior_on_all_coefficients_of_an_absent_level_gives_it_a_mode()
    {
        var definition = Fit("categorical", "y ~ x") with
        {
            Levels = ["a", "b", "c", "d"],
            Method = EstimationMethod.Map,
            Priors = new Dictionary<string, string> { ["coefficients"] = "normal(0, 1)", ["(Intercept)"] = "normal(0, 3)" },
        };
        var result = Fits.Of(definition, Nominal(10, 80));
        Assert.Equal(FitStatus.Ok, result.Status);
        Assert.InRange(result.Of("d|(Intercept)"), -20, -1);
    }

    [Fact]
    public void Levels_give_the_order_and_other_labels_are_named()
    {
        var frame = Nominal(11, 100);
        Assert.Equal("a|(Intercept)", Fits.Of(Fit("categorical", "y ~ x") with { Levels = ["c", "a", "b"] }, frame).Parameters[0].Name);
        var result = Fits.Of(Fit("categorical", "y ~ x") with { Levels = ["a", "b"] }, frame);
        var code = Assert.Single(result.Codes);
        Assert.Equal(FitCodes.OutOfSupport, code.Code);
        Assert.Contains("column 'y' = 'c'", code.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Many_levels_are_recovered()
    {
        var random = new Random(12);
        double[] slopes = [0, 0.3, -0.5, 1, -1, 0.8, 0.1, -0.2], x = Seeded.Many(20_000, () => random.Normal(0, 1));
        string[] y = [.. x.Select(value =>
        {
            double[] odds = [.. slopes.Select((slope, k) => Math.Exp(slope * value - 0.1 * k))];
            return $"L{random.Category([.. odds.Select(o => o / odds.Sum())])}";
        })];
        var result = Fits.Of(Fit("categorical", "y ~ x"), Frame.Of("x", x).With("y", y));
        for (int k = 1; k < slopes.Length; k++)
        {
            Assert.InRange((result.Of($"L{k}|x") - slopes[k]) / result.ErrorOf($"L{k}|x"), -4, 4);
            Assert.InRange((result.Of($"L{k}|(Intercept)") + 0.1 * k) / result.ErrorOf($"L{k}|(Intercept)"), -4, 4);
        }
    }

    private static double LogFactorial(double n) => Enumerable.Range(1, (int)n).Sum(i => Math.Log(i));
}
