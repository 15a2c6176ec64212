using BatchEstimator.Estimation.Regression;
using BatchEstimator.Estimation.Tests.Support;

namespace BatchEstimator.Estimation.Tests.Regression;

public class SeparationTests
{
    /// <summary>Whole numbers in a narrow range: ties, duplicates, every kind of separation.</summary>
    [Theory]
    [InlineData("labels", 40, 3)]
    [InlineData("counts", 40, 3)]
    [InlineData("ordered", 20, 3)]
    // Three classes of two predictors have six columns: more subsets than fractions can go through.
    [InlineData("classes", 15, 1)]
    public void Small_designs_are_judged_as_by_trying_every_edge_in_fractions(string model, int repeats, int mostPredictors)
    {
        int[] outcomes = new int[3];
        foreach (int range in (int[])[1, 2, 4, 9])
        {
            for (int predictors = 1; predictors <= mostPredictors; predictors++)
            {
                for (int seed = 0; seed < repeats; seed++)
                {
                    var cases = Drawn(model, range, predictors, seed);
                    if (SeparationOracle.Rank(cases) == cases.Columns)
                        outcomes[Agree(cases, $"{model} {range} {predictors} {seed}")]++;
                }
            }
        }
        // A positive count is a tie in every direction, so counts are never separated completely.
        Assert.True(outcomes[0] >= 4 && outcomes[1] >= 10 && (outcomes[2] >= 10 || model == "counts"), string.Join(' ', outcomes));
    }

    /// <summary>Numbers of all digits, offsets of 1e9, scales twenty powers of ten apart, columns that differ in the ninth digit.</summary>
    [Theory]
    [InlineData("offsets")]
    [InlineData("scales")]
    [InlineData("near")]
    public void Badly_scaled_designs_are_judged_as_in_fractions(string kind)
    {
        int[] outcomes = new int[3];
        for (int seed = 0; seed < 30; seed++)
        {
            Random random = new(seed);
            double[][] unit = [.. Enumerable.Range(0, random.Next(8, 14)).Select(_ => Seeded.Many(3, random.NextDouble))];
            List<double[]> design = [.. unit.Select(u => kind switch
            {
                "offsets" => (double[])[1, 1e9 + u[0], 1e9 + u[1], 1e9 + u[0] + u[1] + 1e-3 * u[2]],
                "scales" => [1, 1e-8 * u[0], 1e8 * u[1], u[2]],
                _ => [1, u[0], u[1], u[0] + u[1] + 1e-9 * u[2]],
            })];
            List<int> label = [.. unit.Select(u => u[0] + 0.3 * u[1] + random.Normal(0, 0.2 * (seed % 3)) > 0.6 ? 1 : 0)];
            // The same row with both labels: a tie wherever the line passes through it.
            for (int tie = 0; tie < seed % 4; tie++)
            {
                design.Add(design[tie]);
                label.Add(1 - label[tie]);
            }
            outcomes[Agree(SeparationCases.Labels([.. design], [.. label]), $"{kind} {seed}")]++;
        }
        Assert.True(outcomes.All(n => n >= 3), string.Join(' ', outcomes));
    }

    private static SeparationCases Drawn(string model, int range, int predictors, int seed)
    {
        Random random = new(seed * 1000 + range * 10 + predictors);
        int n = random.Next(3, model == "classes" ? 10 : 14);
        double[][] design = [.. Enumerable.Range(0, n).Select(_ => (double[])[.. model == "ordered" ? (double[])[] : [1], .. Seeded.Many(predictors, () => random.Next(-range, range + 1))])];
        double noise = 2 * random.NextDouble();
        int[] label = [.. design.Select(row => Math.Clamp((int)Math.Round(row[^1] / range * 1.5 + random.Normal(0, noise)), 0, 2))];
        return model switch
        {
            "labels" => SeparationCases.Labels(design, [.. label.Select(k => Math.Min(k, 1))]),
            "counts" => SeparationCases.Counts(design, label),
            "classes" => SeparationCases.Classes(design, label, 3),
            _ => SeparationCases.Ordered(design, label, 3),
        };
    }

    private static int Agree(SeparationCases cases, string which)
    {
        int strict = SeparationOracle.Strict(cases);
        var (direction, proven) = RecessionSearch.Find(cases);
        Assert.True(proven, which);
        Assert.True(direction is null == (strict == 0), which);
        if (direction is null)
            return 0;
        Assert.Equal(1, direction.Vector.Max(Math.Abs));
        Assert.Equal(strict == cases.Count, direction.Complete);
        Assert.Equal(strict, SeparationOracle.Strict(cases.Only(direction.Support)));
        foreach (int dropped in direction.Support)
            Assert.True(SeparationOracle.Strict(cases.Only([.. direction.Support.Where(j => j != dropped)])) < strict, which);
        HashSet<int> observations = [];
        for (int c = 0; c < cases.Count; c++)
        {
            double[] terms = [.. cases.Dense(c).Zip(direction.Vector, (a, b) => a * b)];
            double value = terms.Sum(), rounding = 1e-15 * terms.Sum(Math.Abs);
            Assert.True(cases.IsEquality(c) ? Math.Abs(value) <= rounding : value >= -rounding, which);
            if (value > rounding)
                observations.Add(cases.Observation(c));
        }
        Assert.Equal(observations.Count, direction.StrictRows);
        return direction.Complete ? 2 : 1;
    }
}
