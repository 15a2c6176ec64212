using BatchEstimator.Estimation.Fitting;
using BatchEstimator.Estimation.Models;
using BatchEstimator.Worker.Jobs;
using BatchEstimator.Worker.Running;
using BatchEstimator.Worker.Tests.Support;

namespace BatchEstimator.Worker.Tests.Running;

public sealed class RunOptionsTests : IDisposable
{
    private const string Job = "name: j\nfits: [{name: a, family: normal, response: x}]\n";

    private readonly TempFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void What_a_job_says_of_intervals_reaches_the_fits()
    {
        FitOptions options = Options(Job + "intervals: { level: 0.9, method: profile, bootstrap: nonparametric, replicates: 499 }\n");

        Assert.Equal((0.9, IntervalMethod.Profile, BootstrapKind.Nonparametric, 499), (options.Level, options.Intervals, options.Bootstrap, options.Replicates));
        Assert.Equal(["a.csv"], options.SourceNames);
    }

    [Fact]
    public void What_a_job_leaves_out_is_as_the_kernel_has_it()
    {
        FitOptions options = Options(Job), bare = new(0.95, []);

        Assert.Equal((bare.Level, bare.Intervals, bare.Bootstrap, bare.Replicates), (options.Level, options.Intervals, options.Bootstrap, options.Replicates));
    }

    [Fact]
    public void The_seed_of_the_fits_is_the_one_in_the_result_and_the_same_in_every_run()
    {
        folder.Write("a.csv", "x\n1\n2\n4\n");
        RunRequest request = new("one", JobFile.Parse(Job).Required, [folder.Path("a.csv")], 1, 1);

        RunResult first = new RunExecutor(TimeProvider.System).Execute(request, null, CancellationToken.None);
        RunResult second = new RunExecutor(TimeProvider.System).Execute(request with { RunId = "two", Attempt = 2 }, null, CancellationToken.None);

        Assert.Equal((ulong)first.Seed, RunExecutor.Options(request).Seed);
        Assert.Equal(first.Seed, second.Seed);
        Assert.NotEqual(0, first.Seed);
    }

    private static FitOptions Options(string job) => RunExecutor.Options(new("run", JobFile.Parse(job).Required, ["/claimed/a.csv"], 1, 1));
}
