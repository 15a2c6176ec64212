namespace BatchEstimator.Estimation.Families;

/// <summary>A simpler family inside a family: what it becomes when some of its parameters are held at given values. Likelihood-ratio tests compare the two.</summary>
/// <param name="Name">The simpler family's name in the catalogue.</param>
/// <param name="Fixed">The values that give it, by the name of the parameter of the larger family.</param>
/// <param name="OnBoundary">True if these values lie on the edge of the larger family's parameters, where the ratio is not chi-squared.</param>
public sealed record NestedModel(string Name, IReadOnlyDictionary<string, double> Fixed, bool OnBoundary);
