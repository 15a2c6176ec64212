using BatchEstimator.Estimation.Fitting;
using BatchEstimator.Estimation.Models;
using BatchEstimator.Estimation.Results;
using BatchEstimator.Estimation.Tests.Support;
using Xunit.Abstractions;

namespace BatchEstimator.Estimation.Tests.Simulation;

/// <summary>
/// 95 % intervals hold the truth about 95 times in 100: counted over 2,000 seeded samples of 200 rows. The counts' own standard deviation is
/// half a percent, so the band is three of them.
/// </summary>
public class CoverageTests(ITestOutputHelper output)
{
    private const int Samples = 2000, Rows = 200;

    [Theory]
    [InlineData("normal", IntervalMethod.Wald)]
    [InlineData("normal", IntervalMethod.Profile)]
    [InlineData("normal", IntervalMethod.Bootstrap)]
    [InlineData("gamma", IntervalMethod.Wald)]
    [InlineData("gamma", IntervalMethod.WaldTransformed)]
    [InlineData("gamma", IntervalMethod.Profile)]
    [InlineData("gamma", IntervalMethod.Bootstrap)]
    [InlineData("weibull", IntervalMethod.Wald)]
    [InlineData("weibull", IntervalMethod.WaldTransformed)]
    [InlineData("weibull", IntervalMethod.Profile)]
    [InlineData("weibull", IntervalMethod.Bootstrap)]
    [InlineData("negative_binomial", IntervalMethod.Wald)]
    [InlineData("negative_binomial", IntervalMethod.WaldTransformed)]
    [InlineData("negative_binomial", IntervalMethod.Profile)]
    [InlineData("negative_binomial", IntervalMethod.Bootstrap)]
    public void Intervals_hold_the_truth_as_often_as_they_say(string family, IntervalMethod method)
    {
        var entry = FamilyCases.Find(family);
        var frame = entry.Sample(4, Samples * Rows);
        string[] groups = [.. Enumerable.Range(0, Samples * Rows).Select(i => (i / Rows).ToString(System.Globalization.CultureInfo.InvariantCulture))];
        var options = new FitOptions(0.95, ["test"], 0) { Intervals = method, Bootstrap = BootstrapKind.Parametric, Replicates = 399, Seed = 7 };
        var results = Fits.ByGroup(entry.Definition with { GoodnessOfFit = GoodnessOfFitRequest.Off }, frame, groups, [65536, 131072, 196608, 262144, 327680], options: options);
        Assert.Equal(Samples, results.Count);
        Assert.All(results, result => Assert.Equal(FitStatus.Ok, result.Status));
        for (int i = 0; i < entry.Truth.Length; i++)
        {
            int held = results.Count(result => result.Parameters[i].Lower <= entry.Truth[i] && (result.Parameters[i].Upper ?? double.PositiveInfinity) >= entry.Truth[i]);
            output.WriteLine($"{family} {results[0].Parameters[i].Name} {method}: {100.0 * held / Samples:F2} %");
            Assert.InRange(100.0 * held / Samples, 93.5, 96.5);
        }
    }
}
