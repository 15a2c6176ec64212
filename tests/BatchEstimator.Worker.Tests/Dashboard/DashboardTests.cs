using System.Net;
using AngleSharp;
using AngleSharp.Dom;
using BatchEstimator.Worker.Ledger;
using BatchEstimator.Worker.Tests.Support;

namespace BatchEstimator.Worker.Tests.Dashboard;

[Collection(HangfireTests.Name)]
public sealed class DashboardTests : IAsyncLifetime
{
    private RunningWorker worker = null!;

    public async Task InitializeAsync() => worker = await RunningWorker.Start(
        ("tosses", "name: tosses\ndescription: Does it land <i>point</i> up?\n"),
        ("nightly", "name: nightly\ncron: 0 2 * * *\ntimeZone: Asia/Seoul\nfiles: data/*.csv\n"),
        ("broken", "no"));

    public async Task DisposeAsync() => await worker.DisposeAsync();

    private async Task<IDocument> Page(string address, HttpStatusCode expected = HttpStatusCode.OK)
    {
        using var answer = await worker.Client.GetAsync(new Uri(address, UriKind.Relative));
        Assert.Equal(expected, answer.StatusCode);
        return await BrowsingContext.New().OpenAsync(async request => request.Content(await answer.Content.ReadAsStringAsync()));
    }

    [Fact]
    public async Task Without_a_run_the_first_page_says_where_to_drop_files() =>
        Assert.Contains(worker.Folder.Path("ws/inbox"), (await Page("/")).Body!.TextContent, StringComparison.Ordinal);

    [Fact]
    public async Task The_runs_are_listed_newest_first_with_what_came_of_them()
    {
        await worker.Run("tosses", "one.csv", "a\n1\n");
        await worker.Run("tosses", "two.csv", "partial\n");
        await worker.Run("tosses", "<b>three</b>.csv".Replace("/", "", StringComparison.Ordinal), "bad\n");

        var page = await Page("/");

        var rows = page.QuerySelectorAll("tbody tr").Select(row => row.QuerySelectorAll("td").Select(cell => cell.TextContent.Trim()).ToArray()).ToArray();
        Assert.Equal(["failed", "tosses", "<b>three<b>.csv", "", "", "", "", ""], rows[0][..8]);
        Assert.Equal(["partial", "tosses", "two.csv", "1", "1", "0", "1", "0"], rows[1][..8]);
        Assert.Equal(["succeeded", "tosses", "one.csv", "2", "2", "0", "0", "0"], rows[2][..8]);
        Assert.Null(page.QuerySelector("meta[http-equiv=refresh]"));
    }

    [Fact]
    public async Task Older_runs_are_a_page_away()
    {
        for (int i = 0; i < 60; i++)
        {
            worker.Ledger.Add(new RunRecord
            {
                Id = $"20200101-000000-{i:x6}",
                Job = "tosses",
                State = RunState.Done,
                Trigger = RunTrigger.Drop,
                Files = [$"{i}.csv"],
                Definition = "{}",
                DefinitionHash = "",
                CreatedAt = DateTimeOffset.UnixEpoch,
            });
        }

        var first = await Page("/");
        Assert.Equal(50, first.QuerySelectorAll("tbody tr").Length);
        var second = await Page(first.QuerySelector("a[rel=next]")!.GetAttribute("href")!);
        Assert.Equal(10, second.QuerySelectorAll("tbody tr").Length);
        Assert.Null(second.QuerySelector("a[rel=next]"));
        Assert.Equal(10, (await Page("/jobs/tosses?before=20200101-000000-00000a")).QuerySelectorAll("tbody tr").Length);
    }

    [Fact]
    public async Task A_running_run_shows_its_progress_and_refreshes_itself()
    {
        var run = await worker.Run("tosses", "x.csv", "wait\n", RunState.Running);
        var page = await Page("/runs/" + run.Id);
        while (page.QuerySelector("progress") is null) page = await Page("/runs/" + run.Id);

        Assert.Equal("40", page.QuerySelector("progress")!.GetAttribute("value"));
        Assert.NotNull(page.QuerySelector("head meta[http-equiv=refresh]"));
        worker.Folder.Write("ws/go", "");
    }

    [Fact]
    public async Task A_finished_run_has_its_report_inside_and_its_files_to_download()
    {
        var run = await worker.Run("tosses", "x.csv", "a\n");
        var page = await Page("/runs/" + run.Id);

        var frame = page.QuerySelector("iframe")!;
        Assert.Equal("", frame.GetAttribute("sandbox"));
        Assert.Equal($"/runs/{run.Id}/report", frame.GetAttribute("src"));
        var links = page.QuerySelectorAll(".downloads a").Select(link => link.GetAttribute("href")!).ToArray();
        Assert.Equal(["report.html", "result.json", "estimates.csv"], links.Select(Path.GetFileName));
        foreach (string link in links)
        {
            using var file = await worker.Client.GetAsync(new Uri(link, UriKind.Relative));
            Assert.Equal(HttpStatusCode.OK, file.StatusCode);
            Assert.Equal("attachment", file.Content.Headers.ContentDisposition!.DispositionType);
        }
    }

