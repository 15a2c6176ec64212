namespace BatchEstimator.Worker.Cli;

/// <summary>Columns of text on a terminal, each cell wrapped at words within its column; a column is no wider than what stands in it.</summary>
internal sealed class TextTable(IReadOnlyList<string> heads, IReadOnlyList<int> widest)
{
    private const string Gap = "  ";

    private readonly List<string[]> rows = [];

    public void Add(params string[] cells) => rows.Add(cells);

    public void Write(TextWriter output)
    {
        List<IReadOnlyList<string>[]> wrapped = [.. rows.Prepend([.. heads]).Select(row => row.Select((cell, i) => Wrap(cell, widest[i])).ToArray())];
        int[] widths = [.. heads.Select((_, i) => wrapped.Max(row => row[i].Max(line => line.Length)))];
        WriteRow(wrapped[0], widths, output);
        output.WriteLine(string.Join(Gap, widths.Select(width => new string('-', width))));
        foreach (var row in wrapped.Skip(1))
            WriteRow(row, widths, output);
    }

    /// <summary>Lines of at most that many characters, the first of which is the fullest; a word that is longer stands alone.</summary>
    internal static IReadOnlyList<string> Wrap(string text, int width)
    {
        List<string> lines = [];
        string line = "";
        foreach (string word in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            string indent = lines.Count == 0 ? "" : Gap;
            if (line.Length == 0)
                line = indent + word;
            else if (line.Length + 1 + word.Length <= width)
                line += " " + word;
            else
            {
                lines.Add(line);
                line = Gap + word;
            }
        }
        return [.. lines, line];
    }

    private static void WriteRow(IReadOnlyList<string>[] cells, int[] widths, TextWriter output)
    {
        for (int line = 0; line < cells.Max(cell => cell.Count); line++)
            output.WriteLine(string.Join(Gap, cells.Select((cell, i) => (line < cell.Count ? cell[line] : "").PadRight(widths[i]))).TrimEnd());
    }
}
