using BatchEstimator.Estimation.Fitting;
using BatchEstimator.Estimation.Models;
using BatchEstimator.Estimation.Results;
using BatchEstimator.Estimation.Tests.Support;

namespace BatchEstimator.Estimation.Tests.Regression;

/// <summary>
/// Residuals, leverages, Cook's distances, variance inflation, dispersion and accuracy against R 4.2.2: residuals, hatvalues and cooks.distance of
/// glm and lm (stats), the determinants of the correlations of vcov, and the area under the curve with DeLong's error from outer().
/// </summary>
public class DiagnosticsTests
{
    private static readonly FitOptions Detailed = new(0.95, ["test"], 1);

    [Theory]
    [InlineData("poisson", "k ~ x + z", 28, -1.674650119961, 28, -1.485165441012, 28, 0.2718417746204, 28, 0.37695811081683)]
    [InlineData("bernoulli", "d ~ x + z + g", 5, 1.799848692265, 5, 2.012887064098, 3, 0.3211125664440, 3, 0.3692820624354)]
    [InlineData("gamma", "t ~ x + z", 15, -1.320520020903, 5, 1.4512403717657, 28, 0.1537057237256, 28, 0.1883116056933)]
    [InlineData("inverse_gaussian", "t ~ x + z", 15, -1.4655049303551, 5, 0.7968694278876, 11, 0.2192868000532, 15, 0.2342226481423)]
    [InlineData("normal", "y ~ x + z + g", 28, -2.649906285998, 28, -2.649906285998, 28, 0.2367361670800, 28, 0.4769882361282)]
    public void The_rows_that_stand_out_are_those_of_glm(
        string family, string formula, long deviant, double deviance, long far, double pearson, long high, double leverage, long influential, double distance)
    {
        // The robust covariance takes the normal family through the general route, and changes nothing else here.
        var diagnostics = InferenceData.Fit(family, formula, family == "normal" ? "hc1" : "iid", options: Detailed).Diagnostics!;
        First(deviant, deviance, Residuals(diagnostics, "deviance").Largest, "deviance residual");
        First(far, pearson, Residuals(diagnostics, "pearson").Largest, "Pearson residual");
        First(high, leverage, diagnostics.Leverages, "leverage");
        First(influential, distance, diagnostics.CooksDistances, "Cook's distance");
        Assert.Equal(10, diagnostics.CooksDistances.Count);
        Assert.Equal(diagnostics.CooksDistances.OrderByDescending(row => row.Value), diagnostics.CooksDistances);
    }

    [Fact]
    public void A_link_of_another_kind_has_its_expected_weights()
    {
        var diagnostics = InferenceData.Fit("bernoulli", "d ~ x + z", change: fit => fit with { Link = "probit" }, options: Detailed).Diagnostics!;
        First(28, 0.1613735044001, diagnostics.Leverages, "leverage");
        First(35, 0.1523433316844, diagnostics.CooksDistances, "Cook's distance");
        First(32, -1.687022186035, Residuals(diagnostics, "deviance").Largest, "deviance residual");
    }

    [Fact]
    public void A_negative_binomial_has_no_dispersion_beside_its_size()
    {
        var diagnostics = InferenceData.Fit("negative_binomial", "k ~ x + z", change: fit => fit with { Fixed = new Dictionary<string, double> { ["size"] = 3 } }, options: Detailed).Diagnostics!;
        First(28, 0.2093589084422, diagnostics.Leverages, "leverage");
        First(28, 0.07917493742012, diagnostics.CooksDistances, "Cook's distance");
        Close.To(9.03674895021, diagnostics.Dispersion!.ChiSquare, 1e-8, "chi-squared");
    }

    [Fact]
    public void Weights_count_in_residuals_and_leverages()
    {
        var diagnostics = InferenceData.Fit("poisson", "k ~ x + z", change: fit => fit with { Weights = new("w", WeightKind.Frequency) }, options: Detailed).Diagnostics!;
        First(28, -2.535880529126, Residuals(diagnostics, "deviance").Largest, "deviance residual");
        First(35, 0.3110596485935, diagnostics.Leverages, "leverage");
        First(28, 0.7795495887122, diagnostics.CooksDistances, "Cook's distance");
        Close.To(39.39958245124, diagnostics.Dispersion!.ChiSquare, 1e-8, "chi-squared");
        // Three coefficients among 36 rows.
        Close.To(3.0 / 36, diagnostics.MeanLeverage!.Value, 1e-9, "mean leverage");
    }

    [Fact]
    public void Residuals_are_summed_up_by_their_quartiles()
    {
        var summary = Residuals(InferenceData.Fit("poisson", "k ~ x + z", options: Detailed).Diagnostics!, "deviance");
        double[] expected = [-1.67465011996108, -0.63724048305152, 0.05449940288588, 0.55918618627429, 1.13552382214578];
        double[] found = [summary.Minimum, summary.LowerQuartile, summary.Median, summary.UpperQuartile, summary.Maximum];
        for (int i = 0; i < expected.Length; i++)
            Close.To(expected[i], found[i], 1e-7, $"quartile {i}");
    }

