using System.Text.Json;
using BatchEstimator.Worker.Ledger;
using BatchEstimator.Worker.Tests.Support;

namespace BatchEstimator.Worker.Tests.EndToEnd;

/// <summary>Files that cannot be used: the message says which file, where, what was found and what to do, and nothing is lost.</summary>
public sealed class BadInputTests : IDisposable
{
    private const string Job = """
        name: checks
        groupBy: [plant]
        fits:
          - {name: hours, family: normal, response: hours}
          - {name: stops, family: poisson, response: stops}
        """;

    private static readonly BadFile[] Files =
    [
        new("missing.csv", "plant,huors,stops\nA,1,2\n", "MISSING_COLUMN", null, "hours", null, "Did you mean 'huors'?"),
        new("text.csv", "plant,hours,stops\nA,1,2\nA,soon,2\n", "NOT_A_NUMBER", 3, "hours", "soon", "Correct the value"),
        new("many.csv", "plant,hours,stops\nA,1,2\nA,1,2,3\n", "TOO_MANY_FIELDS", 3, null, "A,1,2,3", "remove what is too much"),
        new("few.csv", "plant,hours,stops\nA,1,2\nA,1\n", "TOO_FEW_FIELDS", 3, null, "A,1", "Add what is missing"),
        new("empty.csv", "", "EMPTY_FILE", null, null, null, "Drop a file with a header and at least one row"),
        new("header.csv", "plant,hours,stops\n", "NO_ROWS", 1, null, null, "at least one row of data"),
        new("text.parquet", "plant,hours,stops\nA,1,2\n", "NOT_PARQUET", null, null, "plant,hours,stops", "name it .csv"),
        new("cut.parquet", null, "TRUNCATED_PARQUET", null, null, null, "Copy it again, completely"),
    ];

    private readonly TempFolder folder = new();

    public static TheoryData<string> Names => [.. Files.Select(file => file.Name)];

    public void Dispose() => folder.Dispose();

    [Theory]
    [MemberData(nameof(Names))]
    public void On_the_terminal_one_paragraph_says_where_what_and_what_to_do(string name)
    {
        var file = Files.Single(known => known.Name == name);
        string path = file.WriteTo(folder, name);

        var said = Terminal.Run(folder, Job, name);

        string message = said.Error.Split('\n').Single(line => line.Length > 0 && !line.StartsWith("reading", StringComparison.Ordinal));
        Assert.Equal(1, said.Code);
        Assert.StartsWith(path, message, StringComparison.Ordinal);
        if (file.Line is { } line) Assert.Contains($", line {line}", message, StringComparison.Ordinal);
        if (file.Column is { } column) Assert.Contains($", column '{column}'", message, StringComparison.Ordinal);
        if (file.Found is { } found) Assert.Contains($"Found: '{found}'", message, StringComparison.Ordinal);
        Assert.Contains(file.Fix, message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(folder.Path("out")));
    }

    [Fact]
    public void Dropped_in_the_inbox_each_lands_in_failed_with_its_reason_beside_it_and_the_good_one_comes_out()
    {
        folder.Write("jobs/checks.yaml", Job);
        foreach (var file in Files) file.WriteTo(folder, "ws/inbox/checks/" + file.Name);
        // Without the marker it would be waited for: its writer may be slow.
        folder.Write("ws/inbox/checks/cut.parquet.ready", "");
        folder.Write("ws/inbox/checks/good.csv", "plant,hours,stops\nA,1,2\nA,2,2\nA,4,0\n");
        using var worker = WorkerProcess.StartReal(folder, "serve", "--Intake:QuietPeriod", "100ms", "--Intake:ScanInterval", "200ms");
        IReadOnlyList<RunRecord> Runs() => new SqliteLedger(folder.Path("ws/ledger.db")).Newest(100);
        worker.WaitFor(() => File.Exists(folder.Path("ws/ledger.db")) && Runs().Count(run => RunStates.IsFinal(run.State)) == Files.Length + 1, "all runs to end");

        Assert.Equal("good.csv", Assert.Single(Runs(), run => run.State == RunState.Done).Files[0]);
        foreach (var file in Files)
        {
            var run = Runs().Single(known => known.Files[0] == file.Name);
            string place = folder.Path("ws/failed/checks", run.Id);
            Assert.Equal(file.Bytes, File.ReadAllBytes(Path.Combine(place, file.Name)));
            using var error = JsonDocument.Parse(File.ReadAllText(Path.Combine(place, "error.json")));
            var problem = error.RootElement.GetProperty("problems")[0];
            Assert.Equal((file.Code, file.Name, file.Column, file.Found), (Text(problem, "code"), Text(problem, "file"), Text(problem, "column"), Text(problem, "found")));
            Assert.Equal(file.Line, problem.TryGetProperty("line", out var line) ? line.GetInt64() : null);
            Assert.Contains(file.Fix, Text(problem, "fix"), StringComparison.Ordinal);
            string text = File.ReadAllText(Path.Combine(place, "error.txt"));
            Assert.Contains(file.Name, text, StringComparison.Ordinal);
            Assert.Contains(file.Fix, text, StringComparison.Ordinal);
            Assert.DoesNotContain(folder.Root, text, StringComparison.Ordinal);
        }
        Assert.Empty(Directory.EnumerateFiles(folder.Path("ws/inbox/checks")));
        Assert.Empty(Directory.EnumerateFileSystemEntries(folder.Path("ws/processing")));
    }

    private static string? Text(JsonElement part, string name) => part.TryGetProperty(name, out var value) ? value.GetString() : null;

    /// <param name="Content">Null: the first half of a Parquet file.</param>
    private sealed record BadFile(string Name, string? Content, string Code, long? Line, string? Column, string? Found, string Fix)
    {
        public byte[] Bytes => Content is not null ? System.Text.Encoding.UTF8.GetBytes(Content) : File.ReadAllBytes(Terminal.SampleOf("iris-species"))[..1500];

        public string WriteTo(TempFolder folder, string relative)
        {
            string path = folder.Write(relative, "");
            File.WriteAllBytes(path, Bytes);
            return path;
        }
    }
}
