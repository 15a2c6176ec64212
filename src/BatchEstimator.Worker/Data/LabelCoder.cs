using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using BatchEstimator.Estimation.Columns;

namespace BatchEstimator.Worker.Data;

/// <summary>
/// Turns the labels of one block after the other into codes, numbered in each block by first appearance. The strings
/// are kept from block to block: a file makes one string a distinct label, not one a row or one a block.
/// </summary>
internal sealed class LabelCoder
{
    private readonly Dictionary<string, Entry> entries;
    private readonly Dictionary<string, Entry>.AlternateLookup<ReadOnlySpan<char>> lookup;
    private List<string> levels = [];
    private int block;
    private int last = -1;

    public LabelCoder()
    {
        entries = [];
        lookup = entries.GetAlternateLookup<ReadOnlySpan<char>>();
    }

    public int KnownLabels => entries.Count;

    /// <summary>The column of a block of <paramref name="rows"/> rows, whose codes are still to be filled in.</summary>
    public TextColumn Begin(string name, int rows)
    {
        block++;
        last = -1;
        levels = [];
        return new TextColumn(name, new int[rows], levels);
    }

    public int CodeOf(ReadOnlySpan<char> label)
    {
        // Files are often sorted by group: the previous row's label is the likeliest.
        if (last >= 0 && label.SequenceEqual(levels[last])) return last;
        ref Entry entry = ref CollectionsMarshal.GetValueRefOrAddDefault(lookup, label, out _);
        if (entry.Block != block)
        {
            entry = new Entry(entry.Label ?? label.ToString(), block, levels.Count);
            levels.Add(entry.Label);
        }
        return last = entry.Code;
    }

    private readonly record struct Entry(string Label, int Block, int Code);
}

/// <summary>The coders of one column, of which each decoding thread takes one.</summary>
internal sealed class LabelCoders
{
    /// <summary>A column with more labels is an identifier rather than a grouping: keeping them would only cost memory.</summary>
    private const int MostKeptLabels = 200_000;

    private readonly ConcurrentBag<LabelCoder> idle = [];

    public LabelCoder Take() => idle.TryTake(out LabelCoder? coder) ? coder : new LabelCoder();

    public void Return(LabelCoder coder)
    {
        if (coder.KnownLabels <= MostKeptLabels) idle.Add(coder);
    }
}
