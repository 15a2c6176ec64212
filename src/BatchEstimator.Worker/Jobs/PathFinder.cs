using System.Globalization;

namespace BatchEstimator.Worker.Jobs;

/// <summary>Finds the place of an entry such as <c>priors.mu, variance</c> or <c>hypotheses[1]</c> in the file.</summary>
internal static class PathFinder
{
    /// <returns>The place of the entry, or of the nearest one above it that is there.</returns>
    public static (long Line, long Column) Place(YamlPart root, string path)
    {
        (long Line, long Column) place = (root.Line, root.Column);
        YamlPart at = root;
        string rest = path;
        while (rest.Length > 0 && Step(at, rest) is { } step)
            (at, rest, place) = (step.Part, step.Tail, step.Place);
        return place;
    }

    /// <summary>Names of parameters and coefficients may hold dots and brackets themselves, so the longest key that fits is taken.</summary>
    private static (YamlPart Part, string Tail, (long, long) Place)? Step(YamlPart at, string path)
    {
        if (at is YamlList list && path[0] == '[' && path.IndexOf(']', StringComparison.Ordinal) is > 0 and var end)
        {
            return int.TryParse(path.AsSpan(1, end - 1), NumberStyles.None, CultureInfo.InvariantCulture, out int index) && index < list.Items.Count
                ? (list.Items[index], path[(end + 1)..].TrimStart('.'), (list.Items[index].Line, list.Items[index].Column))
                : null;
        }

        YamlEntry? entry = (at as YamlMap)?.Entries
            .Where(candidate => path.StartsWith(candidate.Key, StringComparison.Ordinal)
                && (path.Length == candidate.Key.Length || path[candidate.Key.Length] is '.' or '['))
            .MaxBy(candidate => candidate.Key.Length);
        return entry is null ? null : (entry.Value, path[entry.Key.Length..].TrimStart('.'), (entry.Line, entry.Column));
    }
}
