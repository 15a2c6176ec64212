using System.Text;
using BatchEstimator.Worker.Running;
using BatchEstimator.Worker.Tests.Support;

namespace BatchEstimator.Worker.Tests.Reference;

/// <summary>The cases that share a family, as the groups of one file: a group is fitted as well as a file of its own.</summary>
public class GroupedReferenceTests
{
    public static TheoryData<string> Families =>
        [.. Plain.GroupBy(problem => problem.Model.Name).Where(family => family.Count() > 1).Select(family => family.Key)];

    private static IEnumerable<ReferenceCase> Plain => ReferenceCases.All.Where(problem =>
        problem is { Method: "mle", Weights: null, Censoring: null, Data: not null, Model: { Formula: null, Fixed: null, RowFilter: null, Levels: null } }
        && problem.Columns!.ContainsKey("value") && problem.Columns.Count == 1);

    [Theory]
    [MemberData(nameof(Families))]
    public void Cases_of_a_family_agree_as_groups_of_one_file(string family)
    {
        var problems = Plain.Where(problem => problem.Model.Name == family).ToList();
        using var folder = new TempFolder();
        string path = folder.Write("all.csv", Together(problems));
        var own = Translation.Job(problems[0]);
        var job = own with { GroupBy = ["problem"], Fits = [own.Fits[0] with { Response = "y" }] };
        RunResult run = Engine.Executor().Execute(new RunRequest("reference", job, [path], 1, 2), null, CancellationToken.None);
        Assert.Equal(problems.Count, run.Fits.Count);
        foreach (var problem in problems)
        {
            var fit = run.Fits.Single(outcome => outcome.Result.Group[0].Value == problem.Name).Result;
            var differences = Comparison.Differences(problem, fit);
            Assert.True(differences.Count == 0, $"{problem.Name}{Environment.NewLine}{string.Join(Environment.NewLine, differences)}");
        }
    }

    // The rows of all files in turns, so that no group's rows lie together.
    private static string Together(IReadOnlyList<ReferenceCase> problems)
    {
        var columns = problems.Select(problem => (problem.Name, Values: Column(problem))).ToList();
        var text = new StringBuilder("problem,y\n");
        for (int row = 0; row < columns.Max(column => column.Values.Count); row++)
        {
            foreach (var (name, values) in columns.Where(column => row < column.Values.Count))
                text.Append(name).Append(',').Append(values[row]).Append('\n');
        }
        return text.ToString();
    }

    private static List<string> Column(ReferenceCase problem)
    {
        string[][] lines = [.. File.ReadLines(ReferenceCases.File(problem)).Select(line => line.Split(','))];
        int place = Array.IndexOf(lines[0], problem.Column("value"));
        return [.. lines.Skip(1).Select(line => line[place])];
    }
}
