using System.Buffers;
using System.Globalization;
using Sylvan.Data.Csv;

namespace BatchEstimator.Worker.Data;

/// <summary>A stretch of a CSV file that holds whole records, and where it lay.</summary>
/// <param name="Buffer">Rented; the text begins at its start.</param>
/// <param name="ExtraLines">As in a block.</param>
/// <param name="LongestRecord">In characters.</param>
internal sealed record CsvPiece(char[] Buffer, int Length, int Rows, long FirstRow, long FirstLine, int[]? ExtraLines, int LongestRecord)
{
    private const int SmallestBuffer = 4096, UsualBuffer = 1 << 16;

    public ReadOnlySpan<char> Text => Buffer.AsSpan(0, Length);

    public long LineOf(int row) => FirstLine + row + (ExtraLines?[row] ?? 0);

    /// <summary>The text's records, without its blank lines.</summary>
    public IEnumerable<CsvDataReader> Records(char delimiter)
    {
        using CsvDataReader reader = CsvDataReader.Create(new PieceReader(this), new CsvDataReaderOptions
        {
            HasHeaders = false, Delimiter = delimiter, Culture = CultureInfo.InvariantCulture,
            // Comments are not part of the format; this character begins no line.
            Comment = CsvEncoding.NoCharacter,
            BufferSize = Math.Max(Math.Clamp(Length + 1, SmallestBuffer, UsualBuffer), LongestRecord + 1),
        });
        while (reader.Read())
        {
            if (reader.RowFieldCount > 1 || !reader.GetRawRecordSpan().Trim("\r\n").IsEmpty) yield return reader;
        }
    }

    public void Return() => ArrayPool<char>.Shared.Return(Buffer);

    private sealed class PieceReader(CsvPiece piece) : TextReader
    {
        private int at;

        public override int Read(char[] buffer, int index, int count)
        {
            int length = Math.Min(count, piece.Length - at);
            piece.Text.Slice(at, length).CopyTo(buffer.AsSpan(index));
            at += length;
            return length;
        }
    }
}
