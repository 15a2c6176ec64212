using BatchEstimator.Estimation.Likelihoods;
using BatchEstimator.Estimation.Numerics;
using BatchEstimator.Estimation.Results;
using BatchEstimator.Estimation.Tests.Support;

namespace BatchEstimator.Estimation.Tests.Numerics;

/// <summary>Arcs under a von Mises distribution from kappa 1e-8 to 1e8: against values of high precision, differences and one another.</summary>
public class VonMisesArcTests
{
    [Fact]
    public void Values_and_derivatives_are_those_of_high_precision()
    {
        foreach (double[] row in HighPrecision.Arcs)
        {
            var found = VonMisesArc.At(row[1], row[2], row[0]);
            string at = $"kappa = {row[0]:R} from {row[1]:R} to {row[2]:R}";
            Close.To(row[3], found.Value, 1e-13, at);
            Close.To(row[4], found.A, 1e-10, $"slope in kappa, {at}");
            Close.To(row[5], found.AA, 1e-8, $"curvature in kappa, {at}");
            Close.To(row[6], found.B, 1e-10, $"slope in the beginning, {at}", 1e-300);
            Close.To(row[7], found.X, 1e-10, $"slope in the end, {at}", 1e-300);
        }
    }

    [Fact]
    public void Second_derivatives_are_those_of_differences()
    {
        var v = Enumerable.Range(0, 3).Select(i => new Variable(VariableKind.Parameter, i, $"v{i}")).ToArray();
        var derivatives = new Derivatives(SpecialNodes.LogVonMisesArc(v[0], v[1], v[2]), v);
        foreach (double[] point in (double[][])[[-1, 0.5, 2], [-3.3, 2.5, 0.6], [0.4, 4.6, 1.5], [2.4, 3.6, 4], [-6, -0.5, 3], [-0.9, 0, 7], [0, 1, 1e-3]])
        {
            double[] hessian = derivatives.At(point, []).Hessian;
            for (int i = 0; i < 3; i++)
            {
                for (int j = 0; j < 3; j++)
                {
                    double slope = Numeric.Slope(x => derivatives.At([.. point[..i], x, .. point[(i + 1)..]], []).Gradient[j], point[i], i == 2 ? 0.02 * point[2] : 4e-3);
                    Close.To(slope, hessian[3 * i + j], 1e-7, $"derivative {i}, {j} at {string.Join(", ", point)}", 1);
                }
            }
        }
    }

    [Fact]
    public void The_distribution_function_has_derivatives_at_the_mean_direction()
    {
        foreach (double kappa in (double[])[0, 1e-8, 0.5, 3, 1e4, 1e8])
        {
            var (at, beside) = (VonMisesCdf.At(0, kappa), VonMisesCdf.At(1e-9 / Math.Sqrt(1 + kappa), kappa));
            Assert.Equal(0.5, at.Value);
            Assert.Equal(0, at.A);
            Close.To(beside.X, at.X, 1e-14, $"kappa = {kappa}");
            Close.To(beside.AX, at.AX, 1e-12, $"kappa = {kappa}", at.X);
            Assert.Equal(0, at.XX);
        }
    }

    [Fact]
    public void Arcs_that_make_up_the_circle_have_probability_one()
    {
        var random = new Random(20260511);
        for (int i = 0; i < 400; i++)
        {
            double kappa = Math.Pow(10, 16 * random.NextDouble() - 8), from = 6.28 * (random.NextDouble() - 0.5), middle = from + 6.28 * random.NextDouble();
            double whole = Math.Exp(VonMisesArc.At(from, middle, kappa).Value) + Math.Exp(VonMisesArc.At(middle, from + 2 * Math.PI, kappa).Value);
            // One unit in the last place of an end moves the probability by its density.
            Close.To(1, whole, 1e-13, $"kappa = {kappa:R}, {from:R}, {middle:R}", 1 + 0.01 * Math.Sqrt(kappa));
        }
    }

