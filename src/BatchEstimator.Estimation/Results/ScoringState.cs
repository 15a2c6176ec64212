using BatchEstimator.Estimation.Columns;

namespace BatchEstimator.Estimation.Results;

/// <summary>
/// What new rows are scored with, beside the model's definition: the estimate of one group, so that nothing has to be fitted again. Columns of
/// numbers are taken less their centre, where their predictor has an intercept that makes up for it: far from zero that saves digits.
/// </summary>
public sealed record ScoringState
{
    /// <summary>The columns of the model's requests, as the fit found them.</summary>
    public required IReadOnlyList<ScoringColumn> Columns { get; init; }

    /// <summary>The names of all coefficients, those of predictors first, then the parameters that are one number.</summary>
    public required IReadOnlyList<string> Coefficients { get; init; }

    /// <summary>The coefficients of the centred columns; 0 for one without an estimate.</summary>
    public required IReadOnlyList<double> Estimates { get; init; }

    /// <summary>What is subtracted from each coefficient's column.</summary>
    public required IReadOnlyList<double> Centres { get; init; }

    /// <summary>The coefficients that were estimated, as indices.</summary>
    public required IReadOnlyList<int> Free { get; init; }

    /// <summary>The covariance of the estimated coefficients of the centred columns: the lower triangle, row by row; null if there is none.</summary>
    public IReadOnlyList<double>? Covariance { get; init; }

    /// <summary>The knots of the splines, in the order in which the formulas first name them.</summary>
    public IReadOnlyList<SplineKnots> Splines { get; init; } = [];

    /// <summary>The columns that cannot be told from others, and what they are made of in the data.</summary>
    public IReadOnlyList<AliasedColumn> Aliased { get; init; } = [];

    /// <summary>For a response of levels, in the order of the fit, whether each has a probability; empty for other responses.</summary>
    public IReadOnlyList<bool> Occurs { get; init; } = [];
}

/// <summary>A column as a fit found it.</summary>
/// <param name="Name">The name.</param>
/// <param name="Kind">Number or Text.</param>
/// <param name="Labels">For text the labels in the order in which they were met in the whole input; else empty.</param>
public sealed record ScoringColumn(string Name, ColumnKind Kind, IReadOnlyList<string> Labels);

/// <summary>Where a spline has its knots.</summary>
/// <param name="Inner">The inner knots, ascending.</param>
/// <param name="Lower">The lower boundary knot.</param>
/// <param name="Upper">The upper boundary knot.</param>
public sealed record SplineKnots(IReadOnlyList<double> Inner, double Lower, double Upper);

/// <summary>A column that is a combination of others in all rows of the data. Of a row where it is not, nothing is known.</summary>
/// <param name="Column">Its coefficient.</param>
/// <param name="Of">The coefficients of the others.</param>
/// <param name="Times">What each of the others is multiplied by.</param>
public sealed record AliasedColumn(int Column, IReadOnlyList<int> Of, IReadOnlyList<double> Times);