    [Fact]
    public async Task A_report_may_run_no_script_and_load_nothing()
    {
        var run = await worker.Run("tosses", "x.csv", "a\n");
        using var answer = await worker.Client.GetAsync(new Uri($"/runs/{run.Id}/report", UriKind.Relative));

        string policy = string.Join(' ', answer.Headers.GetValues("Content-Security-Policy"));
        Assert.Contains("sandbox;", policy, StringComparison.Ordinal);
        Assert.Contains("default-src 'none'", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("allow-scripts", policy, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_failed_run_shows_the_reason_as_text()
    {
        var run = await worker.Run("tosses", "x.csv", "bad\n");
        var page = await Page("/runs/" + run.Id);

        Assert.Contains("Found: '<b>dear</b>'", page.QuerySelector(".message")!.TextContent, StringComparison.Ordinal);
        Assert.Null(page.QuerySelector(".message b"));
    }

    [Fact]
    public async Task The_jobs_page_tells_each_job_its_next_run_and_what_is_wrong_with_a_file()
    {
        var page = await Page("/jobs");

        Assert.Equal(["nightly", "tosses"], page.QuerySelectorAll(".card h2").Select(title => title.TextContent));
        Assert.Contains("Does it land <i>point</i> up?", page.Body!.TextContent, StringComparison.Ordinal);
        Assert.Contains("02:00:00 +09:00", page.Body.TextContent, StringComparison.Ordinal);
        Assert.Contains("broken.yaml cannot be used", page.QuerySelector(".fault")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_job_page_has_its_definition_and_its_runs()
    {
        await worker.Run("tosses", "x.csv", "a\n");
        var page = await Page("/jobs/tosses");

        Assert.Contains("name: tosses", page.QuerySelector("pre")!.TextContent, StringComparison.Ordinal);
        Assert.Single(page.QuerySelectorAll("tbody tr"));
    }

    [Theory]
    [InlineData("/runs/20200101-000000-000000")]
    [InlineData("/runs/..%2f..%2fledger.db")]
    [InlineData("/runs/20200101-000000-000000/files/..%2f..%2fledger.db")]
    [InlineData("/runs/..%2f..%2f..%2fetc/files/report.html")]
    [InlineData("/jobs/none")]
    [InlineData("/nothing")]
    public async Task What_is_not_there_is_a_page_that_says_so(string address) =>
        Assert.Equal("Not found", (await Page(address, HttpStatusCode.NotFound)).QuerySelector("h1")!.TextContent);

    [Theory]
    [InlineData("ledger.db")]
    [InlineData("..%2f..%2f..%2fledger.db")]
    [InlineData("run.json")]
    [InlineData("REPORT.HTML%00")]
    public async Task Only_the_known_files_of_a_run_can_be_fetched(string name)
    {
        var run = await worker.Run("tosses", "x.csv", "a\n");
        using var answer = await worker.Client.GetAsync(new Uri($"/runs/{run.Id}/files/{name}", UriKind.Relative));
        Assert.False(answer.IsSuccessStatusCode);
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/jobs")]
    [InlineData("/dashboard.css")]
    [InlineData("/hangfire")]
    [InlineData("/nothing")]
    public async Task Every_answer_tells_the_browser_what_to_refuse(string address)
    {
        using var answer = await worker.Client.GetAsync(new Uri(address, UriKind.Relative));

        Assert.Contains("frame-ancestors 'self'", string.Join(' ', answer.Headers.GetValues("Content-Security-Policy")), StringComparison.Ordinal);
        Assert.DoesNotContain("script-src", string.Join(' ', answer.Headers.GetValues("Content-Security-Policy")), StringComparison.Ordinal);
        Assert.Equal("nosniff", answer.Headers.GetValues("X-Content-Type-Options").Single());
    }

    [Fact]
    public async Task Hangfire_refuses_a_command_without_a_token()
    {
        using var body = new FormUrlEncodedContent([new("jobs[]", "schedule:nightly")]);
        using var answer = await worker.Client.PostAsync(new Uri("/hangfire/recurring/trigger", UriKind.Relative), body);

        Assert.False(answer.IsSuccessStatusCode);
        Assert.Empty(worker.Ledger.Newest(1));
    }

    [Fact]
    public async Task Health_is_told()
    {
        Assert.Equal("live\n", await worker.Client.GetStringAsync(new Uri("/health/live", UriKind.Relative)));
        await worker.Run("tosses", "x.csv", "a\n");
        Assert.Equal("ready\n", await worker.Client.GetStringAsync(new Uri("/health/ready", UriKind.Relative)));
    }
}
