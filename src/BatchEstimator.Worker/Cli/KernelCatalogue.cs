using BatchEstimator.Estimation.Families;
using BatchEstimator.Estimation.Priors;

namespace BatchEstimator.Worker.Cli;

/// <summary>The kernel's families and priors, as the terminal shows them.</summary>
internal static class KernelCatalogue
{
    public static IReadOnlyList<CatalogueEntry> Families => [.. Catalogue.All.Select(Entry)];

    public static IReadOnlyList<CatalogueEntry> Priors => [.. PriorCatalogue.All.Select(prior => new CatalogueEntry(prior.Signature, prior.Summary, []))];

    private static CatalogueEntry Entry(Family family)
    {
        List<string> details =
        [
            $"data: {family.Support}; given as {string.Join(", ", family.Roles.Select(Key))}",
            .. family.Parameters.Select(parameter => $"{parameter.Name}: {parameter.Meaning}; {parameter.Domain}"),
            $"estimate: {family.Existence}",
        ];
        if (family.Links.Count > 0)
            details.Add($"formula: yes; link {string.Join(", ", family.Links)}");
        details.AddRange(family.JointPriors.Select(joint => $"joint prior: \"{joint.Key}\": {PriorCatalogue.All.First(prior => prior.Name == joint.Value).Signature}"));
        return new($"{family.Name}({string.Join(", ", family.Parameters.Select(parameter => parameter.Name))})", family.Summary, details);
    }

    private static string Key(DataRole role) => role.ToString().ToLowerInvariant();
}
