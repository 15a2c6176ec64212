using System.Text.Json;
using BatchEstimator.Estimation.Families;
using BatchEstimator.Estimation.Priors;

namespace BatchEstimator.Worker.Cli;

/// <summary>What the terminal says of a family.</summary>
internal static class FamilyWords
{
    /// <summary>What every family takes whose rows may be known in part.</summary>
    public const string Censored = "event (right-censored rows), left with right instead of response (interval-censored rows), truncation";

    /// <summary>As a hypothesis writes it: <c>gamma(shape, rate)</c>.</summary>
    public static string Signature(Family family) => $"{family.Name}({string.Join(", ", family.Parameters.Select(parameter => parameter.Name))})";

    /// <summary>The keys of a job file that name its data; a star stands for <see cref="Censored"/>.</summary>
    public static string Takes(Family family)
    {
        bool censored = CanBeCensored(family);
        IEnumerable<DataRole> roles = family.Roles.Where(role => role != DataRole.Event || !censored);
        string keys = string.Join(", ", roles.Select(role => JsonNamingPolicy.CamelCase.ConvertName(role.ToString())));
        return $"{keys}{(family.Links.Count == 0 ? "" : family.Roles[0] == DataRole.Responses ? ", formula" : " or formula")}{(censored ? " *" : "")}";
    }

    public static bool CanBeCensored(Family family) => family is ScalarFamily { CanBeCensored: true };

    public static IEnumerable<(string Key, string Text)> Page(Family family)
    {
        yield return ("for", family.Summary);
        yield return ("kind", FamilyKind.Of(family).ToLowerInvariant());
        foreach (var parameter in family.Parameters)
            yield return ("parameter", $"{parameter.Name}: {parameter.Domain}, {parameter.Meaning}");
        yield return ("data", family.Support);
        yield return ("given as", Takes(family));
        if (CanBeCensored(family))
            yield return ("*", Censored);
        if (family.Links.Count > 0)
            yield return ("links", string.Join(", ", family.Links));
        yield return ("estimate", $"exists {family.Existence}");
        if (family is VectorFamily { HasOwnPriors: true })
            yield return ("priors", $"one for each parameter, or one for all under \"{family.Parameters[0].Name.Split('[')[0]}\"");
        foreach (var (key, prior) in family.JointPriors)
            yield return ("joint prior", $"\"{key}\": {PriorCatalogue.All.First(known => known.Name == prior).Signature}");
    }
}
