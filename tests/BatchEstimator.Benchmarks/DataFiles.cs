using System.Buffers.Text;
using Parquet;
using Parquet.Schema;

namespace BatchEstimator.Benchmarks;

/// <summary>
/// The same rows as CSV and as Parquet: a group label and a value around the group's own mean, drawn with a fixed seed.
/// Values are whole thousandths, so that both files hold exactly the same numbers.
/// </summary>
internal sealed class DataFiles(int rows, int groups)
{
    public const string Group = "station";
    public const string Value = "reading";
    private const int Chunk = 1_000_000;

    private readonly string[] _labels = [.. Enumerable.Range(0, groups).Select(group => $"s{group:D5}")];

    public void WriteCsv(string path)
    {
        using FileStream file = new(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1 << 20);
        file.Write("station,reading\n"u8);
        byte[] line = new byte[64];
        foreach (var (labels, values) in Chunks())
            for (int row = 0; row < labels.Length; row++)
                file.Write(line.AsSpan(0, Format(line, labels[row], values[row])));
    }

    public async Task WriteParquet(string path)
    {
        DataField<string> label = new(Group);
        DataField<double> value = new(Value);
        await using FileStream file = File.Create(path);
        await using ParquetWriter writer = await ParquetWriter.CreateAsync(new ParquetSchema(label, value), file);
        foreach (var (labels, values) in Chunks())
        {
            using ParquetRowGroupWriter group = writer.CreateRowGroup();
            await group.WriteAsync(label, labels);
            await group.WriteAsync<double>(value, values);
        }
    }

    private IEnumerable<(string[] Labels, double[] Values)> Chunks()
    {
        Random random = new(20_240_229);
        for (int done = 0; done < rows; done += Chunk)
        {
            string[] labels = new string[Math.Min(Chunk, rows - done)];
            double[] values = new double[labels.Length];
            for (int row = 0; row < labels.Length; row++)
            {
                int group = random.Next(groups);
                labels[row] = _labels[group];
                values[row] = Math.Round(group * 0.01 + 10 * (random.NextDouble() + random.NextDouble() + random.NextDouble()), 3);
            }
            yield return (labels, values);
        }
    }

    private static int Format(Span<byte> line, string label, double value)
    {
        int length = System.Text.Encoding.ASCII.GetBytes(label, line);
        line[length++] = (byte)',';
        Utf8Formatter.TryFormat(value, line[length..], out int digits);
        length += digits;
        line[length++] = (byte)'\n';
        return length;
    }
}