    [Theory]
    [InlineData("bernoulli", "d ~ x + z + g", 1.061089740715, 1.099835122562, 1.139643023751)]
    [InlineData("normal", "y ~ x + z + g", 1.188021096942, 1.002962618548, 1.189785108016)]
    [InlineData("normal", "y ~ x + poly(z, 2) + g", 1.190386028268, 1.006194971782, 1.190740093368)]
    public void Variance_inflation_is_by_term(string family, string formula, double x, double z, double g)
    {
        var terms = InferenceData.Fit(family, formula, family == "normal" ? "hc1" : "iid", options: Detailed).Diagnostics!.VarianceInflation;
        Assert.Equal(3, terms.Count);
        Assert.Equal((formula.Contains("poly", StringComparison.Ordinal) ? 2 : 1, 2), (terms[1].DegreesOfFreedom, terms[2].DegreesOfFreedom));
        foreach (var (term, factor) in terms.Zip([x, z, g]))
        {
            Close.To(factor, term.Factor, 1e-8, term.Term);
            Close.To(Math.Pow(factor, 0.5 / term.DegreesOfFreedom), term.PerCoefficient, 1e-8, $"{term.Term}, per coefficient");
        }
    }

    [Fact]
    public void A_binary_response_has_its_curve_its_errors_and_their_bound()
    {
        var accuracy = InferenceData.Fit("bernoulli", "d ~ x + z + g", options: Detailed).Diagnostics!.Accuracy!;
        Close.To(0.8116883116883, accuracy.AreaUnderCurve, 1e-12, "area");
        Close.To(0.07069829209212, accuracy.StandardError, 1e-9, "standard error of the area");
        Close.To(11.0 / 36, accuracy.ErrorRate, 1e-12, "error rate");
        Close.To(Math.Sqrt(Math.Log(2 / 0.05) / 72), accuracy.HoeffdingEpsilon, 1e-12, "Hoeffding");
        Assert.Equal(36, accuracy.Calibration.Sum(group => group.N));
        // With an intercept and the canonical link, as many ones are expected as seen.
        Close.To(22, accuracy.Calibration.Sum(group => group.N * group.Predicted), 1e-8, "expected ones");
        Assert.Equal(22, accuracy.Calibration.Sum(group => group.N * group.Observed), 1e-9);
        Assert.All(accuracy.Calibration, group => Assert.InRange(group.Observed, group.Lower, group.Upper));
    }

    [Fact]
    public void Successes_among_trials_are_as_many_rows_of_single_trials()
    {
        double[] x = [1, 2, 3, 4, 5], successes = [1, 3, 2, 6, 7], trials = [8, 8, 8, 8, 8];
        var grouped = Fits.OfModel(Binomial("s ~ x"), Frame.Of("s", successes).With("x", x).With("trials", trials), Detailed).Diagnostics!;
        var rows = x.SelectMany((value, i) => Enumerable.Range(0, 8).Select(k => (X: value, Y: k < successes[i] ? 1.0 : 0))).ToList();
        var single = Fits.OfModel(FitModel.Create(new() { Name = "f", Family = "bernoulli", Formula = "y ~ x" }),
            Frame.Of("y", [.. rows.Select(row => row.Y)]).With("x", [.. rows.Select(row => row.X)]), Detailed).Diagnostics!;
        Close.To(single.Accuracy!.AreaUnderCurve, grouped.Accuracy!.AreaUnderCurve, 1e-12, "area");
        Close.To(single.Accuracy.StandardError!.Value, grouped.Accuracy.StandardError, 1e-12, "error");
        Close.To(single.Accuracy.ErrorRate, grouped.Accuracy.ErrorRate, 1e-12, "error rate");
        Assert.Null(single.Dispersion);
        Assert.NotNull(grouped.Dispersion);
    }

    [Theory]
    [MemberData(nameof(Families))]
    public void Quantile_residuals_of_the_right_family_are_standard_normal(string family)
    {
        Assert.True(VcovDefinition.TryParse(family == "normal" ? "hc1" : "iid", out var general, out _));
        var fit = Fits.OfModel(FitModel.Create(RegressionCases.Definition(family) with { Vcov = general }), RegressionCases.Draw(family, 400), Detailed);
        Assert.True(fit.Diagnostics is not null, $"{fit.Status}: {string.Join(" ", fit.Codes.Select(code => code.Message))}");
        var residuals = Residuals(fit.Diagnostics!, "quantile");
        // Quartiles of 400 standard normal values have a standard error of about 0.07.
        Assert.InRange(residuals.LowerQuartile, -0.67 - 0.3, -0.67 + 0.3);
        Assert.InRange(residuals.Median, -0.3, 0.3);
        Assert.InRange(residuals.UpperQuartile, 0.67 - 0.3, 0.67 + 0.3);
        Assert.InRange(residuals.Maximum, 1.5, 5.5);
        Assert.InRange(residuals.Minimum, -5.5, -1.5);
    }

    public static TheoryData<string> Families => [.. RegressionCases.Families.Where(family => family != "laplace")];

