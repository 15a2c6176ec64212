using System.Reflection;

namespace BatchEstimator.Tests.Architecture;

/// <summary>Which folder (first part of the namespace below the project's) uses which, with the types that make it so.</summary>
internal sealed class FolderGraph
{
    private readonly SortedDictionary<string, SortedDictionary<string, List<TypeReference>>> _uses = new(StringComparer.Ordinal);

    private FolderGraph(IEnumerable<TypeReference> references, string root)
    {
        foreach (TypeReference reference in references)
        {
            if (Folder(reference.From.Namespace, root) is not { } from || Folder(reference.To.Namespace, root) is not { } to || from == to) continue;
            if (!_uses.TryGetValue(from, out var targets)) _uses[from] = targets = new(StringComparer.Ordinal);
            if (!targets.TryGetValue(to, out var examples)) targets[to] = examples = [];
            examples.Add(reference);
        }
    }

    public static FolderGraph Of(Assembly assembly, string root) => new(TypeReferences.Of(assembly), root);

    public static FolderGraph Of(IEnumerable<TypeReference> references, string root) => new(references, root);

    /// <summary>A sentence for each way round from a folder to itself, naming the folders and, for each step, the types that make it.</summary>
    public IReadOnlyList<string> Cycles()
    {
        List<string> cycles = [];
        HashSet<string> told = [];
        foreach (string folder in _uses.Keys)
        {
            if (told.Contains(folder) || ShortestWay(folder) is not { } way) continue;
            told.UnionWith(way);
            cycles.Add($"{string.Join(" -> ", way.Append(way[0]))}: {string.Join("; ", way.Zip(way.Skip(1).Append(way[0]), Step))}");
        }
        return cycles;
    }

    private string Step(string from, string to)
    {
        const int Shown = 5;
        List<TypeReference> examples = _uses[from][to];
        IEnumerable<string> shown = examples.Take(Shown).Select(example => $"{from}.{example.From.Name} uses {to}.{example.To.Name}");
        return string.Join(", ", shown) + (examples.Count > Shown ? $" and {examples.Count - Shown} more" : "");
    }

    /// <summary>The shortest way from a folder back to itself (breadth first); null if there is none.</summary>
    private List<string>? ShortestWay(string start)
    {
        Queue<List<string>> ways = new([[start]]);
        HashSet<string> seen = [];
        while (ways.TryDequeue(out List<string>? way))
            foreach (string next in _uses.TryGetValue(way[^1], out var targets) ? targets.Keys : Enumerable.Empty<string>())
            {
                if (next == start) return way;
                if (seen.Add(next)) ways.Enqueue([.. way, next]);
            }
        return null;
    }

    private static string? Folder(string name, string root)
    {
        if (!name.StartsWith(root + ".", StringComparison.Ordinal)) return null;
        return name[(root.Length + 1)..].Split('.')[0];
    }
}
