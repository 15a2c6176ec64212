using System.Globalization;
using BatchEstimator.Estimation.Fitting;
using BatchEstimator.Estimation.Models;
using BatchEstimator.Estimation.Results;
using BatchEstimator.Estimation.Tests.Support;

namespace BatchEstimator.Estimation.Tests.Regression;

/// <summary>New rows scored with an estimate, against what the fit itself says at the same predictors, and by hand.</summary>
public class ScorerTests
{
    private static readonly FitOptions Keeping = new(0.95, ["test"], 0) { IsForScoring = true };

    [Theory]
    [InlineData("normal", "y ~ x + g", "iid")]
    [InlineData("normal", "y ~ x * g - 1", "hc1")]
    [InlineData("normal", "y ~ ns(x, 3) + g:z", "hc3")]
    [InlineData("normal", "y ~ poly(x, 2) + offset(z / 2)", "cluster(b)")]
    [InlineData("bernoulli", "d ~ x + g", "iid")]
    [InlineData("poisson", "k ~ bs(x, 4) + C(g, ref = \"b\")", "hc0")]
    [InlineData("poisson", "k ~ g:a + z", "iid")]
    [InlineData("gamma", "t ~ x + g", "iid")]
    [InlineData("negative_binomial", "k ~ x", "iid")]
    public void A_row_has_the_mean_error_and_interval_that_the_fit_gives_there(string family, string formula, string vcov)
    {
        var data = InferenceData.Rows;
        Assert.True(VcovDefinition.TryParse(vcov, out var covariance, out _));
        foreach (int row in new[] { 0, 5, 17 })
        {
            Dictionary<string, string> at = new()
            {
                ["x"] = data.Numbers("x")[row].ToString("R", CultureInfo.InvariantCulture),
                ["z"] = data.Numbers("z")[row].ToString("R", CultureInfo.InvariantCulture),
                ["g"] = data.Labels("g")[row]!,
                ["a"] = data.Labels("a")[row]!,
            };
            foreach (string name in at.Keys.Where(name => !formula.Split('~')[1].Contains(name, StringComparison.Ordinal)).ToList())
                at.Remove(name);
            var result = InferenceData.Fit(family, formula, vcov, fit => fit with { At = at, Quantiles = [0.5] }, Keeping);
            var expected = result.Derived.Single(derived => derived.Name.EndsWith("at the given predictors", StringComparison.Ordinal));
            var score = Scored(Definition(family, formula) with { Vcov = covariance }, result, data).Scores[row][0];
            Equal(expected.Estimate, score.Value);
            Equal(expected.StandardError, score.StandardError);
            Equal(expected.Lower, score.Lower);
            Equal(expected.Upper, score.Upper);
        }
    }

    [Theory, InlineData("categorical"), InlineData("ordinal")]
    public void Levels_have_the_probabilities_that_the_fit_gives_there(string family)
    {
        var data = family == "ordinal" ? ClassData.Ordered(3, 200) : ClassData.Nominal(3, 200);
        var definition = new FitDefinition { Name = "fit", Family = family, Formula = "y ~ x + g + offset(z / 4)" };
        foreach (int row in new[] { 0, 7, 90 })
        {
            Dictionary<string, string> at = new()
            {
                ["x"] = data.Numbers("x")[row].ToString("R", CultureInfo.InvariantCulture),
                ["z"] = data.Numbers("z")[row].ToString("R", CultureInfo.InvariantCulture),
                ["g"] = data.Labels("g")[row]!,
            };
            var result = Fits.OfModel(FitModel.Create(definition with { At = at }), data, Keeping);
            var (names, scores, _) = Scored(definition, result, data);
            Assert.Equal(1, scores[row].Sum(score => score.Value!.Value), 1e-12);
            for (int k = 0; k < names.Count; k++)
            {
                var expected = result.Derived.Single(derived => derived.Name == names[k]);
                Equal(expected.Estimate, scores[row][k].Value);
                Equal(expected.StandardError, scores[row][k].StandardError);
                Equal(expected.Lower, scores[row][k].Lower);
                Equal(expected.Upper, scores[row][k].Upper);
            }
        }
    }

    [Theory, InlineData("iid"), InlineData("hc1")]
    public void A_new_normal_value_varies_with_its_own_and_the_means_variance(string vcov)
    {
        var data = InferenceData.Rows;
        var result = InferenceData.Fit("normal", "y ~ x", vcov, options: Keeping);
        double sigma = result.Parameters[^1].Estimate!.Value;
        foreach (var line in Scored(Definition("normal", "y ~ x"), result, data, ScoreInterval.Prediction).Scores)
        {
            double half = 1.959963984540054 * Math.Sqrt(sigma * sigma + Math.Pow(line[0].StandardError!.Value, 2));
            Assert.Equal(line[0].Value!.Value - half, line[0].Lower!.Value, 1e-12);
            Assert.Equal(line[0].Value!.Value + half, line[0].Upper!.Value, 1e-12);
        }
    }

    [Fact]
    public void A_new_value_of_another_family_lies_between_its_quantiles()
    {
        var data = InferenceData.Rows;
        var result = InferenceData.Fit("weibull", "t ~ x", change: fit => fit with { Event = "e" }, options: Keeping);
        var score = Scored(Definition("weibull", "t ~ x") with { Event = "e" }, result, data, ScoreInterval.Prediction).Scores[4][0];
        // The Weibull quantile exp(mu + sigma log(-log(1 - p))).
        Assert.Equal(Math.Exp(score.Value!.Value + result.Parameters[^1].Estimate!.Value * Math.Log(-Math.Log(0.975))), score.Lower!.Value, 1e-12);
        Assert.Equal(Math.Exp(score.Value!.Value + result.Parameters[^1].Estimate!.Value * Math.Log(-Math.Log(0.025))), score.Upper!.Value, 1e-11);
    }

