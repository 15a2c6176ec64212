using BatchEstimator.Estimation.Models;

namespace BatchEstimator.Estimation.Tests.Models;

/// <summary>The entries of a regression that are small languages of their own.</summary>
public class RegressionEntriesTests
{
    [Theory]
    [InlineData("iid", VcovKind.Iid, "")]
    [InlineData("hc0", VcovKind.Hc0, "")]
    [InlineData("hc1", VcovKind.Hc1, "")]
    [InlineData("hc2", VcovKind.Hc2, "")]
    [InlineData("hc3", VcovKind.Hc3, "")]
    [InlineData("cluster(firm)", VcovKind.Cluster, "firm")]
    [InlineData("cluster( firm , made by )", VcovKind.Cluster, "firm|made by")]
    [InlineData("cluster(`a, (b)`,공장)", VcovKind.Cluster, "a, (b)|공장")]
    public void A_covariance_reads(string text, VcovKind kind, string clusters)
    {
        Assert.True(VcovDefinition.TryParse(text, out var vcov, out string problem), problem);
        Assert.Equal(kind, vcov.Kind);
        Assert.Equal(clusters, string.Join('|', vcov.Clusters));
    }

    [Theory]
    [InlineData("hc4", "'hc4' is not a way to make standard errors. Write iid, hc0")]
    [InlineData("HC1", "'HC1' is not a way")]
    [InlineData("3", "'3' is not a way")]
    [InlineData("cluster", "'cluster' is not a way")]
    [InlineData("cluster()", "'cluster()' is not a way")]
    [InlineData("cluster(a,)", "'cluster(a,)' is not a way")]
    [InlineData("cluster(a, b, c)", "one or two columns")]
    [InlineData("cluster(a, a)", "The two ways of clustering must be two columns; found a twice.")]
    public void A_bad_covariance_is_told(string text, string start)
    {
        Assert.False(VcovDefinition.TryParse(text, out var vcov, out string problem));
        Assert.Same(VcovDefinition.Iid, vcov);
        Assert.Contains(start, problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("evidence", AlphaKind.Evidence, null)]
    [InlineData("cv", AlphaKind.CrossValidation, null)]
    [InlineData("0.5", AlphaKind.Given, 0.5)]
    [InlineData("1e-3", AlphaKind.Given, 1e-3)]
    public void A_scale_of_the_slopes_reads(string text, AlphaKind kind, double? scale)
    {
        Assert.True(AlphaDefinition.TryParse(text, out var alpha, out string problem), problem);
        Assert.Equal(new AlphaDefinition(kind, scale), alpha);
    }

    [Theory, InlineData("0"), InlineData("-1"), InlineData("NaN"), InlineData("Infinity"), InlineData("0,5"), InlineData("auto"), InlineData("")]
    public void A_bad_scale_of_the_slopes_is_told(string text)
    {
        Assert.False(AlphaDefinition.TryParse(text, out var alpha, out string problem));
        Assert.Null(alpha);
        Assert.Equal($"'{text}' is not a scale for the prior of the slopes. Write a number above 0, evidence or cv.", problem);
    }

    [Fact]
    public void A_formula_of_a_parameter_goes_on_counting_the_columns_of_the_fit()
    {
        var location = Formula.Parse("y ~ x + log(z)");
        var spread = Formula.ParsePredictor("~ log(z) + w", location.Columns);

        Assert.Equal(["y", "x", "z"], location.Columns.Select(column => column.Name));
        Assert.Equal(["y", "x", "z", "w"], spread.Columns.Select(column => column.Name));
        Assert.Equal(["(Intercept)", "log(z)", "w"], spread.Terms.Select(term => term.ToString()));
        Assert.Equal(new ColumnFactor("w", 3), spread.Terms[2].Factors[0]);
        Assert.Equal("", spread.ResponseName);
    }

    [Theory]
    [InlineData("x + z", "position 1"), InlineData("y ~ x", "position 1"), InlineData("~", "position 2"), InlineData("~ x ~ z", "position 5")]
    public void A_bad_formula_of_a_parameter_is_told_with_its_place(string text, string fragment) =>
        Assert.Contains(fragment, Assert.Throws<FormatException>(() => Formula.ParsePredictor(text, [])).Message, StringComparison.Ordinal);
}
