using System.Globalization;
using System.Text;
using BatchEstimator.Estimation.Columns;
using BatchEstimator.Worker.Data;
using BatchEstimator.Worker.Jobs;
using static BatchEstimator.Worker.Tests.Data.Reading;

namespace BatchEstimator.Worker.Tests.Data;

public sealed class CsvReadingTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(",")]
    [InlineData(";")]
    [InlineData("\t")]
    [InlineData("|")]
    public void The_delimiter_is_detected(string delimiter)
    {
        string text = "a,b,c\n1,\"x,;\t|y\",3\n4,z,6\n".Replace("a,b,c", $"a{delimiter}b{delimiter}c", StringComparison.Ordinal)
            .Replace("1,\"", $"1{delimiter}\"", StringComparison.Ordinal).Replace("\",3", $"\"{delimiter}3", StringComparison.Ordinal)
            .Replace("4,z,6", $"4{delimiter}z{delimiter}6", StringComparison.Ordinal);
        string path = folder.Write("d.csv", text);
        Assert.Equal([3.0, 6.0], Numbers(path, "c"));
        Assert.Equal(["x,;\t|y", "z"], Texts(path, "b"));
    }

    [Fact]
    public void A_decimal_comma_goes_with_a_semicolon()
    {
        string path = folder.Write("d.csv", "x;y\n1,5;2,25\n-0,125;3\n1e-2;+4,0\n");
        InputDefinition input = Csv(new CsvDefinition { Decimal = ',' });
        Assert.Equal([1.5, -0.125, 0.01], Numbers(path, "x", input));
        Assert.Equal([2.25, 3, 4], Numbers(path, "y", input));
    }

    [Fact]
    public void A_decimal_comma_may_stand_in_quotes_between_commas()
    {
        string path = folder.Write("d.csv", "x,y\n\"1,5\",\"2,25\"\n\"3,0\",4\n");
        Assert.Equal([1.5, 3.0], Numbers(path, "x", Csv(new CsvDefinition { Decimal = ',' })));
    }

    [Fact]
    public void One_column_needs_no_delimiter() => Assert.Equal([1.0, 2.0], Numbers(folder.Write("d.csv", "x\n1\n2\n"), "x"));

    [Theory]
    [InlineData("utf-8")]
    [InlineData("utf-16")]
    [InlineData("utf-16BE")]
    public void A_byte_order_mark_tells_the_encoding(string encoding)
    {
        string path = folder.Write("d.csv", "공장,x\n서울,1\n부산,2\n", Encoding.GetEncoding(encoding));
        Assert.Equal(["서울", "부산"], Texts(path, "공장"));
    }

    [Theory]
    [InlineData("cp949")]
    [InlineData("949")]
    [InlineData("ks_c_5601-1987")]
    public void Korean_CP949_is_read_when_asked_for(string name)
    {
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        string path = folder.Write("d.csv", Encoding.GetEncoding(949).GetBytes("공장,수명\n똠방,1.5\n펲시,2\n"));
        InputDefinition input = Csv(new CsvDefinition { Encoding = name });
        Assert.Equal(["똠방", "펲시"], Texts(path, "공장", input));
        Assert.Equal([1.5, 2], Numbers(path, "수명", input));
    }

    [Fact]
    public void Gzip_is_told_by_its_content()
    {
        string path = folder.WriteGzip("d.csv", "x,y\n1,2\n3,4\n");
        Assert.Equal([1.0, 3.0], Numbers(path, "x"));
    }

    [Fact]
    public void Without_a_header_columns_are_numbered()
    {
        string path = folder.Write("d.csv", "1,a\n2,b\n");
        InputDefinition input = Csv(new CsvDefinition { Header = false });
        Assert.Equal([1.0, 2.0], Numbers(path, "column1", input));
        Assert.Equal(["a", "b"], Texts(path, "column2", input));
    }

    [Fact]
    public void Blank_header_names_are_numbered_and_others_trimmed()
    {
        using ITable table = TableReader.Open(folder.Write("d.csv", ",\" x \",\n1,2,3\n"), new InputDefinition());
        Assert.Equal(["column1", "x", "column3"], table.Columns);
    }

    [Fact]
    public void Missing_values_are_those_the_job_lists()
    {
        string path = folder.Write("d.csv", "x,g\n,\nNA, NA \nNaN,null\n\" \",b\n-999,-999\n5,c\n");
        double[] numbers = Numbers(path, "x");
        Assert.Equal([true, true, true, true, false, false], numbers.Select(Missing.Is));
        Assert.Equal([null, null, null, "b", "-999", "c"], Texts(path, "g"));
        InputDefinition input = Csv(new CsvDefinition { MissingValues = ["", "NA", "null", "-999"] });
        double[] others = Numbers(path, "x", input);
        Assert.Equal([true, true, false, true, true, false], others.Select(Missing.Is));
        Assert.True(double.IsNaN(others[2]));
    }

    [Theory]
    [InlineData("1", 1)]
    [InlineData(" 1.5\t", 1.5)]
    [InlineData("1e-5", 1e-5)]
    [InlineData("+3", 3)]
    [InlineData("-.5", -0.5)]
    [InlineData("5.", 5)]
    [InlineData("-0", -0.0)]
    [InlineData("0.1234567890123456789", 0.1234567890123456789)]
    [InlineData("123456789012345678901234567890", 123456789012345678901234567890.0)]
    [InlineData("179769313486231570000e288", double.MaxValue)]
    [InlineData("5e-324", double.Epsilon)]
    [InlineData("inf", double.PositiveInfinity)]
    [InlineData("-Inf", double.NegativeInfinity)]
    [InlineData("Infinity", double.PositiveInfinity)]
    [InlineData("-Infinity", double.NegativeInfinity)]
    public void Numbers_are_read_to_the_last_bit(string text, double expected) =>
        Assert.Equal(BitConverter.DoubleToInt64Bits(expected), BitConverter.DoubleToInt64Bits(Assert.Single(Numbers(folder.Write("d.csv", $"x,y\n{text},0\n"), "x"))));

    [Fact]
    public void Any_double_survives_being_written_and_read()
    {
        Random random = new(7);
        double[] expected = [.. Enumerable.Range(0, 20_000).Select(row => row % 3 == 0
            ? Math.Round(random.NextDouble() * 1e6, row % 12)
            : BitConverter.Int64BitsToDouble(random.NextInt64(long.MinValue, long.MaxValue))).Where(double.IsFinite)];
        string path = folder.Write("d.csv", "x\n" + string.Join("\n", expected.Select(value => value.ToString("R", CultureInfo.InvariantCulture))));
        Assert.Equal(expected, Numbers(path, "x"));
    }

    [Fact]
    public void Flags_are_zero_one_true_and_false()
    {
        string path = folder.Write("d.csv", "f,x\n1,0\n0,0\ntrue,0\nFALSE,0\nNA,0\n1.0,0\n");
        double[] flags = NumbersOf(Blocks(path, null, Flag("f")));
        Assert.Equal([1, 0, 1, 0, Missing.Value, 1], flags);
    }

    [Fact]
    public void Auto_takes_numbers_if_all_are_and_labels_if_none_is()
    {
        string path = folder.Write("d.csv", "n,t,m\n1,a,\n,b,\n3,NA,NA\n");
        using ITable table = TableReader.Open(path, new InputDefinition());
        Assert.Equal([Number("n"), Text("t"), Number("m")], table.Resolve([Auto("n"), Auto("t"), Auto("m")]));
    }

    [Fact]
    public void Places_count_lines_also_after_quoted_line_breaks_and_blank_lines()
    {
        string path = folder.Write("d.csv", "x,\"a\nname\"\r\n\r\n1,\"one\ntwo\r\nthree\"\n\n2,b\n3,\"c\n\"\n\n\n4,d\n");
        Block block = Assert.Single(Blocks(path, null, Number("x")));
        Assert.Equal([4L, 8, 9, 13], Enumerable.Range(0, block.Rows).Select(row => block.PlaceOf(row).Line));
        Assert.Equal([1L, 2, 3, 4], Enumerable.Range(0, block.Rows).Select(row => block.PlaceOf(row).Row));
        Assert.Equal([1.0, 2, 3, 4], NumbersOf([block]));
    }

    [Theory]
    [InlineData("\n")]
    [InlineData("\r\n")]
    [InlineData("\r")]
    public void Any_line_end_will_do(string end)
    {
        string path = folder.Write("d.csv", string.Join(end, "x,g", "1,\"say \"\"hi\"\"\"", "2,5\" pipe", "3,plain"));
        Block block = Assert.Single(Blocks(path, null, Number("x"), Text("g")));
        Assert.Equal(["say \"hi\"", "5\" pipe", "plain"], TextsOf([block], 1));
        Assert.Equal(4, block.PlaceOf(2).Line);
        Assert.Null(block.ExtraLines);
    }

    [Fact]
    public void A_small_file_takes_little_memory()
    {
        Block block = Assert.Single(Blocks(folder.Write("d.csv", "x,g\n1,a\n2,b\n"), null, Number("x"), Text("g")));
        Assert.Equal(2, ((NumberColumn)block.Columns[0]).Values.Length);
        Assert.Equal(2, ((TextColumn)block.Columns[1]).Codes.Length);
    }

    [Fact]
    public void Blocks_carry_the_index_of_their_input()
    {
        using ITable table = TableReader.Open(folder.Write("d.csv", "x\n1\n"), new InputDefinition(), source: 3);
        Assert.Equal(3, table.Read([Number("x")], CancellationToken.None).Single().Decode().PlaceOf(0).Source);
    }

    [Fact]
    public void A_cancelled_reading_stops()
    {
        using CancellationTokenSource cancellation = new();
        using ITable table = TableReader.Open(folder.Write("d.csv", "x\n1\n"), new InputDefinition());
        cancellation.Cancel();
        Assert.Throws<OperationCanceledException>(() => table.Read([Number("x")], cancellation.Token).ToList());
    }
}
