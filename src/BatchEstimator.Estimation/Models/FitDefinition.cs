namespace BatchEstimator.Estimation.Models;

/// <summary>What to maximise: the likelihood, or likelihood times prior.</summary>
public enum EstimationMethod
{
    /// <summary>Maximum likelihood.</summary>
    Mle,

    /// <summary>Maximum a posteriori: the mode of likelihood times prior, as densities of the natural parameters.</summary>
    Map,
}

/// <summary>What a weight means; never guessed.</summary>
public enum WeightKind
{
    /// <summary>The row stands for that many equal rows; n is the sum of the weights.</summary>
    Frequency,

    /// <summary>The row's variance is sigma^2 divided by the weight; n is the number of rows.</summary>
    Precision,
}

/// <summary>The column of weights and their meaning.</summary>
public sealed record WeightDefinition(string Column, WeightKind Kind);

/// <summary>Hoeffding's question: how sure is a mean of n values in a known range, to within epsilon, with failure probability delta?</summary>
/// <param name="Epsilon">The distance from the true mean, in the units of the data.</param>
/// <param name="Delta">The accepted probability of being further away, in (0, 1).</param>
/// <param name="Lower">The least value the data can take; null = as the family says (0 for bernoulli).</param>
/// <param name="Upper">The greatest value the data can take; null = as the family says (1 for bernoulli).</param>
public sealed record BoundDefinition(double Epsilon, double Delta, double? Lower = null, double? Upper = null);

/// <summary>The interval outside which values could not enter the data at all; a null end is open.</summary>
public sealed record TruncationDefinition(double? Lower, double? Upper);

/// <summary>How intervals are made.</summary>
public enum IntervalMethod
{
    /// <summary>Estimate plus and minus z standard errors, on the natural scale.</summary>
    Wald,

    /// <summary>The same on the scale that has no ends (log above zero, logit between zero and one), transformed back.</summary>
    WaldTransformed,

    /// <summary>The values whose profile likelihood lies within half a chi-squared quantile of the maximum.</summary>
    Profile,

    /// <summary>Quantiles of the estimates over resampled data.</summary>
    Bootstrap,
}

/// <summary>What a bootstrap draws: new data from the fitted distribution, or the rows again with replacement.</summary>
public enum BootstrapKind
{
    /// <summary>From the fitted distribution.</summary>
    Parametric,

    /// <summary>The rows, with replacement.</summary>
    Nonparametric,
}

/// <summary>Whether the goodness of fit is tested.</summary>
public enum GoodnessOfFitRequest
{
    /// <summary>In the groups that get pictures, if that is not too much work.</summary>
    Auto,

    /// <summary>Always.</summary>
    On,

    /// <summary>Never.</summary>
    Off,
}

/// <summary>In whose units the priors of slopes are meant.</summary>
public enum PriorScale
{
    /// <summary>In the units of the data.</summary>
    Raw,

    /// <summary>As if every column of the design had been divided by its standard deviation.</summary>
    Standardized,
}

/// <summary>
/// One fit of a job as the user wrote it, typed but not yet checked against the catalogue: see <see cref="FitModel.Check"/>.
/// </summary>
public sealed record FitDefinition
{
    /// <summary>The fit's name, unique within its job.</summary>
    public required string Name { get; init; }

    /// <summary>The family's name in the catalogue, such as <c>normal</c>; empty where <see cref="Candidates"/> are given instead.</summary>
    public string Family { get; init; } = "";

    /// <summary>Families to be fitted to the same data and ranked; empty = only <see cref="Family"/>.</summary>
    public IReadOnlyList<string> Candidates { get; init; } = [];

    /// <summary>The column that is modelled; short for the formula <c>response ~ 1</c>.</summary>
    public string? Response { get; init; }

    /// <summary>The columns that are modelled together (multivariate_normal, multinomial).</summary>
    public IReadOnlyList<string> Responses { get; init; } = [];

    /// <summary>A Wilkinson formula such as <c>y ~ a + b:c</c>.</summary>
    public string? Formula { get; init; }

    /// <summary>Binomial: the column with the number of trials.</summary>
    public string? Trials { get; init; }

    /// <summary>The column that says whether the response was observed (1) or right-censored (0).</summary>
    public string? Event { get; init; }

    /// <summary>The label in <see cref="Event"/> that means observed; every other label means censored.</summary>
    public string? EventValue { get; init; }

