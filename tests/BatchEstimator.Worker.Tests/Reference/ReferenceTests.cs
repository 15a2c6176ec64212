using BatchEstimator.Estimation.Inference;
using BatchEstimator.Worker.Jobs;
using BatchEstimator.Worker.Running;
using Xunit.Abstractions;

namespace BatchEstimator.Worker.Tests.Reference;

public class ReferenceTests(ITestOutputHelper output)
{
    private const string Calculator = "hoeffding-bound";

    public static TheoryData<string> Fits => Names(problem => problem.Model.Name != Calculator);

    public static TheoryData<string> Bounds => Names(problem => problem.Model.Name == Calculator);

    [Theory]
    [MemberData(nameof(Fits))]
    public void Fit_agrees_with_reference(string name)
    {
        ReferenceCase problem = ReferenceCases.All.Single(candidate => candidate.Name == name);
        JobDefinition job = Translation.Job(problem);
        RunResult run = Engine.Executor().Execute(new RunRequest("reference", job, [ReferenceCases.File(problem)], 1, 2), null, CancellationToken.None);
        FitOutcome fit = Translation.Filter(problem) is { Value: var group }
            ? run.Fits.Single(outcome => outcome.Result.Group[0].Value == group)
            : Assert.Single(run.Fits);
        IReadOnlyList<string> differences = Comparison.Differences(problem, fit.Result);
        Assert.True(differences.Count == 0, $"{name}{Environment.NewLine}{string.Join(Environment.NewLine, differences)}");
    }

    [Theory]
    [MemberData(nameof(Bounds))]
    public void Hoeffding_bound_agrees_with_reference(string name)
    {
        ReferenceCase problem = ReferenceCases.All.Single(candidate => candidate.Name == name);
        Dictionary<string, double> given = problem.Model.Given!;
        (string answer, double expected) = problem.Expected.Values.Single();
        double found = answer == "N"
            ? HoeffdingBound.RequiredRows(given["epsilon"], given["delta"])
            : HoeffdingBound.Probability((long)given["N"], given["epsilon"]);
        Assert.InRange(found, expected * (1 - problem.Tolerance["values"]), expected * (1 + problem.Tolerance["values"]));
    }

    [Fact]
    public void Every_case_is_run()
    {
        int covered = Fits.Count + Bounds.Count;
        string line = $"reference cases covered: {covered} of {ReferenceCases.All.Count}";
        output.WriteLine(line);
        Console.WriteLine(line);
        Assert.Equal(195, ReferenceCases.All.Count);
        Assert.Equal(195, covered);
    }

    private static TheoryData<string> Names(Func<ReferenceCase, bool> wanted) =>
        [.. ReferenceCases.All.Where(wanted).Select(problem => problem.Name)];
}
