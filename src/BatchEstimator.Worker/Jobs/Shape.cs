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

internal sealed record FlagShape : Shape;

/// <summary>One of a few words.</summary>
/// <param name="NotYet">Words of later versions, to be told from misspelt ones.</param>
internal sealed record ChoiceShape(IReadOnlyList<string> Words, params string[] NotYet) : Shape
{
    public static ChoiceShape Of<T>() where T : struct, Enum => new([.. Enum.GetValues<T>().Select(Words<T>.Of)]);
}

internal sealed record ListShape(Shape Item, bool MayBeEmpty = true, bool Distinct = false) : Shape;

/// <summary>A mapping whose keys are the user's names.</summary>
internal sealed record TableShape(Shape Value) : Shape;

/// <summary>A mapping with known keys.</summary>
internal sealed record SectionShape(IReadOnlyList<Key> Keys) : Shape
{
    /// <summary>Of these keys exactly one must be there; empty = no such rule.</summary>
    public IReadOnlyList<string> ExactlyOneOf { get; init; } = [];

    public Key? Find(string name) => Keys.FirstOrDefault(key => key.Name == name);

    public IEnumerable<Key> Supported => Keys.Where(key => !key.NotYet);

    /// <summary>Those worth naming to somebody who writes a job.</summary>
    public IEnumerable<Key> Visible => Supported.Where(key => !key.Ignored);
}

/// <summary>A key of a section.</summary>
internal sealed record Key(string Name, Shape Shape, string Description)
{
    public bool Required { get; init; }

    /// <summary>What holds where the key is absent; null = nothing, or it depends on other keys.</summary>
    public JsonNode? Default { get; init; }

    /// <summary>Part of the job language, but not of this version.</summary>
    public bool NotYet { get; init; }

    /// <summary>A key that need not be there when this one is.</summary>
    public string? InsteadOf { get; init; }

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
