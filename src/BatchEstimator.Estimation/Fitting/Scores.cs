namespace BatchEstimator.Estimation.Fitting;

/// <summary>What became of a row that was to be scored.</summary>
public enum ScoreFate
{
    /// <summary>It has a prediction.</summary>
    Predicted,

    /// <summary>A predictor is missing.</summary>
    Missing,

    /// <summary>A predictor is not finite.</summary>
    NotFinite,

    /// <summary>It has a label that the fit has not seen.</summary>
    UnseenLevel,

    /// <summary>The fit has not seen its group.</summary>
    UnseenGroup,

    /// <summary>Its group has no usable fit.</summary>
    NoFit,

    /// <summary>It lies where a spline says nothing.</summary>
    OutsideSpline,

    /// <summary>The data of the fit say nothing of such rows: a label does not occur in the group, or a relation that all rows obey is broken.</summary>
    NotEstimable,
}

/// <summary>Why a row has no prediction.</summary>
/// <param name="Fate">In a word.</param>
/// <param name="Text">In a sentence without its full stop.</param>
public sealed record ScoreNote(ScoreFate Fate, string Text);

/// <summary>What goes around a prediction.</summary>
public enum ScoreInterval
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>The interval of the fitted quantity.</summary>
    Confidence,

    /// <summary>That in which a new value lies.</summary>
    Prediction,
}

/// <summary>A predicted quantity of a row; what does not exist is null.</summary>
/// <param name="Value">The value.</param>
/// <param name="StandardError">Of the fitted quantity, by the delta method.</param>
/// <param name="Lower">The lower end of the interval.</param>
/// <param name="Upper">The upper end of the interval.</param>
public readonly record struct Score(double? Value, double? StandardError, double? Lower, double? Upper);
