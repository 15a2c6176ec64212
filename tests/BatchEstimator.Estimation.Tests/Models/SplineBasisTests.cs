using System.Globalization;
using BatchEstimator.Estimation.Columns;
using BatchEstimator.Estimation.Models;
using BatchEstimator.Estimation.Statistics;

namespace BatchEstimator.Estimation.Tests.Models;

/// <summary>Splines against those of R's package splines (SplinesOfR.txt), and what they do beyond their knots and with poor data.</summary>
public class SplineBasisTests
{
    private static readonly Dictionary<string, double[]> Data = new()
    {
        ["x1"] = [0.3, 1.1, 1.7, 2.9, 3.1, 4.8, 5.2, 6.6, 7.5, 9.4, 9.9, 12.25],
        ["x2"] = [0, 0, 1, 1, 1, 2, 2, 2, 2, 3, 3, 4, 7, 11],
        ["x3"] = [-1e6 + 1, -3e5, -17, 12, 5e4, 7e5, 2e6],
        ["x4"] = [1e-8, 3e-8, 4.5e-8, 7e-8, 8e-8, 9e-8, 2e-7],
        ["x5"] = [1, 1, 1, 1, 1, 2, 3, 10, 10, 10, 10, 10],
    };

    public static TheoryData<string> Cases()
    {
        using var stream = typeof(SplineBasisTests).Assembly.GetManifestResourceStream("SplinesOfR.txt")!;
        using var reader = new StreamReader(stream);
        return [.. reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(line => line[0] != '#')];
    }

    [Theory, MemberData(nameof(Cases))]
    public void Knots_and_values_are_those_of_R(string line)
    {
        string[] parts = line.Split('|');
        var basis = BasisOf(parts[0], Data[parts[1]], []);

        Near(Numbers(parts[2]), basis.Inner, 1e-15);
        Assert.Equal(Numbers(parts[3]), new[] { basis.Lower, basis.Upper });
        double[] values = new double[basis.Count];
        foreach (double[] row in parts.Skip(4).Select(Numbers))
        {
            Assert.True(basis.Evaluate(row[0], values));
            Near(row[1..], values, 1e-12);
        }
    }

    [Theory, InlineData("bs(x, 6)"), InlineData("ns(x, 5)"), InlineData("bs(x, 4, degree = 1)"), InlineData("ns(x, 3, Boundary.knots = c(1, 8))")]
    public void A_weight_is_repetition(string text)
    {
        double[] values = [0.5, 1, 2.5, 3, 4.25, 7, 9], weights = [2, 1, 5, 3, 1, 4, 1];
        double[] repeated = [.. values.SelectMany((value, i) => Enumerable.Repeat(value, (int)weights[i]))];
        if (text.StartsWith("bs", StringComparison.Ordinal) || text.Contains("Boundary", StringComparison.Ordinal))
            Assert.NotEqual(BasisOf(text, values, []).Inner, BasisOf(text, values, weights).Inner);

        Assert.Equal(BasisOf(text, repeated, []).Inner, BasisOf(text, values, weights).Inner);
    }

    [Fact]
    public void Beyond_its_knots_a_natural_spline_is_a_line_and_a_B_spline_nothing()
    {
        var natural = BasisOf("ns(x, 4)", Data["x1"], []);
        double[][] at = [.. new[] { 20.0, 30, 40 }.Select(x => { var values = new double[4]; Assert.True(natural.Evaluate(x, values)); return values; })];
        for (int i = 0; i < 4; i++)
            Assert.Equal(at[1][i], (at[0][i] + at[2][i]) / 2, 1e-12);
        Assert.Null(natural.Objection(1e6));

        var spline = BasisOf("bs(x, 5)", Data["x1"], []);
        double[] none = new double[5];
        Assert.False(spline.Evaluate(12.26, none));
        Assert.All(none, value => Assert.Equal(double.NaN, value));
        Assert.Equal("bs(x,5) was fitted to values from 0.3 to 12.25 and says nothing about 12.26; ns(...) instead of bs(...) goes on as a straight line.", spline.Objection(12.26));
        Assert.Null(spline.Objection(12.25));
        Assert.False(natural.Evaluate(double.NaN, none));
    }

    [Fact]
    public void The_columns_of_a_B_spline_and_what_was_left_out_sum_to_one()
    {
        var spline = BasisOf("bs(x, 8)", Data["x1"], []);
        double[] values = new double[8];
        for (double x = spline.Inner[0]; x <= spline.Upper; x += 0.01)
        {
            spline.Evaluate(x, values);
            Assert.Equal(1, values.Sum(), 1e-14);
        }
    }

