using System.Globalization;
using System.Text;

namespace BatchEstimator.Benchmarks.GroupMeans;

/// <summary>The measurements of one processor as a Markdown page.</summary>
internal sealed class ResultTable(int rows, int groups)
{
    private readonly List<string> _lines = [];
    private readonly List<double> _checksums = [];

    /// <summary>Whether every run found the same means, up to the order of the final sum.</summary>
    public bool Agrees => _checksums.All(sum => Math.Abs(sum - _checksums[0]) <= 1e-12 * Math.Abs(_checksums[0]));

    public void AddFloor(string file, double seconds) =>
        AddLine(file, "bytes only", seconds, "1.0", "-");

    public void Add(string file, int threads, double floor, Measurement run)
    {
        _checksums.Add(run.Checksum);
        AddLine(file, $"{threads}", run.Seconds, Text($"{run.Seconds / floor:F1}"), Text($"{run.PeakBytes / 1e6:F0} MB"));
    }

    public string Write() => ResultPage.Write("", Page());

    private string Page() => new StringBuilder()
        .Append(Text($"## From a file to the means of groups: {rows:N0} rows, {groups:N0} groups\n\n"))
        .Append("A text column to group by and a column of numbers; mean, sigma, standard errors, intervals and likelihood of every group.\n")
        .Append("The middle one of three runs, each a new process with the file in the page cache; compilation at start is included.\n")
        .Append("The floor is one thread reading the bytes and counting line ends. Compare ratios, not seconds, between machines.\n")
        .Append(Agrees ? "All runs found the same means.\n\n" : "**THE RUNS DO NOT AGREE ON THE MEANS: the figures are worthless.**\n\n")
        .Append("| file | threads | seconds | million rows/s | MB/s | times the floor | peak memory |\n")
        .Append("|---|---|---:|---:|---:|---:|---:|\n")
        .AppendJoin("", _lines)
        .Append(Text($"\nRepeat with `dotnet run -c Release --project tests/BatchEstimator.Benchmarks -- group-means {rows} {groups}`.\n"))
        .ToString();

    private void AddLine(string file, string threads, double seconds, string ratio, string memory)
    {
        double megabytes = new FileInfo(file).Length / 1e6;
        string name = Path.GetExtension(file)[1..];
        _lines.Add(Text($"| {name} ({megabytes:F0} MB) | {threads} | {seconds:F2} | {rows / seconds / 1e6:F1} | {megabytes / seconds:F0} | {ratio} | {memory} |\n"));
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
