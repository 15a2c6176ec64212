using System.IO.Compression;
using System.Text;
using BatchEstimator.Estimation.Columns;
using BatchEstimator.Worker.Data;
using BatchEstimator.Worker.Jobs;

namespace BatchEstimator.Worker.Tests.Data;

/// <summary>A folder of real files for a test, removed afterwards, with short ways to write and to read them.</summary>
public sealed class TemporaryFolder : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("batch-estimator-data-");

    public string PathOf(string name) => Path.Combine(folder.FullName, name);

    public string Write(string name, string text) => Write(name, new UTF8Encoding(false).GetBytes(text));

    public string Write(string name, string text, Encoding encoding) => Write(name, [.. encoding.GetPreamble(), .. encoding.GetBytes(text)]);

    public string Write(string name, byte[] bytes)
    {
        File.WriteAllBytes(PathOf(name), bytes);
        return PathOf(name);
    }

    public string WriteGzip(string name, string text)
    {
        using MemoryStream packed = new();
        using (GZipStream gzip = new(packed, CompressionLevel.Fastest)) gzip.Write(Encoding.UTF8.GetBytes(text));
        return Write(name, packed.ToArray());
    }

    public void Dispose() => folder.Delete(recursive: true);
}

/// <summary>Reads whole files into values that tests can compare.</summary>
internal static class Reading
{
    public static List<Block> Blocks(string path, InputDefinition? input, params ColumnRequest[] requests)
    {
        using ITable table = TableReader.Open(path, input ?? new InputDefinition());
        return [.. table.Read(table.Resolve(requests), CancellationToken.None).Select(pending => pending.Decode())];
    }

    public static List<Block> BlocksInParallel(string path, InputDefinition? input, params ColumnRequest[] requests)
    {
        using ITable table = TableReader.Open(path, input ?? new InputDefinition());
        return [.. table.Read(table.Resolve(requests), CancellationToken.None).AsParallel().AsOrdered().WithDegreeOfParallelism(4).Select(pending => pending.Decode())];
    }

    public static InputDefinition Csv(CsvDefinition csv) => new() { Csv = csv };

    public static ColumnRequest Number(string name) => new(name, ColumnKind.Number);

    public static ColumnRequest Text(string name) => new(name, ColumnKind.Text);

    public static ColumnRequest Flag(string name) => new(name, ColumnKind.Flag);

    public static ColumnRequest Auto(string name) => new(name, ColumnKind.Auto);

    public static double[] Numbers(string path, string column, InputDefinition? input = null) => NumbersOf(Blocks(path, input, Number(column)));

    public static List<string?> Texts(string path, string column, InputDefinition? input = null) => TextsOf(Blocks(path, input, Text(column)));

    public static double[] NumbersOf(IEnumerable<Block> blocks, int column = 0) =>
        [.. blocks.SelectMany(block => ((NumberColumn)block.Columns[column]).Values.Take(block.Rows))];

    public static List<string?> TextsOf(IEnumerable<Block> blocks, int column = 0) => [.. blocks.SelectMany(block =>
    {
        TextColumn text = (TextColumn)block.Columns[column];
        return text.Codes.Take(block.Rows).Select(code => code < 0 ? null : text.Levels[code]);
    })];

    public static InputProblem Problem(Action read) => Assert.Single(Assert.Throws<InputException>(read).Problems);

    public static IReadOnlyList<InputProblem> Problems(Action read) => Assert.Throws<InputException>(read).Problems;
}
