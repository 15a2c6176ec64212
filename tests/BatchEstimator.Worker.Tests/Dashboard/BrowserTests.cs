using BatchEstimator.Worker.Ledger;
using BatchEstimator.Worker.Tests.Support;
using Microsoft.Playwright;

namespace BatchEstimator.Worker.Tests.Dashboard;

/// <summary>The pages as a person sees them, in a real browser.</summary>
[Collection(HangfireTests.Name)]
[Trait("Category", "Browser")]
public sealed class BrowserTests : IAsyncLifetime
{
    private readonly List<string> complaints = [];
    private RunningWorker worker = null!;
    private IPlaywright playwright = null!;
    private IBrowser browser = null!;

    public async Task InitializeAsync()
    {
        worker = await RunningWorker.Start(
            ("tosses", "name: tosses\ndescription: Does a thumbtack land point up?\n"),
            ("nightly", "name: nightly\ncron: 0 2 * * *\nfiles: data/*.csv\n"));
        playwright = await Playwright.CreateAsync();
        browser = await playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = BrowserFactAttribute.Browser,
            Args = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
        });
    }

    public async Task DisposeAsync()
    {
        await browser.DisposeAsync();
        playwright.Dispose();
        await worker.DisposeAsync();
    }

    private async Task<IPage> Open(string address, int width = 1280)
    {
        var page = await browser.NewPageAsync(new BrowserNewPageOptions { ViewportSize = new ViewportSize { Width = width, Height = 800 } });
        page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning") complaints.Add($"{message.Text} {message.Location}");
        };
        page.PageError += (_, error) => complaints.Add(error);
        await page.GotoAsync(worker.Address + address);
        return page;
    }

    [BrowserFact]
    public async Task A_dropped_file_can_be_followed_to_its_report()
    {
        var run = await worker.Run("tosses", "tosses.csv", "wait\n1\n", RunState.Running);
        var page = await Open("/");
        await page.GetByText("running").WaitForAsync();
        await page.GetByText("tosses.csv").ClickAsync();
        await page.Locator("progress").WaitForAsync();

        worker.Folder.Write("ws/go", "");

        // Nobody reloads: the page does so itself while the run goes on.
        await page.GetByText("succeeded").WaitForAsync();
        await page.FrameLocator("iframe").GetByText("The report").WaitForAsync();
        Assert.NotEqual("ran", await page.FrameLocator("iframe").Locator("html").EvaluateAsync<string>("html => html.ownerDocument.title"));
        var download = await page.RunAndWaitForDownloadAsync(() => page.GetByText("result.json").ClickAsync());
        Assert.Equal($"{run.Id}-result.json", download.SuggestedFilename);
    }

    [BrowserFact]
    public async Task No_page_asks_for_anything_it_may_not_have_or_is_wider_than_a_phone()
    {
        var bad = await worker.Run("tosses", "a-rather-long-name-of-a-file-that-somebody-dropped-" + new string('x', 80) + ".csv", "bad\n");
        var good = await worker.Run("tosses", "x.csv", "partial\n");
        foreach (string address in new[] { "/", "/runs/" + bad.Id, "/runs/" + good.Id, "/jobs", "/jobs/tosses", "/jobs/nightly", "/nothing" })
        {
            foreach (int width in new[] { 1280, 360 })
            {
                var page = await Open(address, width);
                int wide = await page.EvaluateAsync<int>("document.documentElement.scrollWidth");
                Assert.True(wide <= width, $"{address} is {wide} wide on a screen of {width}.");
                await page.CloseAsync();
            }
        }
        Assert.All(complaints, text => Assert.True(IsExpected(text), text));
    }

    [BrowserFact]
    public async Task Hangfires_own_pages_work_under_our_policy()
    {
        await worker.Run("tosses", "x.csv", "a\n");
        foreach (string address in new[] { "/hangfire", "/hangfire/jobs/succeeded", "/hangfire/recurring", "/hangfire/servers" })
            await Open(address);
        var page = await Open("/hangfire/recurring");
        await page.Locator("input[value='schedule:nightly']").CheckAsync();
        await page.GetByText("Trigger now").ClickAsync();
        await page.WaitForLoadStateAsync(LoadState.NetworkIdle);

        Assert.True(complaints.Count == 0, string.Join('\n', complaints));
    }

    // The 404 of the page that is not there, and the script of the test's report that was refused, as it must be.
    private static bool IsExpected(string complaint) =>
        complaint.Contains("404", StringComparison.Ordinal) || complaint.Contains("Blocked script execution", StringComparison.Ordinal);
}
