using System.Globalization;
using System.Text.Json.Nodes;
using BatchEstimator.Estimation.Models;

namespace BatchEstimator.Worker.Jobs;

/// <summary>The rules between the keys of one section: what must be there, what belongs together and what excludes each other.</summary>
internal sealed class SectionRules(YamlMap map, SectionShape section, string path, ProblemList problems)
{
    /// <param name="read">What could be read of the section.</param>
    public void Check(JsonObject read)
    {
        foreach (Key key in section.Keys.Where(key => key.Required && !Has(key.Name) && !Misspelt(key.Name)))
            problems.Add(map, path, $"the key '{key.Name}' is missing.", $"It says: {char.ToLowerInvariant(key.Description[0])}{key.Description[1..]}");
        foreach (Alternatives rule in section.ExactlyOneOf)
            CheckAlternatives(rule);
        if (section.AtLeastOneOf.Count > 0 && !section.AtLeastOneOf.Any(key => Has(key) || Misspelt(key)))
            problems.Add(map, path, "it says nothing.", $"Give at least one of {string.Join(", ", section.AtLeastOneOf.Select(key => $"'{key}'"))}.");
        CheckRising(read);
    }

    private void CheckAlternatives(Alternatives rule)
    {
        List<YamlEntry> given = [.. map.Entries.Where(entry => rule.Contains(entry.Key))];
        if (given.Count == 0)
        {
            if (!rule.Ways.SelectMany(way => way).Any(Misspelt))
                problems.Add(map, path, rule.Unsaid, $"Give exactly one of {rule}.");
            return;
        }
        if (given.Any(entry => rule.Accompanied.Contains(entry.Key)))
            given.RemoveAll(entry => entry.Key == rule.Companion);
        string[] way = rule.Ways.First(way => way.Contains(given[0].Key));
        if (given.FirstOrDefault(entry => !way.Contains(entry.Key)) is { } rival)
            problems.Add(rival, Join(rival.Key), $"there are both '{given[0].Key}' and '{rival.Key}'.", $"Keep exactly one of {rule}.");
        else if (way.FirstOrDefault(key => !Has(key) && !Misspelt(key)) is { } partner)
            problems.Add(given[0], Join(given[0].Key), $"there is '{given[0].Key}' without '{partner}'.", "The two belong together: give both.");
    }

    private void CheckRising(JsonObject read)
    {
        if (section.Rising is not var (lower, upper) || read[lower] is not { } low || read[upper] is not { } high || (double)low < (double)high)
            return;
        problems.Add(map.Find(upper)!, Join(upper),
            string.Create(CultureInfo.InvariantCulture, $"{(double)high} is not above {lower}, which is {(double)low}."), $"Write {lower} below {upper}.");
    }

    private bool Has(string key) => map.Find(key) is not null;

    /// <summary>True if an unknown key is near this one, which has been said then.</summary>
    private bool Misspelt(string key) => map.Entries.Any(entry => section.Find(entry.Key) is null && Nearest.To(entry.Key, [key]) is not null);

    private string Join(string key) => path.Length == 0 ? key : $"{path}.{key}";
}
