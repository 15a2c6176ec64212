using System.Text.Json;
using BatchEstimator.Worker.Tests.Support;

namespace BatchEstimator.Worker.Tests.EndToEnd;

/// <summary>Values known in part, from a file to the report: an empty end of an interval is an open one, not a missing value.</summary>
public sealed class CensoredRunTests : IDisposable
{
    private const string Both = """
        name: life
        fits:
          - {name: ends, family: exponential, left: from, right: to}
          - {name: seen, family: exponential, response: hours, event: failed}
        """;

    private readonly TempFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Intervals_that_say_the_same_as_an_event_column_give_the_same_estimate()
    {
        var result = Run(Both, "from,to,hours,failed\n3,3,3,1\n5,,5,0\n1.5,1.5,1.5,1\n8,8,8,1\n2,NA,2,0\n", 0);

        Assert.Equal(3 / 19.5, ResultFile.Estimate(result.Fit("seen"), "rate"), 1e-12);
        Assert.Equal(3 / 19.5, ResultFile.Estimate(result.Fit("ends"), "rate"), 1e-9);
        Assert.Equal((5, 0), Rows(result.Fit("ends")));
    }

    [Fact]
    public void Left_censored_rows_count_and_a_row_without_both_ends_is_missing()
    {
        // Two rows below 1 and two above: the likelihood (1 - exp(-r))^2 exp(-2 r) is greatest at r = log 2.
        const string job = "name: life\nfits: [{name: ends, family: exponential, left: from, right: to}]\n";

        var result = Run(job, "from,to\n,1\n0,1\n1,\n,\n1,\n", 0);

        Assert.Equal(Math.Log(2), ResultFile.Estimate(result.Fit("ends"), "rate"), 1e-8);
        Assert.Equal((4, 1), Rows(result.Fit("ends")));
    }

    [Fact]
    public void A_job_that_wants_no_gaps_takes_open_ends_but_not_empty_rows()
    {
        const string job = "name: life\ninput: {missing: fail}\nfits: [{name: ends, family: exponential, left: from, right: to}]\n";

        folder.Write("open.csv", "from,to\n1,2\n3,\n2,2\n");
        Assert.Equal(0, Terminal.Run(folder, job, "open.csv").Code);

        folder.Write("gap.csv", "from,to\n1,2\n,\n");
        Directory.Delete(folder.Path("out"), recursive: true);
        var said = Terminal.Run(folder, job, "gap.csv");
        Assert.Equal(1, said.Code);
        Assert.Contains("line 3", said.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void An_interval_that_ends_before_it_begins_is_refused_with_its_line()
    {
        const string job = "name: life\nfits: [{name: ends, family: exponential, left: from, right: to}]\n";

        var result = Run(job, "from,to\n1,2\n4,3\n2,2\n", 2);

        Assert.Equal("OUT_OF_SUPPORT", ResultFile.Code(result.Fit("ends")).Code);
        Assert.Contains("line 3", ResultFile.Code(result.Fit("ends")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_truncation_enters_the_likelihood()
    {
        const string job = "name: life\nfits: [{name: late, family: exponential, response: x, truncation: {lower: 10}}]\n";

        var result = Run(job, "x\n12\n10.5\n17\n11\n", 0);

        // Beyond 10 the waiting time starts anew: rate = 4 / (2 + 0.5 + 7 + 1).
        Assert.Equal(4 / 10.5, ResultFile.Estimate(result.Fit("late"), "rate"), 1e-8);
    }

    [Theory]
    [InlineData("wald-transformed")]
    [InlineData("profile")]
    [InlineData("bootstrap")]
    public void The_intervals_are_made_as_the_job_says_and_come_out_the_same_again(string method)
    {
        string job = $"name: life\nfits: [{{name: ends, family: weibull, left: from, right: to}}]\nintervals: {{method: {method}, replicates: 99}}\n";
        const string data = "from,to\n1,2\n3,\n2,2\n4,5\n,3\n2.5,2.5\n6,\n3,4\n1.5,1.5\n5,6\n";

        var first = Run(job, data, 0);
        Directory.Delete(folder.Path("out"), recursive: true);
        var second = Run(job, data, 0);

        Assert.Equal(method, first.Fit("ends").GetProperty("intervalMethod").GetString());
        var bootstrap = first.Fit("ends").GetProperty("bootstrap");
        Assert.Equal(method == "bootstrap" ? "99" : "", bootstrap.ValueKind == JsonValueKind.Object ? bootstrap.GetProperty("replicates").ToString() : "");
        Assert.Equal(first.Fit("ends").GetRawText(), second.Fit("ends").GetRawText());
    }

    private ResultFile Run(string job, string data, int code)
    {
        folder.Write("d.csv", data);
        var said = Terminal.Run(folder, job, "d.csv");
        Assert.True(said.Code == code, said.Error + said.Out);
        return ResultFile.Of(folder);
    }

    private static (int Used, int Missing) Rows(JsonElement fit) =>
        (fit.GetProperty("rows").GetProperty("used").GetInt32(), fit.GetProperty("rows").GetProperty("missing").GetInt32());
}
