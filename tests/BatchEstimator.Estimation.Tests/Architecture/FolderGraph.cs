using System.Reflection;

namespace BatchEstimator.Tests.Architecture;

/// <summary>Which folder (first part of the namespace below the project's) uses which, with the types that make it so.</summary>
internal sealed class FolderGraph
{
    private readonly SortedDictionary<string, SortedDictionary<string, TypeReference>> _uses = new(StringComparer.Ordinal);

    private FolderGraph(IEnumerable<TypeReference> references, string root)
    {
        foreach (TypeReference reference in references)
        {
            if (Folder(reference.From.Namespace, root) is not { } from || Folder(reference.To.Namespace, root) is not { } to || from == to) continue;
            if (!_uses.TryGetValue(from, out var targets)) _uses[from] = targets = new(StringComparer.Ordinal);
            targets.TryAdd(to, reference);
        }
    }

    public static FolderGraph Of(Assembly assembly, string root) => new(TypeReferences.Of(assembly), root);

    public static FolderGraph Of(IEnumerable<TypeReference> references, string root) => new(references, root);

    /// <summary>A sentence for each folder that can be reached from itself, naming the way round and one pair of types a step.</summary>
    public IReadOnlyList<string> Cycles()
    {
        List<string> cycles = [];
        HashSet<string> told = [];
        foreach (string folder in _uses.Keys)
        {
            if (told.Contains(folder) || ShortestWay(folder) is not { } way) continue;
            told.UnionWith(way);
            IEnumerable<string> steps = way.Zip(way.Skip(1).Append(way[0]), (from, to) =>
                $"{from}.{_uses[from][to].From.Name} uses {to}.{_uses[from][to].To.Name}");
            cycles.Add($"{string.Join(" -> ", way.Append(way[0]))}: {string.Join("; ", steps)}");
        }
        return cycles;
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
