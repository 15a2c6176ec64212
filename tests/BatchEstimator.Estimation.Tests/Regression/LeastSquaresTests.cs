using BatchEstimator.Estimation.Numerics;
using BatchEstimator.Estimation.Regression;
using BatchEstimator.Estimation.Tests.Support;

namespace BatchEstimator.Estimation.Tests.Regression;

/// <summary>Least squares of designs in blocks against normal equations of the design written out, and the laws of its passes.</summary>
public class LeastSquaresTests
{
    [Theory, MemberData(nameof(Seeds))]
    public void A_random_design_has_the_solution_of_its_normal_equations(int seed)
    {
        var random = new Random(seed);
        int rows = random.Next(150, 900), size;
        var table = RandomDesigns.Table(random, rows);
        var design = RandomDesigns.Design(random, 0, random.Next(1, 7), out size);
        double[] y = Seeded.Many(rows, () => random.Normal(5, 20)), w = Seeded.Many(rows, () => random.Next(4) * 0.25);
        table = table with { Numbers = [.. table.Numbers, y, w] };
        // What doubles lack, made larger than it ever is, so that leaving it out would be seen.
        if (seed % 3 == 0)
            table = table with { Lows = [.. table.Numbers.Select((column, i) => i % 3 == 0 || column == w ? null : (double[])[.. column.Select(value => value * 1e-12 * random.NextDouble())])] };
        int weight = seed % 2 == 0 ? -1 : table.Numbers.Length - 1, from = random.Next(20);
        var fit = new LeastSquares(design, size);
        fit.Fit(new(table, table.Numbers.Length - 2, weight, from, rows));

        var (oracle, beta, residual) = Oracle(design, table, weight, from, rows, size);
        Assert.Equal(oracle.Aliased, fit.Aliased);
        Assert.Equal(oracle.Rank, fit.Rank);
        Close.To((double)residual, (double)fit.ResidualSquares, 1e-14, "r'Wr");
        Close.To(oracle.LogDeterminant, fit.LogDeterminant, 1e-9, "log determinant", size);
        for (int j = 0; j < size; j++)
        {
            var column = oracle.InverseColumn(j);
            double error = Math.Sqrt((double)residual * (double)column[j] / rows);
            Close.To((double)beta[j], (double)fit.Coefficients[j], 1e-14, $"coefficient {j}", error);
            for (int i = 0; i < size; i++)
                Close.To((double)column[i], fit.Inverse[i * size + j], 1e-7, $"inverse {i} {j}", Math.Sqrt((double)oracle.InverseColumn(i)[i] * (double)column[j]));
        }
    }

    public static TheoryData<int> Seeds => [.. Enumerable.Range(0, 60)];

    [Fact]
    public void Threads_and_their_order_change_no_bit()
    {
        var (design, rows) = Plane(100_000, new Random(7), 0);
        LeastSquares alone = new(design, 4), backwards = new(design, 4, (count, body) =>
        {
            for (int i = count - 1; i >= 0; i--)
                body(i);
        }), parallel = new(design, 4, (count, body) => Parallel.For(0, count, body));
        foreach (var fit in new[] { alone, backwards, parallel })
            fit.Fit(rows);
        Assert.Equal(alone.Coefficients, backwards.Coefficients);
        Assert.Equal(alone.Inverse, backwards.Inverse);
        Assert.Equal(alone.ResidualSquares, backwards.ResidualSquares);
        Assert.Equal(alone.Coefficients, parallel.Coefficients);
        Assert.Equal(alone.Inverse, parallel.Inverse);
        Assert.Equal(alone.ResidualSquares, parallel.ResidualSquares);
    }

