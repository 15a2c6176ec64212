using System.Globalization;
using BatchEstimator.Worker.Data;
using BatchEstimator.Worker.Jobs;
using BatchEstimator.Worker.Running;
using BatchEstimator.Worker.Tests.Support;

namespace BatchEstimator.Worker.Tests.Running;

/// <summary>Rows that a fit keeps count against the memory a run may use; sums do not.</summary>
public sealed class MemoryBudgetTests : IDisposable
{
    private const int Rows = 20_000;

    private readonly TempFolder folder = new();

    public MemoryBudgetTests() => folder.Write("a.csv", "x,g\n" + string.Concat(Enumerable.Range(1, Rows).Select(i => string.Create(CultureInfo.InvariantCulture, $"{i / 7.0:R},{i % 10}\n"))));

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("family: weibull")]
    [InlineData("candidates: [gamma, weibull]")]
    [InlineData("family: normal, goodnessOfFit: on")]
    public void A_run_that_would_keep_too_many_rows_says_which_fit_and_what_to_do(string fit)
    {
        var problem = Assert.Single(Assert.Throws<InputException>(() => Run(fit, 150_000)).Problems);

        Assert.Equal("MEMORY_BUDGET", problem.Code);
        Assert.Contains("fit 'a'", problem.Message, StringComparison.Ordinal);
        Assert.Contains("20,000 rows", problem.Message, StringComparison.Ordinal);
        Assert.Contains("150,000 bytes", problem.Message, StringComparison.Ordinal);
        Assert.Contains("Memory:Budget", problem.Fix, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("family: normal", 150_000)]
    [InlineData("family: weibull", 1_000_000)]
    public void Sums_and_rows_that_fit_are_no_matter(string fit, long budget) =>
        Assert.Equal(RunStatus.Succeeded, Run(fit, budget).Status);

    [Fact]
    public void A_regression_fits_group_after_group_where_all_rows_are_too_many_and_says_so_where_one_group_is()
    {
        var run = Run("family: poisson, formula: g ~ x", 150_000, "h");
        Assert.Equal(20, run.Fits.Count);
        Assert.Equal(Run("family: poisson, formula: g ~ x", 100_000_000, "h").Fits.Select(fit => fit.Result.LogLikelihood), run.Fits.Select(fit => fit.Result.LogLikelihood));

        var problem = Assert.Single(Assert.Throws<InputException>(() => Run("family: poisson, formula: g ~ x", 150_000, "one")).Problems);
        Assert.Equal("MEMORY_BUDGET", problem.Code);
        Assert.Contains("fit 'a'", problem.Message, StringComparison.Ordinal);
    }

    private RunResult Run(string fit, long budget, string group)
    {
        folder.Write("b.csv", "x,g,h,one\n" + string.Concat(Enumerable.Range(1, Rows).Select(i => string.Create(CultureInfo.InvariantCulture, $"{i / 7e3:R},{i % 10},{i % 20},1\n"))));
        var job = JobFile.Parse($"name: j\ngroupBy: [{group}]\nfits: [{{name: a, {fit}}}]\n").Required;
        return new RunExecutor(TimeProvider.System).Execute(new RunRequest("one", job, [folder.Path("b.csv")], 1, 2) { MemoryBudget = budget }, null, CancellationToken.None);
    }

    private RunResult Run(string fit, long budget)
    {
        var job = JobFile.Parse($"name: j\ngroupBy: [g]\nfits: [{{name: a, {fit}, response: x}}]\n").Required;
        return new RunExecutor(TimeProvider.System).Execute(new RunRequest("one", job, [folder.Path("a.csv")], 1, 2) { MemoryBudget = budget }, null, CancellationToken.None);
    }
}
