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
    public void Every_case_is_run_or_waits_for_a_stated_reason()
    {
        int covered = ReferenceCases.All.Count(problem => LaterCases.Reason(problem) is null);
        string line = $"reference cases covered: {covered} of {ReferenceCases.All.Count}";
        output.WriteLine(line);
        Console.WriteLine(line);
        foreach (var waiting in ReferenceCases.All.GroupBy(LaterCases.Reason).Where(group => group.Key is not null))
            output.WriteLine($"{waiting.Count(),4} later: {waiting.Key}");

        Assert.Equal(195, ReferenceCases.All.Count);
        Assert.Equal(192, covered);
        Assert.All(LaterCases.Kinds, kind => Assert.Contains(ReferenceCases.All, problem => LaterCases.Reason(problem) == kind.Reason));
    }

    private static TheoryData<string> Names(Func<ReferenceCase, bool> wanted) =>
        [.. ReferenceCases.All.Where(problem => LaterCases.Reason(problem) is null && wanted(problem)).Select(problem => problem.Name)];
}
