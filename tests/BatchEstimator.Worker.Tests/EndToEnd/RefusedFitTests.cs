using BatchEstimator.Worker.Tests.Support;

namespace BatchEstimator.Worker.Tests.EndToEnd;

/// <summary>Data without an estimate: a row of the report says so, with the place in the file, and the other fits come out.</summary>
public sealed class RefusedFitTests : IDisposable
{
    private const string Job = """
        name: checks
        groupBy: [plant]
        fits:
          - {name: hours, family: normal, response: hours}
          - {name: stops, family: poisson, response: stops}
        """;

    private readonly TempFolder folder = new();

    public void Dispose() => folder.Dispose();

    private ResultFile Run(string job, string data, int code)
    {
        folder.Write("d.csv", data);
        var said = Terminal.Run(folder, job, "d.csv");
        Assert.True(said.Code == code, said.Error + said.Out);
        return ResultFile.Of(folder);
    }

    private static void Refused(System.Text.Json.JsonElement fit, string code, params string[] words)
    {
        Assert.Equal("refused", ResultFile.Status(fit));
        Assert.Equal(code, ResultFile.Code(fit).Code);
        Assert.All(words, word => Assert.Contains(word, ResultFile.Code(fit).Message, StringComparison.Ordinal));
        Assert.All(fit.GetProperty("parameters").EnumerateArray(), parameter => Assert.Equal(System.Text.Json.JsonValueKind.Null, parameter.GetProperty("estimate").ValueKind));
    }

    [Fact]
    public void A_negative_count_is_told_with_its_line_and_the_other_fits_and_groups_come_out()
    {
        var result = Run(Job, "plant,hours,stops\nA,1,2\nA,2,-3\nA,4,1\nB,1,1\nB,2,3\nB,6,1\n", 2);

        Refused(result.Fit("stops", "A"), "OUT_OF_SUPPORT", "column 'stops' = -3 in line 3 of d.csv", "Correct or remove");
        Assert.Equal(7.0 / 3, ResultFile.Estimate(result.Fit("hours", "A"), "mu"), 1e-15);
        Assert.Equal(5.0 / 3, ResultFile.Estimate(result.Fit("stops", "B"), "lambda"), 1e-15);
        Assert.Equal("partial", result.Run.GetProperty("status").GetString());
        Assert.Contains("OUT_OF_SUPPORT", File.ReadAllText(folder.Path("out/estimates.csv")), StringComparison.Ordinal);
        string page = File.ReadAllText(folder.Path("out/report.html"));
        Assert.Contains("line 3 of d.csv", page, StringComparison.Ordinal);
        Assert.DoesNotContain("outOfSupport", page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("0.5")]
    [InlineData("1.2")]
    [InlineData("-1")]
    public void A_probability_is_not_a_toss(string value)
    {
        const string job = "name: t\ngroupBy: [plant]\nfits: [{name: up, family: bernoulli, response: up}]\n";

        var result = Run(job, $"plant,up\nA,1\nA,true\nA,{value}\nB,0\nB,false\nB,1\nB,0\n", 2);

        Refused(result.Fit("up", "A"), "OUT_OF_SUPPORT", "0 or 1", $"column 'up' = {value} in line 4 of d.csv");
        Assert.Equal(0.25, ResultFile.Estimate(result.Fit("up", "B"), "theta"));
    }

    [Fact]
    public void Half_an_event_is_refused_and_the_message_shows_the_value_that_is_wrong()
    {
        const string job = "name: t\ngroupBy: [plant]\nfits: [{name: life, family: exponential, response: hours, event: failed}]\n";

        var result = Run(job, "plant,hours,failed\nA,3,1\nA,7,0.5\nB,4,1\nB,6,0\n", 2);

        Refused(result.Fit("life", "A"), "OUT_OF_SUPPORT", "column 'hours' = 7, column 'failed' = 0.5 in line 3 of d.csv");
        Assert.Equal(0.1, ResultFile.Estimate(result.Fit("life", "B"), "rate"), 1e-15);
    }

    [Fact]
    public void A_group_of_one_row_and_a_group_of_equal_values_have_no_spread()
    {
        var result = Run(Job, "plant,hours,stops\nA,5,1\nB,3,1\nB,3,2\nB,3,2\nC,1,1\nC,2,0\nC,6,1\n", 2);

        Refused(result.Fit("hours", "A"), "TOO_FEW_ROWS", "One row", "prior");
        Refused(result.Fit("hours", "B"), "DEGENERATE_VARIANCE", "All values are equal", "prior");
        Assert.Equal(3, ResultFile.Estimate(result.Fit("hours", "C"), "mu"));
        Assert.Equal(5.0 / 3, ResultFile.Estimate(result.Fit("stops", "B"), "lambda"), 1e-15);
    }

    [Fact]
    public void Values_that_are_missing_or_not_finite_are_left_out_and_counted()
    {
        var result = Run(Job, "plant,hours,stops\nA,1,2\nA,,2\nA,NA,2\nA,inf,2\nA,-Infinity,2\nA,3,1\nA,8,1\n", 0);

        var rows = result.Run.GetProperty("rows");
        Assert.Equal((7, 3), (rows.GetProperty("read").GetInt32(), rows.GetProperty("used").GetInt32()));
        Assert.Equal((2, 2), (rows.GetProperty("dropped").GetProperty("missing").GetInt32(), rows.GetProperty("dropped").GetProperty("nonFinite").GetInt32()));
        Assert.Equal(4, ResultFile.Estimate(result.Fit("hours", "A"), "mu"));
        Assert.Equal(7, result.Fit("stops", "A").GetProperty("n").GetInt32());
    }

    [Fact]
    public void A_job_that_wants_no_gaps_is_told_of_the_first_one()
    {
        folder.Write("a.csv", "plant,hours,stops\nA,1,2\nA,2,2\n");
        folder.Write("b.csv", "plant,hours,stops\nA,1,2\nA,2,NA\nA,,1\n");
        var said = Terminal.Run(folder, Job + "\ninput: {missing: fail}\n", "a.csv", "b.csv");

        Assert.Equal(1, said.Code);
        Assert.Contains(folder.Path("b.csv") + ", line ", said.Error, StringComparison.Ordinal);
        Assert.Contains("missing: fail; 2 row(s)", said.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(folder.Path("out")));
    }
}
