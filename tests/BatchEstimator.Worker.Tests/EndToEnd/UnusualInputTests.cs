using System.Text;
using AngleSharp.Html.Parser;
using BatchEstimator.Worker.Ledger;
using BatchEstimator.Worker.Tests.Support;

namespace BatchEstimator.Worker.Tests.EndToEnd;

/// <summary>Several files, several keys, other scripts, hostile names.</summary>
public sealed class UnusualInputTests : IDisposable
{
    private readonly TempFolder folder = new();

    public UnusualInputTests() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    public void Dispose() => folder.Dispose();

    private ResultFile Run(string job, params string[] inputs)
    {
        var said = Terminal.Run(folder, job, inputs);
        Assert.True(said.Code == 0, said.Error + said.Out);
        return ResultFile.Of(folder);
    }

    [Fact]
    public void Several_files_are_read_as_one()
    {
        folder.Write("a.csv", "x\n1\n2\n");
        folder.Write("b.csv", "note;x\nn;3\nn;10\n");

        var result = Run("name: t\nfits: [{name: m, family: normal, response: x}]\n", "a.csv", "b.csv");

        Assert.Equal(4, ResultFile.Estimate(result.Fit("m"), "mu"));
        Assert.Equal([(folder.Path("a.csv"), 2), (folder.Path("b.csv"), 2)],
            result.Run.GetProperty("inputs").EnumerateArray().Select(input => (input.GetProperty("path").GetString()!, input.GetProperty("rows").GetInt32())));
    }

    [Fact]
    public void Every_combination_of_keys_is_a_group_and_a_missing_key_is_one_too()
    {
        folder.Write("d.csv", "plant,machine,x\nA,1,0\nA,1,2\nA,,4\nA,,6\n,1,8\n,1,10\nB,1,12\nB,1,14\n");

        var result = Run("name: t\ngroupBy: [plant, machine]\nfits: [{name: m, family: normal, response: x}]\n", "d.csv");

        Assert.Equal([1, 5, 9, 13], new[] { result.Fit("m", "A", "1"), result.Fit("m", "A", null), result.Fit("m", null, "1"), result.Fit("m", "B", "1") }
            .Select(fit => ResultFile.Estimate(fit, "mu")));
        Assert.Equal(4, result.Fits.Count);
    }

    [Theory]
    [InlineData("utf-8", "auto")]
    [InlineData("cp949", "cp949")]
    public void Korean_names_come_out_as_they_went_in(string written, string told)
    {
        Encoding encoding = written == "cp949" ? Encoding.GetEncoding(949) : new UTF8Encoding(false);
        File.WriteAllBytes(folder.Path("d.csv"), encoding.GetBytes("공장,수율\n울산,1\n울산,2\n울산,3\n구미,4\n구미,6\n구미,8\n"));

        var result = Run($"name: t\ninput: {{csv: {{encoding: {told}}}}}\ngroupBy: [공장]\nfits: [{{name: 평균, family: normal, response: 수율}}, {{name: line, family: normal, formula: \"수율 ~ 1\"}}]\n", "d.csv");

        Assert.Equal(2, ResultFile.Estimate(result.Fit("평균", "울산"), "mu"));
        Assert.Equal(6, ResultFile.Estimate(result.Fit("평균", "구미"), "mu"), 1e-14);
        string[] lines = File.ReadAllLines(folder.Path("out/estimates.csv"));
        Assert.StartsWith("job,run,fit,공장,", lines[0], StringComparison.Ordinal);
        Assert.Contains(lines, line => line.Contains(",평균,구미,normal,", StringComparison.Ordinal));
        string page = new HtmlParser().ParseDocument(File.ReadAllText(folder.Path("out/report.html"))).Body!.TextContent;
        Assert.All(["공장", "울산", "구미", "수율", "평균"], word => Assert.Contains(word, page, StringComparison.Ordinal));
    }

    [Fact]
    public void Hostile_names_are_harmless_in_the_page_and_in_a_spreadsheet()
    {
        const string column = "<script>alert(1)</script>", group = "=cmd|'/C calc'!A0";
        folder.Write("d.csv", $"{column},{column}2,plant\n1,2,{group}\n2,2.5,{group}\n4,7,{group}\n5,8,{group}\n");

        var result = Run($$"""
            name: t
            groupBy: [plant]
            fits:
              - {name: m, family: normal, response: "{{column}}"}
              - {name: line, family: normal, formula: "`{{column}}2` ~ `{{column}}`"}
            """, "d.csv");

        Assert.Equal(3, ResultFile.Estimate(result.Fit("m", group), "mu"));
        var page = new HtmlParser().ParseDocument(File.ReadAllText(folder.Path("out/report.html")));
        Assert.Empty(page.QuerySelectorAll("script"));
        Assert.Contains(column, page.Body!.TextContent, StringComparison.Ordinal);
        Assert.Contains(group, page.Body.TextContent, StringComparison.Ordinal);
        string table = File.ReadAllText(folder.Path("out/estimates.csv"));
        Assert.Contains(",'=cmd|'/C calc'!A0,", table, StringComparison.Ordinal);
        Assert.DoesNotContain(",=cmd", table, StringComparison.Ordinal);
    }

    [Fact]
    public void A_schedule_fits_the_files_where_they_lie()
    {
        folder.Write("ws/data/a.csv", "x\n1\n2\n");
        folder.Write("ws/data/b.csv", "x\n3\n10\n");
        folder.Write("jobs/often.yaml", "name: often\nschedule: {cron: \"* * * * * *\", files: \"data/*.csv\"}\nfits: [{name: m, family: normal, response: x}]\n");
        using var worker = WorkerProcess.StartReal(folder);
        RunRecord? Done() => File.Exists(folder.Path("ws/ledger.db")) ? new SqliteLedger(folder.Path("ws/ledger.db")).Newest(10).LastOrDefault(run => run.State == RunState.Done) : null;
        worker.WaitFor(() => Done() is not null, "a scheduled run");

        Assert.Equal(4, ResultFile.Estimate(ResultFile.Read(Done()!.Report!).Fit("m"), "mu"));
        Assert.Equal("x\n1\n2\n", File.ReadAllText(folder.Path("ws/data/a.csv")));
    }

    [Fact]
    public void All_faults_of_a_job_file_are_listed_at_once_with_their_lines()
    {
        string file = folder.Write("bad.yaml", """
            name: bad
            gruopBy: [plant]
            intervals: {level: high}
            fits:
              - {name: a, family: wiebull, response: hours}
              - name: b
                family: bernoulli
                response: defect
                method: map
                priors: {tehta: "beta(2, 8)"}
            """);

        var said = Terminal.Call("validate", file);

        Assert.Equal(1, said.Code);
        Assert.All(
            [$"{file}:2:1: ", "Did you mean 'groupBy'?", $"{file}:3:", "found the text 'high'", $"{file}:5:", "no family 'wiebull'", $"{file}:10:", "no parameter 'tehta'", "4 problems"],
            part => Assert.Contains(part, said.Error, StringComparison.Ordinal));
    }
}
