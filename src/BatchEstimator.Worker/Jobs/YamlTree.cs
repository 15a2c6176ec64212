using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace BatchEstimator.Worker.Jobs;

/// <summary>A piece of a YAML (or JSON) text that remembers where it stood.</summary>
internal abstract record YamlPart(long Line, long Column);

/// <param name="Plain">Written without quotes, so that <c>2</c> is a number and <c>true</c> a flag.</param>
internal sealed record YamlScalar(string Value, bool Plain, long Line, long Column) : YamlPart(Line, Column);

internal sealed record YamlList(IReadOnlyList<YamlPart> Items, long Line, long Column) : YamlPart(Line, Column);

/// <summary>Entries in file order; a key may occur twice, which the reader reports.</summary>
internal sealed record YamlMap(IReadOnlyList<YamlEntry> Entries, long Line, long Column) : YamlPart(Line, Column)
{
    public YamlEntry? Find(string key) => Entries.FirstOrDefault(entry => entry.Key == key);
}

internal sealed record YamlEntry(string Key, YamlPart Value, long Line, long Column);

/// <summary>
/// Builds the tree from parser events. YamlDotNet's own representation model stops at the first duplicate key; here all
/// faults of a file are wanted at once.
/// </summary>
internal sealed class YamlTree
{
    /// <summary>Deeper than any job file; guards the stack.</summary>
    private const int DeepestNesting = 32;

    private readonly Scanner scanner;
    private readonly Parser parser;
    private readonly Dictionary<AnchorName, YamlPart> anchors = [];

    private YamlTree(string text)
    {
        scanner = new Scanner(new StringReader(text));
        parser = new Parser(scanner);
    }

    /// <returns>The root, or null for a text with nothing but comments.</returns>
    /// <exception cref="YamlException">The text is not YAML, or uses more of YAML than a job file may.</exception>
    public static YamlPart? Load(string text)
    {
        YamlTree tree = new(text);
        try
        {
            return tree.Document();
        }
        catch (Exception problem) when (problem is InvalidOperationException or ArgumentException)
        {
            // The scanner lets some broken texts, such as a flow list that ends in a stray character, run into its own assertions.
            Mark here = tree.scanner.CurrentPosition;
            throw new YamlException(here, here, "nothing can be made of the text here", problem);
        }
    }

    private YamlPart? Document()
    {
        parser.Consume<StreamStart>();
        if (!parser.TryConsume<DocumentStart>(out _))
            return null;
        YamlPart root = Part(0);
        parser.Consume<DocumentEnd>();
        if (parser.Current is DocumentStart second)
            throw new YamlException(second.Start, second.End, "a second document begins here; a file holds one job");
        return root;
    }

    private YamlPart Part(int depth)
    {
        ParsingEvent now = parser.Current!;
        if (depth > DeepestNesting)
            throw new YamlException(now.Start, now.End, $"nested deeper than {DeepestNesting} levels");
        if (parser.TryConsume<AnchorAlias>(out var alias))
            return anchors.TryGetValue(alias.Value, out YamlPart? known)
                ? known
                : throw new YamlException(now.Start, now.End, $"the alias '*{alias.Value}' refers to nothing above it");
        if (now is not NodeEvent node)
            throw new YamlException(now.Start, now.End, "a value is missing here");
        YamlPart part = now switch
        {
            Scalar => ScalarPart(),
            SequenceStart => ListPart(depth),
            _ => MapPart(depth),
        };
        if (!node.Anchor.IsEmpty)
            anchors[node.Anchor] = part;
        return part;
    }

    private YamlScalar ScalarPart()
    {
        Scalar scalar = parser.Consume<Scalar>();
        return new(scalar.Value, scalar.Style == ScalarStyle.Plain && scalar.Tag.IsEmpty, scalar.Start.Line, scalar.Start.Column);
    }

    private YamlList ListPart(int depth)
    {
        SequenceStart start = parser.Consume<SequenceStart>();
        List<YamlPart> items = [];
        while (!parser.TryConsume<SequenceEnd>(out _))
            items.Add(Part(depth + 1));
        return new(items, start.Start.Line, start.Start.Column);
    }

    private YamlMap MapPart(int depth)
    {
        MappingStart start = parser.Consume<MappingStart>();
        List<YamlEntry> entries = [];
        while (!parser.TryConsume<MappingEnd>(out _))
        {
            if (!parser.TryConsume<Scalar>(out var key))
                throw new YamlException(parser.Current!.Start, parser.Current.End, "a key must be a word, not a list or a mapping");
            entries.Add(new(key.Value, Part(depth + 1), key.Start.Line, key.Start.Column));
        }

        // The mapping of a single pair in a list, [a: b], carries no place of its own.
        return start.Start.Index == 0 && entries.Count > 0
            ? new(entries, entries[0].Line, entries[0].Column)
            : new(entries, start.Start.Line, start.Start.Column);
    }
}
