using System.Text.Json.Nodes;
using BatchEstimator.Worker.Jobs;

namespace BatchEstimator.Worker.Tests.Jobs;

/// <summary>The key <c>predictions</c> of a job: what it may be and becomes.</summary>
public class PredictionsKeyTests
{
    private const string Head = "name: j\nfits: [{name: cost, family: normal, formula: y ~ x}, {name: life, family: normal, response: t}]\n";

    [Fact]
    public void Every_entry_arrives()
    {
        PredictionsDefinition read = Bound("{files: [a.csv, \"b/*.parquet\"], output: parquet, fits: [cost], interval: prediction, unseen: fail}");

        Assert.Equal(["a.csv", "b/*.parquet"], read.Files);
        Assert.Equal(["cost"], read.Fits);
        Assert.Equal((PredictionFormat.Parquet, PredictionInterval.Prediction, UnseenPolicy.Fail), (read.Output, read.Interval, read.Unseen));
    }

    [Fact]
    public void What_is_not_said_has_a_default()
    {
        PredictionsDefinition read = Bound("{files: new/*.csv}");

        Assert.Equal(["new/*.csv"], read.Files);
        Assert.Empty(read.Fits);
        Assert.Equal((PredictionFormat.Csv, PredictionInterval.Confidence, UnseenPolicy.Null), (read.Output, read.Interval, read.Unseen));
        Assert.Null(JobBinder.Job(Read(Head).Job).Predictions);
    }

    [Theory, InlineData("null"), InlineData("\"null\"")]
    public void Null_may_be_written_with_and_without_quotes(string word) =>
        Assert.Equal(UnseenPolicy.Null, Bound($"{{files: a, unseen: {word}}}").Unseen);

    [Theory]
    [InlineData("{output: csv}", "predictions: the key 'files' is missing. It says: the files with the new rows: a path with wildcards, relative to the workspace, or a list of them.")]
    [InlineData("{files: }", "predictions.files: a list is wanted here; found nothing. Write a list or leave the key out.")]
    [InlineData("{files: []}", "predictions.files: the list is empty. It needs at least one entry.")]
    [InlineData("{files: 3}", "predictions.files: text is wanted here; found the number 3. If it is meant as text, put it in quotes: \"3\".")]
    [InlineData("{files: a, output: xlsx}", "predictions.output: there is no choice 'xlsx'. Allowed: csv, parquet.")]
    [InlineData("{files: a, unseen: drop}", "predictions.unseen: there is no choice 'drop'. Allowed: null, reference, fail.")]
    [InlineData("{files: a, interval: confidnce}", "predictions.interval: there is no choice 'confidnce'. Did you mean 'confidence'? Allowed: none, confidence, prediction.")]
    [InlineData("{files: a, fits: [cots]}", "predictions.fits[0]: there is no fit 'cots' in this job. Did you mean 'cost'? The fits are: cost, life.")]
    public void A_fault_is_told(string entry, string expected) =>
        Assert.Contains(expected, JobFile.Parse($"{Head}predictions: {entry}\n").Problems.Select(problem => problem.ToString().Split(": ", 2)[1]));

    [Fact]
    public void One_file_and_a_list_of_one_mean_the_same()
    {
        Assert.Equal(Canonical("{files: a, output: csv, unseen: null}"), Canonical("{files: [a]}"));
        Assert.NotEqual(Canonical("{files: [a, b]}"), Canonical("{files: [b, a]}"));
    }

    [Fact]
    public void The_schema_lets_one_file_stand_alone_and_null_be_bare()
    {
        JsonNode keys = JsonNode.Parse(JobSchema.Text)!["properties"]!["predictions"]!["properties"]!;

        Assert.Equal("""{"type":"string","pattern":"\\S"}""", keys["files"]!["anyOf"]![0]!.ToJsonString());
        Assert.Equal("array", (string?)keys["files"]!["anyOf"]![1]!["type"]);
        Assert.Equal("""["null","reference","fail",null]""", keys["unseen"]!["enum"]!.ToJsonString());
    }

    private static PredictionsDefinition Bound(string entry)
    {
        (JsonObject job, string[] problems) = Read($"{Head}predictions: {entry}\n");
        Assert.Empty(problems);
        return JobBinder.Job(job).Predictions!;
    }

    private static string Canonical(string entry) => CanonicalJson.Write(Read($"{Head}predictions: {entry}\n").Job);

    private static (JsonObject Job, string[] Problems) Read(string text)
    {
        ProblemList problems = new(null);
        JsonNode? job = new ShapeReader(problems).Read(YamlTree.Load(text)!, JobKeys.Job, "");
        return (job!.AsObject(), [.. problems.InOrder.Select(problem => problem.ToString())]);
    }
}