    [Fact]
    public void A_row_without_a_prediction_says_why()
    {
        var result = InferenceData.Fit("poisson", "k ~ bs(x, 4) + g + log(z + 3)", options: Keeping);
        var rows = Frame.Of("x", 0.5, double.PositiveInfinity, 0.5, 99, 0.5, 0.5, 0.5).With("z", 0, 0, Columns.Missing.Value, 0, -4, 0, 0.0).With("g", "a", "a", "a", "a", "a", null, "new");
        var notes = Scored(Definition("poisson", "k ~ bs(x, 4) + g + log(z + 3)"), result, rows).Notes;
        Assert.Equal([null, ScoreFate.NotFinite, ScoreFate.Missing, ScoreFate.OutsideSpline, ScoreFate.NotFinite, ScoreFate.Missing, ScoreFate.UnseenLevel], notes.Select(note => note?.Fate));
        Assert.Equal("the fit has not seen g = new", notes[^1]!.Text);
        Assert.Equal("z is missing", notes[2]!.Text);
        Assert.Contains("says nothing about 99", notes[3]!.Text, StringComparison.Ordinal);
    }

    [Theory, InlineData("y ~ x + g", "a"), InlineData("y ~ x + C(g, ref = \"c\")", "c")]
    public void A_label_not_seen_can_count_as_the_reference(string formula, string reference)
    {
        var result = InferenceData.Fit("normal", formula, options: Keeping);
        var scores = Scored(Definition("normal", formula), result, Frame.Of("x", 1, 1).With("g", "new", reference), replaces: true).Scores;
        Assert.Equal(scores[1][0], scores[0][0]);
        Assert.NotNull(scores[0][0].Value);
    }

    [Theory, InlineData("iid"), InlineData("hc1")]
    public void Of_a_label_that_a_group_lacks_and_of_a_broken_relation_nothing_is_said(string vcov)
    {
        var frame = Frame.Of("y", 1, 3, 5, 4, 6, 1, 2, 4).With("g", "a", "a", "b", "b", "b", "a", "b", "a").With("x", 1, 2, 3, 4, 5, 6, 7, 9.0).With("twice", 2, 4, 6, 8, 10, 12, 14, 18.0);
        Assert.True(VcovDefinition.TryParse(vcov, out var covariance, out _));
        var definition = Definition("normal", "y ~ x + twice + g") with { Vcov = covariance };
        var groups = Fits.ByGroup(definition, frame, ["p", "p", "q", "q", "q", "p", "q", "p"], [], options: Keeping);
        var rows = Frame.Of("x", 3, 3, 3, 3).With("twice", 6, 6, 5, 6.0).With("g", "a", "b", "a", "a");
        Assert.Equal([null, ScoreFate.NotEstimable, ScoreFate.NotEstimable, null], Scored(definition, groups[0], rows).Notes.Select(note => note?.Fate));
    }

    [Fact]
    public void Of_ordered_levels_a_constant_column_keeps_its_relation_to_the_cut_points()
    {
        var data = ClassData.Ordered(5, 150) is var frame ? frame.With("one", [.. Enumerable.Repeat(3.0, frame.Rows)]) : null!;
        var definition = new FitDefinition { Name = "fit", Family = "ordinal", Formula = "y ~ x + one" };
        var result = Fits.OfModel(FitModel.Create(definition), data, Keeping);
        var notes = Scored(definition, result, Frame.Of("x", 1, 1).With("one", 3, 4.0)).Notes;
        Assert.Equal([null, ScoreFate.NotEstimable], notes.Select(note => note?.Fate));
    }

    [Fact]
    public void Far_from_zero_the_error_of_a_mean_keeps_its_digits()
    {
        var near = InferenceData.Rows;
        var far = near.With("x", [.. near.Numbers("x").Select(x => 1e9 + Math.Round(x * 1024) / 1024)]);
        near = near.With("x", [.. near.Numbers("x").Select(x => Math.Round(x * 1024) / 1024)]);
        var definition = Definition("normal", "y ~ x") with { Vcov = new(VcovKind.Hc1, []) };
        var a = Scored(definition, Fits.OfModel(FitModel.Create(definition), near, Keeping), near).Scores[3][0];
        var b = Scored(definition, Fits.OfModel(FitModel.Create(definition), far, Keeping), far).Scores[3][0];
        Assert.Equal(a.Value!.Value, b.Value!.Value, 1e-9);
        Assert.Equal(a.StandardError!.Value, b.StandardError!.Value, 1e-9);
    }

    private static FitDefinition Definition(string family, string formula) => new() { Name = "fit", Family = family, Formula = formula };

    private static void Equal(double? expected, double? found) => Assert.Equal(expected!.Value, found!.Value, 1e-9 * Math.Max(1, Math.Abs(expected.Value)));

    private static (IReadOnlyList<string> Quantities, Score[][] Scores, ScoreNote?[] Notes) Scored(
        FitDefinition definition, FitResult result, Frame rows, ScoreInterval interval = ScoreInterval.Confidence, bool replaces = false)
    {
        var scorer = new RegressionScorer(FitModel.Create(definition), result.Scoring!.Columns, 0.95, interval, replaces);
        var group = scorer.Of(result.Scoring);
        var block = scorer.Read(Fits.BlockOf(rows, scorer.Requests));
        var scores = new Score[rows.Rows][];
        var notes = new ScoreNote?[rows.Rows];
        for (int row = 0; row < rows.Rows; row++)
        {
            scores[row] = new Score[scorer.Quantities.Count];
            notes[row] = block.Fault(row) ?? group.Score(block, row, scores[row]);
        }
        return (scorer.Quantities, scores, notes);
    }
}
