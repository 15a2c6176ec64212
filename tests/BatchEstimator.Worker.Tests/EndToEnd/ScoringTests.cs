using System.Globalization;
using BatchEstimator.Worker.Cli;
using BatchEstimator.Worker.Tests.Support;
using Parquet;

namespace BatchEstimator.Worker.Tests.EndToEnd;

/// <summary>New rows scored beside a run, and later with its result alone.</summary>
public sealed class ScoringTests : IDisposable
{
    private const string Job = """
        name: cost
        groupBy: [plant]
        fits:
          - {name: line, family: normal, formula: y ~ x + kind}
          - {name: count, family: poisson, formula: k ~ x}
          - {name: which, family: categorical, formula: kind ~ x}
        """;

    private readonly TempFolder folder = new();

    public ScoringTests()
    {
        var random = new Random(11);
        folder.Write("a.csv", "plant,x,kind,y,k\n" + string.Concat(Enumerable.Range(0, 90).Select(i => string.Create(CultureInfo.InvariantCulture,
            $"{(i % 3 == 0 ? "A" : "B")},{i / 10.0},{"uv"[random.Next(2)]},{i / 5.0 + random.NextDouble():R},{random.Next(5)}\n"))) + "C,1,u,2,1\n");
        folder.Write("new.csv", "x,plant,kind\n1.5,A,u\n2.5,B,v\n,A,u\n3,B,w\n1,Z,u\n2,C,u\n");
    }

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Each_row_gets_a_line_for_each_fit_and_quantity_and_the_result_counts_them()
    {
        var result = Run("predictions: {files: new.csv}");
        string[][] lines = Lines("out/predictions.csv");

        Assert.Equal("file,row,plant,fit,quantity,prediction,standard_error,lower,upper,note", string.Join(',', lines[0]));
        Assert.Equal(["line mean", "count mean", "which P(u)", "which P(v)"], lines.Where(line => line[1] == "1").Select(line => $"{line[3]} {line[4]}"));
        var line = result.Fit("line", "A");
        double expected = ResultFile.Estimate(line, "(Intercept)") + 1.5 * ResultFile.Estimate(line, "x");
        Assert.Equal(expected, double.Parse(lines[1][5], CultureInfo.InvariantCulture), 1e-10);
        Assert.Equal("x is missing", Note(lines, 3, "line"));
        Assert.Equal("the fit has not seen kind = w", Note(lines, 4, "line"));
        Assert.Equal("", Note(lines, 4, "count"));
        Assert.Equal("the run has no group Z", Note(lines, 5, "which"));
        Assert.Equal("this group has no usable estimate", Note(lines, 6, "line"));

        var told = result.Root.GetProperty("predictions");
        Assert.Equal((6, "predictions.csv"), (told.GetProperty("rows").GetInt32(), told.GetProperty("output").GetString()));
        var without = told.GetProperty("withoutPrediction");
        Assert.Equal((3, 1, 3), (without.GetProperty("missing").GetInt32(), without.GetProperty("unseenLevel").GetInt32(), without.GetProperty("unseenGroup").GetInt32()));
        Assert.Equal(18, told.GetProperty("predicted").GetInt32() + without.EnumerateObject().Sum(count => count.Value.GetInt32()));
        Assert.Contains("6 new rows of new.csv", File.ReadAllText(folder.Path("out/report.html")), StringComparison.Ordinal);
    }

    [Fact]
    public void A_finished_run_scores_the_same_to_the_last_bit()
    {
        Run("predictions: {files: new.csv}");

        var said = Terminal.Call("score", folder.Path("out"), "--input", folder.Path("new.csv"), "--output", folder.Path("later.csv"));

        Assert.Equal((0, ""), (said.Code, said.Error));
        Assert.Equal(File.ReadAllText(folder.Path("out/predictions.csv")), File.ReadAllText(folder.Path("later.csv")));
        Assert.Contains("6 new rows", said.Out, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Usage, Terminal.Call("score", folder.Path("out"), "--input", folder.Path("new.csv"), "--output", folder.Path("later.csv")).Code);
        Assert.Equal(ExitCode.Failed, Terminal.Call("score", folder.Path("new.csv"), "--input", folder.Path("new.csv"), "--output", folder.Path("x.csv")).Code);
    }

    [Fact]
    public async Task Parquet_holds_the_same()
    {
        Run("predictions: {files: new.csv, output: parquet, fits: [line]}");
        await using var reader = await ParquetReader.CreateAsync(folder.Path("out/predictions.parquet"));
        Assert.Equal(["file", "row", "plant", "fit", "quantity", "prediction", "standard_error", "lower", "upper", "note"], reader.Schema.DataFields.Select(field => field.Name));
        Assert.Equal(6, reader.RowGroups[0].RowCount);
    }

    [Fact]
    public void A_label_not_seen_fails_the_run_where_the_job_says_so()
    {
        var said = Said("predictions: {files: new.csv, unseen: fail, fits: [line]}");
        Assert.Equal(1, said.Code);
        Assert.Contains("new.csv", said.Error, StringComparison.Ordinal);
        Assert.Contains("line 5", said.Error, StringComparison.Ordinal);
        Assert.Contains("has not seen kind = w", said.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(folder.Path("out")));
    }

    [Theory]
    [InlineData("predictions: {files: bad.csv}", "kind")]
    [InlineData("predictions: {files: new.csv, fits: [plain]}", "fit 'plain' has no predictors")]
    public void What_cannot_be_scored_is_told_before_anything_is_fitted(string key, string expected)
    {
        folder.Write("bad.csv", "x,plant\n1,A\n");
        var said = Said(key);
        Assert.Equal(1, said.Code);
        Assert.Contains(expected, said.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_a_file_the_run_says_that_there_was_none()
    {
        var told = Run("predictions: {files: nothing/*.csv}").Root.GetProperty("predictions");
        Assert.Equal((0, 0), (told.GetProperty("files").GetArrayLength(), told.GetProperty("rows").GetInt32()));
        Assert.Contains("no file matches", File.ReadAllText(folder.Path("out/report.html")), StringComparison.Ordinal);
    }

    private ResultFile Run(string key)
    {
        var said = Said(key);
        Assert.True(said.Code is 0 or 2, said.Error);
        return ResultFile.Of(folder);
    }

    private Said Said(string key)
    {
        string absolute = key.Replace("files: ", $"files: {folder.Root}/", StringComparison.Ordinal);
        var said = Terminal.Run(folder, $"{Job}\n  - {{name: plain, family: normal, response: y}}\n{absolute}\n", "a.csv");
        return said;
    }

    private string[][] Lines(string file) => [.. File.ReadAllLines(folder.Path(file)).Select(line => line.Split(','))];

    private static string Note(string[][] lines, int row, string fit) => lines.First(line => line[1] == row.ToString(CultureInfo.InvariantCulture) && line[3] == fit)[^1];
}
