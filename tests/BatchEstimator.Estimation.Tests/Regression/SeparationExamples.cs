using BatchEstimator.Estimation.Regression;
using BatchEstimator.Estimation.Tests.Support;

namespace BatchEstimator.Estimation.Tests.Regression;

/// <summary>Data sets whose answer is known by their making.</summary>
public class SeparationExamples
{
    [Fact]
    public void A_dummy_whose_rows_are_all_1_is_the_direction_alone()
    {
        Random random = new(1);
        double[][] design = [.. Enumerable.Range(0, 200).Select(i => (double[])[1, random.Normal(50, 12), random.Normal(0, 1), i % 16 == 3 && i < 192 ? 1 : 0])];
        int[] label = [.. design.Select(row => row[3] == 1 ? 1 : (int)random.Bernoulli(0.4))];
        var direction = Found(SeparationCases.Labels(design, label));
        Assert.Equal([0, 0, 0, 1], direction.Vector);
        Assert.Equal([3], direction.Support);
        Assert.Equal((false, 12, 200), (direction.Complete, direction.StrictRows, direction.Rows));
    }

    [Fact]
    public void A_threshold_separates_completely_and_has_few_digits()
    {
        double[][] design = [.. Enumerable.Range(0, 20).Select(i => (double[])[1, i * 1.01, (i * 7 % 20) - 3.3])];
        var direction = Found(SeparationCases.Labels(design, [.. Enumerable.Range(0, 20).Select(i => i > 12 ? 1 : 0)]));
        Assert.True(direction.Complete);
        Assert.Equal([0, 1], direction.Support);
        Assert.InRange(-direction.Vector[0] / direction.Vector[1], 12 * 1.01, 13 * 1.01);
        Assert.Equal(20, direction.StrictRows);
    }

    [Fact]
    public void One_tie_makes_it_quasi_complete_and_one_overlap_undoes_it()
    {
        double[][] design = [.. Enumerable.Range(0, 20).Select(i => (double[])[1, i * 0.1])];
        int[] label = [.. Enumerable.Range(0, 20).Select(i => i > 12 ? 1 : 0)];
        var direction = Found(SeparationCases.Labels([.. design, [1, 13 * 0.1]], [.. label, 0]));
        Assert.Equal((false, 19, 21), (direction.Complete, direction.StrictRows, direction.Rows));
        Assert.Equal(13 * 0.1, -direction.Vector[0] / direction.Vector[1], 1e-14);
        None(SeparationCases.Labels([.. design, [1, 13 * 0.1 + 1e-15]], [.. label, 0]));
        Assert.True(Found(SeparationCases.Labels([.. design, [1, 13 * 0.1 - 1e-15]], [.. label, 0])).Complete);
    }

    [Theory]
    [InlineData(1e-8, 0)]
    [InlineData(1e8, 0)]
    [InlineData(1, 1e9)]
    [InlineData(1e-3, 1e9)]
    [InlineData(1e-300, 0)]
    [InlineData(1e250, 0)]
    public void A_margin_of_ten_digits_is_seen_at_any_scale_and_offset(double scale, double offset)
    {
        // Beside offsets the numbers themselves are rounded: the margin is then the last digit they have.
        double step = Math.Max(1e-10 * scale, Math.BitIncrement(offset) - offset);
        double[] x = [.. Enumerable.Range(0, 40).Select(i => offset + scale * (i - 20) * 0.37)];
        double edge = x[25];
        foreach (var (shift, strict) in ((double, int)[])[(-step, 82), (0, 80), (step, 0)])
        {
            // The second column is an offset too, and does not help.
            List<double[]> design = [.. x.Select((v, i) => (double[])[1, v, offset + scale * (i * 11 % 40)])];
            List<int> label = [.. x.Select((_, i) => i >= 25 ? 1 : 0)];
            design.AddRange([.. design.Select((row, i) => (double[])[1, row[1], offset + scale * ((i * 11 + 5) % 40)])]);
            label.AddRange(label);
            foreach (int corner in (int[])[0, 39])
            {
                design.Add([1, edge + shift, offset + scale * corner]);
                label.Add(0);
            }
            design.Add([1, edge, offset]);
            design.Add([1, edge, offset + scale * 39]);
            label.AddRange([1, 1]);
            var (direction, proven) = RecessionSearch.Find(SeparationCases.Labels([.. design], [.. label]));
            Assert.True(proven);
            Assert.Equal(strict == 0, direction is null);
            if (direction is null)
                continue;
            Assert.Equal([0, 1], direction.Support);
            Assert.Equal(strict == 82, direction.Complete);
        }
    }

