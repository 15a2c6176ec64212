namespace BatchEstimator.Estimation.Results;

/// <summary>The verdict on a fit, from checks made after the solver stopped.</summary>
public enum FitStatus
{
    /// <summary>An interior optimum, verified.</summary>
    Ok,

    /// <summary>A usable estimate with a named reservation.</summary>
    Caution,

    /// <summary>The data have no such estimate.</summary>
    Refused,

    /// <summary>We could not do it.</summary>
    Failed,
}

/// <summary>A reason behind a verdict.</summary>
/// <param name="Code">One of <see cref="FitCodes"/>.</param>
/// <param name="Message">What was found and what would help, in a sentence.</param>
/// <param name="Columns">The data columns or parameters it is about.</param>
public sealed record FitCode(string Code, string Message, IReadOnlyList<string> Columns);

/// <summary>The codes a verdict can carry.</summary>
public static class FitCodes
{
    /// <summary>Caution: the estimate lies on the edge of the parameter space; the usual standard error does not exist.</summary>
    public const string BoundaryEstimate = "BOUNDARY_ESTIMATE";

    /// <summary>Caution: some coefficients cannot be told from others and are null.</summary>
    public const string Aliased = "ALIASED";

    /// <summary>Caution: more than one value has the same likelihood.</summary>
    public const string NonUnique = "NON_UNIQUE";

    /// <summary>Caution: few digits can be trusted.</summary>
    public const string IllConditioned = "ILL_CONDITIONED";

    /// <summary>Caution: hardly more rows than parameters.</summary>
    public const string FewRows = "FEW_ROWS";

    /// <summary>Caution: the limit of the family fits best.</summary>
    public const string LimitModel = "LIMIT_MODEL";

    /// <summary>Caution: the residuals are zero.</summary>
    public const string ExactFit = "EXACT_FIT";

    /// <summary>Refused: the classes are separated.</summary>
    public const string Separation = "SEPARATION";

    /// <summary>Refused: the likelihood has no maximum at finite values.</summary>
    public const string NoFiniteMle = "NO_FINITE_MLE";

    /// <summary>Refused: the likelihood grows without bound.</summary>
    public const string UnboundedLikelihood = "UNBOUNDED_LIKELIHOOD";

    /// <summary>Refused: all values are equal, or columns are exactly dependent.</summary>
    public const string DegenerateVariance = "DEGENERATE_VARIANCE";

    /// <summary>Refused: values the family cannot produce.</summary>
    public const string OutOfSupport = "OUT_OF_SUPPORT";

    /// <summary>Refused: fewer rows than the parameters need.</summary>
    public const string TooFewRows = "TOO_FEW_ROWS";

    /// <summary>Refused: no usable row.</summary>
    public const string Empty = "EMPTY";

    /// <summary>Refused: the sums are not finite.</summary>
    public const string NotFinite = "NOT_FINITE";

    /// <summary>Refused: the posterior has no mode.</summary>
    public const string ImproperMode = "IMPROPER_MODE";

    /// <summary>Failed: the fit was stopped for taking too long.</summary>
    public const string TimeLimit = "TIME_LIMIT";

    /// <summary>Failed: the solver did not reach a verified optimum.</summary>
    public const string NotConverged = "NOT_CONVERGED";

    /// <summary>Failed: an error of this program.</summary>
    public const string Internal = "INTERNAL";
}

/// <summary>A parameter and what is known of it; what does not exist is null.</summary>
/// <param name="Name">The natural parameter's name, such as <c>theta</c>, <c>p[b]</c> or <c>(Intercept)</c>.</param>
/// <param name="Estimate">The estimate (the mode, for a MAP fit).</param>
/// <param name="StandardError">From the information named in the result; null for a fixed, aliased or boundary value.</param>
/// <param name="Lower">The lower end of the interval.</param>
/// <param name="Upper">The upper end of the interval.</param>
/// <param name="Mle">For a MAP fit, the maximum-likelihood estimate beside it; null if there is none.</param>
/// <param name="Prior">For a MAP fit, the prior as written; null = flat.</param>
/// <param name="Fixed">True if the value was given rather than estimated.</param>
/// <param name="Statistic">For a coefficient by maximum likelihood, its t or z, see <see cref="FitResult.TestDistribution"/>; else null.</param>
/// <param name="PValue">The two-sided tail of the statistic.</param>
public sealed record ParameterEstimate(
    string Name, double? Estimate, double? StandardError, double? Lower, double? Upper,
    double? Mle = null, string? Prior = null, bool Fixed = false, double? Statistic = null, double? PValue = null);

