namespace BatchEstimator.Estimation.Regression;

/// <summary>
/// What each observation forbids a direction of recession d to do: a'd >= 0 for an inequality, a'd = 0 for an equality.
/// Along such a d, if some inequality is strict, the likelihood never falls and somewhere rises for ever, so that it has no maximum
/// (R. T. Rockafellar, Convex Analysis, 1970, theorem 27.1; for logistic models A. Albert and J. A. Anderson, Biometrika 71 (1984) 1-10).
/// </summary>
/// <remarks>
/// A label of two: x'd >= 0 where it was 1, -x'd >= 0 where it was 0. Trials with successes and failures, or a positive count under a log link: x'd = 0.
/// A count of zero: -x'd >= 0. A label k of several: x'd[k] - x'd[l] >= 0 for every other label l, d being 0 for the reference.
/// Offsets play no part. All values are finite.
/// </remarks>
internal interface IRecessionConstraints
{
    /// <summary>Number of coefficients.</summary>
    int Columns { get; }

    /// <summary>Number of constraints.</summary>
    int Count { get; }

    /// <summary>True if the constraint is a'd = 0.</summary>
    bool IsEquality(int constraint);

    /// <summary>Writes the entries of a that are not zero, each column at most once, into spans of length <see cref="Columns"/>, and returns how many.</summary>
    int Row(int constraint, Span<int> columns, Span<double> values);

    /// <summary>The observation a constraint comes from; the constraints of one observation follow each other.</summary>
    int Observation(int constraint) => constraint;

    /// <summary>Rows of the data that an observation stands for, where equal ones were merged.</summary>
    long Repeats(int observation) => 1;
}