    [Theory]
    [InlineData("bs(x, 5)", "4 4 4", "bs(x,5) needs a column that varies; every value is 4.")]
    [InlineData("ns(x, 5)", "", "ns(x,5) has no values")]
    [InlineData("bs(x, knots = c(1, 5))", "1 2 9", "The knots of bs(x,knots=c(1,5)) must lie between 1 and 9, both excluded.")]
    [InlineData("bs(x, 4, Boundary.knots = c(0, 8))", "1 2 9", "is defined from 0 to 8, but the values run from 1 to 9. Widen Boundary.knots")]
    [InlineData("ns(x, 4, Boundary.knots = c(3, 8))", "1 2 9", "has no values between its boundary knots")]
    [InlineData("ns(x, 3)", "1 1 1 1 2 3", "So many values of ns(x,3) are 1 that a knot falls on its boundary.")]
    public void What_cannot_be_is_told(string text, string values, string problem)
    {
        Assert.False(SplineBasis.TryCreate(FactorOf(text), Numbers(values), [], out var basis, out string told));
        Assert.Null(basis);
        Assert.Contains(problem, told, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("bs(x, df = 5)", "bs(x,5)1 bs(x,5)2 bs(x,5)3 bs(x,5)4 bs(x,5)5")]
    [InlineData("ns( x , 2 )", "ns(x,2)1 ns(x,2)2")]
    [InlineData("bs(log(x), degree = 2, df = 2)", "bs(log(x),2,degree=2)1 bs(log(x),2,degree=2)2")]
    [InlineData("ns(x, knots = c(-1.50, 2e1))", "ns(x,knots=c(-1.5,20))1 ns(x,knots=c(-1.5,20))2 ns(x,knots=c(-1.5,20))3")]
    [InlineData("ns(x, 1, Boundary.knots = c(0, 10))", "ns(x,1,Boundary.knots=c(0,10))1")]
    [InlineData("ns(x, 2):z", "ns(x,2)1:z ns(x,2)2:z")]
    [InlineData("z:ns(x, 2):bs(w, 1, degree = 1)", "z:ns(x,2)1:bs(w,1,degree=1)1 z:ns(x,2)2:bs(w,1,degree=1)1")]
    public void Columns_are_named_like_those_of_poly(string term, string names) =>
        Assert.Equal(names, string.Join(' ', Formula.ParsePredictor($"~ {term}", []).Terms[1].ColumnNames));

    [Theory]
    [InlineData("y ~ z + poly(x, 2)*ns(x, 2)", "|z|poly(x,2)|ns(x,2)|poly(x,2):ns(x,2)", "0 1 2 2 4 4 5 5 5 5")]
    [InlineData("y ~ C(g):bs(log(x), df = 3) + log(x)^2", "|log(x)^2|g:bs(log(x),3)", "0 1 2 2 2 2 2 2 2 2 2")]
    public void The_columns_of_a_polynomial_or_a_spline_are_one_term_as_written(string text, string terms, string sources)
    {
        var (formula, design) = DesignOf(text);

        Assert.Equal(terms, string.Join('|', formula.Terms.Select(term => term.Written).Distinct()));
        Assert.Equal(sources, string.Join(' ', design.Columns(Levels).Select(column => design.Terms[column.Term].Source)));
    }

    [Theory]
    [InlineData("y ~ ns(x, 2)*C(g) - C(g)", "(Intercept) ns(x,2)1 ns(x,2)2 ns(x,2)1:g=b ns(x,2)1:g=c ns(x,2)2:g=b ns(x,2)2:g=c")]
    [InlineData("y ~ C(g):ns(x, 2)", "(Intercept) g=a:ns(x,2)1 g=b:ns(x,2)1 g=c:ns(x,2)1 g=a:ns(x,2)2 g=b:ns(x,2)2 g=c:ns(x,2)2")]
    public void Splines_cross_with_labels_under_the_rules_of_contrasts(string text, string names) =>
        Assert.Equal(names, string.Join(' ', DesignOf(text).Design.Columns(Levels).Select(column => column.Name)));

    private static LevelIndex[] Levels => [new(["a", "b", "c"])];

    private static (Formula Formula, Design Design) DesignOf(string text)
    {
        var formula = Formula.Parse(text);
        return (formula, new(formula, [.. formula.Columns.Select(column => column with { Kind = column.Name == "g" ? ColumnKind.Text : ColumnKind.Number })]));
    }

    private static SplineFactor FactorOf(string text) => (SplineFactor)Formula.ParsePredictor($"~ {text}", []).Terms[1].Factors[0];

    private static SplineBasis BasisOf(string text, double[] sorted, double[] weights)
    {
        Assert.True(SplineBasis.TryCreate(FactorOf(text), sorted, weights, out var basis, out string problem), problem);
        return basis;
    }

    private static double[] Numbers(string text) => [.. text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(part => double.Parse(part, CultureInfo.InvariantCulture))];

    private static void Near(double[] expected, IReadOnlyList<double> found, double tolerance)
    {
        Assert.Equal(expected.Length, found.Count);
        double scale = expected.Select(Math.Abs).Append(tolerance == 1e-12 ? 1 : 0).Max();
        for (int i = 0; i < expected.Length; i++)
            Assert.Equal(expected[i], found[i], tolerance * scale);
    }
}
