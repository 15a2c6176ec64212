using BatchEstimator.Estimation.Likelihoods;
using BatchEstimator.Estimation.Numerics;
using BatchEstimator.Estimation.Statistics;
using static BatchEstimator.Estimation.Likelihoods.Functions;

namespace BatchEstimator.Estimation.Families;

/// <summary>
/// A family of one response with a fixed, small number of parameters. Its log density, and for a continuous family its log distribution
/// functions, are all that maximum likelihood, priors, censoring, truncation and intervals need; what else it overrides is a faster or
/// a safer way to the same answer.
/// </summary>
public abstract class ScalarFamily : Family
{
    /// <summary>The response of a row.</summary>
    protected static readonly Variable X = Data(0);

    private RowKernels? kernels;

    /// <summary>How a formula enters the family; null if it takes none.</summary>
    public virtual RegressionForm? Regression => null;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Links => [.. Regression?.Parameters[0].Links.Select(link => link.Name) ?? []];

    /// <inheritdoc/>
    internal override ScalarFamily OfRow(IReadOnlyList<string> levels, string? link) => this;

    /// <summary>True if it produces whole numbers.</summary>
    public abstract bool IsDiscrete { get; }

    /// <summary>Says whether a row's data, in the order of <see cref="Family.Roles"/>, can come from the family; null = any numbers can.</summary>
    public abstract SupportTest? InSupport { get; }

    /// <summary>The infimum and the supremum of the values it can produce, whatever the parameters.</summary>
    public virtual (double Lower, double Upper) SupportEnds => (double.NegativeInfinity, double.PositiveInfinity);

    /// <summary>Where bounds of censored rows and limits of truncation can lie: inside the support.</summary>
    public virtual (double Lower, double Upper) BoundEnds => SupportEnds;

    /// <summary>The log density (or probability) at x with every constant.</summary>
    public abstract Expr LogDensity(Expr x);

    /// <inheritdoc/>
    public override Expr LogDensity(int dimension) => LogDensity(X);

    /// <summary>log P(X &lt;= x), finite and accurate far in both tails; null for a discrete family.</summary>
    public virtual Expr? LogCdf(Expr x) => null;

    /// <summary>log P(X &gt; x), finite and accurate far in both tails; null for a discrete family.</summary>
    public virtual Expr? LogSurvival(Expr x) => null;

    /// <summary>True if rows may be censored and truncated.</summary>
    public bool CanBeCensored => LogCdf(X) is not null && LogSurvival(X) is not null;

    /// <summary>log P(a &lt; X &lt;= b), from the distribution function of the nearer tail so that nothing cancels.</summary>
    public virtual Expr LogBetween(Expr a, Expr b)
    {
        Expr belowA = LogCdf(a)!, aboveA = LogSurvival(a)!;
        return IfPositive(belowA - aboveA, LogDiffExp(aboveA, LogSurvival(b)!), LogDiffExp(LogCdf(b)!, belowA));
    }

    /// <summary>P(X &lt;= x) in the parameters; null if the family has none without further data.</summary>
    /// <param name="x">The value.</param>
    /// <param name="trials">The number of trials, for the families that need it.</param>
    public virtual Expr? Cdf(double x, double? trials) => x <= SupportEnds.Lower ? 0 : x >= SupportEnds.Upper ? 1 : LogCdf(x) is { } log ? Exp(log) : null;

    /// <summary>P(X &gt; x) in the parameters, accurate also where it is tiny.</summary>
    public virtual Expr? Survival(double x, double? trials) =>
        x <= SupportEnds.Lower && !IsDiscrete ? 1 : x >= SupportEnds.Upper ? 0 : LogSurvival(x) is { } log ? Exp(log) : Cdf(x, trials) is { } cdf ? 1 - cdf : null;

    /// <summary>The p-quantile of a continuous family in the parameters; null for a discrete one.</summary>
    public virtual Expr? Quantile(double p) => null;

    /// <summary>The simpler families inside this one, against which it can be tested.</summary>
    public virtual IReadOnlyList<NestedModel> Nested => [];

    /// <summary>The simpler families that it becomes as a parameter goes to the end of its values, where holding it at a number does not reach.</summary>
    public virtual IReadOnlyList<LimitModel> Limits => [];

