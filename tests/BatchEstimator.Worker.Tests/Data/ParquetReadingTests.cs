using BatchEstimator.Estimation.Columns;
using BatchEstimator.Worker.Data;
using BatchEstimator.Worker.Jobs;
using Parquet;
using Parquet.Serialization;
using static BatchEstimator.Worker.Tests.Data.Reading;

namespace BatchEstimator.Worker.Tests.Data;

public sealed class ParquetReadingTests : IDisposable
{
    private static readonly DateTime Day = new(2024, 2, 29);
    private readonly TemporaryFolder folder = new();

    public static TheoryData<Type, CompressionMethod, bool> Matrix
    {
        get
        {
            Type[] types =
            [
                typeof(double), typeof(float), typeof(int), typeof(long), typeof(short), typeof(ushort), typeof(byte), typeof(sbyte), typeof(uint), typeof(ulong),
                typeof(decimal), typeof(bool), typeof(string), typeof(DateTime), typeof(DateOnly),
            ];
            TheoryData<Type, CompressionMethod, bool> all = [];
            foreach (Type type in types)
            {
                foreach (CompressionMethod compression in new[] { CompressionMethod.None, CompressionMethod.Snappy, CompressionMethod.Gzip, CompressionMethod.Zstd })
                {
                    all.Add(type, compression, false);
                    all.Add(type, compression, true);
                }
            }
            return all;
        }
    }

    public void Dispose() => folder.Dispose();

    [Theory]
    [MemberData(nameof(Matrix))]
    public async Task Every_type_compression_and_nullability_is_read(Type type, CompressionMethod compression, bool nullable)
    {
        object?[] values = [.. Enumerable.Range(0, 3000).Select(row => nullable && row % 3 == 1 ? null : ValueOf(type, row))];
        string path = await ParquetSample.Write(folder, "d.parquet", compression, 1100, ParquetSample.Column("v", type, nullable, values));
        Assert.Equal(values.Select(value => value is null ? null : LabelOf(value)), Texts(path, "v"));
        if (type == typeof(string)) return;
        double[] numbers = Numbers(path, "v");
        Assert.Equal(values.Select(value => value is null ? Missing.Value : NumberOf(value)), numbers);
        Assert.Equal(values.Select(value => value is null), numbers.Select(Missing.Is));
    }

    [Fact]
    public async Task Auto_goes_by_the_type()
    {
        string path = await Sample();
        using ITable table = TableReader.Open(path, new InputDefinition());
        Assert.Equal(["x", "g", "f", "d"], table.Columns);
        Assert.Equal(("parquet", 5L), (table.Format, table.Rows));
        Assert.Equal([Number("x"), Text("g"), Number("f"), Number("d")], table.Resolve([Auto("x"), Auto("g"), Auto("f"), Auto("d")]));
    }

    [Fact]
    public async Task Only_the_columns_asked_for_come_in_the_order_asked_for()
    {
        Block block = Blocks(await Sample(), null, Flag("f"), Text("g"))[0];
        Assert.Equal(["f", "g"], block.Columns.Select(column => column.Name));
        Assert.Equal([1.0, 0], NumbersOf([block]));
    }

    [Fact]
    public async Task A_row_group_larger_than_a_block_is_cut_and_rows_are_numbered()
    {
        object?[] x = [.. Enumerable.Range(0, 200_000).Select(row => row % 5 == 0 ? null : (object)(double)row)];
        object?[] g = [.. Enumerable.Range(0, 200_000).Select(row => row % 7 == 0 ? null : (object)$"g{row % 1000}")];
        string path = await ParquetSample.Write(folder, "d.parquet", CompressionMethod.Snappy, 150_000,
            ParquetSample.Column("x", typeof(double), true, x), ParquetSample.Column("g", typeof(string), true, g));
        List<Block> blocks = BlocksInParallel(path, null, Number("x"), Text("g"));
        using ITable table = TableReader.Open(path, new InputDefinition());
        Assert.Equal(table.Bytes, table.Read([Number("x")], CancellationToken.None).Last().BytesRead);
        Assert.Equal([65_536, 65_536, 18_928, 50_000], blocks.Select(block => block.Rows));
        Assert.Equal([1L, 65_537, 131_073, 150_001], blocks.Select(block => block.FirstRow));
        Assert.Equal(x.Select(value => value is null ? Missing.Value : (double)value), NumbersOf(blocks));
        Assert.Equal(g, TextsOf(blocks, 1));
        Assert.Equal(new RowPlace(0, 131_075, null), blocks[2].PlaceOf(2));
    }

