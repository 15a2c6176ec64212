using BatchEstimator.Estimation.Results;

namespace BatchEstimator.Worker.Reports.Html;

/// <summary>A group's values as text.</summary>
internal static class GroupMarkup
{
    public static string Value(FitResult fit, int i) => i < fit.Group.Count ? fit.Group[i].Value ?? "(missing)" : "";

    /// <summary>The values alone, for the axis of a picture.</summary>
    public static string Short(FitResult fit) => string.Join(" · ", fit.Group.Select(part => part.Value ?? "(missing)"));
}