    /// <summary>Fills a span with independent values of the family; false if it cannot draw.</summary>
    /// <param name="random">The source of randomness.</param>
    /// <param name="parameters">The parameters.</param>
    /// <param name="values">Receives the values.</param>
    public virtual bool Draw(Xoshiro random, IReadOnlyList<double> parameters, Span<double> values) => false;

    /// <summary>The values of a parameter under which these rows are possible.</summary>
    /// <param name="parameter">The parameter's index.</param>
    /// <param name="sample">The rows, in standard units.</param>
    public virtual (double Lower, double Upper) Range(int parameter, Sample sample) => (double.NegativeInfinity, double.PositiveInfinity);

    /// <summary>True if it can close in on any one value of its support, so that rows which all allow that value have no estimate.</summary>
    public virtual bool CanCloseIn => Parameters.Count > 1;

    /// <summary>True if the likelihood can have several tops, so that all <see cref="Starts"/> are tried and the highest is taken.</summary>
    public virtual bool HasSeveralTops => false;

    /// <summary>
    /// What it costs to draw, fit and measure a row once more, in units of what a Weibull's costs: measured once and rounded, so that what
    /// is done unasked is decided by counting and is the same on every machine.
    /// </summary>
    public virtual double RefitCost => 1;

    /// <summary>The parameter in which the log density has a kink at x; null = it is smooth.</summary>
    public virtual int? Kinked => null;

    /// <summary>The simpler family that this one becomes as a parameter runs to its end, tried where a search was led that way; null if there is none.</summary>
    public virtual (int Parameter, PointEstimate Estimate)? Limit => null;

    /// <summary>
    /// Why these rows have no maximum-likelihood estimate, found before any search: constant values, too few rows, an unbounded
    /// likelihood; null if nothing of the kind is known.
    /// </summary>
    /// <param name="sample">The rows.</param>
    /// <param name="held">The parameters held at a value; null = free.</param>
    public virtual PointEstimate? Refusal(Sample sample, IReadOnlyList<double?> held) => null;

    /// <summary>The maximum-likelihood estimate by a closed form or a one-dimensional profile; null = take the general route.</summary>
    /// <param name="sample">The rows, in standard units (see <see cref="Standardisation"/>).</param>
    /// <param name="held">The parameters held at a value, in the same units; null = free.</param>
    public virtual PointEstimate? Mle(Sample sample, IReadOnlyList<double?> held) => null;

    /// <summary>The refusal where a search finds no top, for a family whose likelihood is known to have no bound; null for others.</summary>
    public virtual PointEstimate? WithoutTop => null;

    /// <summary>
    /// The maximum-likelihood estimate on an edge that a search inside the parameter space cannot follow; null if there is none, or what
    /// the search found is to be preferred. It is taken if it is at least as likely.
    /// </summary>
    /// <param name="sample">The rows, in standard units.</param>
    /// <param name="held">The parameters held at a value, in the same units; null = free.</param>
    /// <param name="found">Where the search ended; null = nowhere.</param>
    public virtual PointEstimate? Edge(Sample sample, IReadOnlyList<double?> held, IReadOnlyList<double>? found) => null;

    /// <summary>Why the usual theory gives no standard errors at an estimate inside the parameter space; null where it does.</summary>
    /// <param name="values">The parameters.</param>
    public virtual string? Irregular(IReadOnlyList<double> values) => null;

    /// <summary>Points inside the parameter space from which the general route can start, the best guess first.</summary>
    /// <param name="sample">The rows, in standard units; all exact: censored rows stand at their bound or in the middle of their interval.</param>
    public abstract IEnumerable<double[]> Starts(Sample sample);

    /// <summary>log P(X &lt;= x) of many values at once; absolutely accurate to at least twelve digits.</summary>
    /// <param name="values">The values.</param>
    /// <param name="count">How many.</param>
    /// <param name="parameters">The parameters.</param>
    /// <param name="result">Receives the logarithms.</param>
    internal virtual void LogCdf(double[] values, int count, double[] parameters, double[] result) =>
        Kernels.Below.Values([values], 0, count, parameters, [], result);

    /// <summary>Its likelihood compiled for rows; made once and kept.</summary>
    internal RowKernels Kernels => kernels ??= new(this);
}
