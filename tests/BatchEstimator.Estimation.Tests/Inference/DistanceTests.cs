using BatchEstimator.Estimation.Families;
using BatchEstimator.Estimation.Fitting;
using BatchEstimator.Estimation.Inference;
using BatchEstimator.Estimation.Numerics;
using BatchEstimator.Estimation.Priors;
using BatchEstimator.Estimation.Statistics;
using BatchEstimator.Estimation.Tests.Support;

namespace BatchEstimator.Estimation.Tests.Inference;

/// <summary>Distances between sample and fit by hand, in the far tails, and against published critical values.</summary>
public class DistanceTests
{
    [Fact]
    public void Three_values_by_hand()
    {
        var found = Of([0.1, 0.4, 0.8]);
        // 2/3 - 0.4; 1/36 + (0.1 - 1/6)^2 + (0.4 - 1/2)^2 + (0.8 - 5/6)^2; ln 0.1 + ln 0.2, 3 (ln 0.4 + ln 0.6), 5 (ln 0.8 + ln 0.9).
        Close.To(2 / 3.0 - 0.4, found.KolmogorovSmirnov, 1e-14, "D");
        Close.To(13 / 300.0, found.CramerVonMises, 1e-14, "W^2");
        Close.To(-3 - (Math.Log(0.02) + 3 * Math.Log(0.24) + 5 * Math.Log(0.72)) / 3, found.AndersonDarling, 1e-14, "A^2");
    }

    [Fact]
    public void A_value_of_weight_three_is_three_values()
    {
        double[] cdf = [0.1, 0.4, 0.4, 0.4, 0.8, 0.8], merged = [0.1, 0.4, 0.8];
        var (expected, found) = (Of(cdf), Of(merged, [1, 3, 2]));
        Close.To(expected.KolmogorovSmirnov, found.KolmogorovSmirnov, 1e-14, "D");
        Close.To(expected.CramerVonMises, found.CramerVonMises, 1e-14, "W^2");
        Close.To(expected.AndersonDarling, found.AndersonDarling, 1e-14, "A^2");
    }

    [Fact]
    public void A_value_far_out_has_a_finite_distance()
    {
        // log(1 - Phi(20)) = -203.917; Phi(20) is 1 in a double.
        var sample = Sample.Of([-1, 0, 1, 20]);
        var found = new double[3];
        new ContinuousDistance().Measure(sample, new Normal(), [0, 1], found);
        double far = -203.91715537109726;
        double logs = Math.Log(0.15865525393145707) + far + 3 * (Math.Log(0.5) + Math.Log(0.15865525393145707)) + 5 * (Math.Log(0.8413447460685429) + Math.Log(0.5)) + 7 * Math.Log(0.8413447460685429);
        Close.To(-4 - logs / 4, found[1], 1e-12, "A^2");
    }

    [Fact]
    public void Dice_by_hand()
    {
        // Pearson's statistic of 60 rolls: deviations -2, 3, -1, 1, -4, 3 from 10.
        Close.To(4.0, ChiSquareDistance.Of([8, 13, 9, 11, 6, 13], [10, 10, 10, 10, 10, 10]), 1e-14, "chi-square");
    }

    [Fact]
    public void Cells_are_merged_until_five_rows_are_expected()
    {
        // Poisson(1), n = 40: expected 14.7, 14.7, 7.36, then 3.24 beyond: three cells, the last one open at 2.
        var distance = CountDistance.Of(new Poisson(), [1], 40)!;
        var found = new double[1];
        double[] expected = [40 * Math.Exp(-1), 40 * Math.Exp(-1), 40 * (1 - 2 * Math.Exp(-1))];
        distance.Measure(Sample.Of([0, 1, 2, 3, 9], [12, 18, 6, 3, 1]), new Poisson(), [1], found);
        Close.To(ChiSquareDistance.Of([12, 18, 10], expected), found[0], 1e-12, "chi-square");
        Assert.Equal(1, distance.DegreesOfFreedom(1));
    }

    // Five per cent points with estimated parameters: R. B. D'Agostino and M. A. Stephens, Goodness-of-Fit Techniques, 1986, tables 4.7 (normal)
    // and 4.14 (exponential, scale unknown); H. W. Lilliefors, J. Amer. Statist. Assoc. 62 (1967) 399, table 1 (n = 20: 0.190).
    [Theory]
    [InlineData("normal", 100, 1, 0.752, 0.75, 2.25), InlineData("normal", 100, 2, 0.126, 0.5, 0), InlineData("normal", 20, 0, 0.190, 0, 0)]
    [InlineData("exponential", 100, 1, 1.321, 0.6, 0), InlineData("exponential", 100, 2, 0.222, 0.16, 0)]
    public void One_in_twenty_refitted_samples_lies_beyond_the_published_point(string name, int rows, int statistic, double point, double perRow, double perSquare)
    {
        const int samples = 4000;
        var family = (ScalarFamily)Catalogue.Find(name)!;
        double?[] held = new double?[family.Parameters.Count];
        var fitter = new GroupFitter(family, new(family, [.. held.Select(_ => Prior.Flat)], [.. held.Select(_ => false)]), held, GroupFitter.LogLikelihoodOf(family));
        Xoshiro random = new(20_240_229);
        var (distance, values, found) = (new ContinuousDistance(), new double[rows], new double[3]);
        int beyond = 0;
        for (int i = 0; i < samples; i++)
        {
            Assert.True(family.Draw(random, [.. held.Select(_ => 1.0)], values));
            Array.Sort(values);
            var fit = fitter.Refit(Sample.Of(values), Standardisation.Identity)!.Value;
            distance.Measure(Sample.Of(values), fit.Family, fit.Values, found);
            beyond += found[statistic] * (1 + perRow / rows + perSquare / rows / rows) > point ? 1 : 0;
        }
        // The standard deviation of the share is 0.0034; the points are given to three digits.
        Assert.InRange((double)beyond / samples, 0.037, 0.063);
    }

    [Fact]
    public void Sequential_p_values_by_hand()
    {
        var settled = new SequentialPValue(1, 2);
        foreach (double simulated in (double[])[0.5, 1.5, 0.2, double.NaN, 7])
            settled.Add(simulated);
        Assert.True(settled.IsSettled);
        Assert.Equal(2 / 4.0, settled.Value);
        var open = new SequentialPValue(1, 20);
        foreach (double simulated in (double[])[0.5, 1, 0.2])
            open.Add(simulated);
        Assert.Equal((1, 3, 0.5), (open.Exceedances, open.Draws, open.Value));
    }

    private static DistributionDistance Of(double[] cdf, double[]? weights = null) =>
        DistributionDistance.Of(cdf, [.. cdf.Select(f => Math.Log(f))], [.. cdf.Select(f => Math.Log(1 - f))], weights);
}
