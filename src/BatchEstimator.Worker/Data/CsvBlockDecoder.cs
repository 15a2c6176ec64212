using BatchEstimator.Estimation.Columns;
using Sylvan.Data.Csv;

namespace BatchEstimator.Worker.Data;

/// <summary>What is known of a CSV file before its rows are read.</summary>
internal sealed record CsvLayout(string Path, int Source, char Delimiter, CsvEncoding Encoding, bool HasHeader, CsvFields Fields, IReadOnlyList<string> Columns);

/// <summary>Decodes the requested columns of a piece. It keeps nothing of a piece but the labels, so several threads may use one.</summary>
internal sealed class CsvBlockDecoder(CsvLayout layout, IReadOnlyList<(int Ordinal, ColumnRequest Request)> wanted)
{
    private readonly LabelCoders[] coders = [.. wanted.Select(_ => new LabelCoders())];

    public Block Decode(CsvPiece piece)
    {
        InputProblems problems = new(layout.Path);
        CsvColumn[] columns = [.. wanted.Select((column, index) => CsvColumn.For(column.Request, piece.Rows, layout.Fields, coders[index]))];
        bool allDecoded = !piece.Text.Contains(CsvEncoding.Undecodable);
        int row = 0;
        foreach (CsvDataReader record in piece.Records(layout.Delimiter))
        {
            if (!allDecoded) RequireCharacters(record, piece.LineOf(row));
            if (record.RowFieldCount != layout.Columns.Count) problems.Add(WrongFieldCount(record) with { Line = piece.LineOf(row) });
            else Add(record, columns, row, piece, problems);
            row++;
        }
        if (row != piece.Rows) throw new InvalidOperationException($"{layout.Path}: {piece.Rows} records were cut but {row} read from line {piece.FirstLine} on.");
        problems.ThrowIfAny();
        return new Block
        {
            Source = layout.Source, FirstRow = piece.FirstRow, FirstLine = piece.FirstLine, ExtraLines = piece.ExtraLines, Rows = row,
            Columns = [.. columns.Select(column => column.Finish())],
        };
    }

    private void Add(CsvDataReader record, CsvColumn[] columns, int row, CsvPiece piece, InputProblems problems)
    {
        for (int index = 0; index < columns.Length; index++)
        {
            if (columns[index].Add(row, record.GetFieldSpan(wanted[index].Ordinal)) is { } problem)
                problems.Add(problem with { Line = piece.LineOf(row) });
        }
    }

    private InputProblem WrongFieldCount(CsvDataReader record)
    {
        int found = record.RowFieldCount, expected = layout.Columns.Count;
        return new InputProblem(
            found < expected ? "TOO_FEW_FIELDS" : "TOO_MANY_FIELDS",
            $"The row has {found} {(found == 1 ? "field" : "fields")}, but {expected} were expected (delimiter {(layout.Delimiter == '\t' ? "tab" : layout.Delimiter)}).",
            "Add what is missing, remove what is too much, or quote the field that contains the delimiter.")
        {
            Found = Beginning(record.GetRawRecordSpan().Trim("\r\n")),
        };
    }

    private static string Beginning(ReadOnlySpan<char> text) => text[..Math.Min(text.Length, 100)].ToString();

    /// <summary>A wrong encoding has one cause, however many rows show it: the first is told.</summary>
    private void RequireCharacters(CsvDataReader record, long line)
    {
        for (int index = 0; index < record.RowFieldCount; index++)
        {
            ReadOnlySpan<char> field = record.GetFieldSpan(index);
            if (!field.Contains(CsvEncoding.Undecodable)) continue;
            throw InputProblems.Single(layout.Path, layout.Encoding.Problem(CsvText.Sample(layout.Path), Beginning(field)) with
            {
                Line = line, Column = index < layout.Columns.Count ? layout.Columns[index] : null,
            });
        }
    }
}
