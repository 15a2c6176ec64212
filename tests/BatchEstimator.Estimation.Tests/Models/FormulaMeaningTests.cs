using BatchEstimator.Estimation.Columns;
using BatchEstimator.Estimation.Likelihoods;
using BatchEstimator.Estimation.Models;

namespace BatchEstimator.Estimation.Tests.Models;

/// <summary>What the parts of a formula are worth, and how columns are named.</summary>
public class FormulaMeaningTests
{
    private static readonly IReadOnlyList<ColumnRequest> Known = [new("x", ColumnKind.Number), new("z", ColumnKind.Number)];

    /// <summary>The values are those of R 4.2.2 at x = 3, z = 2.</summary>
    [Theory]
    [InlineData("I(-x^2)", -9)]
    [InlineData("I(x - z - 1)", 0)]
    [InlineData("I(x/z/2)", 0.75)]
    [InlineData("I(2*x^2)", 18)]
    [InlineData("I(x - z*2 + 1)", 0)]
    [InlineData("I(x^-1)", 0.33333333333333331)]
    [InlineData("I(-x^-1)", -0.33333333333333331)]
    [InlineData("I(+x)", 3)]
    [InlineData("I(- -x)", 3)]
    [InlineData("I(x*-z)", -6)]
    [InlineData("I((x + z)^2)", 25)]
    [InlineData("log(x)^2", 1.2069489608125821)]
    [InlineData("log(x)/2", 0.54930614433405489)]
    [InlineData("sqrt(x*3)", 3)]
    [InlineData("I(1e1*x)", 30)]
    [InlineData("I(.5*x)", 1.5)]
    [InlineData("I(5.*x)", 15)]
    [InlineData("log2(8*x/3)", 3)]
    [InlineData("log10(x*z)", 0.77815125038364363)]
    [InlineData("log1p(x)", 1.3862943611198906)]
    [InlineData("exp(-x/z)", 0.22313016014842982)]
    [InlineData("abs(z - x)", 1)]
    [InlineData("I(x/(z + 1))", 1)]
    [InlineData("I(x*z/x*z)", 4)]
    [InlineData("I(-(x - z)^3)", -1)]
    [InlineData("sqrt(x)^3*2", 10.392304845413262)]
    [InlineData("exp(x)/4/2", 2.5106921153984585)]
    [InlineData("I(x)^2", 9)]
    [InlineData("I((((x))))", 3)]
    public void Arithmetic_has_the_precedence_of_R(string term, double value) => Assert.Equal(value, ValueOf(term), 1e-15 * Math.Abs(value));

    [Theory]
    [InlineData("x^2", 9.0), InlineData("x/10", 0.3), InlineData("x*2", 6.0), InlineData("x^2/3", 3.0), InlineData("x/2*4", 6.0), InlineData("x^-2", 1 / 9.0)]
    [InlineData("poly(x, 1)", 3.0), InlineData("poly(x - 1, degree = 1)", 2.0), InlineData("poly(x, 1, raw = TRUE)", 3.0)]
    public void Arithmetic_on_one_column_may_stand_bare(string term, double value) => Assert.Equal(value, ValueOf(term), 1e-15);

    [Theory]
    [InlineData("y ~ x + offset(z)", 2.0)]
    [InlineData("y ~ offset(z) + x + offset(log(x))", 3.0986122886681098)]
    [InlineData("y ~ offset(z) + offset(z)", 4.0)]
    [InlineData("y ~ offset(-z/2)", -1.0)]
    [InlineData("y ~ offset(3) - 1", 3.0)]
    [InlineData("y ~ x", 0.0)]
    public void Offsets_are_added_up(string text, double value)
    {
        var formula = Formula.Parse(text);
        Assert.Equal(value, new Tape(formula.Offset).Evaluate([.. formula.Columns.Select(column => column.Name == "x" ? 3.0 : column.Name == "z" ? 2 : double.NaN)], [])[0], 1e-15);
    }

