using BatchEstimator.Estimation.Likelihoods;
using BatchEstimator.Estimation.Priors;
using BatchEstimator.Estimation.Statistics;

namespace BatchEstimator.Estimation.Families;

/// <summary>A family whose likelihood needs no more of the rows than a few sums: one pass over the data is enough, and parts of the data add.</summary>
public abstract class SummaryFamily : ScalarFamily
{
    /// <summary>What is summed over the rows, beside the number and the weights of the rows themselves.</summary>
    public abstract IReadOnlyList<Statistic> Statistics { get; }

    /// <summary>What the log-likelihood is written in, from the sums.</summary>
    /// <param name="sums">The sums over the rows.</param>
    public abstract double[] Summarise(Sums sums);

    /// <summary>The log-likelihood of all rows, with every constant, in summaries and parameters.</summary>
    public abstract Expr LogLikelihood { get; }

    /// <summary>The maximum-likelihood estimate; null = take the general route.</summary>
    /// <param name="summary">From <see cref="Summarise"/>.</param>
    /// <param name="held">The parameters held at a value; null = free.</param>
    public abstract PointEstimate? Mle(ReadOnlySpan<double> summary, IReadOnlyList<double?> held);

    /// <summary>The values of a parameter under which these data are possible.</summary>
    /// <param name="parameter">The parameter's index.</param>
    /// <param name="summary">From <see cref="Summarise"/>.</param>
    public virtual (double Lower, double Upper) Range(int parameter, ReadOnlySpan<double> summary) => (double.NegativeInfinity, double.PositiveInfinity);

    /// <summary>The mode under priors for which there is a closed form; null = none, the general route is taken.</summary>
    public virtual PointEstimate? Mode(ReadOnlySpan<double> summary, IReadOnlyList<double?> held, IReadOnlyList<Prior> priors) => null;

    /// <summary>A point inside the parameter space from which the general route can start, also where the MLE does not exist.</summary>
    public abstract double[] Start(ReadOnlySpan<double> summary);

    /// <summary>
    /// The ends of an interval of a parameter from the distribution of a pivot, of exact coverage whatever the parameters are; null where
    /// the family knows none. For rows of equal weight that are all known exactly.
    /// </summary>
    /// <param name="parameter">The parameter's index.</param>
    /// <param name="summary">From <see cref="Summarise"/>.</param>
    /// <param name="held">The parameters held at a value; null = free.</param>
    /// <param name="level">The coverage.</param>
    public virtual (double Lower, double Upper)? ExactInterval(int parameter, ReadOnlySpan<double> summary, IReadOnlyList<double?> held, double level) => null;

    /// <summary>Where the pivot of <see cref="ExactInterval"/> is from, for people; empty if there is none.</summary>
    public virtual string ExactSource => "";

    /// <summary>How many digits of the estimates the sums can support at best, where rounding before the sum limits them.</summary>
    public virtual double Digits(ReadOnlySpan<double> summary) => 16;

    /// <summary>From rows that were kept for another reason: by their sums, where those suffice.</summary>
    public override PointEstimate? Mle(Sample sample, IReadOnlyList<double?> held) =>
        sample.IsPlain ? Mle(Summarise(sample.SumsOf(Statistics)), held) : null;

    /// <summary>From rows (censored or truncated ones, since others are summed): the start that their sums give.</summary>
    public override IEnumerable<double[]> Starts(Sample sample)
    {
        double[] summary = Summarise(sample.SumsOf(Statistics));
        if (Mle(summary, new double?[Parameters.Count]) is { Values: { } values, Boundary.Count: 0 })
            yield return values;
        yield return Start(summary);
    }
}
