using BatchEstimator.Estimation.Results;

namespace BatchEstimator.Worker.Reports;

/// <summary>Whether the data speak against the family that was fitted to them.</summary>
internal static class Misfit
{
    /// <summary>Below the first the data do not look like the family; between the two there is a sign that they do not.</summary>
    public const double Clear = 0.01, Sign = 0.05;

    /// <summary>The smallest p-value of the fit's tests; null without any.</summary>
    public static double? SmallestP(FitResult fit) => fit.GoodnessOfFit?.Tests.Select(test => EstimateRow.Finite(test.PValue)).Min();

    public static bool Is(FitResult fit) => SmallestP(fit) < Clear;
}
