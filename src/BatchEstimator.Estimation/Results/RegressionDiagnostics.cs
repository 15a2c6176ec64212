namespace BatchEstimator.Estimation.Results;

/// <summary>What the rows of a regression say of it: residuals, influence, how the predictors overlap, spread, and for a binary response how well it is told.</summary>
public sealed record RegressionDiagnostics
{
    /// <summary>The residuals, of each kind that the family has: <c>deviance</c>, <c>pearson</c>, <c>quantile</c>.</summary>
    public IReadOnlyList<ResidualSummary> Residuals { get; init; } = [];

    /// <summary>The mean of the leverages: the number of coefficients over that of the rows; null if there are none.</summary>
    public double? MeanLeverage { get; init; }

    /// <summary>The rows with the largest leverages, the largest first.</summary>
    public IReadOnlyList<DiagnosedRow> Leverages { get; init; } = [];

    /// <summary>The rows with the largest Cook's distances, the largest first.</summary>
    public IReadOnlyList<DiagnosedRow> CooksDistances { get; init; } = [];

    /// <summary>How far each term's variance is inflated by the others; empty for a single term.</summary>
    public IReadOnlyList<VarianceInflation> VarianceInflation { get; init; } = [];

    /// <summary>How far counts spread beside what the family has it; null for others.</summary>
    public Dispersion? Dispersion { get; init; }

    /// <summary>How well a binary response is told; null for others.</summary>
    public BinaryAccuracy? Accuracy { get; init; }
}

/// <summary>A row of the data and a value it has.</summary>
/// <param name="Source">The input.</param>
/// <param name="Row">The row in it, from 1.</param>
/// <param name="Value">The value.</param>
public sealed record DiagnosedRow(string Source, long Row, double Value);

/// <summary>Residuals of one kind.</summary>
/// <param name="Kind"><c>deviance</c>, <c>pearson</c> or <c>quantile</c>.</param>
/// <param name="Minimum">The least.</param>
/// <param name="LowerQuartile">A quarter lie below.</param>
/// <param name="Median">Half lie below.</param>
/// <param name="UpperQuartile">A quarter lie above.</param>
/// <param name="Maximum">The greatest.</param>
/// <param name="Largest">The rows farthest from zero, the farthest first.</param>
public sealed record ResidualSummary(
    string Kind, double Minimum, double LowerQuartile, double Median, double UpperQuartile, double Maximum, IReadOnlyList<DiagnosedRow> Largest);

/// <summary>How much larger the variances of a term's coefficients are than if no other term overlapped with it.</summary>
/// <param name="Term">The term as written.</param>
/// <param name="DegreesOfFreedom">How many coefficients it has.</param>
/// <param name="Factor">The generalised variance inflation factor; 1 = no overlap.</param>
/// <param name="PerCoefficient">Its 1/(2 df)-th power: how much wider the intervals are.</param>
public sealed record VarianceInflation(string Term, int DegreesOfFreedom, double Factor, double PerCoefficient);

/// <summary>Pearson's chi-squared beside its degrees of freedom.</summary>
/// <param name="ChiSquare">The sum of the squared Pearson residuals.</param>
/// <param name="DegreesOfFreedom">Observations less coefficients.</param>
/// <param name="Ratio">Their ratio: about 1 if the family is right, more under overdispersion.</param>
/// <param name="PValue">The upper tail of the chi-squared distribution.</param>
public sealed record Dispersion(double ChiSquare, double DegreesOfFreedom, double Ratio, double PValue);

/// <summary>How well the fitted probabilities tell ones from zeros, on the rows they were fitted to.</summary>
/// <param name="AreaUnderCurve">The chance that a one has a higher fitted probability than a zero.</param>
/// <param name="StandardError">Its standard error; null with fewer than two of either.</param>
/// <param name="Lower">The lower end of its interval, by the logit.</param>
/// <param name="Upper">The upper end.</param>
/// <param name="ErrorRate">The share told wrongly if a probability of at least 1/2 is told as a one.</param>
/// <param name="HoeffdingEpsilon">How far the share of a rule chosen without these rows could be from its expectation, at the level of the intervals.</param>
/// <param name="Calibration">Up to ten groups of about equal size, by fitted probability.</param>
public sealed record BinaryAccuracy(
    double AreaUnderCurve, double? StandardError, double? Lower, double? Upper, double ErrorRate, double HoeffdingEpsilon, IReadOnlyList<CalibrationGroup> Calibration);

/// <summary>Rows of similar fitted probability.</summary>
/// <param name="N">How many outcomes.</param>
/// <param name="Predicted">Their mean fitted probability.</param>
/// <param name="Observed">The share of ones.</param>
/// <param name="Lower">The lower end of its interval (Wilson).</param>
/// <param name="Upper">The upper end.</param>
public sealed record CalibrationGroup(double N, double Predicted, double Observed, double Lower, double Upper);
