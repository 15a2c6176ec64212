using BatchEstimator.Estimation.Columns;
using BatchEstimator.Estimation.Families;
using BatchEstimator.Estimation.Likelihoods;
using BatchEstimator.Estimation.Models;
using BatchEstimator.Estimation.Results;
using BatchEstimator.Estimation.Tests.Support;

namespace BatchEstimator.Estimation.Tests.Census;

/// <summary>Mixtures of which rows are known in part or could not all be seen: an estimate or a refusal, never a search that stopped on the way.</summary>
public class CensoredMixtureCensus
{
    [Theory, InlineData(true, false), InlineData(false, true), InlineData(true, true)]
    public void The_search_always_answers_and_no_start_near_the_truth_climbs_higher(bool censored, bool truncated)
    {
        var problems = new List<string>();
        var random = new Random(20261001);
        var mixture = new NormalMixture();
        int answers = 0;
        for (int set = 0; set < 24; set++)
        {
            double scale = Math.Pow(10, 4 * random.NextDouble() - 2), gap = 1.5 + 3 * random.NextDouble(), share = 0.25 + 0.5 * random.NextDouble(), wide = 0.6 + random.NextDouble();
            double[] truth = [share, -gap / 2 * scale, scale, gap / 2 * scale, wide * scale];
            double lower = -(gap / 2 + 1.2) * scale, upper = (gap / 2 + 1.2 * wide) * scale;
            int rows = new[] { 30, 100, 300 }[random.Next(3)];
            double[] values = Seeded.Many(rows, () =>
            {
                for (; ; )
                {
                    double x = random.NextDouble() < share ? random.Normal(truth[1], truth[2]) : random.Normal(truth[3], truth[4]);
                    if (!truncated || (x >= lower && x <= upper))
                        return x;
                }
            });
            double[] left = [.. values], right = [.. values];
            for (int i = 0; censored && i < rows; i += 3)
                (left[i], right[i]) = (i % 4) switch
                {
                    0 => (values[i] - 0.3 * scale, values[i] + 0.4 * scale),
                    1 => (values[i] - 0.5 * scale, Missing.Value),
                    2 => (Missing.Value, values[i] + 0.5 * scale),
                    _ => (left[i], right[i]),
                };
            if (truncated)
                (left, right) = ([.. left.Select(x => Missing.Is(x) ? x : Math.Max(x, lower))], [.. right.Select(x => Missing.Is(x) ? x : Math.Min(x, upper))]);
            var definition = new FitDefinition { Name = "fit", Family = "normal_mixture", Left = "left", Right = "right", Truncation = truncated ? new(lower, upper) : null };
            var result = Fits.Of(definition, Frame.Of("left", left).With("right", right));
            string what = $"set {set}, n = {rows}, truth {string.Join(", ", truth)}";
            problems.AddRange(Sound.Problems(result, what));
            if (result.Status is not (FitStatus.Ok or FitStatus.Caution))
                continue;
            answers++;
            double Height(double[] point)
            {
                double last = 1 - point[0];
                if (!(point[0] > 0 && last > 0 && point[2] > 0 && point[4] > 0))
                    return double.NegativeInfinity;
                double Up(double x) => point[0] * BatchEstimator.Estimation.Numerics.SpecialFunctions.NormalCdf((x - point[1]) / point[2]) + last * BatchEstimator.Estimation.Numerics.SpecialFunctions.NormalCdf((x - point[3]) / point[4]);
                double seen = truncated ? Math.Log(Up(upper) - Up(lower)) : 0;
                var density = new Tape(mixture.LogDensity(new Variable(VariableKind.Data, 0, "x")));
                return left.Zip(right, (a, b) => a == b ? density.Evaluate([a, 1], point)[0]
                    : Math.Log((Missing.Is(b) ? truncated ? Up(upper) : 1 : Up(b)) - (Missing.Is(a) ? truncated ? Up(lower) : 0 : Up(a)))).Sum() - rows * seen;
            }
            double found = Height([.. result.Parameters.Select(p => p.Estimate!.Value)]);
            Close.To(found, result.LogLikelihood, 1e-7, what, 1);
            var (point, value) = NelderMead.Top(v => Height([1 / (1 + Math.Exp(-v[0])), v[1] * scale, Math.Exp(v[2]) * scale, v[3] * scale, Math.Exp(v[4]) * scale]),
                [Math.Log(share / (1 - share)), truth[1] / scale, 0, truth[3] / scale, Math.Log(wide)]);
            // A component that shrank onto a value is no top.
            if (value > found + 1e-6 * (1 + Math.Abs(found)) && Math.Min(point[2], point[4]) > Math.Log(0.01) && Math.Max(point[2], point[4]) < Math.Log(30))
                problems.Add($"{what}: {found} below {value} at {string.Join(", ", point)}, found {string.Join(", ", result.Parameters.Select(p => p.Estimate / scale))}");
        }
        Assert.True(problems.Count == 0, $"{problems.Count} of {answers} answers{Environment.NewLine}{string.Join(Environment.NewLine, problems)}");
        Assert.True(answers >= 12, $"{answers} answers");
    }
}
