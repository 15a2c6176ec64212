using BatchEstimator.Worker.Cli;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace BatchEstimator.Worker.Tests.Cli;

public class HealthCommandTests
{
    [Fact]
    public async Task A_living_worker_is_healthy()
    {
        await using WebApplication worker = await Start(StatusCodes.Status200OK);
        using StringWriter errors = new();
        Assert.Equal(0, await HealthCommand.RunAsync(new Uri(worker.Urls.Single()), errors, CancellationToken.None));
        Assert.Empty(errors.ToString());
    }

    [Fact]
    public async Task A_worker_that_says_it_is_unwell_is_not_healthy()
    {
        await using WebApplication worker = await Start(StatusCodes.Status503ServiceUnavailable);
        using StringWriter errors = new();
        Assert.Equal(1, await HealthCommand.RunAsync(new Uri(worker.Urls.Single()), errors, CancellationToken.None));
        Assert.Contains("503", errors.ToString());
    }

    [Fact]
    public async Task Nobody_listening_is_not_healthy()
    {
        string address;
        await using (WebApplication worker = await Start(StatusCodes.Status200OK)) address = worker.Urls.Single();
        using StringWriter errors = new();
        Assert.Equal(1, await HealthCommand.RunAsync(new Uri(address), errors, CancellationToken.None));
        Assert.Contains("cannot be reached", errors.ToString());
    }

    private static async Task<WebApplication> Start(int status)
    {
        WebApplication worker = WebApplication.CreateSlimBuilder().Build();
        worker.Urls.Add("http://127.0.0.1:0");
        worker.MapGet("/health/live", () => Results.StatusCode(status));
        await worker.StartAsync();
        return worker;
    }
}