    [Fact]
    public async Task Text_where_numbers_are_needed_and_missing_columns_are_told_together()
    {
        string path = await Sample();
        IReadOnlyList<InputProblem> problems = Problems(() => Blocks(path, null, Number("g"), Number("G2"), Flag("g")));
        Assert.Equal([("NOT_A_NUMBER", "g"), ("MISSING_COLUMN", "G2"), ("NOT_A_NUMBER", "g")], problems.Select(problem => (problem.Code, problem.Column)));
        Assert.All(problems, problem => Assert.Equal(path, problem.File));
    }

    [Fact]
    public async Task Nested_columns_are_refused_by_name_and_others_are_still_read()
    {
        string path = folder.PathOf("d.parquet");
        await ParquetSerializer.SerializeAsync(new[] { new Nested { Id = 1, Items = [1, 2], Place = new Inner { City = "서울" } }, new Nested { Id = 2 } }, path);
        Assert.Equal([1.0, 2], Numbers(path, "Id"));
        IReadOnlyList<InputProblem> problems = Problems(() => Blocks(path, null, Number("Items"), Auto("Place")));
        Assert.Equal([("NESTED_COLUMN", "Items"), ("NESTED_COLUMN", "Place")], problems.Select(problem => (problem.Code, problem.Column)));
    }

    private static object ValueOf(Type type, int row) => Type.GetTypeCode(type) switch
    {
        TypeCode.Boolean => row % 2 == 0,
        TypeCode.String => row % 10 == 0 ? "" : $"글자{row % 17}",
        TypeCode.Decimal => row / 4m,
        TypeCode.Double or TypeCode.Single => Convert.ChangeType(row / 8.0, type, null),
        TypeCode.DateTime => Day.AddHours(row % 2 == 0 ? 24 * row : row),
        TypeCode.Object => DateOnly.FromDateTime(Day).AddDays(row),
        _ => Convert.ChangeType(row % 100, type, null),
    };

    private static string LabelOf(object value) => value switch
    {
        bool flag => flag ? "true" : "false",
        DateTime { Hour: 0 } date => $"{date:yyyy-MM-dd}",
        DateTime time => $"{time:yyyy-MM-ddTHH:mm:ss}",
        DateOnly date => $"{date:yyyy-MM-dd}",
        decimal number => $"{number:0.##}",
        _ => $"{value}",
    };

    private static double NumberOf(object value) => value switch
    {
        DateTime time => (time - DateTime.UnixEpoch).TotalDays,
        DateOnly date => date.DayNumber - DateOnly.FromDateTime(DateTime.UnixEpoch).DayNumber,
        _ => Convert.ToDouble(value, null),
    };

    private Task<string> Sample() => ParquetSample.Write(folder, "d.parquet", CompressionMethod.Snappy, 2,
        ParquetSample.Column("x", typeof(double), true, [1.0, 2.0, null, double.NaN, double.PositiveInfinity]),
        ParquetSample.Column("g", typeof(string), true, ["a", "b", null, "a", "c"]),
        ParquetSample.Column("f", typeof(bool), false, [true, false, true, true, false]),
        ParquetSample.Column("d", typeof(DateOnly), false, [.. Enumerable.Range(0, 5).Select(day => (object)new DateOnly(1970, 1, 1 + day))]));

    public sealed class Nested
    {
        public int Id { get; set; }
        public List<int>? Items { get; set; }
        public Inner? Place { get; set; }
    }

    public sealed class Inner
    {
        public string? City { get; set; }
    }
}
