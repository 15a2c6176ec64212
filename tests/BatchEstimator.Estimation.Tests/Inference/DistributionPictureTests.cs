using BatchEstimator.Estimation.Families;
using BatchEstimator.Estimation.Fitting;
using BatchEstimator.Estimation.Inference;
using BatchEstimator.Estimation.Results;
using BatchEstimator.Estimation.Tests.Support;

namespace BatchEstimator.Estimation.Tests.Inference;

/// <summary>The points of quantile plots, probability plots and distribution functions.</summary>
public class DistributionPictureTests
{
    [Fact]
    public void Points_of_a_small_weighted_sample_by_hand()
    {
        var picture = Draw([3, 0, 1], [1, 1, 2], [1, 2], "normal");
        Assert.Equal([0.0, 1, 3], picture.Observed);
        Assert.Equal([0.125, 0.5, 0.875], picture.Empirical);
        foreach (var (z, i) in ((double, int)[])[(-0.5, 0), (0, 1), (1, 2)])
            Close.To(NormalCdf(z), picture.Fitted[i], 1e-12, "fitted");
        // The 0.875 quantile of a standard normal is 1.1503.
        foreach (var (z, i) in ((double, int)[])[(-1.1503493803760079, 0), (0, 1), (1.1503493803760079, 2)])
            Close.To(1 + 2 * z, picture.Quantiles![i], 1e-12, "quantile");
        double reach = Math.Sqrt(Math.Log(40) / 8);
        Close.To(Math.Max(0, picture.Fitted[0] - reach), picture.Lower![0], 1e-12, "lower", 1);
        Close.To(Math.Min(1, picture.Fitted[0] + reach), picture.Upper![0], 1e-12, "upper");
    }

    [Fact]
    public void Many_rows_are_thinned_to_their_ends_and_equal_ranks()
    {
        double[] values = [.. Enumerable.Range(0, 1500).Select(i => (i * 7919 % 1500) + 0.5)];
        var picture = Draw(values, [.. values.Select(_ => 1.0)], [750, 400], "normal");
        Assert.Equal(300, picture.Observed.Length);
        Assert.Equal((0.5, 1499.5), (picture.Observed[0], picture.Observed[^1]));
        Assert.All(picture.Observed.Zip(picture.Empirical), pair => Close.To(pair.First / 1500, pair.Second, 1e-12, "position"));
    }

    [Fact]
    public void Excesses_are_compared_above_their_threshold()
    {
        var picture = DistributionPictures.Of("y", new Exponential(), [0.5], [11, 12], [1, 1], 10, 0.95)!;
        Close.To(1 - Math.Exp(-0.5), picture.Fitted[0], 1e-12, "fitted");
        Close.To(10 - 2 * Math.Log(0.75), picture.Quantiles![0], 1e-12, "quantile");
    }

    // The bound is Hoeffding's for the largest distance: 2 exp(-2 n epsilon^2) = 0.05.
    [Fact]
    public void The_band_of_a_hundred_rows() => Close.To(0.13581015157406195, DistributionBand.HalfWidth(100, 0.95), 1e-14, "half width");

    private static double NormalCdf(double z) => BatchEstimator.Estimation.Numerics.SpecialFunctions.NormalCdf(z);

    private static DistributionPicture Draw(double[] values, double[] weights, double[] parameters, string family) =>
        DistributionPictures.Of("y", (ScalarFamily)Catalogue.Find(family)!, parameters, values, weights, 0, 0.95)!;
}