    [Theory]
    [InlineData("weibull")]
    [InlineData("lognormal")]
    public void Censored_rows_have_a_residual_beyond_their_bound(string family)
    {
        FitResult Fit(ulong seed) => InferenceData.Fit(family, "t ~ x + z", change: fit => fit with { Event = "e" }, options: Detailed with { Seed = seed });
        var residuals = Residuals(Fit(1).Diagnostics!, "quantile");
        Assert.Equal(residuals.Largest, Residuals(Fit(1).Diagnostics!, "quantile").Largest);
        Assert.NotEqual(residuals.Largest, Residuals(Fit(2).Diagnostics!, "quantile").Largest);
        Assert.InRange(residuals.Median, -0.6, 0.6);
        Assert.InRange(residuals.Maximum, 0.8, 4);
        Assert.Null(Fit(1).Diagnostics!.Residuals.FirstOrDefault(summary => summary.Kind == "deviance"));
        Assert.InRange(Fit(1).Diagnostics!.MeanLeverage!.Value, 0.01, 0.5);
    }

    [Fact]
    public void Counts_that_spread_too_far_are_noted()
    {
        double[] x = [.. Enumerable.Range(0, 60).Select(i => i / 10.0)], k = [.. Enumerable.Range(0, 60).Select(i => i % 3 == 0 ? 12.0 + i / 10 : i % 3)];
        var result = Fits.OfModel(FitModel.Create(new() { Name = "f", Family = "poisson", Formula = "k ~ x" }), Frame.Of("k", k).With("x", x), Detailed);
        Assert.True(result.Diagnostics!.Dispersion!.Ratio > 3);
        Assert.Contains(result.Notes, note => note.Contains("overdispersion", StringComparison.Ordinal) && note.Contains("negative_binomial", StringComparison.Ordinal));
        Assert.DoesNotContain(InferenceData.Fit("poisson", "k ~ x + z", options: Detailed).Notes, note => note.Contains("overdispersion", StringComparison.Ordinal));
    }

    [Fact]
    public void They_are_for_groups_with_pictures_and_not_beyond_the_work_allowed()
    {
        Assert.Null(InferenceData.Fit("poisson", "k ~ x").Diagnostics);
        var little = InferenceData.Fit("poisson", "k ~ x", options: Detailed with { MostUnaskedWork = 100 });
        Assert.Null(little.Diagnostics);
        Assert.Contains(little.Notes, note => note.StartsWith("Residuals and influence were not looked at", StringComparison.Ordinal));
    }

    [Fact]
    public void A_mode_under_priors_has_leverages_below_those_of_its_maximum()
    {
        var mle = InferenceData.Fit("poisson", "k ~ x + z", options: Detailed).Diagnostics!;
        var map = InferenceData.Fit("poisson", "k ~ x + z", options: Detailed,
            change: fit => fit with { Method = EstimationMethod.Map, Priors = new Dictionary<string, string> { ["x"] = "normal(0, 0.1)", ["z"] = "normal(0, 0.1)" } }).Diagnostics!;
        Assert.True(map.MeanLeverage < mle.MeanLeverage);
        Assert.Empty(map.VarianceInflation);
    }

    [Fact]
    public void A_curve_runs_over_the_one_number_of_a_formula()
    {
        var curve = Fits.PicturesOf(new() { Name = "f", Family = "poisson", Formula = "k ~ poly(x, 2)" }, InferenceData.Rows).Diagnostics!.Curve!;
        Assert.Equal(("x", 121, 36), (curve.Predictor, curve.X.Length, curve.Data.Length));
        Assert.Equal(InferenceData.Rows.Numbers("x").Min(), curve.X[0]);
        Assert.All(Enumerable.Range(0, 121), i => Assert.InRange(curve.Fitted[i], curve.Lower[i], curve.Upper[i]));
        // The last point of the curve is the row there.
        var picture = Fits.PicturesOf(new() { Name = "f", Family = "poisson", Formula = "k ~ poly(x, 2)" }, InferenceData.Rows).Diagnostics!;
        Close.To(picture.Fitted[Array.IndexOf(curve.Data, curve.X[^1])], curve.Fitted[^1], 1e-10, "fitted value");
        Assert.Null(Fits.PicturesOf(new() { Name = "f", Family = "poisson", Formula = "k ~ x + g" }, InferenceData.Rows).Diagnostics!.Curve);
        Assert.Equal(121, Fits.PicturesOf(new() { Name = "f", Family = "gamma", Formula = "t ~ ns(x, 3)" }, InferenceData.Rows).Diagnostics!.Curve!.X.Length);
    }

    private static FitModel Binomial(string formula) => FitModel.Create(new() { Name = "f", Family = "binomial", Formula = formula, Trials = "trials" });

    private static ResidualSummary Residuals(RegressionDiagnostics diagnostics, string kind) => diagnostics.Residuals.Single(summary => summary.Kind == kind);

    private static void First(long row, double value, IReadOnlyList<DiagnosedRow> rows, string what)
    {
        Assert.Equal(("test", row), (rows[0].Source, rows[0].Row));
        Close.To(value, rows[0].Value, 1e-7, what);
    }
}
