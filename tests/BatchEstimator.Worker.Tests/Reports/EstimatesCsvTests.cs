using System.Globalization;
using System.Text;
using BatchEstimator.Estimation.Results;
using BatchEstimator.Worker.Reports;
using BatchEstimator.Worker.Running;
using Sylvan.Data.Csv;

namespace BatchEstimator.Worker.Tests.Reports;

public class EstimatesCsvTests
{
    [Fact]
    public void The_columns_are_those_of_the_contract_with_the_groups_in_their_place() => Assert.Equal(
        ["job", "run", "fit", "plant", "machine", "family", "method", "status", "codes", "parameter", "estimate", "standard_error", "lower", "upper", "n", "log_likelihood", "statistic", "p_value"],
        Rows(SampleResults.Machines(3))[0]);

    [Fact]
    public void There_is_a_row_a_parameter_then_one_a_derived_quantity_and_one_for_a_refused_fit()
    {
        var rows = Rows(SampleResults.Run([SampleFits.Normal("height", "cm", 170, 6, 50, 1), SampleFits.Refused("risk")]));
        Assert.Equal(["mu", "sigma", "quantile(0.9)", ""], rows.Skip(1).Select(row => row[7]));
        Assert.Equal(["sample-job", "20261122-174112-7f3a", "risk", "bernoulli", "mle", "refused", "SEPARATION", "", "", "", "", "", "30", "", "", ""], rows[^1]);
    }

    [Fact]
    public void Numbers_come_back_exactly_and_what_does_not_exist_is_empty()
    {
        var fit = SampleFits.Poisson().Result with { Parameters = [new ParameterEstimate("mu", 0.1 + 0.2, null, -1.5, double.PositiveInfinity)], Derived = [] };
        string[] row = Rows(SampleResults.Run([new FitOutcome(fit, null)]))[1];
        Assert.Equal(0.1 + 0.2, double.Parse(row[8], CultureInfo.InvariantCulture));
        Assert.Equal(["", "-1.5", ""], row[9..12]);
    }

    [Theory]
    [InlineData("=cmd|'/C calc'!A0")]
    [InlineData("+1+cmd")]
    [InlineData("-2+3")]
    [InlineData("@SUM(A1)")]
    [InlineData("\t=1")]
    [InlineData("\r=1")]
    [InlineData("\n=1")]
    [InlineData("＝1+1")]
    [InlineData("=HYPERLINK(\"http://x\",\"y\")")]
    public void A_text_that_a_spreadsheet_would_run_is_neutralised(string text)
    {
        var fit = SampleFits.Poisson().Result with { Group = SampleResults.Group((text, text)) };
        var rows = Rows(SampleResults.Run([new FitOutcome(fit, null)], text));
        Assert.Equal("'" + text, rows[0][3]);
        Assert.Equal("'" + text, rows[1][3]);
    }

    [Theory]
    [InlineData("-5")]
    [InlineData("+2.5e-3")]
    [InlineData("plain")]
    [InlineData("a,b")]
    [InlineData("he said \"no\"")]
    [InlineData("two\r\nlines")]
    [InlineData("서울")]
    [InlineData(" padded ")]
    public void Any_other_text_comes_back_as_it_was(string text)
    {
        var fit = SampleFits.Poisson().Result with { Group = SampleResults.Group(("g", text)) };
        Assert.Equal(text, Rows(SampleResults.Run([new FitOutcome(fit, null)], "g"))[1][3]);
    }

    [Fact]
    public void A_grouping_column_called_like_a_fixed_one_gets_a_name_of_its_own()
    {
        var fit = SampleFits.Poisson().Result with { Group = SampleResults.Group(("fit", "a"), ("N", "b")) };
        Assert.Equal(["group_fit", "group_N"], Rows(SampleResults.Run([new FitOutcome(fit, null)], "fit", "N"))[0][3..5]);
    }

    private static List<string[]> Rows(RunResult result)
    {
        using var stream = new MemoryStream();
        new EstimatesCsv().Write(result, stream);
        using var csv = CsvDataReader.Create(
            new StringReader(Encoding.UTF8.GetString(stream.ToArray())), new CsvDataReaderOptions { HasHeaders = false, Delimiter = ',' });
        var rows = new List<string[]>();
        while (csv.Read()) rows.Add([.. Enumerable.Range(0, csv.RowFieldCount).Select(csv.GetString)]);
        return rows;
    }
}
