namespace BatchEstimator.Estimation.Statistics;

/// <summary>The labels of a column over the whole input, numbered as they appear.</summary>
public sealed class LevelIndex
{
    private readonly Dictionary<string, int> numbers = new(StringComparer.Ordinal);
    private readonly List<string> labels = [];

    /// <summary>Labels known beforehand come first, in their order.</summary>
    public LevelIndex(IEnumerable<string>? known = null)
    {
        foreach (string label in known ?? [])
            Number(label);
    }

    /// <summary>The labels, by number.</summary>
    public IReadOnlyList<string> Labels => labels;

    /// <summary>The number of a label, given to it now if it is new.</summary>
    public int Number(string label)
    {
        if (numbers.TryGetValue(label, out int number))
            return number;
        number = labels.Count;
        numbers.Add(label, number);
        labels.Add(label);
        return number;
    }

    /// <summary>For each label of a block, its number.</summary>
    public int[] Map(IReadOnlyList<string> blockLabels) => [.. blockLabels.Select(Number)];

    /// <summary>The numbers of rows' labels. Labels that no row carries get none.</summary>
    /// <param name="codes">The label of each row, by its place in the block's list.</param>
    /// <param name="blockLabels">The block's list.</param>
    public int[] NumbersOf(int[] codes, IReadOnlyList<string> blockLabels)
    {
        var map = new int[blockLabels.Count];
        var result = new int[codes.Length];
        for (int i = 0; i < codes.Length; i++)
        {
            // One more than the number, so that zero says that there is none yet.
            ref int number = ref map[codes[i]];
            if (number == 0)
                number = Number(blockLabels[codes[i]]) + 1;
            result[i] = number - 1;
        }
        return result;
    }

    /// <summary>The numbers in the order that people expect: by value if all labels are numbers, else by ordinal comparison.</summary>
    public IReadOnlyList<int> Sorted()
    {
        var values = labels.Select(label => double.TryParse(label, System.Globalization.CultureInfo.InvariantCulture, out double value) ? value : double.NaN).ToArray();
        return values.All(value => !double.IsNaN(value))
            ? [.. Enumerable.Range(0, labels.Count).OrderBy(i => values[i]).ThenBy(i => labels[i], StringComparer.Ordinal)]
            : [.. Enumerable.Range(0, labels.Count).OrderBy(i => labels[i], StringComparer.Ordinal)];
    }
}
