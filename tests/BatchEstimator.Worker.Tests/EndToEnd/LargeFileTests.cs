using System.Diagnostics;
using BatchEstimator.Worker.Hosting;
using BatchEstimator.Worker.Tests.Support;

namespace BatchEstimator.Worker.Tests.EndToEnd;

public sealed class LargeFileTests : IDisposable
{
    private readonly TempFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_file_larger_than_the_memory_it_may_use_is_fitted_all_the_same()
    {
        const long heap = 0x8000000, rows = 4_000_000;
        using (var writer = new StreamWriter(folder.Path("big.csv")))
        {
            writer.Write("plant,x,y,note\n");
            for (long row = 0; row < rows; row++) writer.Write($"P{row % 100},{row % 1000}.25,{(3 * (row % 1000)) + (row / 1000 % 2)},nothing to see here {row}\n");
        }
        Assert.True(new FileInfo(folder.Path("big.csv")).Length > heap);
        folder.Write("job.yaml", "name: big\ngroupBy: [plant]\nreports: [json]\nfits: [{name: level, family: normal, response: x}, {name: line, family: normal, formula: y ~ x}]\n");
        await Run(heap);

        var result = ResultFile.Of(folder);
        Assert.Equal(rows, result.Run.GetProperty("rows").GetProperty("used").GetInt64());
        Assert.Equal(40_000, result.Fit("level", "P0").GetProperty("n").GetInt64());
        Assert.Equal(450.25, ResultFile.Estimate(result.Fit("level", "P0"), "mu"), 1e-12);
        Assert.Equal(3, ResultFile.Estimate(result.Fit("line", "P0"), "x"), 1e-12);
    }

    [Fact]
    public async Task Regressions_by_group_over_rows_that_do_not_fit_into_memory_are_fitted_in_batches()
    {
        const long heap = 0x8000000, rows = 4_000_000;
        using (var writer = new StreamWriter(folder.Path("big.csv")))
        {
            writer.Write("plant,a,b,c,d,n\n");
            for (long row = 0; row < rows; row++)
            {
                long i = row / 1000;
                writer.Write($"P{row % 1000},{i % 97 / 97.0:F6},{i % 89 / 89.0:F6},{i % 83 / 83.0:F6},{i % 2},{(i % 2 == 0 ? 2 + i / 2 % 2 : 5 + i / 2 % 2)}\n");
            }
        }
        // What the rows of the fits take: response, place, one or four predictors, and the group.
        Assert.True(rows * (9 * sizeof(double) + 2 * sizeof(int)) > 2 * heap);
        folder.Write("job.yaml", "name: big\ngroupBy: [plant]\nreports: [json]\nfits: [{name: rate, family: poisson, formula: n ~ d, vcov: hc1}, {name: all, family: poisson, formula: n ~ a + b + c + d}]\n");

        await Run(heap);

        var result = ResultFile.Of(folder);
        Assert.Equal(2000, result.Fits.Count);
        // Means of 2.5 and 5.5 where d is 0 and 1.
        Assert.All(Enumerable.Range(0, 1000), plant => Assert.Equal(Math.Log(5.5 / 2.5), ResultFile.Estimate(result.Fit("rate", $"P{plant}"), "d"), 1e-9));
        Assert.All(result.Fits, fit => Assert.Equal("ok", ResultFile.Status(fit)));
    }

    // The runtime ends the process if its heap would grow beyond the limit.
    private async Task Run(long heap)
    {
        var start = new ProcessStartInfo("dotnet",
            [typeof(WorkerHost).Assembly.Location, "run", folder.Path("job.yaml"), "--input", folder.Path("big.csv"), "--output", folder.Path("out")])
        { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["DOTNET_GCHeapHardLimit"] = $"0x{heap:x}";
        using var process = Process.Start(start)!;
        string[] said = await Task.WhenAll(process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, string.Concat(said));
    }
}