    [Fact]
    public void Bounds_say_the_same_wherever_the_angles_of_the_exact_rows_were_counted_from()
    {
        double[] left = [0.3, 0.9, 1.4, 2.1, -0.2, 0.5], right = [0.3, 0.9, 1.4, BatchEstimator.Estimation.Columns.Missing.Value, 0.6, 0.5];
        double[] turned = [.. left.Select((x, i) => x == right[i] ? x + 2 * Math.PI : x)], turnedRight = [.. left.Select((x, i) => x == right[i] ? x + 2 * Math.PI : right[i])];
        var here = Fits.Of(new() { Name = "fit", Family = "von_mises", Left = "left", Right = "right" }, Frame.Of("left", left).With("right", right));
        var there = Fits.Of(new() { Name = "fit", Family = "von_mises", Left = "left", Right = "right" }, Frame.Of("left", turned).With("right", turnedRight));
        Close.Results(here, there, 1e-7);
    }

    [Theory, InlineData(3.1), InlineData(-3.1), InlineData(1.7)]
    public void A_mean_direction_beside_the_cut_is_found_across_it(double mu)
    {
        var random = new Random(7);
        double[] angles = Seeded.Many(80, () => Math.IEEERemainder(mu + 0.4 * random.Normal(0, 1), 2 * Math.PI));
        double[] left = [.. angles.Select((x, i) => i % 4 == 0 ? Math.Max(-Math.PI, x - 0.2) : x)], right = [.. angles.Select((x, i) => i % 4 == 0 ? Math.Min(Math.PI, x + 0.2) : x)];
        var result = Fits.Of(new() { Name = "fit", Family = "von_mises", Left = "left", Right = "right" }, Frame.Of("left", left).With("right", right));
        Assert.True(result.Status == FitStatus.Ok, Sound.Codes(result));
        Assert.InRange(Math.Abs(Math.IEEERemainder(result.Parameters[0].Estimate!.Value - mu, 2 * Math.PI)), 0, 0.2);
        Assert.InRange(result.Parameters[0].Estimate!.Value, -Math.PI, Math.PI);
    }

    [Fact]
    public void A_bound_beyond_the_turn_is_refused()
    {
        var result = Fits.Of(new() { Name = "fit", Family = "von_mises", Response = "y", Event = "seen" }, Frame.Of("y", 1, 2, 5).With("seen", [1.0, 1, 0]));
        Assert.Equal("OUT_OF_SUPPORT", Assert.Single(result.Codes).Code);
    }

    [Fact]
    public void Bounds_that_favour_no_direction_give_kappa_zero()
    {
        // Halves and quarters of the circle, as often as chance would have them.
        var result = OfBounds([0, None, -Math.PI / 2, -Math.PI / 2, Math.PI / 2, None], [None, 0, Math.PI / 2, Math.PI / 2, None, -Math.PI / 2]);
        Assert.True(result.Status == FitStatus.Caution, Sound.Codes(result));
        Assert.Equal(0, result.Parameters[1].Estimate!.Value, 9);
    }

    [Fact]
    public void A_direction_opposite_to_the_middles_of_the_bounds_is_found()
    {
        var result = OfBounds([0, None, -Math.PI / 2, Math.PI / 2, None], [None, 0, Math.PI / 2, None, -Math.PI / 2]);
        Assert.True(result.Status is FitStatus.Ok or FitStatus.Caution, Sound.Codes(result));
        Assert.Equal(Math.PI, Math.Abs(result.Parameters[0].Estimate!.Value), 7);
        Assert.InRange(result.Parameters[1].Estimate!.Value, 0.1, 2);
    }

    private static double None => BatchEstimator.Estimation.Columns.Missing.Value;

    private static FitResult OfBounds(double[] left, double[] right) =>
        Fits.Of(new() { Name = "fit", Family = "von_mises", Left = "left", Right = "right" }, Frame.Of("left", left).With("right", right));
}