    [Theory]
    [InlineData("y ~ `made by`", "made by", "made by")]
    [InlineData("y ~ log(`made by`)", "log(`made by`)", "made by")]
    [InlineData("y ~ `a - b`:`c~d`", "a - b:c~d", "a - b|c~d")]
    [InlineData("y ~ 온도 + `온도 (°C)`^2", "온도|`온도 (°C)`^2", "온도|온도 (°C)")]
    [InlineData("y ~ Sepal.Length + .x + x._1 + _id", "Sepal.Length|.x|x._1|_id", "Sepal.Length|.x|x._1|_id")]
    [InlineData("y ~ cafe\u0301 + किमी", "cafe\u0301|किमी", "cafe\u0301|किमी")]
    [InlineData("y ~ I( `a b`  *  2 )", "I(`a b`*2)", "a b")]
    [InlineData("y ~ C(`a b`, ref = \"x, y\")", "a b", "a b")]
    [InlineData("y ~ ns(`a b`, 1)", "ns(`a b`,1)", "a b")]
    [InlineData("y ~ log", "log", "log")]
    [InlineData("y ~ `log`", "log", "log")]
    public void Columns_may_have_any_name(string text, string terms, string columns)
    {
        var formula = Formula.Parse(text);

        Assert.Equal(terms.Split('|'), formula.Terms.Skip(1).Select(term => term.ToString()));
        Assert.Equal(columns.Split('|'), formula.Columns.Skip(1).Select(column => column.Name));
    }

    [Theory]
    [InlineData("x", "x"), InlineData("made by", "`made by`"), InlineData("온도", "온도"), InlineData("a.b_1", "a.b_1"), InlineData("2nd", "`2nd`"), InlineData(".", "`.`"), InlineData("a-b", "`a-b`")]
    public void A_column_is_quoted_where_a_formula_needs_it(string column, string quoted)
    {
        Assert.Equal(quoted, Formula.Quoted(column));
        Assert.Equal(column, Formula.Parse($"y ~ {quoted}").Columns[1].Name);
    }

    [Theory]
    [InlineData("`made by` ~ x", "made by"), InlineData("log(y) ~ x", "log(y)"), InlineData("`a`/`b` ~ x", "`a`/`b`"), InlineData("I( after - before ) ~ before", "I(after-before)"), InlineData("y^2 ~ x", "y^2")]
    public void The_response_is_named_as_written(string text, string name) => Assert.Equal(name, Formula.Parse(text).ResponseName);

    [Theory]
    [InlineData("C(g)", null), InlineData("C(g, ref = \"b\")", "b"), InlineData("C(g, ref = 'b c')", "b c"), InlineData("C(g, ref = b)", "b")]
    [InlineData("C(g, ref = 2)", "2"), InlineData("C(g, ref = -1.50)", "-1.50"), InlineData("C(g, ref = \"~\"):x", "~")]
    public void A_reference_level_is_text_or_a_number_as_written(string term, string? reference)
    {
        var factor = Assert.IsType<LabelFactor>(Formula.Parse($"y ~ {term}").Terms[1].Factors[0]);

        Assert.Equal(("g", reference), (factor.Name, factor.Reference));
        Assert.Equal(ColumnKind.Text, Formula.Parse($"y ~ {term}").Columns[factor.Column].Kind);
    }

    [Fact]
    public void Levels_are_sorted_as_numbers_if_all_are_and_by_character_codes_else()
    {
        var numbers = new Statistics.LevelIndex(["10", "9", "-1", "1e1", "2.5"]);
        var words = new Statistics.LevelIndex(["b", "10", "B", "9", "ä"]);

        Assert.Equal(["-1", "2.5", "9", "10", "1e1"], numbers.Sorted().Select(i => numbers.Labels[i]));
        Assert.Equal(["10", "9", "B", "b", "ä"], words.Sorted().Select(i => words.Labels[i]));
    }

    [Fact]
    public void A_polynomial_crosses_with_labels_and_numbers_power_by_power() =>
        Assert.Equal(["(Intercept)", "g:poly(x,2)1", "g:poly(x,2)2", "poly(x,2)1:z", "poly(x,2)2:z"],
            Formula.Parse("y ~ C(g):poly(x, 2) + z:poly(x, 2)").Terms.Select(term => term.ToString()).Order(StringComparer.Ordinal));

    private static double ValueOf(string term)
    {
        var formula = Formula.ParsePredictor($"~ {term}", Known);
        Assert.Equal(2, formula.Columns.Count);
        return new Tape(Assert.IsType<NumericFactor>(Assert.Single(formula.Terms, one => one.Factors.Count > 0).Factors[0]).Value).Evaluate([3.0, 2], [])[0];
    }
}
