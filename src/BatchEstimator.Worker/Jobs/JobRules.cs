using System.Text.Json.Nodes;

namespace BatchEstimator.Worker.Jobs;

/// <summary>What a shape cannot say: rules between several keys. They look at whatever could be read.</summary>
internal static class JobRules
{
    public static void Check(JsonObject job, YamlPart root, ProblemList problems)
    {
        void Report(string path, string message, string fix)
        {
            (long line, long column) = PathFinder.Place(root, path);
            problems.Add(line, column, path, message, fix);
        }

        UniqueFitNames(root, Report);
        List<JsonObject> fits = [.. (job["fits"] as JsonArray ?? []).OfType<JsonObject>()];
        for (int i = 0; i < fits.Count; i++)
            CheckFit(fits[i], $"fits[{i}]", Report);
    }

    private static void UniqueFitNames(YamlPart root, Action<string, string, string> report)
    {
        if ((root as YamlMap)?.Find("fits")?.Value is not YamlList fits)
            return;
        HashSet<string> seen = [];
        for (int i = 0; i < fits.Items.Count; i++)
        {
            if ((fits.Items[i] as YamlMap)?.Find("name")?.Value is YamlScalar name && !seen.Add(name.Value))
                report($"fits[{i}].name", $"another fit is called '{name.Value}' already.", "Give every fit its own name.");
        }
    }

    private static void CheckFit(JsonObject fit, string path, Action<string, string, string> report)
    {
        bool Has(string key) => fit[key] is not null;
        bool map = (string?)fit["method"] == "map";
        if (fit["priors"] is JsonObject { Count: > 0 } && !map)
            report($"{path}.priors", "the fit has priors but its method is mle, which uses none.", "Write 'method: map', or leave the priors out.");
        if (Has("eventValue") && !Has("event"))
            report($"{path}.eventValue", "there is no 'event' column it could be a value of.", "Name the column with 'event'.");
        if (Has("trials") && (string?)fit["family"] is { } family && family != "binomial")
            report($"{path}.trials", $"the family {family} has no trials.", "Use 'family: binomial', or leave the key out.");
        if (fit["priorWeights"] is JsonArray weights && weights.Count != ((fit["hypotheses"] as JsonArray)?.Count ?? 0))
            report($"{path}.priorWeights", $"there are {weights.Count} prior weights for {(fit["hypotheses"] as JsonArray)?.Count ?? 0} hypotheses.", "Give one weight for each hypothesis, in their order.");
        if (fit["bound"] is JsonObject bound && (double?)bound["lower"] >= (double?)bound["upper"])
            report($"{path}.bound", "the lower end is not below the upper end.", "Write the range the data can have, such as lower: 0, upper: 1.");
    }
}