/// <summary>A quantity computed from the parameters.</summary>
/// <param name="Name">What it is, such as <c>quantile(0.1)</c>, <c>P(&gt; 1)</c> or <c>mean negative log-likelihood (binary cross-entropy)</c>.</param>
/// <param name="Estimate">Its value.</param>
/// <param name="StandardError">By the delta method; null where it has no meaning.</param>
/// <param name="Lower">The lower end of the interval.</param>
/// <param name="Upper">The upper end of the interval.</param>
public sealed record DerivedEstimate(string Name, double? Estimate, double? StandardError = null, double? Lower = null, double? Upper = null);

/// <summary>How the optimum was found and what the checks after it saw.</summary>
/// <param name="Route"><c>closed-form</c>, <c>profile</c>, <c>newton</c> or <c>none</c>.</param>
/// <param name="Iterations">Iterations of the solver; 0 for a closed form.</param>
/// <param name="GradientNorm">The largest scaled component of the gradient at the estimate.</param>
/// <param name="ConditionNumber">Of the scaled information matrix.</param>
/// <param name="Digits">Significant digits of the worst parameter that can be trusted.</param>
public sealed record SolverEvidence(string Route, int Iterations = 0, double? GradientNorm = null, double? ConditionNumber = null, double? Digits = null)
{
    /// <summary>For a fit that was refused before any solver ran.</summary>
    public static readonly SolverEvidence None = new("none");

    /// <summary>
    /// With coefficients exactly at the peak of their Laplace priors: one minus the greatest |score| b among them, which proves that they
    /// belong there if it is not negative; else null.
    /// </summary>
    public double? KinkMargin { get; init; }

    /// <summary>Where several starts were tried: how well they agree; null where there was one, or none was needed.</summary>
    public StartAgreement? Starts { get; init; }
}

/// <summary>How the climbs from several starts ended.</summary>
/// <param name="Tried">How many starts were followed to their end.</param>
/// <param name="Agreed">How many of them ended at the reported optimum.</param>
/// <param name="NextBest">The log-likelihood (log posterior, for a MAP fit) of the highest other optimum that was found; null if none was.</param>
public sealed record StartAgreement(int Tried, int Agreed, double? NextBest);

/// <summary>One test of the hypothesis that the data come from the fitted family, whatever its parameters.</summary>
/// <param name="Test"><c>kolmogorov-smirnov</c>, <c>anderson-darling</c>, <c>cramer-von-mises</c> or <c>chi-square</c>.</param>
/// <param name="Statistic">The distance between data and fit.</param>
/// <param name="PValue">The share of samples drawn from the fit, and fitted again, whose distance is at least as large; null if too few refits succeeded.</param>
/// <param name="DegreesOfFreedom">For chi-square, cells - 1 - parameters; else null.</param>
public sealed record GoodnessOfFitTest(string Test, double Statistic, double? PValue, double? DegreesOfFreedom = null);

/// <summary>The tests of one fit, with the bootstrap that corrects their p-values for the parameters having been estimated from the same data.</summary>
/// <param name="Tests">The tests.</param>
/// <param name="Refits">How many samples were drawn from the fit and fitted again; it stops early when the answer is clear.</param>
/// <param name="FailedRefits">How many of them had no estimate; they count as at least as far off.</param>
public sealed record GoodnessOfFit(IReadOnlyList<GoodnessOfFitTest> Tests, int Refits, int FailedRefits);

/// <summary>A likelihood-ratio test of a simpler model inside the fitted one.</summary>
/// <param name="Null">The simpler model, such as <c>exponential (shape = 1)</c>.</param>
/// <param name="Statistic">Twice the difference of the log-likelihoods, never below 0.</param>
/// <param name="DegreesOfFreedom">The difference in parameters.</param>
/// <param name="PValue">By the asymptotic distribution named in <paramref name="Distribution"/>.</param>
/// <param name="Distribution"><c>chi-square</c>, or <c>half chi-square</c> where the simpler model lies on the boundary.</param>
public sealed record LikelihoodRatioTest(string Null, double Statistic, double DegreesOfFreedom, double PValue, string Distribution);