    [Fact]
    public void A_group_without_events_has_no_rate()
    {
        Random random = new(5);
        double[][] design = [.. Enumerable.Range(0, 90).Select(i => (double[])[1, i % 3 == 1 ? 1 : 0, i % 3 == 2 ? 1 : 0, random.Normal(0, 1)])];
        int[] count = [.. design.Select(row => row[2] == 1 ? 0 : (int)random.Poisson(1.5))];
        var direction = Found(SeparationCases.Counts(design, count));
        Assert.Equal([0, 0, -1, 0], direction.Vector);
        Assert.Equal((false, 30, 90), (direction.Complete, direction.StrictRows, direction.Rows));
        count[2] = 1;
        None(SeparationCases.Counts(design, count));
    }

    [Fact]
    public void A_class_that_a_column_tells_from_the_others()
    {
        Random random = new(7);
        double[][] design = [.. Enumerable.Range(0, 60).Select(_ => (double[])[1, random.Normal(0, 1), random.Normal(0, 1)])];
        int[] label = [.. design.Select(row => row[1] > 1 ? 2 : random.Next(2))];
        var cases = SeparationCases.Classes(design, label, 3);
        var direction = Found(cases);
        Assert.Equal([3, 4], direction.Support);
        Assert.False(direction.Complete);
        Assert.Equal(60, direction.StrictRows);
        label[Array.FindIndex(label, k => k == 2)] = 0;
        label[Array.FindIndex(label, k => k == 1)] = 2;
        label[Array.FindIndex(label, k => k == 0)] = 2;
        None(SeparationCases.Classes(design, label, 3));
    }

    [Fact]
    public void Ordered_classes_that_follow_a_column()
    {
        double[][] design = [.. Enumerable.Range(0, 30).Select(i => (double[])[i, i * 13 % 30])];
        var direction = Found(SeparationCases.Ordered(design, [.. Enumerable.Range(0, 30).Select(i => i / 10)], 3));
        Assert.True(direction.Complete);
        Assert.Equal(30, direction.StrictRows);
        Assert.DoesNotContain(3, direction.Support);
        None(SeparationCases.Ordered(design, [.. Enumerable.Range(0, 30).Select(i => i * 7 % 30 / 10)], 3));
    }

    [Fact]
    public void Dependent_columns_are_no_direction()
    {
        Random random = new(9);
        double[][] design = [.. Enumerable.Range(0, 50).Select(_ => random.Normal(0, 1)).Select(x => (double[])[1, x, 2 * x, 0])];
        None(SeparationCases.Labels(design, [.. design.Select(row => random.Next(2))]));
        var direction = Found(SeparationCases.Labels(design, [.. design.Select(row => row[1] > 0.25 ? 1 : 0)]));
        Assert.True(direction.Complete);
        Assert.Equal(2, direction.Support.Count);
    }

    [Fact]
    public void Equal_rows_may_be_merged()
    {
        SeparationCases merged = new(2) { Merged = [10, 3, 5, 7] };
        merged.Add([-1, -0.5], equality: false, 0);
        merged.Add([-1, -2], equality: false, 1);
        merged.Add([1, 2], equality: false, 2);
        merged.Add([1, 3], equality: false, 3);
        var direction = Found(merged);
        Assert.Equal((false, 17, 25), (direction.Complete, direction.StrictRows, direction.Rows));
        Assert.Equal([-1, 0.5], direction.Vector);
    }

    [Theory]
    [InlineData(100_000, 10)]
    [InlineData(3_000, 40)]
    public void Long_tables_with_rare_levels(int rows, int predictors)
    {
        Random random = new(rows);
        double[][] design = new double[rows][];
        int[] label = new int[rows];
        for (int i = 0; i < rows; i++)
        {
            design[i] = new double[predictors];
            design[i][0] = 1;
            design[i][1] = random.Normal(0, 1);
            design[i][2 + random.Next(predictors - 2)] = 1;
            label[i] = (int)random.Bernoulli(1 / (1 + Math.Exp(-design[i][1])));
        }
        // The levels add up to the intercept: one is dropped.
        SeparationCases whole = SeparationCases.Labels(design, label);
        int[] kept = [.. Enumerable.Range(0, predictors).Where(j => j != 5)];
        None(whole.Only(kept));
        int rare = predictors - 2;
        for (int i = 0, seen = 0; i < rows; i++)
        {
            if (design[i][rare + 1] == 1 && ++seen > 12)
                (design[i][rare + 1], design[i][2]) = (0, 1);
            else if (design[i][rare + 1] == 1)
                label[i] = 0;
        }
        var direction = Found(SeparationCases.Labels(design, label).Only(kept));
        Assert.Equal([rare], direction.Support);
        Assert.Equal(-1, direction.Vector[rare]);
        Assert.Equal((false, 12, rows), (direction.Complete, direction.StrictRows, direction.Rows));
    }

    private static RecessionDirection Found(IRecessionConstraints cases)
    {
        var (direction, proven) = RecessionSearch.Find(cases);
        Assert.True(proven);
        Assert.NotNull(direction);
        return direction;
    }

    private static void None(IRecessionConstraints cases) => Assert.Equal(new RecessionAnswer(null, Proven: true), RecessionSearch.Find(cases));
}
