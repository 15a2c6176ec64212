using BatchEstimator.Worker.Tests.Support;

namespace BatchEstimator.Worker.Tests.Intake;

public sealed class JobLibraryTests : IDisposable
{
    private readonly Bench bench = new();

    public void Dispose() => bench.Dispose();

    private IEnumerable<string> Names => bench.Library.Jobs.Select(job => job.Name);

    [Fact]
    public void New_changed_and_removed_job_files_are_noticed()
    {
        bench.AddJob("b");
        bench.AddJob("a");
        Assert.True(bench.Library.Refresh());
        Assert.Equal(["a", "b"], Names);
        Assert.False(bench.Library.Refresh());

        bench.AddJob("a", "description: of new\n");
        Assert.True(bench.Library.Refresh());
        Assert.Equal("of new", bench.Library.Find("a")!.Description);

        File.Delete(bench.Folder.Path("jobs/b.yaml"));
        Assert.True(bench.Library.Refresh());
        Assert.Equal(["a"], Names);
    }

    [Fact]
    public void A_file_that_turns_wrong_keeps_its_last_good_version_and_says_so()
    {
        bench.AddJob("a", "description: good\n");
        bench.Library.Refresh();
        bench.AddJob("a", "descr");
        bench.Library.Refresh();

        Assert.Equal("good", bench.Library.Find("a")!.Description);
        var fault = Assert.Single(bench.Library.Faults);
        Assert.Equal("a", fault.KeptName);
        Assert.Contains("without a colon", fault.Problems[0], StringComparison.Ordinal);

        bench.AddJob("a", "description: better\n");
        bench.Library.Refresh();
        Assert.Equal("better", bench.Library.Find("a")!.Description);
        Assert.Empty(bench.Library.Faults);
    }

    [Fact]
    public void A_file_that_was_never_good_does_not_hide_the_others()
    {
        bench.AddJob("a");
        bench.Folder.Write("jobs/b.yaml", "nonsense");
        bench.Library.Refresh();

        Assert.Equal(["a"], Names);
        Assert.Null(Assert.Single(bench.Library.Faults).KeptName);
    }
}
