using BatchEstimator.Estimation.Models;
using BatchEstimator.Estimation.Statistics;

namespace BatchEstimator.Estimation.Fitting;

/// <summary>The levels of a response in the order in which a regression numbers them.</summary>
/// <param name="Names">The levels; of nominal ones the reference is first.</param>
/// <param name="Ranks">For each code of the response's labels its place among them; -1 = not a level.</param>
internal sealed record ResponseLevels(IReadOnlyList<string> Names, IReadOnlyList<int> Ranks)
{
    /// <summary>The columns of counts, the reference first.</summary>
    public static ResponseLevels OfCounts(FitDefinition definition) => Of(definition.Responses, definition.Reference);

    /// <summary>The levels named in the job, or those found, sorted; the reference first.</summary>
    public static ResponseLevels OfLabels(FitDefinition definition, LevelIndex found) =>
        Of([.. (definition.Levels.Count > 0 ? Enumerable.Range(0, definition.Levels.Count) : found.Sorted()).Select(code => found.Labels[code])], definition.Reference) is var levels
            ? levels with { Ranks = [.. found.Labels.Select(label => levels.Names.ToList().IndexOf(label))] } : null!;

    private static ResponseLevels Of(IReadOnlyList<string> order, string? reference)
    {
        string[] names = [.. order.Where(name => name == reference), .. order.Where(name => name != reference)];
        return new(names, [.. order.Select(name => Array.IndexOf(names, name))]);
    }
}
