using BatchEstimator.Estimation.Results;

namespace BatchEstimator.Estimation.Families;

/// <summary>A simpler family that a family becomes at the edge of its parameter space, where the likelihood is highest.</summary>
/// <param name="Family">The family in the limit.</param>
/// <param name="Same">For each parameter of the original family, the limit's parameter that it equals; null = it has gone to its limit.</param>
public sealed record LimitModel(ScalarFamily Family, IReadOnlyList<int?> Same)
{
    /// <summary>What belongs to the limit's parameters of what belongs to those of the original family.</summary>
    /// <param name="values">One for each parameter of the original family.</param>
    /// <param name="otherwise">For a parameter that the original family does not have.</param>
    public T[] Shared<T>(IReadOnlyList<T> values, T otherwise)
    {
        T[] shared = [.. Family.Parameters.Select(_ => otherwise)];
        for (int i = 0; i < Same.Count; i++)
        {
            if (Same[i] is { } place)
                shared[place] = values[i];
        }
        return shared;
    }
}

/// <summary>Where a family's own way puts the maximum, or why there is none.</summary>
/// <param name="Values">All parameters in order, the fixed ones too; null = refused, or a limit.</param>
/// <param name="Boundary">The parameters whose estimate lies on the edge of their domain.</param>
/// <param name="Codes">The reservations, or the reasons of the refusal.</param>
public sealed record PointEstimate(double[]? Values, IReadOnlyList<int> Boundary, IReadOnlyList<FitCode> Codes)
{
    /// <summary>How it was found: <c>closed-form</c>, <c>profile</c>, <c>newton</c> or <c>em</c>.</summary>
    public string Route { get; init; } = "closed-form";

    /// <summary>Iterations; 0 for a closed form.</summary>
    public int Iterations { get; init; }

    /// <summary>
    /// The parameters at which the log-likelihood has a kink instead of a curvature, with the expected information about each at the estimate,
    /// in the units of <see cref="Values"/>; they are taken as orthogonal to the others. The family knows that the kink is a top.
    /// </summary>
    public IReadOnlyList<(int Parameter, double Information)> Kinks { get; init; } = [];

    /// <summary>The model in the limit, if that is where the likelihood is highest.</summary>
    public LimitModel? Limit { get; init; }

    /// <summary>Where several starts were tried: how well they agree; heights as the search saw them.</summary>
    public StartAgreement? Starts { get; init; }

    /// <summary>An interior optimum.</summary>
    public static PointEstimate At(params double[] values) => new(values, [], []);

    /// <summary>An interior optimum of a one-dimensional search.</summary>
    public static PointEstimate Profiled(int iterations, params double[] values) => new(values, [], []) { Route = "profile", Iterations = iterations };

    /// <summary>An optimum on the edge of the domain of the first parameter.</summary>
    public static PointEstimate OnBoundary(double value, string message, string column) =>
        new([value], [0], [new FitCode(FitCodes.BoundaryEstimate, message, [column])]);

    /// <summary>The likelihood is highest in a limit, which is another family.</summary>
    /// <param name="limit">That family.</param>
    /// <param name="message">Which parameter has gone where, and what that means.</param>
    /// <param name="parameter">The parameter.</param>
    public static PointEstimate InLimit(LimitModel limit, string message, string parameter) =>
        new(null, [], [new FitCode(FitCodes.LimitModel, message, [parameter])]) { Limit = limit };

    /// <summary>No estimate.</summary>
    public static PointEstimate Refuse(string code, string message, params string[] columns) =>
        new(null, [], [new FitCode(code, message, columns)]);
}
