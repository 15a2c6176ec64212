using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace BatchEstimator.Worker.Jobs;

/// <summary>The JSON Schema of job files, for editors; printed from <see cref="JobKeys"/>.</summary>
public static class JobSchema
{
    private static readonly JsonSerializerOptions Options = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Text { get; } = Print();

    private static string Print()
    {
        JsonObject schema = new()
        {
            ["$schema"] = "https://json-schema.org/draft/2020-12/schema",
            ["title"] = "BatchEstimator job",
        };
        foreach ((string key, JsonNode? value) in Of(JobKeys.Job))
            schema[key] = value?.DeepClone();
        return schema.ToJsonString(Options) + "\n";
    }

    private static JsonObject Of(Shape shape) => shape switch
    {
        SectionShape section => OfSection(section),
        TableShape table => new() { ["type"] = "object", ["additionalProperties"] = Of(table.Value) },
        ListShape list => OfList(list),
        ChoiceShape choice => OfChoice(choice),
        WholeShape whole => new() { ["type"] = "integer", ["minimum"] = whole.From, ["maximum"] = whole.To },
        NumberShape number => OfNumber(number),
        NumberOrWordShape either => new() { ["anyOf"] = new JsonArray(OfNumber(either.Number), OfChoice(either.Word)) },
        FlagShape => new() { ["type"] = "boolean" },
        LabelShape label => OfLabel(label),
        _ => OfText((TextShape)shape),
    };

    private static JsonObject OfSection(SectionShape section)
    {
        JsonObject properties = [];
        foreach (Key key in section.Keys)
        {
            JsonObject property = Of(key.Shape);
            property["description"] = key.Description;
            if (key.Default is not null)
                property["default"] = key.Default.DeepClone();
            properties[key.Name] = property;
        }

        JsonObject schema = new() { ["type"] = "object", ["additionalProperties"] = false, ["properties"] = properties };
        string[] required = [.. section.Keys.Where(key => key.Required).Select(key => key.Name)];
        if (required.Length > 0)
            schema["required"] = Names(required);
        if (section.AtLeastOneOf.Count > 0)
            schema["anyOf"] = new JsonArray([.. section.AtLeastOneOf.Select(name => Requiring(name))]);
        if (section.ExactlyOneOf.Count > 0)
            schema["allOf"] = new JsonArray([.. section.ExactlyOneOf.Select(OfAlternatives)]);
        return schema;
    }

    private static JsonObject OfAlternatives(Alternatives rule)
    {
        JsonObject schema = new() { ["oneOf"] = new JsonArray([.. rule.Ways.Select(way => OfWay(rule, way))]) };
        var together = rule.Ways.Where(way => way.Length > 1)
            .SelectMany(way => way.Select(key => KeyValuePair.Create(key, (JsonNode?)Names(way.Where(other => other != key))))).ToList();
        if (together.Count > 0)
            schema["dependentRequired"] = new JsonObject(together);
        return schema;
    }

    // A companion counts as a way only where it stands alone.
    private static JsonObject OfWay(Alternatives rule, string[] way)
    {
        JsonObject schema = Requiring(way);
        if (way is [var key] && key == rule.Companion)
            schema["not"] = new JsonObject { ["anyOf"] = new JsonArray([.. rule.Accompanied.Select(beside => Requiring(beside))]) };
        return schema;
    }

    private static JsonObject Requiring(params string[] keys) => new() { ["required"] = Names(keys) };

    private static JsonArray Names(IEnumerable<string> names) => new([.. names.Select(name => JsonValue.Create(name))]);

    private static JsonObject OfChoice(ChoiceShape choice)
    {
        JsonArray words = Names(choice.Words);
        if (choice.OnOff)
        {
            words.Add(true);
            words.Add(false);
        }
        if (choice.HasNull)
            words.Add(null);
        return new() { ["enum"] = words };
    }

    private static JsonObject OfList(ListShape list)
    {
        JsonObject schema = new() { ["type"] = "array", ["items"] = Of(list.Item) };
        if (list.AtLeast > 0)
            schema["minItems"] = list.AtLeast;
        if (list.Distinct)
            schema["uniqueItems"] = true;
        return list.OneAlone ? new() { ["anyOf"] = new JsonArray(Of(list.Item), schema) } : schema;
    }

    private static JsonObject OfNumber(NumberShape number)
    {
        JsonObject schema = new() { ["type"] = "number" };
        if (number.Above is { } above)
            schema["exclusiveMinimum"] = above;
        if (number.Below is { } below)
            schema["exclusiveMaximum"] = below;
        return schema;
    }

    private static JsonObject OfLabel(LabelShape label)
    {
        JsonArray types = label.MayBeEmpty ? ["string", "number", "boolean", "null"] : ["string", "number", "boolean"];
        JsonObject schema = new() { ["type"] = types };
        if (!label.MayBeEmpty)
            schema["minLength"] = 1;
        return schema;
    }

    private static JsonObject OfText(TextShape text)
    {
        JsonObject schema = new() { ["type"] = "string" };
        if (text.Pattern is not null)
            schema["pattern"] = text.Pattern;
        return schema;
    }
}
