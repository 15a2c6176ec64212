using System.Text;
using BatchEstimator.Worker.Data;
using BatchEstimator.Worker.Jobs;
using static BatchEstimator.Worker.Tests.Data.Reading;

namespace BatchEstimator.Worker.Tests.Data;

public sealed class BadCsvTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Text_in_a_numeric_column_names_file_line_column_found_and_fix()
    {
        string path = folder.Write("d.csv", "x,\"long\nname\"\n1,\"a\n\nb\"\n\n2,b\nabc,c\n4,d\n");
        InputProblem problem = Problem(() => Blocks(path, null, Number("x")));
        Assert.Equal(("NOT_A_NUMBER", path, 8L, "x", "abc"), (problem.Code, problem.File, problem.Line, problem.Column, problem.Found));
        Assert.Contains("missingValues", problem.Fix, StringComparison.Ordinal);
        Assert.Contains("C(x)", problem.Fix, StringComparison.Ordinal);
    }

    [Fact]
    public void A_decimal_comma_that_was_not_announced_is_recognised()
    {
        InputProblem problem = Problem(() => Blocks(folder.Write("d.csv", "x;y\n1,5;2\n"), null, Number("x")));
        Assert.Contains("input.csv.decimal: \",\"", problem.Fix, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("3", "TOO_FEW_FIELDS", "1 field,")]
    [InlineData("3,4,5", "TOO_MANY_FIELDS", "3 fields,")]
    [InlineData("\"\"", "TOO_FEW_FIELDS", "1 field,")]
    public void A_row_with_a_wrong_number_of_fields_tells_both_numbers(string row, string code, string found)
    {
        InputProblem problem = Problem(() => Blocks(folder.Write("d.csv", $"x,y\n1,2\n\n{row}\n6,7\n"), null, Number("x")));
        Assert.Equal((code, 4L, row), (problem.Code, problem.Line, problem.Found));
        Assert.Contains(found, problem.Message, StringComparison.Ordinal);
        Assert.Contains("2 were expected", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_first_twenty_problems_are_listed_and_the_others_counted()
    {
        string path = folder.Write("d.csv", "x,y\n" + string.Concat(Enumerable.Range(0, 50).Select(row => $"a{row},1\n")));
        IReadOnlyList<InputProblem> problems = Problems(() => Blocks(path, null, Number("x")));
        Assert.Equal(21, problems.Count);
        Assert.Equal(Enumerable.Range(2, 20).Select(line => (long?)line), problems.Take(20).Select(problem => problem.Line));
        Assert.Equal("MORE_PROBLEMS", problems[20].Code);
        Assert.Contains("30 more", problems[20].Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Text_among_flags_is_told_and_any_number_passes()
    {
        IReadOnlyList<InputProblem> problems = Problems(() => Blocks(folder.Write("d.csv", "f,x\n1,0\n2,0\nyes,0\ntrue,0\n"), null, Flag("f")));
        Assert.Equal([("NOT_A_FLAG", 4L, "yes")], problems.Select(problem => (problem.Code, problem.Line!.Value, problem.Found!)));
    }

    [Theory]
    [InlineData("g", "1\n2\nx\n3\n", 4, "x", "C(g)")]
    [InlineData("g h", "a\nb\n\"3\"\nc\n", 4, "3", "C(`g h`)")]
    public void A_mixture_of_numbers_and_labels_is_told_with_its_way_out(string name, string rows, long line, string found, string way)
    {
        InputProblem problem = Problem(() => Blocks(folder.Write("d.csv", name + "\n" + rows), null, Auto(name)));
        Assert.Equal(("MIXED_COLUMN", line, name, found), (problem.Code, problem.Line, problem.Column, problem.Found));
        Assert.Contains($"write {way} in the formula if the numbers are labels", problem.Fix, StringComparison.Ordinal);
    }

    [Fact]
    public void All_missing_columns_are_told_at_once_with_the_nearest_names()
    {
        string path = folder.Write("d.csv", "plant,Machine,hours\n1,2,3\n");
        IReadOnlyList<InputProblem> problems = Problems(() => Blocks(path, null, Text("plnat"), Text("machine"), Number("hours"), Number("temperature")));
        Assert.Equal(["plnat", "machine", "temperature"], problems.Select(problem => problem.Column));
        Assert.All(problems, problem => Assert.Equal(("MISSING_COLUMN", path), (problem.Code, problem.File)));
        Assert.StartsWith("Did you mean 'plant'?", problems[0].Fix, StringComparison.Ordinal);
        Assert.StartsWith("Did you mean 'Machine'?", problems[1].Fix, StringComparison.Ordinal);
        Assert.Equal("The file has: plant, Machine, hours.", problems[2].Fix);
    }

    [Fact]
    public void A_name_that_two_columns_have_is_ambiguous_only_when_asked_for()
    {
        string path = folder.Write("d.csv", "x,y,x\n1,2,3\n");
        Assert.Equal([2.0], Numbers(path, "y"));
        InputProblem problem = Problem(() => Blocks(path, null, Number("x")));
        Assert.Equal(("AMBIGUOUS_COLUMN", "x"), (problem.Code, problem.Column));
        Assert.Contains("1, 3", problem.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "EMPTY_FILE")]
    [InlineData("\n\n", "EMPTY_FILE")]
    [InlineData("x,y\n", "NO_ROWS")]
    [InlineData("x,y\n\n\n", "NO_ROWS")]
    public void A_file_without_rows_is_told(string text, string code) =>
        Assert.Equal(code, Problem(() => TableReader.Open(folder.Write("d.csv", text), new InputDefinition())).Code);

    [Fact]
    public void A_byte_order_mark_alone_is_an_empty_file() =>
        Assert.Equal("EMPTY_FILE", Problem(() => TableReader.Open(folder.Write("d.csv", "", Encoding.UTF8), new InputDefinition())).Code);

    [Fact]
    public void Bytes_that_are_not_UTF_8_are_found_with_line_and_column_and_an_encoding_is_proposed()
    {
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        string path = folder.Write("d.csv", Encoding.GetEncoding(949).GetBytes("x,city\n1,ok\n2,서울\n"));
        InputProblem problem = Problem(() => Blocks(path, null, Number("x")));
        Assert.Equal(("WRONG_ENCODING", 3L, "city"), (problem.Code, problem.Line, problem.Column));
        Assert.Contains("perhaps to cp949", problem.Fix, StringComparison.Ordinal);
        string western = folder.Write("w.csv", Encoding.Latin1.GetBytes("x,city\n1,Köln\n"));
        InputProblem other = Problem(() => Blocks(western, null, Number("x")));
        Assert.Equal("K\uFFFDln", other.Found);
        Assert.Contains("perhaps to windows-1252", other.Fix, StringComparison.Ordinal);
    }

    [Fact]
    public void A_header_that_is_not_UTF_8_is_told_at_once()
    {
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        string path = folder.Write("d.csv", Encoding.GetEncoding(949).GetBytes("공장,수명\n서울,1\n"));
        InputProblem problem = Problem(() => TableReader.Open(path, new InputDefinition()));
        Assert.Equal(("WRONG_ENCODING", 1L), (problem.Code, problem.Line));
    }

    [Fact]
    public void An_unknown_encoding_is_told() => Assert.Equal("UNKNOWN_ENCODING",
        Problem(() => TableReader.Open(folder.Write("d.csv", "x\n1\n"), Csv(new CsvDefinition { Encoding = "utf-9" }))).Code);

    [Fact]
    public void An_unclosed_quote_names_the_line_where_it_began()
    {
        string path = folder.Write("d.csv", "x,g\n1,\"a\nb\"\n2,\"open\n3,c\n4,d\n");
        InputProblem problem = Problem(() => Blocks(path, null, Number("x")));
        Assert.Equal(("UNCLOSED_QUOTE", 4L), (problem.Code, problem.Line));
    }

    [Fact]
    public void Text_after_a_closing_quote_is_told()
    {
        InputProblem problem = Problem(() => Blocks(folder.Write("d.csv", "x,g\n1,\"a\"\n2,\"6\" pipe\"\n"), null, Number("x")));
        Assert.Equal(("TEXT_AFTER_QUOTE", 3L), (problem.Code, problem.Line));
    }

    [Fact]
    public void A_record_without_end_is_refused_before_it_fills_the_memory()
    {
        string path = folder.PathOf("d.csv");
        using (StreamWriter writer = new(path))
        {
            writer.Write("x,g\n1,a\n2,\"");
            for (int line = 0; line < 2_000_000; line++) writer.Write("0123456789012345678\n");
        }
        InputProblem problem = Problem(() => Blocks(path, null, Number("x")));
        Assert.Equal(("RECORD_TOO_LONG", 3L), (problem.Code, problem.Line));
        Assert.Contains("quote", problem.Fix, StringComparison.Ordinal);
    }

    [Fact]
    public void A_damaged_gzip_file_is_told()
    {
        string whole = folder.WriteGzip("whole.csv.gz", "x,y\n" + string.Concat(Enumerable.Range(0, 50_000).Select(row => $"{row},{row * 7919 % 1000}\n")));
        byte[] bytes = File.ReadAllBytes(whole);
        string cut = folder.Write("cut.csv.gz", bytes[..(bytes.Length / 2)]);
        InputProblem problem = Problem(() => Blocks(cut, null, Number("x")));
        Assert.Equal(("CORRUPT_GZIP", cut), (problem.Code, problem.File));
    }

    [Fact]
    public void What_is_no_text_is_told()
    {
        Assert.Equal("NOT_TEXT", Problem(() => TableReader.Open(folder.Write("d.csv", "PK\u0003\u0004rest"), new InputDefinition())).Code);
        Assert.Equal("NOT_TEXT", Problem(() => TableReader.Open(folder.Write("b.csv", [1, 0, 2, 0, 3]), new InputDefinition())).Code);
    }

    [Fact]
    public void A_file_that_is_not_there_is_told() =>
        Assert.Equal("FILE_NOT_FOUND", Problem(() => TableReader.Open(folder.PathOf("none.csv"), new InputDefinition())).Code);

    [Fact]
    public void A_CSV_named_parquet_is_told_with_what_stands_in_it()
    {
        string path = folder.Write("d.parquet", "x,y\n1,2\n");
        InputProblem problem = Problem(() => TableReader.Open(path, new InputDefinition()));
        Assert.Equal(("NOT_PARQUET", path, "x,y"), (problem.Code, problem.File, problem.Found));
        Assert.Contains(".csv", problem.Fix, StringComparison.Ordinal);
    }
}
