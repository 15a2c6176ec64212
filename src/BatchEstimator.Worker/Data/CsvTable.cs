using BatchEstimator.Estimation.Columns;
using BatchEstimator.Worker.Jobs;
using Sylvan.Data.Csv;

namespace BatchEstimator.Worker.Data;

/// <summary>A CSV file. One thread cuts it at record ends; the pieces are decoded by whoever asks for them.</summary>
internal sealed class CsvTable : ITable
{
    private readonly CsvLayout layout;

    public CsvTable(string path, CsvDefinition csv, int source = 0)
    {
        byte[] sample = CsvText.Sample(path);
        if (sample.Length == 0) throw InputProblems.Single(path, Faults.Empty);
        CsvEncoding encoding = CsvEncoding.Of(path, sample, csv.Encoding);
        RequireText(path, sample, encoding);
        char delimiter = csv.Delimiter ?? CsvDialect.DetectDelimiter(encoding.Decode(sample), sample.Length < CsvText.SampleBytes, csv.Decimal);
        layout = new CsvLayout(path, source, delimiter, encoding, csv.Header, new CsvFields(csv), []);
        layout = layout with { Columns = ReadHeader() };
        Bytes = new FileInfo(path).Length;
    }

    public string Path => layout.Path;
    public string Format => "csv";
    public IReadOnlyList<string> Columns => layout.Columns;
    public long? Rows => null;
    public long Bytes { get; }

    public IReadOnlyList<ColumnRequest> Resolve(IReadOnlyList<ColumnRequest> requests)
    {
        CsvBlockDecoder decoder = Decoder(requests);
        if (requests.All(request => request.Kind != ColumnKind.Auto)) return requests;
        using CsvCutter cutter = new(layout);
        cutter.SkipHeader();
        // The constructor has seen that there is a row.
        Block first = Decode(decoder, cutter.Next(Block.MaximumRows)!);
        return [.. requests.Select((request, index) => request.Kind != ColumnKind.Auto
            ? request
            : request with { Kind = first.Columns[index] is NumberColumn ? ColumnKind.Number : ColumnKind.Text })];
    }

    public IEnumerable<PendingBlock> Read(IReadOnlyList<ColumnRequest> requests, CancellationToken cancellation)
    {
        CsvBlockDecoder decoder = Decoder(requests);
        using CsvCutter cutter = new(layout);
        cutter.SkipHeader();
        while (cutter.Next(Block.MaximumRows) is { } piece)
        {
            cancellation.ThrowIfCancellationRequested();
            yield return new PendingBlock(() => Decode(decoder, piece), cutter.BytesRead);
        }
    }

    public void Dispose()
    {
        // Each reading opens the file on its own.
    }

    private CsvBlockDecoder Decoder(IReadOnlyList<ColumnRequest> requests)
    {
        InputProblems problems = new(Path);
        ColumnNames names = new(Columns);
        int?[] ordinals = [.. requests.Select(request => names.Find(request.Name, problems))];
        problems.ThrowIfAny();
        return new CsvBlockDecoder(layout, [.. ordinals.Select((ordinal, index) => (ordinal!.Value, requests[index]))]);
    }

    private static Block Decode(CsvBlockDecoder decoder, CsvPiece piece)
    {
        Block block = decoder.Decode(piece);
        piece.Return();
        return block;
    }

    /// <summary>The names of the first record; where a name is blank, or there is no header, the column's number.</summary>
    private string[] ReadHeader()
    {
        using CsvCutter cutter = new(layout);
        CsvPiece first = cutter.Next(maximumRows: 1) ?? throw InputProblems.Single(Path, Faults.Empty);
        string[] names = [.. first.Records(layout.Delimiter).Take(1).SelectMany(Names)];
        if (names.FirstOrDefault(name => name.Contains(CsvEncoding.Undecodable)) is { } undecodable)
            throw InputProblems.Single(Path, layout.Encoding.Problem(CsvText.Sample(Path), undecodable) with { Line = first.FirstLine });
        if (layout.HasHeader && cutter.Next(maximumRows: 1) is null) throw InputProblems.Single(Path, Faults.NoRows with { Line = first.FirstLine });
        return names;
    }

    private IEnumerable<string> Names(CsvDataReader record) => Enumerable.Range(0, record.RowFieldCount).Select(index =>
        (layout.HasHeader ? record.GetFieldSpan(index).Trim().ToString() : "") is { Length: > 0 } name ? name : $"column{index + 1}");

    private static void RequireText(string path, ReadOnlySpan<byte> sample, CsvEncoding encoding)
    {
        if (sample.StartsWith("PK\u0003\u0004"u8))
            throw InputProblems.Single(path, new InputProblem(
                "NOT_TEXT", "This is an Excel workbook or a ZIP archive, not a CSV file.", "Save the sheet as CSV, or unpack the archive."));
        if (!encoding.IsUtf16 && (sample.Contains((byte)0) || sample.StartsWith(InputFile.ParquetMagic)))
            throw InputProblems.Single(path, new InputProblem(
                "NOT_TEXT", "This is not a text file.",
                "Give a CSV file, or a Parquet file that is not gzipped. For UTF-16 text without a byte-order mark set input.csv.encoding: utf-16."));
    }
}
