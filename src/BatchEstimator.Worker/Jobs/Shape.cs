using System.Text.Json.Nodes;

namespace BatchEstimator.Worker.Jobs;

/// <summary>
/// What the value of a key may be. The reader checks files against shapes and the JSON Schema is printed from them, so that
/// both always say the same.
/// </summary>
internal abstract record Shape;

/// <summary>Text; a number or a flag must be quoted to be one.</summary>
internal sealed record TextShape : Shape
{
    /// <summary>A regular expression for the schema; <see cref="Fault"/> says the same to people.</summary>
    public string? Pattern { get; init; }

    /// <summary>What is wrong with a text and what would be right; null = nothing.</summary>
    public Func<string, Fault?> Fault { get; init; } = _ => null;
}

/// <summary>A column's name, a label or a value as it stands in the data: <c>2020</c> and <c>true</c> are as good as words.</summary>
internal sealed record LabelShape(bool MayBeEmpty = false) : Shape;

/// <summary>A finite number, strictly between the ends where they are given.</summary>
internal sealed record NumberShape(double? Above = null, double? Below = null) : Shape;

/// <summary>A number, or one of a few words in its place.</summary>
internal sealed record NumberOrWordShape(NumberShape Number, ChoiceShape Word) : Shape;

/// <summary>A whole number, both ends included.</summary>
internal sealed record WholeShape(int From, int To) : Shape;

internal sealed record FlagShape : Shape;

/// <summary>One of a few words.</summary>
internal sealed record ChoiceShape(IReadOnlyList<string> Words) : Shape
{
    /// <summary>Also true and false, which mean <c>on</c> and <c>off</c>: older YAML readers take the four for the same.</summary>
    public bool OnOff { get; init; }

    /// <summary>One of the words is <c>null</c>, which YAML and JSON also write without quotes.</summary>
    public bool HasNull => Words.Contains("null");

    public static ChoiceShape Of<T>() where T : struct, Enum => new([.. Enum.GetValues<T>().Select(Words<T>.Of)]);
}

/// <param name="AtLeast">The fewest entries it may have.</param>
internal sealed record ListShape(Shape Item, int AtLeast = 0, bool Distinct = false) : Shape
{
    /// <summary>A single entry may stand without brackets.</summary>
    public bool OneAlone { get; init; }
}

/// <summary>A mapping whose keys are the user's names.</summary>
internal sealed record TableShape(Shape Value) : Shape;

/// <summary>A mapping with known keys.</summary>
internal sealed record SectionShape(IReadOnlyList<Key> Keys) : Shape
{
    /// <summary>What can be said in several ways, and must be said in one.</summary>
    public IReadOnlyList<Alternatives> ExactlyOneOf { get; init; } = [];

    /// <summary>Of these keys one or more must be there; empty = no such rule.</summary>
    public IReadOnlyList<string> AtLeastOneOf { get; init; } = [];

    /// <summary>Two keys whose numbers must rise from the first to the second, where both are there.</summary>
    public (string Lower, string Upper)? Rising { get; init; }

    public Key? Find(string name) => Keys.FirstOrDefault(key => key.Name == name);

    /// <summary>Those worth naming to somebody who writes a job.</summary>
    public IEnumerable<Key> Visible => Keys.Where(key => !key.Ignored);
}

/// <summary>Several ways to say one thing, of which exactly one is taken.</summary>
/// <param name="Unsaid">What is wrong if none is, in a sentence.</param>
/// <param name="Ways">Each is a key, or keys that belong together.</param>
internal sealed record Alternatives(string Unsaid, params string[][] Ways)
{
    /// <summary>A key that is a way of its own and may also stand beside others.</summary>
    public string? Companion { get; init; }

    /// <summary>The keys beside which it may stand.</summary>
    public IReadOnlyList<string> Accompanied { get; init; } = [];

    public bool Contains(string key) => Ways.Any(way => way.Contains(key));

    public override string ToString() => string.Join(", ", Ways.Select(way => string.Join(" with ", way.Select(key => $"'{key}'"))));
}

/// <summary>A key of a section.</summary>
internal sealed record Key(string Name, Shape Shape, string Description)
{
    public bool Required { get; init; }

    /// <summary>What holds where the key is absent; null = nothing, or it depends on other keys.</summary>
    public JsonNode? Default { get; init; }

    /// <summary>For editors; means nothing to a job.</summary>
    public bool Ignored { get; init; }
}

/// <summary>What is wrong with a value and what would be right.</summary>
internal sealed record Fault(string Message, string Fix);

/// <summary>Enumerations as the words of job files: <c>RunOnce</c> is <c>run-once</c>.</summary>
internal static class Words<T> where T : struct, Enum
{
    private static readonly Dictionary<string, T> Values = Enum.GetValues<T>().ToDictionary(Of);

    public static string Of(T value) => System.Text.Json.JsonNamingPolicy.KebabCaseLower.ConvertName(value.ToString());

    public static T Parse(string word) => Values[word];
}
