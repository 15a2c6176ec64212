using System.Globalization;
using System.Text.Json.Nodes;
using BatchEstimator.Estimation.Models;

namespace BatchEstimator.Worker.Jobs;

/// <summary>Checks a tree against a shape and turns it into plain JSON, collecting every problem on the way.</summary>
internal sealed class ShapeReader(ProblemList problems)
{
    /// <returns>The value; null where it is unusable, which has been reported then.</returns>
    public JsonNode? Read(YamlPart part, Shape shape, string path) => shape switch
    {
        SectionShape section => ReadSection(part, section, path),
        TableShape table => ReadTable(part, table, path),
        ListShape list => ReadList(part, list, path),
        _ => ReadScalar(part, shape, path),
    };

    private JsonObject? ReadSection(YamlPart part, SectionShape section, string path)
    {
        if (part is not YamlMap map)
            return Unfit<JsonObject>(part, path, "a mapping is wanted here",
                $"Write keys below it, indented: {string.Join(", ", section.Visible.Take(4).Select(key => key.Name))}...");
        JsonObject read = [];
        HashSet<string> seen = [];
        foreach (YamlEntry entry in map.Entries)
        {
            string entryPath = Join(path, entry.Key);
            if (!seen.Add(entry.Key))
                problems.Add(entry, entryPath, "the key is there twice.", "Keep one of them.");
            else if (section.Find(entry.Key) is not { } key)
                UnknownKey(entry, section, entryPath);
            else if (Read(entry.Value, key.Shape, entryPath) is { } value && !key.Ignored)
                read[entry.Key] = value;
        }

        new SectionRules(map, section, path, problems).Check(read);
        return read;
    }

    private void UnknownKey(YamlEntry entry, SectionShape section, string path)
    {
        List<string> names = [.. section.Visible.Select(key => key.Name)];
        string? near = Nearest.To(entry.Key, names);
        problems.Add(entry, path, $"there is no key '{entry.Key}' here.",
            $"{(JobKeys.Job.Find(entry.Key) is not null ? "It stands at the top of the file, beside 'fits'. " : near is null ? "" : $"Did you mean '{near}'? ")}Allowed: {string.Join(", ", names)}.");
    }

    private JsonObject? ReadTable(YamlPart part, TableShape table, string path)
    {
        if (part is not YamlMap map)
            return Unfit<JsonObject>(part, path, "a mapping of names to values is wanted here", "Write lines such as 'name: value' below it, indented.");
        JsonObject read = [];
        foreach (YamlEntry entry in map.Entries)
        {
            string entryPath = Join(path, entry.Key);
            if (Cut.IsTail(entry.Key))
                continue; // what was behind a comma; its head is reported as cut
            if (read.ContainsKey(entry.Key))
                problems.Add(entry, entryPath, "the name is there twice.", "Keep one of them.");
            else if (Read(entry.Value, table.Value, entryPath) is { } value)
                read[entry.Key] = value;
        }

        return read;
    }

    private JsonArray? ReadList(YamlPart part, ListShape list, string path)
    {
        if (list.OneAlone && part is YamlScalar { Value.Length: > 0 } alone)
            return Read(alone, list.Item, path) is { } single ? [single] : null;
        if (part is not YamlList given)
            return Unfit<JsonArray>(part, path, $"a list{(list.Item is NumberShape ? " of numbers" : "")} is wanted here",
                part is YamlScalar one ? ListAdvice.For(one, list.Item) : "Write each entry behind a hyphen.");
        if (given.Items.Count < list.AtLeast)
            problems.Add(part, path, given.Items.Count == 0 ? "the list is empty." : $"the list has only {given.Items.Count} entry.",
                $"It needs at least {(list.AtLeast == 1 ? "one entry" : $"{list.AtLeast} entries")}.");
        JsonArray read = [];
        for (int i = 0; i < given.Items.Count; i++)
        {
            string itemPath = $"{path}[{i}]";
            if (list.Item is TextShape && given.Items[i] is YamlScalar { Plain: true } scalar && Cut.IsTail(scalar.Value))
                continue;
            if (Read(given.Items[i], list.Item, itemPath) is not { } value)
                continue;
            if (list.Distinct && read.Any(other => JsonNode.DeepEquals(other, value)))
                problems.Add(given.Items[i], itemPath, $"{value.ToJsonString()} is there twice.", "Keep one of them.");
            else
                read.Add(value);
        }

        return read;
    }

    private JsonNode? ReadScalar(YamlPart part, Shape shape, string path)
    {
        if (part is not YamlScalar scalar)
            return Unfit<JsonValue>(part, path, $"{Wanted(shape)} is wanted here", "");
        if (scalar is { Plain: true, Value: "" or "~" } && shape is not LabelShape { MayBeEmpty: true })
            return Refuse(part, path, "the key has no value.", "Write a value or leave the key out.");
        return shape switch
        {
            LabelShape label => label.MayBeEmpty || scalar.Value.Length > 0 ? scalar.Value : Refuse(part, path, "the name is empty.", "Write the name as it stands in the data."),
            TextShape text => ReadText(scalar, text, path),
            NumberShape number => ReadNumber(scalar, number, path),
            NumberOrWordShape either => scalar.Plain && Numeric(scalar.Value) is not null ? ReadNumber(scalar, either.Number, path) : ReadWord(scalar, either, path),
            WholeShape whole => ReadWhole(scalar, whole, path),
            FlagShape => scalar.Plain && bool.TryParse(scalar.Value, out bool flag) ? flag : Unfit<JsonValue>(part, path, "true or false is wanted here", ""),
            _ => ReadChoice(scalar, (ChoiceShape)shape, path),
        };
    }

