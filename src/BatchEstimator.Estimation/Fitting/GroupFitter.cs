using BatchEstimator.Estimation.Families;
using BatchEstimator.Estimation.Likelihoods;
using BatchEstimator.Estimation.Priors;
using BatchEstimator.Estimation.Statistics;

namespace BatchEstimator.Estimation.Fitting;

/// <summary>
/// Fits one model to one sample after another and says only where the estimate is. For samples of one length nothing that grows with it is
/// allocated after the first. Not for several threads at once.
/// </summary>
/// <param name="family">The family.</param>
/// <param name="solver">Of what is maximised.</param>
/// <param name="held">The parameters held at a value, in the units of the data.</param>
/// <param name="logLikelihood">The log-likelihood in sums, for a family that has them.</param>
internal sealed class GroupFitter(ScalarFamily family, ScalarSolver solver, double?[] held, Derivatives? logLikelihood)
{
    private readonly ColumnBuffers buffers = new();
    private (Standardisation Units, double?[] Held)? pinned;
    private GroupFitter? inLimit;

    /// <summary>The family.</summary>
    public ScalarFamily Family => family;

    /// <summary>The estimate in the units of the data; null if there is none inside the parameter space.</summary>
    public double[]? Fit(Sample sample)
    {
        GroupData data = (GroupData?)Summed(sample) ?? new RowData(family, Table(sample));
        return solver.Solve(data, data.ToStandard(held)).Values is { } values ? data.ToNatural(values) : null;
    }

    /// <summary>The units in which samples like this one are fitted.</summary>
    public Standardisation UnitsOf(Sample sample) =>
        logLikelihood is not null && sample.IsPlain ? Standardisation.Identity : Standardisation.Of(family, sample);

    /// <summary>The estimate for rows in given units, in those units; that of another family if the likelihood is highest in such a limit.</summary>
    /// <param name="sample">The rows.</param>
    /// <param name="units">Their units.</param>
    public (ScalarFamily Family, double[] Values)? Refit(Sample sample, Standardisation units)
    {
        GroupData data = (GroupData?)Summed(sample) ?? new RowData(family, units, Table(sample));
        if (pinned is null || pinned.Value.Units != units)
            pinned = (units, [.. held.Select((value, i) => value is { } v ? units.ToStandard(family.Parameters[i].Role, v) : (double?)null)]);
        var solution = solver.Solve(data, pinned.Value.Held);
        if (solution.Limit is { } limit)
            return (inLimit?.Family == limit.Family ? inLimit : inLimit = InLimit(limit)).Refit(sample, units);
        return solution.Values is { } values ? (family, values) : null;
    }

    /// <summary>The log-likelihood of a family in its sums, with its derivatives; null if it needs its rows.</summary>
    public static Derivatives? LogLikelihoodOf(ScalarFamily family) => family is SummaryFamily summed
        ? new(summed.LogLikelihood, [.. family.Parameters.Select((parameter, i) => new Variable(VariableKind.Parameter, i, parameter.Name))]) : null;

    // Of counts, what a fit costs grows with the distinct ones.
    private Sample Table(Sample sample) => family.IsDiscrete && sample.IsPlain ? sample.Merged() : sample;

    private SummaryData? Summed(Sample sample) => logLikelihood is not null && sample.IsPlain
        ? new((SummaryFamily)family, logLikelihood, ((SummaryFamily)family).Summarise(family.Kernels.Statistics.SumsOf(sample, buffers))) : null;

    private GroupFitter InLimit(LimitModel limit)
    {
        var known = limit.Shared(held, null);
        return new(limit.Family, new(limit.Family, limit.Shared(solver.Priors, Prior.Flat), [.. known.Select(value => value is not null)]), known, LogLikelihoodOf(limit.Family));
    }
}
