using System.Buffers.Binary;
using BatchEstimator.Worker.Data;
using BatchEstimator.Worker.Jobs;
using Parquet;
using static BatchEstimator.Worker.Tests.Data.Reading;

namespace BatchEstimator.Worker.Tests.Data;

public sealed class BadParquetTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(4)]
    [InlineData(11)]
    [InlineData(100)]
    [InlineData(-1)]
    public async Task A_file_that_is_cut_off_is_told(int length)
    {
        byte[] whole = await Whole();
        string path = folder.Write("cut.parquet", length < 0 ? whole[..^-length] : whole[..length]);
        InputProblem problem = Problem(() => TableReader.Open(path, new InputDefinition()));
        Assert.Equal(("TRUNCATED_PARQUET", path), (problem.Code, problem.File));
        Assert.Contains("Copy it again", problem.Fix, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(int.MaxValue)]
    [InlineData(-5)]
    [InlineData(0)]
    public async Task A_footer_of_impossible_length_is_refused_before_it_is_read(int claimed)
    {
        byte[] bytes = await Whole();
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(bytes.Length - 8), claimed);
        InputProblem problem = Problem(() => TableReader.Open(folder.Write("bad.parquet", bytes), new InputDefinition()));
        Assert.Equal("CORRUPT_PARQUET", problem.Code);
        Assert.Contains("footer", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Damage_anywhere_is_an_input_problem_or_a_value_but_never_another_exception()
    {
        byte[] whole = await Whole();
        Random random = new(11);
        int refused = 0;
        for (int trial = 0; trial < 300; trial++)
        {
            byte[] bytes = [.. whole];
            for (int change = 0; change < 3; change++) bytes[random.Next(4, bytes.Length - 8)] ^= (byte)random.Next(1, 256);
            string path = folder.Write("damaged.parquet", bytes);
            Exception? fault = Record.Exception(() => Blocks(path, null, Number("x"), Text("g")));
            if (fault is not (null or InputException)) Assert.Fail(fault.ToString());
            refused += fault is null ? 0 : 1;
        }
        Assert.InRange(refused, 50, 300);
    }

    [Fact]
    public async Task A_file_without_rows_is_told()
    {
        string path = await ParquetSample.Write(folder, "d.parquet", CompressionMethod.None, 10, ParquetSample.Column("x", typeof(double), false, []));
        Assert.Equal("NO_ROWS", Problem(() => TableReader.Open(path, new InputDefinition())).Code);
    }

    [Fact]
    public async Task A_Parquet_file_under_another_name_is_read_unless_the_job_insists_on_CSV()
    {
        string path = folder.Write("d.csv", await Whole());
        using (ITable table = TableReader.Open(path, new InputDefinition())) Assert.Equal("parquet", table.Format);
        Assert.Equal("NOT_CSV", Problem(() => TableReader.Open(path, new InputDefinition { Format = InputFormat.Csv })).Code);
        string csv = folder.Write("e.csv", "x\n1\n");
        Assert.Equal("NOT_PARQUET", Problem(() => TableReader.Open(csv, new InputDefinition { Format = InputFormat.Parquet })).Code);
    }

    private async Task<byte[]> Whole() => await File.ReadAllBytesAsync(await ParquetSample.Write(folder, "whole.parquet", CompressionMethod.Snappy, 500,
        ParquetSample.Column("x", typeof(double), true, [.. Enumerable.Range(0, 1000).Select(row => row % 4 == 0 ? null : (object)(row / 3.0))]),
        ParquetSample.Column("g", typeof(string), false, [.. Enumerable.Range(0, 1000).Select(row => $"g{row % 20}")])));
}