    private JsonValue? ReadText(YamlScalar scalar, TextShape shape, string path)
    {
        if (scalar.Plain && (Numeric(scalar.Value) is not null || scalar.Value == "null" || bool.TryParse(scalar.Value, out _)))
            return Unfit<JsonValue>(scalar, path, "text is wanted here", $"If it is meant as text, put it in quotes: \"{scalar.Value}\".");
        if (scalar.Plain && Cut.IsHead(scalar.Value))
            return Refuse(scalar, path, $"'{scalar.Value}' was cut off at a comma, which ends an entry between {{ }} or [ ].", "Put the whole text in quotes, such as \"normal(0, 1)\".");
        return shape.Fault(scalar.Value) is { } fault ? Refuse(scalar, path, fault.Message, fault.Fix) : JsonValue.Create(scalar.Value);
    }

    private JsonValue? ReadNumber(YamlScalar scalar, NumberShape shape, string path)
    {
        if (!scalar.Plain || Numeric(scalar.Value) is not { } number)
            return Unfit<JsonValue>(scalar, path, "a number is wanted here",
                scalar.Plain ? "Write it with a decimal point, such as 0.95 or 1e-3." : "Write it without quotes.");
        if (number > (shape.Above ?? double.NegativeInfinity) && number < (shape.Below ?? double.PositiveInfinity))
            return JsonValue.Create(number);
        string range = shape.Below is { } below
            ? string.Create(CultureInfo.InvariantCulture, $"between {shape.Above} and {below}, both excluded")
            : string.Create(CultureInfo.InvariantCulture, $"above {shape.Above}");
        return Refuse(scalar, path, $"{scalar.Value} is out of range.", $"Write a number {range}.");
    }

    private JsonValue? ReadWhole(YamlScalar scalar, WholeShape shape, string path)
    {
        string fix = string.Create(CultureInfo.InvariantCulture, $"Write a whole number from {shape.From} to {shape.To}.");
        if (!scalar.Plain || Numeric(scalar.Value) is not { } number)
            return Unfit<JsonValue>(scalar, path, "a whole number is wanted here", scalar.Plain ? fix : "Write it without quotes.");
        if (number != Math.Floor(number))
            return Refuse(scalar, path, $"{scalar.Value} is not a whole number.", fix);
        return number >= shape.From && number <= shape.To ? JsonValue.Create((int)number) : Refuse(scalar, path, $"{scalar.Value} is out of range.", fix);
    }

    private JsonValue? ReadChoice(YamlScalar scalar, ChoiceShape shape, string path)
    {
        if (shape.Words.Contains(scalar.Value))
            return JsonValue.Create(scalar.Value);
        if (shape.OnOff && scalar.Plain && bool.TryParse(scalar.Value, out bool on))
            return JsonValue.Create(on ? "on" : "off");
        string allowed = string.Join(", ", shape.Words);
        string? near = Nearest.To(scalar.Value, shape.Words);
        return Refuse(scalar, path, $"there is no choice '{scalar.Value}'.", $"{(near is null ? "" : $"Did you mean '{near}'? ")}Allowed: {allowed}.");
    }

    private JsonValue? ReadWord(YamlScalar scalar, NumberOrWordShape shape, string path) =>
        shape.Word.Words.Contains(scalar.Value)
            ? JsonValue.Create(scalar.Value)
            : Unfit<JsonValue>(scalar, path, $"{Wanted(shape)} is wanted here",
                Nearest.To(scalar.Value, shape.Word.Words) is { } near ? $"Did you mean '{near}'?" : Numeric(scalar.Value) is null ? "" : "Write the number without quotes.");

    private T? Unfit<T>(YamlPart part, string path, string wanted, string fix) where T : JsonNode
    {
        string found = part switch
        {
            YamlScalar { Plain: true, Value: "" } => "nothing",
            YamlScalar { Plain: true } scalar when Numeric(scalar.Value) is not null => $"the number {scalar.Value}",
            YamlScalar { Plain: true, Value: "true" or "false" or "null" } scalar => scalar.Value,
            YamlScalar scalar => $"the text '{(scalar.Value.Length > 60 ? scalar.Value[..60] + "..." : scalar.Value)}'",
            YamlList => "a list",
            _ => "a mapping",
        };
        problems.Add(part, path, $"{wanted}; found {found}.", fix);
        return null;
    }

    private JsonValue? Refuse(YamlPart part, string path, string message, string fix)
    {
        problems.Add(part, path, message, fix);
        return null;
    }

    private static string Wanted(Shape shape) => shape switch
    {
        NumberShape => "a number",
        NumberOrWordShape either => $"a number{(either.Number.Above is { } above ? string.Create(CultureInfo.InvariantCulture, $" above {above}") : "")}, {string.Join(" or ", either.Word.Words)}",
        WholeShape => "a whole number",
        FlagShape => "true or false",
        ChoiceShape choice => $"one of {string.Join(", ", choice.Words)}",
        LabelShape => "a name or a value",
        _ => "text",
    };

    private static double? Numeric(string text) =>
        double.TryParse(text, NumberStyles.Float & ~NumberStyles.AllowLeadingWhite, CultureInfo.InvariantCulture, out double number)
        && double.IsFinite(number) ? number : null;

    private static string Join(string path, string key) => path.Length == 0 ? key : $"{path}.{key}";

    /// <summary>Unquoted text such as <c>[normal(0, 1)]</c> falls apart at its comma: the halves have unbalanced parentheses.</summary>
    private static class Cut
    {
        public static bool IsHead(string text) => text.Count(c => c == '(') > text.Count(c => c == ')');

        public static bool IsTail(string text) => text.Count(c => c == '(') < text.Count(c => c == ')');
    }
}
