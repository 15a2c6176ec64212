using BatchEstimator.Estimation.Likelihoods;
using BatchEstimator.Estimation.Models;
using BatchEstimator.Estimation.Results;
using BatchEstimator.Estimation.Tests.Support;

namespace BatchEstimator.Estimation.Tests.Census;

/// <summary>
/// Mixtures of two and three normals, far apart and not. The likelihood is unbounded, so "best known" means: the top that a search without
/// derivatives reaches from the truth, if every sigma there is above the floor the family states.
/// </summary>
public class MixtureCensus
{
    [Theory, InlineData(2, 4.0, 25), InlineData(2, 2.0, 25), InlineData(3, 5.0, 10)]
    public void No_top_near_the_truth_is_higher(int components, double gap, int sets)
    {
        var random = new Random(20260402);
        var definition = new FitDefinition { Name = "fit", Family = "normal_mixture", Response = "y", Components = components };
        var problems = new List<string>();
        for (int set = 0; set < sets; set++)
        {
            int rows = (int[])[100, 300, 1000] is var sizes ? sizes[random.Next(3)] : 0;
            double unit = Math.Pow(10, random.Next(-4, 5));
            double[] sigma = [.. Enumerable.Range(0, components).Select(_ => unit * Math.Pow(2, 2 * random.NextDouble() - 1))];
            double[] mu = [.. Enumerable.Range(0, components).Select(k => unit * gap * k)];
            double[] values = Seeded.Many(rows, () => random.Next(components) is var k ? random.Normal(mu[k], sigma[k]) : 0);
            double[] truth = [.. Enumerable.Range(0, components).SelectMany(k => k < components - 1 ? new[] { 1.0 / components, mu[k], sigma[k] } : [mu[k], sigma[k]])];
            if (Problem(definition, Frame.Of("y", values), truth, unit, gap) is { } problem)
                problems.Add($"set {set}, n = {rows}: {problem}");
        }
        Assert.True(problems.Count == 0, string.Join(Environment.NewLine, problems));
    }

    private static string? Problem(FitDefinition definition, Frame frame, double[] truth, double unit, double gap)
    {
        var result = Fits.Of(definition, frame);
        // Components that overlap may leave no top at all beside the unbounded ones; those well apart always leave one.
        if (result.Status == FitStatus.Refused && gap < 3)
            return result.Codes[0].Code == FitCodes.UnboundedLikelihood ? null : result.Codes[0].Message;
        if (result.Status != FitStatus.Ok)
            return $"{result.Status} {Sound.Codes(result)}";
        var kernel = new RowKernel(FitModel.Create(definition).Family.LogDensity(1), []);
        double[] values = frame.Numbers("y"), sum = new double[1];
        double mean = values.Average(), floor = 1e-3 * Math.Sqrt(values.Average(x => (x - mean) * (x - mean)));
        double[] From(double[] u) => [.. truth.Select((t, i) => IsWeight(i, truth) ? 1 / (1 + Math.Exp(-u[i])) : IsSigma(i, truth) ? Math.Exp(u[i]) : unit * u[i])];
        double[] start = [.. truth.Select((t, i) => IsWeight(i, truth) ? Math.Log(t / (1 - t)) : IsSigma(i, truth) ? Math.Log(t) : t / unit)];
        double Bounded(double[] u) => From(u) is var p && p.Where((_, i) => IsSigma(i, truth)).All(sigma => sigma > floor) ? At(p) : double.NegativeInfinity;
        double At(double[] p)
        {
            kernel.Sum([values], 0, values.Length, null, p, [], KernelOrder.Value, sum);
            return double.IsFinite(sum[0]) ? sum[0] : double.NegativeInfinity;
        }
        double best = NelderMead.Top(Bounded, start, 0.2, 2).Value, missing = best - result.LogLikelihood!.Value;
        return missing <= 1e-6 * (1 + Math.Abs(best)) ? null : $"{missing:G3} below {best:G8}";
    }

    private static bool IsWeight(int i, double[] all) => i % 3 == 0 && i < all.Length - 2;

    private static bool IsSigma(int i, double[] all) => i == all.Length - 1 || (i % 3 == 2 && i < all.Length - 2);
}
