using BatchEstimator.Estimation.Results;

namespace BatchEstimator.Estimation.Families;

/// <summary>Where a family's closed form puts the maximum, or why there is none.</summary>
/// <param name="Values">All parameters in order, the fixed ones too; null = refused.</param>
/// <param name="Boundary">The parameters whose estimate lies on the edge of their domain.</param>
/// <param name="Codes">The reservations, or the reasons of the refusal.</param>
public sealed record PointEstimate(double[]? Values, IReadOnlyList<int> Boundary, IReadOnlyList<FitCode> Codes)
{
    /// <summary>An interior optimum.</summary>
    public static PointEstimate At(params double[] values) => new(values, [], []);

    /// <summary>An optimum on the edge of the domain of the first parameter.</summary>
    public static PointEstimate OnBoundary(double value, string message, string column) =>
        new([value], [0], [new FitCode(FitCodes.BoundaryEstimate, message, [column])]);

    /// <summary>No estimate.</summary>
    public static PointEstimate Refuse(string code, string message, params string[] columns) =>
        new(null, [], [new FitCode(code, message, columns)]);
}
