using BatchEstimator.Estimation.Columns;
using BatchEstimator.Estimation.Statistics;

namespace BatchEstimator.Worker.Running;

/// <summary>The groups of one block: a number within the block for each row, and for each group the values of the grouping columns.</summary>
internal sealed record BlockGroups(GroupCodes Codes, IReadOnlyList<string?[]> Keys)
{
    private static readonly BlockGroups Single = new(GroupCodes.Single, [[]]);

    /// <summary>Numbers the combinations of labels in the order in which they appear. A missing label is a group of its own.</summary>
    public static BlockGroups Of(Block block, IReadOnlyList<TextColumn> columns)
    {
        if (columns.Count == 0)
            return Single;
        if (columns.Count == 1)
            return OfOne(block.Rows, columns[0]);
        var codes = new int[block.Rows];
        var keys = new List<string?[]>();
        var known = new Dictionary<long, int>();
        for (int row = 0; row < block.Rows; row++)
        {
            long combination = 0;
            foreach (var column in columns)
                combination = combination * (column.Levels.Count + 1) + column.Codes[row] + 1;
            if (!known.TryGetValue(combination, out int group))
            {
                known.Add(combination, group = keys.Count);
                keys.Add([.. columns.Select(column => column.Codes[row] < 0 ? null : column.Levels[column.Codes[row]])]);
            }
            codes[row] = group;
        }
        return new(new(codes, keys.Count), keys);
    }

    // The usual case needs no dictionary: a label's code leads straight to its group.
    private static BlockGroups OfOne(int rows, TextColumn column)
    {
        var codes = new int[rows];
        var keys = new List<string?[]>();
        var groups = new int[column.Levels.Count + 1];
        Array.Fill(groups, -1);
        for (int row = 0; row < rows; row++)
        {
            int code = column.Codes[row];
            if (groups[code + 1] < 0)
            {
                groups[code + 1] = keys.Count;
                keys.Add([code < 0 ? null : column.Levels[code]]);
            }
            codes[row] = groups[code + 1];
        }
        return new(new(codes, keys.Count), keys);
    }
}

/// <summary>The groups of a run, numbered in the order in which they appear in the inputs.</summary>
internal sealed class RunGroups
{
    private readonly Dictionary<string, int> numbers = new(StringComparer.Ordinal);
    private readonly List<string?[]> keys = [];

    public IReadOnlyList<string?[]> Keys => keys;

    /// <summary>For each group of a block, its number in the run.</summary>
    public int[] Map(BlockGroups groups) => [.. groups.Keys.Select(Number)];

    private int Number(string?[] key)
    {
        // One label is its own key, without a new string; of several, a length before each keeps ("a", "bc") and ("ab", "c") apart.
        string text = key is [{ } alone] ? alone : string.Concat(key.Select(label => label is null ? "\0" : $"{label.Length}:{label}"));
        if (numbers.TryGetValue(text, out int number))
            return number;
        numbers.Add(text, keys.Count);
        keys.Add(key);
        return keys.Count - 1;
    }
}
