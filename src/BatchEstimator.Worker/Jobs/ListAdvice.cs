namespace BatchEstimator.Worker.Jobs;

/// <summary>What to write where a list is wanted and a single word was found.</summary>
internal static class ListAdvice
{
    public static string For(YamlScalar found, Shape item)
    {
        if (found is { Plain: true, Value: "" })
            return "Write a list or leave the key out.";
        bool several = found.Plain && item is not TextShape;
        YamlScalar[] entries = several ? [.. found.Value.Split(',', StringSplitOptions.TrimEntries).Select(part => found with { Value = part })] : [found];
        if (entries.All(entry => Fits(entry, item)))
            return $"Write it as [{string.Join(", ", entries.Select(entry => item is NumberShape || IsPlain(entry.Value) ? entry.Value : $"\"{entry.Value}\""))}].";
        return item switch
        {
            NumberShape { Below: not null } => "Write it such as [0.1, 0.5, 0.9].",
            NumberShape => "Write it such as [1, 2.5].",
            ChoiceShape choice => $"Write it such as [{choice.Words[0]}]; there are {string.Join(", ", choice.Words)}.",
            _ => "Write each entry behind a hyphen.",
        };
    }

    private static bool Fits(YamlScalar entry, Shape item)
    {
        ProblemList problems = new(null);
        return new ShapeReader(problems).Read(entry, item, "") is not null && problems.Count == 0;
    }

    /// <summary>Without the characters that mean something to YAML between brackets.</summary>
    private static bool IsPlain(string text) =>
        text.Length > 0 && char.IsLetterOrDigit(text[0]) && text.All(c => char.IsLetterOrDigit(c) || c is '_' or '.' or '-' or ' ');
}
