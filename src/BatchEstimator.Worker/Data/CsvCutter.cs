using System.Buffers;

namespace BatchEstimator.Worker.Data;

/// <summary>
/// Cuts the text at the ends of records into pieces that can be decoded independently. It looks only at quotes and
/// line ends, many characters at a time, so that one thread can feed several that decode.
/// </summary>
internal sealed class CsvCutter(CsvLayout layout) : IDisposable
{
    /// <summary>A record longer than this is taken for a quote that was never closed.</summary>
    public const int MaximumRecord = 1 << 24;

    private const int FirstBuffer = 1 << 15;
    private const int PieceLength = 4_000_000;
    private const int NeedsMoreText = -1;
    private static readonly SearchValues<char> Marks = SearchValues.Create("\"\r\n");

    private readonly CsvText text = new(layout.Path, layout.Encoding);
    private readonly char delimiter = layout.Delimiter;
    private char[] buffer = ArrayPool<char>.Shared.Rent(FirstBuffer);
    private int length;
    private bool ended;
    private long line = 1;
    private long row = 1;

    /// <summary>How far into the file has been read.</summary>
    public long BytesRead => text.BytesRead;

    /// <summary>The next records: at most <paramref name="maximumRows"/>, and no more once a few million characters are passed. Null at the end.</summary>
    public CsvPiece? Next(int maximumRows)
    {
        int at = 0, start = 0, rows = 0, longest = 0;
        long firstLine = line;
        List<int>? extraLines = null;
        while (rows < maximumRows && at - start < PieceLength)
        {
            int end = EndOfRecord(at, out int lines, out bool blank);
            if (end == NeedsMoreText)
            {
                // Blank lines before the first row are dropped, so that they do not pile up.
                if (rows == 0) Drop(ref at);
                Fill(at);
                continue;
            }
            if (end == at) break;
            if (!blank)
            {
                if (rows == 0) (firstLine, start) = (line, at);
                NoteLine(ref extraLines, rows, (int)(line - firstLine - rows));
                longest = Math.Max(longest, end - at);
                rows++;
            }
            line += lines;
            at = end;
            if (rows == 0) start = at;
        }
        return rows == 0 ? null : Cut(at, rows, firstLine, extraLines, longest);
    }

    /// <summary>Passes over the header, if there is one; it is not counted as a row.</summary>
    public void SkipHeader()
    {
        if (!layout.HasHeader) return;
        Next(maximumRows: 1)?.Return();
        row = 1;
    }

    public void Dispose()
    {
        text.Dispose();
        ArrayPool<char>.Shared.Return(buffer);
    }

    private static void NoteLine(ref List<int>? extraLines, int row, int extra)
    {
        if (extraLines is null && extra > 0) extraLines = [.. new int[row]];
        extraLines?.Add(extra);
    }

    private CsvPiece Cut(int end, int rows, long firstLine, List<int>? extraLines, int longest)
    {
        CsvPiece piece = new(buffer, end, rows, row, firstLine, extraLines?.ToArray(), longest);
        row += rows;
        // What a piece took is a good guess for the next one; a small file never grows beyond the first buffer.
        char[] next = ArrayPool<char>.Shared.Rent(Math.Max(FirstBuffer, length));
        buffer.AsSpan(end, length - end).CopyTo(next);
        (buffer, length) = (next, length - end);
        return piece;
    }

    private void Drop(ref int at)
    {
        buffer.AsSpan(at, length - at).CopyTo(buffer);
        length -= at;
        at = 0;
    }

    private void Fill(int recordStart)
    {
        if (length - recordStart > MaximumRecord) throw TooLong(recordStart);
        if (length == buffer.Length)
        {
            char[] larger = ArrayPool<char>.Shared.Rent(buffer.Length * 2);
            buffer.AsSpan(0, length).CopyTo(larger);
            ArrayPool<char>.Shared.Return(buffer);
            buffer = larger;
        }
        int read = text.Fill(buffer.AsSpan(length), line);
        ended = length + read < buffer.Length;
        length += read;
    }

    /// <summary>Where the record that starts at <paramref name="start"/> ends, its line end included; <paramref name="start"/> itself where there is none.</summary>
    private int EndOfRecord(int start, out int lines, out bool blank)
    {
        lines = 1;
        blank = false;
        ReadOnlySpan<char> all = buffer.AsSpan(0, length);
        int at = start;
        while (true)
        {
            int step = all[at..].IndexOfAny(Marks);
            if (step < 0) return ended ? length : NeedsMoreText;
            at += step;
            if (all[at] == '"')
            {
                // A quote inside an unquoted field is an ordinary character.
                if (at > start && all[at - 1] != delimiter) at++;
                else
                {
                    int open = at;
                    at = AfterQuoted(all, open, lines);
                    if (at == NeedsMoreText) return NeedsMoreText;
                    lines += CountLineEnds(all[open..at]);
                }
                continue;
            }
            blank = at == start;
            if (all[at] == '\n') return at + 1;
            if (at + 1 < length) return all[at + 1] == '\n' ? at + 2 : at + 1;
            return ended ? at + 1 : NeedsMoreText;
        }
    }

    /// <summary>The place after the closing quote of the field that opens at <paramref name="open"/>.</summary>
    private int AfterQuoted(ReadOnlySpan<char> all, int open, int linesSoFar)
    {
        int at = open + 1;
        while (true)
        {
            int step = all[at..].IndexOf('"');
            if (step < 0) return ended ? throw Unclosed(open, linesSoFar) : NeedsMoreText;
            at += step + 1;
            if (at == length) return ended ? at : NeedsMoreText;
            if (all[at] != '"') break;
            at++;
        }
        if (all[at] != delimiter && all[at] is not ('\r' or '\n')) throw TextAfterQuote(open, at, linesSoFar);
        return at;
    }

    private static int CountLineEnds(ReadOnlySpan<char> text) => text.Count('\n') + text.Count('\r') - text.Count("\r\n");

    private InputException Unclosed(int open, int linesSoFar) => InputProblems.Single(layout.Path, new InputProblem(
        "UNCLOSED_QUOTE", "A quoted field begins here and is never closed.",
        "Add the closing quote; a quote inside a quoted field is written twice.") { Line = line + linesSoFar - 1, Found = Excerpt(open) });

    private InputException TextAfterQuote(int open, int at, int linesSoFar) => InputProblems.Single(layout.Path, new InputProblem(
        "TEXT_AFTER_QUOTE", "After the closing quote of a field comes neither a delimiter nor the end of the line.",
        "Write a quote inside a quoted field twice, or remove what follows the closing quote.")
    {
        Line = line + linesSoFar - 1 + CountLineEnds(buffer.AsSpan(open, at - open)), Found = Excerpt(open),
    });

    private InputException TooLong(int start) => InputProblems.Single(layout.Path, new InputProblem(
        "RECORD_TOO_LONG", $"The record that begins here is longer than {MaximumRecord:N0} characters.",
        "Look for a quote that is not closed, or a file that is not CSV.") { Line = line, Found = Excerpt(start) });

    private string Excerpt(int start) => buffer.AsSpan(start, Math.Min(length - start, 80)).ToString();
}
