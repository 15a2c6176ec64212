using BatchEstimator.Estimation.Tests.Support;

namespace BatchEstimator.Estimation.Tests.Laws;

/// <summary>A change of units by a power of two rounds nothing, so it must change estimates exactly as units demand.</summary>
public class ScaleLaws
{
    [Theory, InlineData(1024.0), InlineData(1.0 / (1 << 30)), InlineData(1L << 60)]
    public void A_normal_scales(double factor) => Scales("normal", ["y"], factor, [factor, factor]);

    [Theory, InlineData(1024.0), InlineData(1.0 / (1 << 30)), InlineData(1L << 60)]
    public void An_exponential_scales(double factor) => Scales("exponential", ["y"], factor, [1 / factor]);

    [Theory, InlineData(4.0), InlineData(1.0 / (1 << 20))]
    public void Several_normals_scale(double factor)
    {
        double square = factor * factor;
        Scales("multivariate_normal", ["a", "b", "c"], factor, [factor, factor, factor, square, square, square, square, square, square]);
    }

    [Fact]
    public void A_lognormal_shifts_on_the_log_scale()
    {
        var entry = FamilyCases.Find("lognormal");
        var frame = entry.Sample(9, 100);
        var (before, after) = (Fits.Of(entry.Definition, frame), Fits.Of(entry.Definition, frame.Scaled(16, "y")));
        Close.To(before.Parameters[0].Estimate!.Value + Math.Log(16), after.Parameters[0].Estimate, 1e-14, "meanlog");
        Close.To(before.Parameters[1].Estimate!.Value, after.Parameters[1].Estimate, 1e-13, "sdlog");
        Close.To(before.LogLikelihood!.Value - 100 * Math.Log(16), after.LogLikelihood, 1e-13, "log-likelihood");
    }

    private static void Scales(string family, string[] columns, double factor, double[] ofParameters)
    {
        var entry = FamilyCases.Find(family);
        var frame = entry.Sample(9, 100);
        var (before, after) = (Fits.Of(entry.Definition, frame), Fits.Of(entry.Definition, frame.Scaled(factor, columns)));
        Assert.Equal(before.Parameters.Zip(ofParameters, (p, scale) => p.Estimate * scale), after.Parameters.Select(p => p.Estimate));
        foreach (var ((a, b), scale) in before.Parameters.Zip(after.Parameters).Zip(ofParameters))
            Close.To(a.StandardError!.Value * scale, b.StandardError, 1e-14, a.Name);
        Close.To(before.LogLikelihood!.Value - 100 * columns.Length * Math.Log(factor), after.LogLikelihood, 1e-13, "log-likelihood");
    }
}
