namespace BatchEstimator.Worker.Data;

/// <summary>The texts that stand for an absent value.</summary>
internal sealed class MissingValues
{
    private readonly string[] texts;
    private readonly ulong lengths;

    public MissingValues(IReadOnlyList<string> texts)
    {
        this.texts = [.. texts.Select(text => text.Trim())];
        foreach (string text in this.texts) lengths |= LengthBit(text.Length);
    }

    /// <summary>Surrounding blanks do not count. Most values are told apart by their length alone.</summary>
    public bool Contains(ReadOnlySpan<char> field)
    {
        ReadOnlySpan<char> text = field.Trim();
        if ((lengths & LengthBit(text.Length)) == 0) return false;
        foreach (string missing in texts)
        {
            if (text.SequenceEqual(missing)) return true;
        }
        return false;
    }

    private static ulong LengthBit(int length) => 1UL << Math.Min(length, 63);
}
