using System.Runtime.InteropServices;

namespace BatchEstimator.Worker.Data;

/// <summary>Turns labels into codes, numbered by first appearance, making one string a distinct label rather than one a row.</summary>
internal sealed class LabelCoder
{
    private readonly Dictionary<string, int> codes;
    private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> lookup;
    private readonly List<string> levels = [];
    private int last = -1;

    public LabelCoder()
    {
        codes = [];
        lookup = codes.GetAlternateLookup<ReadOnlySpan<char>>();
    }

    public IReadOnlyList<string> Levels => levels;

    public int CodeOf(ReadOnlySpan<char> label)
    {
        // Files are often sorted by group: the previous row's label is the likeliest.
        if (last >= 0 && label.SequenceEqual(levels[last])) return last;
        ref int entry = ref CollectionsMarshal.GetValueRefOrAddDefault(lookup, label, out bool exists);
        if (!exists)
        {
            entry = levels.Count;
            levels.Add(label.ToString());
        }
        return last = entry;
    }
}