    [Fact]
    public void Group_after_group_is_as_each_alone_and_takes_no_memory()
    {
        const int Groups = 200, Rows = 50;
        var (design, all) = Plane(Groups * Rows, new Random(8), 0);
        LeastSquares together = new(design, 4);
        together.Fit(all with { To = Rows });
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int group = 0; group < Groups; group++)
            together.Fit(all with { From = group * Rows, To = group * Rows + Rows });
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
        LeastSquares alone = new(design, 4);
        alone.Fit(all with { From = (Groups - 1) * Rows });
        Assert.Equal(alone.Coefficients, together.Coefficients);
        Assert.Equal(alone.Inverse, together.Inverse);
        Assert.Equal(alone.ResidualSquares, together.ResidualSquares);
        Assert.Equal(1, alone.Refinements);
    }

    [Fact]
    public void A_huge_offset_of_a_column_costs_no_digits()
    {
        var random = new Random(9);
        double[] x = Seeded.Many(500, () => 1e9 + random.Next(1000)), y = [.. x.Select(v => 3 + 2 * (v - 1e9) + random.Next(-5, 6))];
        var table = new RowTable([x, y], []);
        var fit = new LeastSquares(new([new ConstantBlock(0), new NumericBlock(1, [0], [1e9 + 500], [1.0 / 512])], []), 2);
        fit.Fit(new(table, 1, -1, 0, 500));
        var small = new LeastSquares(new([new ConstantBlock(0), new NumericBlock(1, [0], [500], [1.0 / 512])], []), 2);
        small.Fit(new(new([[.. x.Select(v => v - 1e9)], y], []), 1, -1, 0, 500));
        Assert.Equal(small.Coefficients, fit.Coefficients);
        Assert.Equal(small.ResidualSquares, fit.ResidualSquares);
    }

    [Fact]
    public void Weights_are_repetitions()
    {
        var (design, rows) = Plane(300, new Random(10), 0);
        int[] times = [.. Enumerable.Range(0, 300).Select(row => row * 7 % 4)];
        var weighted = new LeastSquares(design, 4);
        weighted.Fit(rows with { Table = rows.Table with { Numbers = [.. rows.Table.Numbers, [.. times.Select(t => (double)t)]] }, Weight = rows.Table.Numbers.Length });
        int[] repeated = [.. times.SelectMany((t, row) => Enumerable.Repeat(row, t))];
        var plain = new LeastSquares(design, 4);
        plain.Fit(rows with { Table = new([.. rows.Table.Numbers.Select(column => (double[])[.. repeated.Select(row => column[row])])], []), To = repeated.Length });
        for (int i = 0; i < 4; i++)
            Close.To((double)plain.Coefficients[i], (double)weighted.Coefficients[i], 1e-15, $"coefficient {i}");
        Close.To((double)plain.ResidualSquares, (double)weighted.ResidualSquares, 1e-15, "r'Wr");
        Close.To((double)plain.ResponseSquares, (double)weighted.ResponseSquares, 1e-15, "y'Wy");
        Close.To((double)plain.ResponseSum, (double)weighted.ResponseSum, 1e-15, "sum of w y");
    }

    [Fact]
    public void A_model_that_holds_exactly_leaves_nothing()
    {
        var (design, rows) = Plane(1000, new Random(11), noise: null);
        var fit = new LeastSquares(design, 4);
        fit.Fit(rows);
        Assert.Equal(DoubleDouble.Zero, fit.ResidualSquares);
    }

    [Fact]
    public void No_rows_alias_everything()
    {
        var (design, rows) = Plane(10, new Random(12), 0);
        var fit = new LeastSquares(design, 4);
        fit.Fit(rows with { To = 0 });
        Assert.Equal(0, fit.Rank);
        Assert.Equal([true, true, true, true], fit.Aliased);
    }

    // y = 1 + 2 a - 3 b + 4 c and noise around a mean; without any if there is no mean.
    private static (PredictorDesign Design, LeastSquaresRows Rows) Plane(int rows, Random random, double? noise)
    {
        double[] a = Seeded.Many(rows, () => random.Next(-50, 50)), b = Seeded.Many(rows, () => random.Next(-50, 50)), c = Seeded.Many(rows, () => random.Next(2));
        double[] y = [.. Enumerable.Range(0, rows).Select(i => 1 + 2 * a[i] - 3 * b[i] + 4 * c[i] + (noise is { } mean ? random.Normal(mean, 3) : 0))];
        return (new([new ConstantBlock(0), new NumericBlock(1, [0, 1, 2], [0.5, 0.25, 0], [1, 1, 1])], []), new(new([a, b, c, y], []), 3, -1, 0, rows));
    }

    private static (NormalEquations Factor, DoubleDouble[] Beta, DoubleDouble ResidualSquares) Oracle(PredictorDesign design, RowTable table, int weight, int from, int to, int size)
    {
        DoubleDouble[] gram = new DoubleDouble[size * size], xy = new DoubleDouble[size];
        var rows = Enumerable.Range(from, to - from).Select(row =>
        (
            X: RandomDesigns.ExactRowOf(design, table, row, size),
            Y: design.Offsets.Aggregate(RandomDesigns.Exact(table, table.Numbers.Length - 2, row), (rest, offset) => rest - RandomDesigns.Exact(table, offset, row)),
            W: (DoubleDouble)(weight < 0 ? 1 : table.Numbers[weight][row])
        )).ToList();
        foreach (var (x, y, w) in rows)
        {
            for (int i = 0; i < size; i++)
            {
                xy[i] += w * x[i] * y;
                for (int j = 0; j < size; j++)
                    gram[i * size + j] += w * x[i] * x[j];
            }
        }
        var factor = new NormalEquations(gram, size);
        var beta = factor.Solve(xy);
        return (factor, beta, rows.Select(row => (row.W, R: row.X.Zip(beta, (x, b) => x * b).Aggregate(row.Y, (rest, term) => rest - term)))
            .Aggregate(DoubleDouble.Zero, (sum, row) => sum + row.W * row.R * row.R));
    }
}