/// <summary>The tests of one term of a formula against the model that has it: whether its coefficients are all zero.</summary>
/// <param name="Term">The term as written; of another parameter's formula behind that parameter's name and a bar.</param>
/// <param name="DegreesOfFreedom">How many coefficients are set to zero.</param>
/// <param name="LikelihoodRatio">Twice the difference of the log-likelihoods; null if the smaller model has no estimate.</param>
/// <param name="LikelihoodRatioPValue">By the chi-squared distribution, as the others.</param>
/// <param name="Wald">b' V^-1 b with the covariance that was asked for.</param>
/// <param name="WaldPValue">Its p-value.</param>
/// <param name="Score">g' J^-1 g with slope and information of the larger model at the smaller one's estimate.</param>
/// <param name="ScorePValue">Its p-value.</param>
/// <param name="Without">The terms left out of both models, since they contain this one; empty if there are none.</param>
public sealed record TermTest(
    string Term, int DegreesOfFreedom, double? LikelihoodRatio, double? LikelihoodRatioPValue, double? Wald, double? WaldPValue,
    double? Score, double? ScorePValue, IReadOnlyList<string> Without);

/// <summary>A standard deviation of the slopes' normal prior that the data chose.</summary>
/// <param name="Value">The standard deviation.</param>
/// <param name="ChosenBy"><c>evidence</c> or <c>cv</c>.</param>
/// <param name="Score">The log evidence by Laplace's approximation, up to the constants that flat priors leave open; or the mean log-likelihood of a row left out.</param>
/// <param name="Folds">The parts of the cross-validation; null for evidence.</param>
/// <param name="Limit"><c>zero</c> or <c>infinity</c> if no value between is best; else null.</param>
public sealed record AlphaChoice(double Value, string ChosenBy, double Score, int? Folds, string? Limit);

/// <summary>One family of a comparison.</summary>
/// <param name="Family">The family.</param>
/// <param name="Status">The verdict on its fit.</param>
/// <param name="Parameters">How many parameters were estimated.</param>
/// <param name="LogLikelihood">At its estimate; null if there is none.</param>
/// <param name="Aic">Akaike's criterion.</param>
/// <param name="Aicc">Akaike's criterion corrected for small n.</param>
/// <param name="Bic">Schwarz's criterion.</param>
/// <param name="AicDifference">AIC minus the least AIC of those that were not barred.</param>
/// <param name="AkaikeWeight">exp(-difference / 2), scaled to sum to one over those not barred.</param>
/// <param name="Barred">Why it takes no part in the ranking; null if it does.</param>
public sealed record CandidateResult(
    string Family, FitStatus Status, int Parameters, double? LogLikelihood, double? Aic, double? Aicc, double? Bic,
    double? AicDifference, double? AkaikeWeight, string? Barred);

/// <summary>The bootstrap behind the intervals of one fit.</summary>
/// <param name="Kind"><c>parametric</c> or <c>nonparametric</c>.</param>
/// <param name="Replicates">How many samples were drawn.</param>
/// <param name="Failed">How many of them had no estimate.</param>
public sealed record BootstrapSummary(string Kind, int Replicates, int Failed);

/// <summary>What became of the rows of one fit in one group.</summary>
public sealed record RowCounts(long Used, long Missing, long NonFinite, long ZeroWeight, long BelowThreshold = 0);

/// <summary>One fit in one group: estimates with evidence, or the reason why there are none.</summary>
public sealed record FitResult
{
    /// <summary>The fit's name in the job.</summary>
    public required string Fit { get; init; }

    /// <summary>The values of the grouping columns, in their order; null = missing. Empty without grouping.</summary>
    public IReadOnlyList<KeyValuePair<string, string?>> Group { get; init; } = [];

    /// <summary>The family.</summary>
    public required string Family { get; init; }

    /// <summary><c>mle</c> or <c>map</c>.</summary>
    public required string Method { get; init; }

