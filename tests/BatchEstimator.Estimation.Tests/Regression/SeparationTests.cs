using BatchEstimator.Estimation.Regression;
using BatchEstimator.Estimation.Tests.Support;

namespace BatchEstimator.Estimation.Tests.Regression;

public class SeparationTests
{
    public static TheoryData<string, int, int, int> Random
    {
        get
        {
            TheoryData<string, int, int, int> cases = [];
            foreach (string model in (string[])["labels", "counts", "classes", "ordered"])
            {
                // Three classes of two predictors have six columns: more subsets than fractions can go through.
                foreach (int range in (int[])[1, 2, 4, 9])
                {
                    for (int predictors = 1; predictors <= (model == "classes" ? 1 : 3); predictors++)
                        cases.Add(model, range, predictors, predictors == 3 || model == "classes" ? 15 : 40);
                }
            }
            return cases;
        }
    }

    /// <summary>Whole numbers in a narrow range: ties, duplicates, dependent columns, every kind of separation.</summary>
    [Theory, MemberData(nameof(Random))]
    public void Small_designs_are_judged_as_by_trying_every_edge_in_fractions(string model, int range, int predictors, int repeats)
    {
        int[] outcomes = new int[3];
        for (int seed = 0; seed < repeats; seed++)
        {
            Random random = new(seed * 1000 + range * 10 + predictors);
            int n = random.Next(3, 13);
            double[][] design = [.. Enumerable.Range(0, n).Select(_ => (double[])[.. model == "ordered" ? (double[])[] : [1], .. Seeded.Many(predictors, () => random.Next(-range, range + 1))])];
            int[] label = [.. design.Select(row => Math.Max(0, Math.Min(2, (int)Math.Round(row[^1] / range * 1.5 + random.Normal(0, 0.1 + random.NextDouble())))))];
            var cases = model switch
            {
                "labels" => SeparationCases.Labels(design, [.. label.Select(k => Math.Min(k, 1))]),
                "counts" => SeparationCases.Counts(design, label),
                "classes" => SeparationCases.Classes(design, label, 3),
                _ => SeparationCases.Ordered(design, label, 3),
            };
            if (SeparationOracle.Rank(cases) < cases.Columns)
                continue;
            outcomes[Agree(cases, $"{model} {range} {predictors} {seed}")]++;
        }
        // A row that is an equality is never strict, so counts are never separated completely.
        Assert.True(outcomes[0] > 0 && outcomes[1] > 0, string.Join(' ', outcomes));
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
            double value = cases.Dense(c).Zip(direction.Vector, (a, b) => a * b).Sum();
            Assert.True(cases.IsEquality(c) ? Math.Abs(value) < 1e-13 : value > -1e-13, which);
            if (value > 1e-13)
                observations.Add(cases.Observation(c));
        }
        Assert.Equal(observations.Count, direction.StrictRows);
        return direction.Complete ? 2 : 1;
    }
}
