using BatchEstimator.Estimation.Likelihoods;

namespace BatchEstimator.Estimation.Families;

/// <summary>
/// The likelihood of a family compiled for rows, one kernel for each way a row can be known: exactly, as a lower bound, as an upper bound,
/// or as an interval. Each is compiled the first time it is needed.
/// </summary>
/// <param name="family">The family.</param>
internal sealed class RowKernels(ScalarFamily family)
{
    private static readonly Variable Value = new(VariableKind.Data, 0, "x"), Upper = new(VariableKind.Data, 1, "upper");
    private static readonly Variable From = new(VariableKind.Summary, 0, "lower limit"), To = new(VariableKind.Summary, 1, "upper limit");

    private readonly Variable[] parameters = [.. family.Parameters.Select((parameter, i) => new Variable(VariableKind.Parameter, i, parameter.Name))];
    private RowKernel? exact, above, below, between;
    private StatisticKernels? statistics;
    private Derivatives? seenAbove, seenBelow, seenBetween;

    /// <summary>The log density of a row known exactly.</summary>
    public RowKernel Exact => exact ??= new(family.LogDensity(Value), parameters);

    /// <summary>The log probability of lying above the row's value.</summary>
    public RowKernel Above => above ??= new(family.LogSurvival(Value)!, parameters);

    /// <summary>The log probability of lying at or below the row's value.</summary>
    public RowKernel Below => below ??= new(family.LogCdf(Value)!, parameters);

    /// <summary>The log probability of lying between the row's value and its upper end.</summary>
    public RowKernel Between => between ??= new(family.LogBetween(Value, Upper), parameters);

    /// <summary>The statistics of a family that has them.</summary>
    public StatisticKernels Statistics => statistics ??= new(((SummaryFamily)family).Statistics);

    /// <summary>The log probability that a value could be seen at all, from the limits of truncation.</summary>
    /// <param name="lower">The lower limit; minus infinity = none.</param>
    /// <param name="upper">The upper limit; infinity = none.</param>
    public Derivatives Seen(double lower, double upper) => (double.IsFinite(lower), double.IsFinite(upper)) switch
    {
        (true, false) => seenAbove ??= new(family.LogSurvival(From)!, parameters),
        (false, true) => seenBelow ??= new(family.LogCdf(To)!, parameters),
        _ => seenBetween ??= new(family.LogBetween(From, To), parameters),
    };
}