    /// <summary>The formula, if there is one.</summary>
    public string? Formula { get; init; }

    /// <summary>The verdict.</summary>
    public required FitStatus Status { get; init; }

    /// <summary>The reasons of the verdict.</summary>
    public IReadOnlyList<FitCode> Codes { get; init; } = [];

    /// <summary>What became of the rows.</summary>
    public required RowCounts Rows { get; init; }

    /// <summary>The number of observations: the sum of frequency weights, else the number of rows.</summary>
    public double N { get; init; }

    /// <summary>The sum of the weights.</summary>
    public double SumOfWeights { get; init; }

    /// <summary>How many parameters were estimated; fixed ones do not count.</summary>
    public int ParametersEstimated { get; init; }

    /// <summary>The parameters.</summary>
    public IReadOnlyList<ParameterEstimate> Parameters { get; init; } = [];

    /// <summary>What was asked beside the parameters, and what the field expects to see.</summary>
    public IReadOnlyList<DerivedEstimate> Derived { get; init; } = [];

    /// <summary>The log-likelihood at the estimate, with every constant.</summary>
    public double? LogLikelihood { get; init; }

    /// <summary>The log of the normalised prior density at the mode.</summary>
    public double? LogPrior { get; init; }

    /// <summary>Log-likelihood plus log prior.</summary>
    public double? LogPosterior { get; init; }

    /// <summary>Akaike's criterion; null for MAP.</summary>
    public double? Aic { get; init; }

    /// <summary>Akaike's criterion corrected for small n; null for MAP or where n is too small.</summary>
    public double? Aicc { get; init; }

    /// <summary>Schwarz's criterion; null for MAP.</summary>
    public double? Bic { get; init; }

    /// <summary>The solver's evidence.</summary>
    public SolverEvidence Solver { get; init; } = SolverEvidence.None;

    /// <summary>Which information the standard errors come from: <c>observed</c> or <c>expected</c>; null without any.</summary>
    public string? Information { get; init; }

    /// <summary>For a formula, which covariance the standard errors come from: <c>iid</c>, <c>hc0</c> to <c>hc3</c> or <c>cluster(...)</c>; null without any.</summary>
    public string? Vcov { get; init; }

    /// <summary>The distribution behind the coefficients' p-values: <c>z</c>, or <c>t(24)</c> with its degrees of freedom; null if there are none.</summary>
    public string? TestDistribution { get; init; }

    /// <summary>Tests of the terms of the formulas; empty if there are none or they were not made.</summary>
    public IReadOnlyList<TermTest> TermTests { get; init; } = [];

    /// <summary>What the rows of a regression say of it; null where they were not looked at.</summary>
    public RegressionDiagnostics? Diagnostics { get; init; }

    /// <summary>Laplace's approximation of the log evidence of a MAP fit with proper priors on every free parameter; else null.</summary>
    public double? LogEvidence { get; init; }

    /// <summary>The scale of the slopes' prior that the data chose; null if it was given or there is none.</summary>
    public AlphaChoice? Alpha { get; init; }

    /// <summary>How the intervals were made: <c>wald</c>, <c>wald-transformed</c>, <c>profile</c> or <c>bootstrap</c>, or <c>exact</c> where all come from a pivot; null if there are none.</summary>
    public string? IntervalMethod { get; init; }

    /// <summary>The bootstrap behind the intervals; null if they come from elsewhere.</summary>
    public BootstrapSummary? Bootstrap { get; init; }

    /// <summary>Tests of the family itself; null if not asked for or not to be had.</summary>
    public GoodnessOfFit? GoodnessOfFit { get; init; }

    /// <summary>Likelihood-ratio tests of simpler models.</summary>
    public IReadOnlyList<LikelihoodRatioTest> Tests { get; init; } = [];

    /// <summary>The families that were compared, best first, then those that were barred; empty if only one was asked for.</summary>
    public IReadOnlyList<CandidateResult> Candidates { get; init; } = [];

    /// <summary>Remarks a reader of the report should see, such as the unbiased variance or a penalty's equivalent; plain text.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>What new rows are scored with; null without a formula, without an estimate, or if it was not to be kept.</summary>
    public ScoringState? Scoring { get; init; }
}
