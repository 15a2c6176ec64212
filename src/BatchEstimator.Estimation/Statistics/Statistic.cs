using BatchEstimator.Estimation.Likelihoods;

namespace BatchEstimator.Estimation.Statistics;

/// <summary>
/// A sum over rows of weight times a product of two expressions of the row's data: what a family with sufficient statistics needs to keep.
/// The product is exact, so a sum of squares keeps the digits that a variance is made of.
/// </summary>
/// <param name="First">One factor.</param>
/// <param name="Second">The other; null = 1.</param>
public sealed record Statistic(Expr First, Expr? Second = null);
