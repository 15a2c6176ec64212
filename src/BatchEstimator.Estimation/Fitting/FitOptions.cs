using BatchEstimator.Estimation.Results;

namespace BatchEstimator.Estimation.Fitting;

/// <summary>What a fit needs to know beside its model and data.</summary>
/// <param name="Level">The coverage of intervals.</param>
/// <param name="SourceNames">The names of the inputs, for messages about rows.</param>
/// <param name="PictureGroups">The number of groups, from the first, that get pictures.</param>
/// <param name="PictureRows">The most rows of a group that are kept for pictures.</param>
public sealed record FitOptions(double Level, IReadOnlyList<string> SourceNames, int PictureGroups = 40, int PictureRows = 1500);

/// <summary>A result with its pictures, if it has any.</summary>
public sealed record EstimatedFit(FitResult Result, FitPictures? Pictures);
