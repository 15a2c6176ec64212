using BatchEstimator.Estimation.Regression;
using BatchEstimator.Estimation.Results;

namespace BatchEstimator.Estimation.Fitting;

/// <summary>What was maximised and where the search ended.</summary>
/// <param name="Objective">What was maximised; coefficients on a kink of their prior are settled and no longer free.</param>
/// <param name="End">Where; null if there was nowhere to start.</param>
internal sealed record RegressionFound(RegressionObjective Objective, RegressionEnd? End)
{
    private RegressionEvidence? evidence;

    /// <summary>What the curvature says of the end; there must be one.</summary>
    public RegressionEvidence Evidence => Certified ?? (evidence ??= RegressionEvidence.Of(this));

    /// <summary>What is known of the coefficients on the kinks of their priors; null if there are none.</summary>
    public KinkCertificate? Kinks { get; private init; }

    /// <summary>What a closed form knows of its solution; null after a search.</summary>
    public RegressionEvidence? Certified { get; init; }

    /// <summary>Why there is no estimate, if that was seen before any search; else null.</summary>
    public FitCode? Refusal { get; init; }

    /// <summary>Why the end is no top, if the search knows; else null.</summary>
    public string? Fault { get; init; }

    /// <summary>The reservations of the search.</summary>
    public IReadOnlyList<FitCode> Codes { get; init; } = [];

    /// <summary>Which information the curvature of the end is.</summary>
    public string Information { get; init; } = "observed";

    /// <summary>What a reader should know of the search; null = nothing.</summary>
    public string? Remark { get; init; }

    /// <summary>How the searches from several starts ended; null if there was one.</summary>
    public StartAgreement? Starts { get; init; }

    /// <summary>The top, by the search that what is climbed asks for: medians, kinks of priors, or neither.</summary>
    public static RegressionFound Climb(RegressionObjective objective, double[] start) => objective switch
    {
        { HasMedians: true } => new MedianSearch(objective).From(start),
        { HasKinks: true } => OfKinked(objective, new LassoSearch(objective).From(start)),
        _ => new(objective, new RegressionSearch(objective).From(start)),
    };

    /// <summary>True if the end is a verified top.</summary>
    public bool IsTop => End is not null && Fault is null && Kinks?.Holds != false && Evidence.Fault is null;

    /// <summary>The end of a search among kinks: what sits on one is settled, the others are at a smooth top.</summary>
    public static RegressionFound OfKinked(RegressionObjective objective, RegressionEnd? end)
    {
        if (end is null || KinkCertificate.Of(objective, end.Top) is not { } kinks)
            return new(objective, end);
        var rest = objective.SettledAt(end.Top.Beta);
        int count = objective.Free.Count;
        int[] places = [.. Enumerable.Range(0, count).Where(k => rest.Free.Contains(objective.Free[k]))];
        var top = end.Top with
        {
            Gradient = [.. places.Select(k => end.Top.Gradient[k])],
            Curvature = [.. places.SelectMany(i => places.Select(j => end.Top.Curvature[i * count + j]))],
        };
        return new(rest, end with { Top = top }) { Kinks = kinks };
    }
}
