using BatchEstimator.Estimation.Models;

namespace BatchEstimator.Estimation.Tests.Regression;

/// <summary>Small regressions that go wrong, by what is wrong with them. Known values are those of R 4 (glm, MASS, survival, VGAM) or exact.</summary>
internal static partial class PathologyCorpus
{
    public static IReadOnlyList<PathologyCase> All { get; } =
    [
        .. TwoClasses(), .. Counts(), .. Classes(), .. Times(), .. Limits(), .. ExactFits(), .. Designs(), .. Offsets(), .. Responses(),
    ];

    private static FitDefinition Fit(string family, string formula) => new() { Name = "fit", Family = family, Formula = formula };

    private static FitDefinition Map(this FitDefinition fit, params IReadOnlyList<(string Name, string Prior)> priors) =>
        fit with { Method = EstimationMethod.Map, Priors = priors.ToDictionary(prior => prior.Name, prior => prior.Prior) };
}
