using BatchEstimator.Estimation.Families;
using BatchEstimator.Estimation.Numerics;
using BatchEstimator.Estimation.Statistics;
using BatchEstimator.Estimation.Tests.Support;

namespace BatchEstimator.Estimation.Tests.Numerics;

/// <summary>Sums of columns and of their squares, against fractions and against the slower rule for any product.</summary>
public class ColumnSumsTests
{
    public static TheoryData<string, int> Cases
    {
        get
        {
            var cases = new TheoryData<string, int>();
            foreach (string kind in (string[])["positive", "signed", "cancelling", "far off", "one giant", "decades", "equal", "zero", "tiny", "huge"])
            {
                foreach (int rows in (int[])[1, 7, 8, 200, 1023, 1024, 1025, 3000])
                    cases.Add(kind, rows);
            }
            return cases;
        }
    }

    [Theory, MemberData(nameof(Cases))]
    public void About_thirty_digits_of_the_sizes_of_the_terms(string kind, int rows)
    {
        double[] values = Draw(kind, rows);
        foreach (bool squares in (bool[])[false, true])
        {
            Rational exact = 0, size = 0;
            foreach (double x in values)
            {
                Rational term = squares ? (Rational)x * x : x;
                (exact, size) = (exact + term, size + Math.Abs((double)term));
            }
            double error = (double)(ColumnSums.Of(values, squares) - exact), scale = (double)size;
            // The square of 1e-200 is no double, and what a double's range cuts off is lost to any rule.
            Assert.True(Math.Abs(error) <= 1e-28 * scale + 1e-300, $"{kind}, {rows}, squares: {squares}: error {error:G3} of {scale:G3}");
        }
    }

    [Theory, MemberData(nameof(Cases))]
    public void The_rule_for_any_product_says_the_same(string kind, int rows)
    {
        double[] values = Draw(kind, rows), ones = [.. Enumerable.Repeat(1.0, rows)];
        double size = values.Sum(Math.Abs), squares = values.Sum(x => x * x);
        Assert.True(Math.Abs((double)(DotProduct.Of(values, [], []) - DotProduct.Of(values, [], ones))) <= 1e-28 * size);
        Assert.True(Math.Abs((double)(DotProduct.Of(values, values, []) - DotProduct.Of(values, values, ones))) <= 1e-28 * squares + 1e-300);
    }

    [Theory, InlineData(double.NaN), InlineData(double.PositiveInfinity), InlineData(double.NegativeInfinity)]
    public void What_is_no_number_shows(double value)
    {
        foreach (int place in (int[])[0, 5, 600, 1500, 2047])
        {
            double[] values = Draw("positive", 2048);
            values[place] = value;
            Assert.False(DoubleDouble.IsFinite(ColumnSums.Of(values, squares: false)));
            Assert.False(DoubleDouble.IsFinite(ColumnSums.Of(values, squares: true)));
        }
    }

    [Theory, InlineData("gamma"), InlineData("inverse_gamma"), InlineData("lognormal"), InlineData("normal"), InlineData("inverse_gaussian"), InlineData("beta"), InlineData("pareto")]
    public void Statistics_of_rows_are_those_of_weights_of_one(string name)
    {
        var family = (SummaryFamily)Catalogue.Find(name)!;
        foreach (int rows in (int[])[1, 200, 2500])
        {
            double[] values = [.. Draw("positive", rows).Select(x => name == "beta" ? x / 8 : x)];
            var fast = family.Kernels.Statistics.SumsOf(Sample.Of(values), new());
            var slow = family.Kernels.Statistics.SumsOf(Sample.Of(values, [.. Enumerable.Repeat(1.0, rows)]), new());
            for (int k = 0; k < WeightedSums.Preamble + family.Statistics.Count; k++)
                Close.To((double)slow[k], (double)fast[k], 1e-15, $"{name}, {rows}, {k}", 1e-15);
            Assert.Equal((slow.Minimum, slow.Maximum), (fast.Minimum, fast.Maximum));
        }
    }

    private static double[] Draw(string kind, int rows)
    {
        var random = new Random(rows);
        double u() => random.NextDouble() + 0.01;
        double[] values = [.. Enumerable.Range(0, rows).Select(i => kind switch
        {
            "signed" => u() - 0.5,
            "cancelling" => (i % 2 == 0 ? 1 : -1) * (1e6 + u()),
            "far off" => 1e15 + Math.Round(10 * u()),
            "one giant" => i == rows / 2 ? 1e20 : u(),
            "decades" => Math.Pow(10, 30 * u() - 15),
            "equal" => 0.1,
            "zero" => 0,
            "tiny" => 1e-305 * u(),
            "huge" => 1e150 * u(),
            _ => 5 * u(),
        })];
        return values;
    }
}
