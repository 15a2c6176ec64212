using BatchEstimator.Estimation.Columns;
using BatchEstimator.Estimation.Fitting;
using BatchEstimator.Estimation.Results;
using BatchEstimator.Worker.Running;

namespace BatchEstimator.Worker.Tests.Reports;

/// <summary>A fit that was asked for everything: several families, a bootstrap, tests.</summary>
internal static class SampleComparison
{
    public static RunResult Run() => SampleResults.Run([new FitOutcome(Fit(), null)]) with
    {
        Scoring = new ScoringSummary(["new.csv"], 3, 2, new Dictionary<ScoreFate, long> { [ScoreFate.Missing] = 1 }) { Output = "predictions.csv" },
    };

    /// <summary>Counts that are no more spread than Poisson's, so that the size of the negative binomial is infinite.</summary>
    public static FitResult Fit() => SampleFits.WithCaution(SampleFits.Poisson().Result) with
    {
        Family = "negative_binomial",
        Parameters = [new ParameterEstimate("size", double.PositiveInfinity, null, 12.5, double.PositiveInfinity), new ParameterEstimate("mu", 3.184, 0.1129, 2.97, 3.41)],
        LogEvidence = -491.25,
        Alpha = new AlphaChoice(0.5, "cv", -1.25, 10, "infinity"),
        Solver = SampleFits.Poisson().Result.Solver with { Starts = new StartAgreement(4, 3, -490.5), KinkMargin = 0.25 },
        IntervalMethod = "bootstrap",
        Bootstrap = new BootstrapSummary("parametric", 999, 3),
        GoodnessOfFit = new GoodnessOfFit([new GoodnessOfFitTest("chi-square", 7.5, 0.25, 8), new GoodnessOfFitTest("anderson-darling", double.PositiveInfinity, null)], 200, 1),
        Tests = [new LikelihoodRatioTest("poisson (size infinite)", 0, 1, 1, "half chi-square")],
        Vcov = "hc1",
        TestDistribution = "z",
        TermTests = [new TermTest("age", 1, 5.25, 0.0219, 4.75, 0.0293, null, null, ["age:plant"])],
        Scoring = new ScoringState
        {
            Columns = [new ScoringColumn("plant", ColumnKind.Text, ["A", "B"])],
            Coefficients = ["(Intercept)", "ns(age,2)1"],
            Estimates = [1.5, 0.25],
            Centres = [0, 40],
            Free = [0, 1],
            Covariance = [0.5, 0.25, 0.125],
            Splines = [new SplineKnots([40], 20, 60)],
            Aliased = [new AliasedColumn(1, [0], [2.5])],
            Occurs = [true],
        },
        Diagnostics = new RegressionDiagnostics
        {
            Residuals = [new ResidualSummary("quantile", -2.5, -0.75, 0.125, 0.5, 3.25, [new DiagnosedRow("a.csv", 7, 3.25)])],
            MeanLeverage = 0.05,
            Leverages = [new DiagnosedRow("a.csv", 3, 0.25)],
            CooksDistances = [new DiagnosedRow("a.csv", 7, 0.5)],
            VarianceInflation = [new VarianceInflation("age", 1, 1.44, 1.2)],
            Dispersion = new Dispersion(36.5, 30, 1.25, 0.19),
            Accuracy = new BinaryAccuracy(0.75, 0.05, 0.64, 0.83, 0.25, 0.1, [new CalibrationGroup(12, 0.25, 0.5, 0.25, 0.75)]),
        },
        Candidates =
        [
            new CandidateResult("negative_binomial", FitStatus.Caution, 2, -489.25, 982.5, 982.55, 989.5, 0, 1, null),
            new CandidateResult("geometric", FitStatus.Refused, 0, null, null, null, null, null, null, "It has no estimate: a value is below 0."),
        ],
    };
}
