using System.Globalization;
using System.Text;
using BatchEstimator.Estimation.Columns;
using BatchEstimator.Worker.Data;
using BatchEstimator.Worker.Jobs;
using Sylvan.Data.Csv;
using static BatchEstimator.Worker.Tests.Data.Reading;

namespace BatchEstimator.Worker.Tests.Data;

/// <summary>The cut and parallel reading against the plainest one: the whole text in one reader, one row after the other.</summary>
public sealed class ParallelCsvTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(1, "\n")]
    [InlineData(2, "\r\n")]
    [InlineData(3, "\r")]
    public void Parallel_blocks_hold_what_a_sequential_reader_finds(int seed, string lineEnd)
    {
        string text = RandomTable(seed, 150_000, lineEnd);
        string path = folder.Write("d.csv", text);
        List<Block> blocks = BlocksInParallel(path, null, Number("x"), Text("g"), Number("y"));
        (List<double> x, List<string?> g, List<long> lines) = Sequential(text);
        Assert.True(blocks.Count > 2);
        Assert.Equal(x, NumbersOf(blocks));
        Assert.Equal(g, TextsOf(blocks, 1));
        Assert.Equal(lines, blocks.SelectMany(block => Enumerable.Range(0, block.Rows).Select(row => block.PlaceOf(row).Line!.Value)));
        Assert.Equal(Enumerable.Range(1, x.Count).Select(row => (long)row), blocks.SelectMany(block => Enumerable.Range(0, block.Rows).Select(row => block.PlaceOf(row).Row)));
    }

    [Fact]
    public void Blocks_are_cut_by_rows_or_by_length()
    {
        string narrow = folder.Write("n.csv", "x\n" + string.Concat(Enumerable.Repeat("1\n", 140_000)));
        Assert.Equal([65_536, 65_536, 8_928], Blocks(narrow, null, Number("x")).Select(block => block.Rows));
        string wide = folder.Write("w.csv", "x,g\n" + string.Concat(Enumerable.Repeat($"1,{new string('a', 1_000_000)}\n", 9)));
        Assert.Equal([4, 4, 1], Blocks(wide, null, Number("x")).Select(block => block.Rows));
    }

    [Fact]
    public void A_record_may_be_longer_than_every_buffer()
    {
        string path = folder.Write("d.csv", $"x,g\n1,a\n2,\"{new string('b', 6_000_000)}\n{new string('c', 3_000_000)}\"\n3,d\n");
        List<Block> blocks = Blocks(path, null, Number("x"), Text("g"));
        Assert.Equal([1.0, 2, 3], NumbersOf(blocks));
        Assert.Equal(9_000_001, TextsOf(blocks, 1)[1]!.Length);
        Assert.Equal(5, blocks[^1].PlaceOf(blocks[^1].Rows - 1).Line);
    }

    [Fact]
    public void Millions_of_blank_lines_hide_nothing()
    {
        string path = folder.Write("d.csv", "x\n1\n" + new string('\n', 5_000_000) + "2\n" + new string('\n', 5_000_000) + "3\n");
        List<Block> blocks = Blocks(path, null, Number("x"));
        Assert.Equal([1.0, 2, 3], NumbersOf(blocks));
        Assert.Equal(10_000_004, blocks[^1].PlaceOf(blocks[^1].Rows - 1).Line);
    }

    [Fact]
    public void Progress_grows_up_to_the_size_of_the_file()
    {
        string path = folder.Write("d.csv", "x\n" + string.Concat(Enumerable.Range(0, 200_000).Select(row => $"{row}\n")));
        using ITable table = TableReader.Open(path, new InputDefinition());
        long[] read = [.. table.Read([Number("x")], CancellationToken.None).Select(pending => pending.BytesRead)];
        Assert.Equal(read.Order(), read);
        Assert.Equal(table.Bytes, read[^1]);
    }

    private static string RandomTable(int seed, int rows, string lineEnd)
    {
        Random random = new(seed);
        StringBuilder text = new();
        text.Append("x,g,unused,y").Append(lineEnd);
        for (int row = 0; row < rows; row++)
        {
            text.Append(CultureInfo.InvariantCulture, $"{random.NextDouble() * 1000:R},").Append(Label(random, lineEnd)).Append(",\"a,\"\"b\"\"\",").Append(random.Next(100));
            if (row < rows - 1 || seed == 1) text.Append(lineEnd);
            if (random.Next(500) == 0) text.Append(lineEnd);
        }
        return text.ToString();
    }

    private static string Label(Random random, string lineEnd) => random.Next(8) switch
    {
        0 => "",
        1 => $"\"broken{lineEnd}{random.Next(9)}\"",
        2 => "5\" pipe",
        3 => "\"quoted, \"\"twice\"\"\"",
        4 => "한글",
        _ => $"group{random.Next(1000)}",
    };

    private static (List<double> X, List<string?> G, List<long> Lines) Sequential(string text)
    {
        (List<double> x, List<string?> g, List<long> lines) = ([], [], []);
        using CsvDataReader reader = CsvDataReader.Create(new StringReader(text), new CsvDataReaderOptions { HasHeaders = false, Delimiter = ',' });
        long line = 1;
        while (reader.Read())
        {
            string record = reader.GetRawRecordSpan().ToString();
            if (line > 1 && reader.RowFieldCount > 1)
            {
                x.Add(double.Parse(reader.GetString(0), CultureInfo.InvariantCulture));
                g.Add(reader.GetString(1) is { Length: > 0 } label ? label : null);
                lines.Add(line);
            }
            line += record.ReplaceLineEndings("\n").Count(character => character == '\n');
        }
        return (x, g, lines);
    }
}
