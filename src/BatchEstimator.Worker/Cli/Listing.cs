using BatchEstimator.Estimation.Families;
using BatchEstimator.Estimation.Priors;

namespace BatchEstimator.Worker.Cli;

/// <summary>The kernel's catalogue as the terminal shows it.</summary>
public static class Listing
{
    public static IReadOnlyList<CatalogueEntry> Families() => [.. Catalogue.All.Select(family => new CatalogueEntry(
        $"{family.Name}({string.Join(", ", family.Parameters.Select(parameter => parameter.Name))})",
        family.Summary,
        [
            .. family.Parameters.Select(parameter => $"{parameter.Name}: {parameter.Meaning}, {parameter.Domain}"),
            $"values: {family.Support}",
            $"columns: {string.Join(", ", family.Roles.Select(role => role.ToString().ToLowerInvariant()))}",
            $"the estimate exists {family.Existence}",
            .. family.Links.Count > 0 ? new[] { $"formula: yes, link {string.Join(", ", family.Links)}" } : [],
            .. family.JointPriors.Select(prior => $"joint prior: \"{prior.Key}\": {PriorCatalogue.All.First(p => p.Name == prior.Value).Signature}"),
        ]))];

    public static IReadOnlyList<CatalogueEntry> Priors() =>
        [.. PriorCatalogue.All.Select(prior => new CatalogueEntry(prior.Signature, prior.Summary, []))];
}
