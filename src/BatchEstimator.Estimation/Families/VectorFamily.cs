using BatchEstimator.Estimation.Numerics;
using BatchEstimator.Estimation.Priors;
using BatchEstimator.Estimation.Results;
using BatchEstimator.Estimation.Statistics;

namespace BatchEstimator.Estimation.Families;

/// <summary>A family with a parameter for every level or column, estimated in closed form.</summary>
public abstract class VectorFamily : Family
{
    /// <summary>The names of all parameters, given the levels or columns.</summary>
    public abstract IReadOnlyList<string> ParameterNames(IReadOnlyList<string> labels);

    /// <summary>What is summed over the rows; null = the weight of each level of a label column.</summary>
    public abstract IReadOnlyList<Statistic>? Statistics(int dimension);

    /// <summary>Says whether a row can come from the family; null = any row can.</summary>
    public abstract SupportTest? InSupport { get; }

    /// <summary>What is wrong with a prior or a held value for this family; null = nothing.</summary>
    public abstract string? Objection(Prior? prior, bool anyHeld, int? dimension);

    /// <summary>True if each parameter takes a prior of its own, or that of the common name; false if one prior is over all of them.</summary>
    public virtual bool HasOwnPriors => false;

    /// <summary>The estimate and everything that goes with it.</summary>
    /// <param name="sums">The number of observations, the sum of weights, zero, then the statistics or the weights of the levels.</param>
    /// <param name="labels">The levels or columns.</param>
    /// <param name="prior">The joint prior; null = maximum likelihood.</param>
    /// <param name="held">By parameter: the value it is held at; null = free.</param>
    public abstract VectorEstimate Estimate(ReadOnlySpan<DoubleDouble> sums, IReadOnlyList<string> labels, Prior? prior, IReadOnlyList<double?> held);
}

/// <summary>A vector of parameters with what inference needs.</summary>
/// <param name="Values">By parameter; null = refused.</param>
/// <param name="StandardErrors">By parameter; null where it does not exist.</param>
/// <param name="Codes">Reservations, or the reasons of the refusal.</param>
/// <param name="FreeParameters">How many were estimated.</param>
/// <param name="LogLikelihood">At the estimate.</param>
/// <param name="LogPrior">At the estimate; null without a prior or where the density is not finite.</param>
/// <param name="Condition">Of the scaled information; null where it is not one matrix.</param>
public sealed record VectorEstimate(
    double[]? Values, double?[] StandardErrors, IReadOnlyList<FitCode> Codes, int FreeParameters, double LogLikelihood, double? LogPrior, double? Condition = null)
{
    /// <summary>How it was found; null = by a closed form.</summary>
    public SolverEvidence? Solver { get; init; }

    /// <summary>No estimate.</summary>
    public static VectorEstimate Refuse(string code, string message, params string[] columns) =>
        new(null, [], [new FitCode(code, message, columns)], 0, double.NaN, null);
}
