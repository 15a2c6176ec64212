using BatchEstimator.Estimation.Likelihoods;
using BatchEstimator.Estimation.Numerics;
using BatchEstimator.Estimation.Priors;
using BatchEstimator.Estimation.Statistics;

namespace BatchEstimator.Estimation.Families;

/// <summary>A family of one response with a fixed, small number of parameters and sufficient statistics.</summary>
public abstract class ScalarFamily : Family
{
    /// <summary>True if it produces whole numbers.</summary>
    public abstract bool IsDiscrete { get; }

    /// <summary>What is summed over the rows, beside the number and the weights of the rows themselves.</summary>
    public abstract IReadOnlyList<Statistic> Statistics { get; }

    /// <summary>Says whether a row's data, in the order of <see cref="Family.Roles"/>, can come from the family; null = any numbers can.</summary>
    public abstract SupportTest? InSupport { get; }

    /// <summary>What the log-likelihood is written in, from the sums.</summary>
    /// <param name="sums">The number of observations, the sum of weights, half the sum of log precision weights, then <see cref="Statistics"/>.</param>
    public abstract double[] Summarise(ReadOnlySpan<DoubleDouble> sums);

    /// <summary>The log-likelihood of all rows, with every constant, in summaries and parameters.</summary>
    public abstract Expr LogLikelihood { get; }

    /// <summary>The maximum-likelihood estimate.</summary>
    /// <param name="summary">From <see cref="Summarise"/>.</param>
    /// <param name="held">The parameters held at a value; null = free.</param>
    public abstract PointEstimate Mle(ReadOnlySpan<double> summary, IReadOnlyList<double?> held);

    /// <summary>The mode under priors for which there is a closed form; null = none, the general route is taken.</summary>
    public virtual PointEstimate? Mode(ReadOnlySpan<double> summary, IReadOnlyList<double?> held, IReadOnlyList<Prior> priors) => null;

    /// <summary>A point inside the parameter space from which the general route can start, also where the MLE does not exist.</summary>
    public abstract double[] Start(ReadOnlySpan<double> summary);

    /// <summary>P(X &lt;= x) in the parameters; null if the family has none without further data.</summary>
    /// <param name="x">The value.</param>
    /// <param name="trials">The number of trials, for the families that need it.</param>
    public abstract Expr? Cdf(double x, double? trials);

    /// <summary>P(X &gt; x) in the parameters, accurate also where it is tiny.</summary>
    public virtual Expr? Survival(double x, double? trials) => Cdf(x, trials) is { } cdf ? 1 - cdf : null;

    /// <summary>The p-quantile of a continuous family in the parameters; null for a discrete one.</summary>
    public virtual Expr? Quantile(double p) => null;
}
