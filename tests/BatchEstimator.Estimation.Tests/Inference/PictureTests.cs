using BatchEstimator.Estimation.Families;
using BatchEstimator.Estimation.Likelihoods;
using BatchEstimator.Estimation.Models;
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
        double At(double x) => Math.Exp(density.Evaluate([x - (entry.Definition.Threshold ?? 0), 1], estimates)[0]);
        var pictures = Fits.PicturesOf(entry.Definition, frame);
        if (pictures.Density is { } curve)
        {
            Assert.All(curve.Values, value => Assert.InRange(value, curve.X[0], curve.X[^1]));
            Assert.All(curve.X.Zip(curve.Density), point => Close.To(At(point.First), point.Second, 1e-12, $"{name} at {point.First}"));
        }
        else
            Assert.All(pictures.Bars!.Outcomes.Zip(pictures.Bars.Fitted), bar => Close.To(At(double.Parse(bar.First, System.Globalization.CultureInfo.InvariantCulture)), bar.Second, 1e-12, $"{name} at {bar.First}"));
    }

    [Fact]
    public void Above_a_threshold_the_response_is_drawn_and_asked_about_not_its_excess()
    {
        var definition = new FitDefinition { Name = "fit", Family = "generalized_pareto", Response = "y", Threshold = 0, Quantiles = [0.9], Probabilities = ["> 3", "1..2"] };
        double[] y = [0.3, 0.9, 1.4, 1.8, 2.2, 2.9, 3.7, 4.1, 5.5, 8.2, 0.1, 0.5];
        var moved = definition with { Threshold = 8, Probabilities = ["> 11", "9..10"] };
        var (excesses, raised) = (Frame.Of("y", y), Frame.Of("y", [.. y.Select(value => value + 8), 7, 8]));
        var (expected, found) = (Fits.Of(definition, excesses).Derived, Fits.Of(moved, raised).Derived);
        double[] shift = [8, 0, 0];
        for (int i = 0; i < 3; i++)
        {
            Close.To(expected[i].Estimate!.Value + shift[i], found[i].Estimate, 1e-10, found[i].Name);
            Close.To(expected[i].StandardError!.Value, found[i].StandardError, 1e-8, found[i].Name);
        }
        var (low, high) = (Fits.PicturesOf(definition, excesses).Density!, Fits.PicturesOf(moved, raised).Density!);
        Assert.All(low.X.Zip(high.X), point => Close.To(point.First + 8, point.Second, 1e-12, "x"));
        Assert.All(low.Density.Zip(high.Density), point => Close.To(point.First, point.Second, 1e-8, "density"));
    }
}
