using System.Globalization;
using System.Text;
using BatchEstimator.Worker.Jobs;
using BatchEstimator.Worker.Reports;
using BatchEstimator.Worker.Running;
using BatchEstimator.Worker.Tests.Data;
using BatchEstimator.Worker.Tests.Support;
using Parquet;

namespace BatchEstimator.Worker.Tests.EndToEnd;

/// <summary>The law of the fold on whole files: the number of threads and the format do not show in the answer.</summary>
public sealed class SameBitsTests : IDisposable
{
    private const int Rows = 100_000;

    private const string Job = """
        name: bits
        groupBy: [plant]
        reports: [json, csv]
        fits:
          - {name: level, family: normal, response: y, quantiles: [0.1], probabilities: ["> 1"]}
          - {name: level-map, family: normal, response: y, method: map, priors: {mu: "normal(0, 1)"}}
          - {name: counts, family: poisson, response: k, weights: {column: w, kind: frequency}}
          - {name: hits, family: bernoulli, response: hit, method: map, priors: {theta: "beta(2, 5)"}}
          - {name: kinds, family: categorical, response: kind}
          - {name: pair, family: multivariate_normal, responses: [x, y]}
          - {name: line, family: normal, formula: "y ~ x * kind + log(u)"}
          - {name: ridge, family: normal, formula: "y ~ x + kind", method: map, priors: {coefficients: "normal(0, 0.1)"}}
          - {name: skewed, family: lognormal, response: u}
          - {name: waits, family: exponential, response: u, event: hit}
        """;

    private static readonly string[] Plants = ["A", "B", "C", "D", "E"];
    private static readonly string[] Kinds = ["plain", "thin", "wide"];

    private readonly TemporaryFolder data = new();
    private readonly TempFolder reports = new();

    public void Dispose()
    {
        data.Dispose();
        reports.Dispose();
    }

    [Fact]
    public async Task One_two_and_five_threads_and_both_formats_give_the_same_bits()
    {
        var columns = Columns(new Random(7));
        string csv = data.Write("bits.csv", Csv(columns));
        string parquet = await ParquetSample.Write(data, "bits.parquet", CompressionMethod.Snappy, 30_000, [.. columns.Select(Sample)]);

        var one = Run(csv, 1);
        Assert.Equal(one, Run(csv, 2));
        Assert.Equal(one, Run(csv, 5));
        var packed = Run(parquet, 1);
        Assert.Equal(packed, Run(parquet, 5));
        // The blocks of the two files begin and end at different rows, so only the last digits may differ.
        Same(one.Estimates, packed.Estimates);
    }

    private (string Fits, string Estimates) Run(string path, int threads)
    {
        var job = JobFile.Parse(Job).Required;
        var result = new RunExecutor(TimeProvider.System).Execute(new RunRequest("run", job, [path], 1, threads) { Names = ["bits"] }, null, CancellationToken.None);
        string folder = Directory.CreateDirectory(reports.Path($"{Path.GetExtension(path)}{threads}")).FullName;
        new ReportWriter().Write(result, folder);
        var read = ResultFile.Read(folder);
        Assert.Equal(Plants.Length * 10, read.Fits.Count);
        Assert.All(read.Fits, fit => Assert.Equal("ok", ResultFile.Status(fit)));
        return (read.Root.GetProperty("fits").GetRawText(), File.ReadAllText(Path.Combine(folder, "estimates.csv")));
    }

    private static void Same(string left, string right)
    {
        foreach (var (a, b) in Fields(left).Zip(Fields(right)))
        {
            if (a == b) continue;
            double x = double.Parse(a, CultureInfo.InvariantCulture), y = double.Parse(b, CultureInfo.InvariantCulture);
            Assert.True(Math.Abs(x - y) <= 1e-11 * Math.Max(Math.Abs(x), 1e-3), $"{a} and {b}");
        }
    }

    private static string[] Fields(string csv) => csv.Split(',', '\n');

    private static List<(string Name, object?[] Values)> Columns(Random random)
    {
        double Next() => Math.Round(random.NextDouble() * 10, 4);
        object?[] Of(Func<int, object?> value) => [.. Enumerable.Range(0, Rows).Select(value)];
        double[] x = [.. Enumerable.Range(0, Rows).Select(_ => Next())];
        return
        [
            ("plant", Of(_ => Plants[random.Next(Plants.Length)])),
            ("kind", Of(_ => Kinds[random.Next(Kinds.Length)])),
            ("x", Of(row => x[row])),
            ("y", Of(row => row % 1000 == 3 ? null : (object)Math.Round((0.3 * x[row]) + Next(), 4))),
            ("u", Of(_ => Next() + 0.0001)),
            ("k", Of(_ => (double)random.Next(6))),
            ("w", Of(_ => (double)random.Next(1, 4))),
            ("hit", Of(_ => (double)random.Next(2))),
        ];
    }

    private static ParquetSample.SampleColumn Sample((string Name, object?[] Values) column) => column.Values[0] is string
        ? ParquetSample.Column(column.Name, typeof(string), false, column.Values)
        : ParquetSample.Column(column.Name, typeof(double), true, column.Values);

    private static string Csv(List<(string Name, object?[] Values)> columns)
    {
        var text = new StringBuilder().AppendJoin(',', columns.Select(column => column.Name)).Append('\n');
        for (int row = 0; row < Rows; row++)
            text.AppendJoin(',', columns.Select(column => Convert.ToString(column.Values[row], CultureInfo.InvariantCulture))).Append('\n');
        return text.ToString();
    }
}
