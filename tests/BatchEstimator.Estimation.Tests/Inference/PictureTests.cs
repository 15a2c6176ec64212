using BatchEstimator.Estimation.Families;
using BatchEstimator.Estimation.Likelihoods;
using BatchEstimator.Estimation.Tests.Support;

namespace BatchEstimator.Estimation.Tests.Inference;

/// <summary>What is drawn is what was fitted.</summary>
public class PictureTests
{
    public static TheoryData<string> Scalars =>
        [.. FamilyCases.All.Where(entry => Catalogue.Find(entry.Definition.Family) is ScalarFamily and not Binomial && entry.Definition.Event is null).Select(entry => entry.Name)];

    [Theory, MemberData(nameof(Scalars))]
    public void The_drawn_distribution_is_that_of_the_estimates(string name)
    {
        var entry = FamilyCases.Find(name);
        var family = (Family)Catalogue.Find(entry.Definition.Family)!;
        var frame = entry.Sample(4, 60);
        double[] estimates = [.. Fits.Of(entry.Definition, frame).Parameters.Select(parameter => parameter.Estimate!.Value)];
        var density = new Tape(family.LogDensity(1));
        double At(double x) => Math.Exp(density.Evaluate([x, 1], estimates)[0]);
        var pictures = Fits.PicturesOf(entry.Definition, frame);
        if (pictures.Density is { } curve)
            Assert.All(curve.X.Zip(curve.Density), point => Close.To(At(point.First), point.Second, 1e-12, $"{name} at {point.First}"));
        else
            Assert.All(pictures.Bars!.Outcomes.Zip(pictures.Bars.Fitted), bar => Close.To(At(double.Parse(bar.First, System.Globalization.CultureInfo.InvariantCulture)), bar.Second, 1e-12, $"{name} at {bar.First}"));
    }
}
