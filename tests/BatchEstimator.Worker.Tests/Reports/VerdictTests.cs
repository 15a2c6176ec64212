using BatchEstimator.Estimation.Results;
using BatchEstimator.Worker.Reports.Html;
using BatchEstimator.Worker.Running;

namespace BatchEstimator.Worker.Tests.Reports;

public class VerdictTests
{
    [Fact]
    public void One_usable_fit() => Assert.Equal("The fit is usable.", Sentence(Fit(FitStatus.Ok)));

    [Fact]
    public void One_refused_fit() => Assert.Equal("The fit is not usable; 1 was refused: too few rows.", Sentence(Fit(FitStatus.Refused, FitCodes.TooFewRows)));

    [Fact]
    public void All_usable_some_with_a_reservation() => Assert.Equal(
        "All 3 fits are usable. 2 usable fits have a reservation: few rows.",
        Sentence(Fit(FitStatus.Ok), Fit(FitStatus.Caution, FitCodes.FewRows), Fit(FitStatus.Caution, FitCodes.FewRows)));

    [Fact]
    public void Reasons_are_counted_where_there_are_several_the_most_frequent_first() => Assert.Equal(
        "2 of 6 fits are usable; 3 were refused: separated classes (2), no variation (1); 1 failed: not converged.",
        Sentence(
            Fit(FitStatus.Ok), Fit(FitStatus.Ok), Fit(FitStatus.Refused, FitCodes.DegenerateVariance), Fit(FitStatus.Refused, FitCodes.Separation),
            Fit(FitStatus.Refused, FitCodes.Separation), Fit(FitStatus.Failed, FitCodes.NotConverged)));

    [Fact]
    public void None_usable_and_nothing_asked()
    {
        Assert.Equal("None of 2 fits is usable; 2 were refused: no usable row.", Sentence(Fit(FitStatus.Refused, FitCodes.Empty), Fit(FitStatus.Refused, FitCodes.Empty)));
        Assert.Equal("Nothing was fitted.", Sentence());
    }

    [Fact]
    public void Dropped_rows_are_told_with_their_reasons()
    {
        Assert.Equal("10 rows were read and every one was used.", InputsSection.Dropped(new RowSummary(10, 10, new Dictionary<string, long>())));
        Assert.Equal(
            "1,250 rows were read, 1,246 of them used. Dropped: 3 for a missing value, 1 for a value that is not finite.",
            InputsSection.Dropped(new RowSummary(1_250, 1_246, new Dictionary<string, long> { ["nonFinite"] = 1, ["missing"] = 3, ["zeroWeight"] = 0 })));
    }

    private static string Sentence(params FitOutcome[] fits) => Verdict.Of(SampleResults.Run(fits)).Sentence;

    private static FitOutcome Fit(FitStatus status, params string[] codes) => new(
        SampleFits.Poisson().Result with { Status = status, Codes = [.. codes.Select(code => new FitCode(code, "Because.", []))] }, null);
}