    /// <summary>Interval censoring: the column of lower ends; equal to the upper end = exact, missing = left-censored.</summary>
    public string? Left { get; init; }

    /// <summary>Interval censoring: the column of upper ends; missing = right-censored.</summary>
    public string? Right { get; init; }

    /// <summary>Where values could not be seen at all; null = nowhere.</summary>
    public TruncationDefinition? Truncation { get; init; }

    /// <summary>generalized_pareto: the threshold above which values are modelled; rows at or below it are left out and counted.</summary>
    public double? Threshold { get; init; }

    /// <summary>normal_mixture: the number of components.</summary>
    public int? Components { get; init; }

    /// <summary>Whether to test the goodness of fit.</summary>
    public GoodnessOfFitRequest GoodnessOfFit { get; init; }

    /// <summary>Categorical and ordinal: the levels there can be, in order; empty = those found.</summary>
    public IReadOnlyList<string> Levels { get; init; } = [];

    /// <summary>Regression on labels: the level of the response that the others are compared with; null = the first.</summary>
    public string? Reference { get; init; }

    /// <summary>Regression: the link of the parameter that the formula is about, such as <c>probit</c>; null = the family's own.</summary>
    public string? Link { get; init; }

    /// <summary>Regression: formulas of other parameters by name, such as <c>sigma</c> to <c>~ x</c> (see <see cref="Models.Formula.ParsePredictor"/>).</summary>
    public IReadOnlyDictionary<string, string> Predictors { get; init; } = new Dictionary<string, string>();

    /// <summary>Regression: a column added to the linear predictor with coefficient 1, on the scale of the link; null = none.</summary>
    public string? Offset { get; init; }

    /// <summary>Regression: from what the standard errors are made.</summary>
    public VcovDefinition Vcov { get; init; } = VcovDefinition.Iid;

    /// <summary>Whether to maximise the likelihood or the posterior.</summary>
    public EstimationMethod Method { get; init; } = EstimationMethod.Mle;

    /// <summary>Priors by parameter (or <c>coefficients</c>, or a coefficient's name), as written: <c>beta(2, 8)</c>.</summary>
    public IReadOnlyDictionary<string, string> Priors { get; init; } = new Dictionary<string, string>();

    /// <summary>Regression: the standard deviation of a normal prior on every slope, given or chosen by the data; null = as <see cref="Priors"/> say.</summary>
    public AlphaDefinition? Alpha { get; init; }

    /// <summary>Regression: in whose units the priors of slopes are meant.</summary>
    public PriorScale PriorScale { get; init; }

    /// <summary>Parameters held at a known value.</summary>
    public IReadOnlyDictionary<string, double> Fixed { get; init; } = new Dictionary<string, double>();

    /// <summary>The weights of the rows; null = every row counts once.</summary>
    public WeightDefinition? Weights { get; init; }

    /// <summary>Probabilities whose quantiles of the fitted distribution are wanted, each in (0, 1).</summary>
    public IReadOnlyList<double> Quantiles { get; init; } = [];

    /// <summary>Events whose probability under the fitted distribution is wanted: <c>&gt; 1</c>, <c>&lt;= 0</c>, <c>10..20</c>.</summary>
    public IReadOnlyList<string> Probabilities { get; init; } = [];

    /// <summary>Fully given distributions whose likelihoods are compared: <c>normal(0, 1)</c>.</summary>
    public IReadOnlyList<string> Hypotheses { get; init; } = [];

    /// <summary>Prior probabilities of the hypotheses, up to a common factor; empty = no posterior odds.</summary>
    public IReadOnlyList<double> PriorWeights { get; init; } = [];

    /// <summary>Where to evaluate quantiles and probabilities of a regression: predictor values by column, numbers or labels as written.</summary>
    public IReadOnlyDictionary<string, string> At { get; init; } = new Dictionary<string, string>();

    /// <summary>Hoeffding's bound; null = not wanted.</summary>
    public BoundDefinition? Bound { get; init; }
}

/// <summary>Something wrong in a definition: which entry, what was found and what would be right.</summary>
/// <param name="Path">The entry, by the names of the job file, such as <c>priors.theta</c>; empty = the fit as a whole.</param>
/// <param name="Message">What is wrong and what to do.</param>
public sealed record DefinitionProblem(string Path, string Message);
