namespace BatchEstimator.Estimation.Results;

/// <summary>
/// What is needed to draw one fit, as plain numbers: every array is small (a sample of the rows, a grid of a few hundred points),
/// so that a report never needs the data again. Only the first few dozen groups have it.
/// </summary>
public sealed record FitPictures
{
    /// <summary>Data against the fitted distribution, for one continuous response.</summary>
    public DensityPicture? Density { get; init; }

    /// <summary>Observed against fitted shares, for counts and categories.</summary>
    public BarsPicture? Bars { get; init; }

    /// <summary>Two responses and the ellipse fitted to them.</summary>
    public ScatterPicture? Scatter { get; init; }

    /// <summary>Log-likelihood around the estimate, one a parameter, with prior and posterior for a MAP fit.</summary>
    public IReadOnlyList<ParameterCurve> Curves { get; init; } = [];

    /// <summary>Observed against fitted quantiles and probabilities, and the two distribution functions; null for labels and censored data.</summary>
    public DistributionPicture? Distribution { get; init; }

    /// <summary>Residuals and coefficients of a regression.</summary>
    public RegressionPicture? Regression { get; init; }

    /// <summary>What the rows of a regression look like at its end; null for others.</summary>
    public DiagnosticPicture? Diagnostics { get; init; }

    /// <summary>How the scale of the slopes' prior was chosen; null if it was not.</summary>
    public AlphaPicture? Alpha { get; init; }
}

/// <summary>A sample of the data and the fitted density.</summary>
/// <param name="Label">The response's name.</param>
/// <param name="Values">Sampled values, at most a few thousand.</param>
/// <param name="Weights">Their weights; same length.</param>
/// <param name="X">Where the density is given, ascending.</param>
/// <param name="Density">The fitted density at <paramref name="X"/>.</param>
public sealed record DensityPicture(string Label, double[] Values, double[] Weights, double[] X, double[] Density);

/// <summary>
/// Data against fit, value by value: enough for a quantile plot (Observed against Quantiles), a probability plot (Empirical against
/// Fitted) and both distribution functions (Empirical and Fitted over Observed). All arrays have the same length.
/// </summary>
/// <param name="Label">The response's name.</param>
/// <param name="Observed">Sampled values, ascending.</param>
/// <param name="Empirical">The weighted share of values up to each, minus half its own: the plotting positions (i - 1/2) / n.</param>
/// <param name="Quantiles">The fitted quantiles at <paramref name="Empirical"/>; null if the family has none in closed form.</param>
/// <param name="Fitted">The fitted distribution function at <paramref name="Observed"/>.</param>
/// <param name="Lower">The lower end of a simultaneous band about <paramref name="Fitted"/> (Dvoretzky-Kiefer-Wolfowitz with Massart's constant); null for weights that are not counts.</param>
/// <param name="Upper">Its upper end.</param>
public sealed record DistributionPicture(
    string Label, double[] Observed, double[] Empirical, double[]? Quantiles, double[] Fitted, double[]? Lower, double[]? Upper);

/// <summary>Observed and fitted shares of each outcome.</summary>
/// <param name="Label">The response's name.</param>
/// <param name="Outcomes">The outcomes, as labels.</param>
/// <param name="Observed">The share of each in the data; sums to at most one.</param>
/// <param name="Fitted">The probability of each under the fit.</param>
public sealed record BarsPicture(string Label, string[] Outcomes, double[] Observed, double[] Fitted);

/// <summary>Two columns and the fitted normal's mean and covariance.</summary>
public sealed record ScatterPicture(string LabelX, string LabelY, double[] X, double[] Y, PlanarNormal Fitted);

/// <summary>A normal distribution in the plane, to be drawn as ellipses.</summary>
/// <param name="MeanX">The mean of the first coordinate.</param>
/// <param name="MeanY">The mean of the second.</param>
/// <param name="VarianceX">The variance of the first.</param>
/// <param name="Covariance">Their covariance.</param>
/// <param name="VarianceY">The variance of the second.</param>
public sealed record PlanarNormal(double MeanX, double MeanY, double VarianceX, double Covariance, double VarianceY);

/// <summary>
/// Log densities along one parameter. Log-likelihood and log-posterior are profiles where the family has other parameters,
/// and relative to their own maximum (0 at the top); the log prior is the normalised density.
/// </summary>
/// <param name="Parameter">The parameter's name.</param>
/// <param name="Values">Ascending values of the parameter.</param>
/// <param name="LogLikelihood">At each value, minus its maximum.</param>
/// <param name="LogPrior">At each value; null for a maximum-likelihood fit.</param>
/// <param name="LogPosterior">At each value, minus its maximum; null for a maximum-likelihood fit.</param>
/// <param name="Estimate">The estimate, to be marked.</param>
/// <param name="Mle">The maximum-likelihood estimate, to be marked beside a MAP; null if there is none.</param>
public sealed record ParameterCurve(
    string Parameter, double[] Values, double[] LogLikelihood, double[]? LogPrior, double[]? LogPosterior, double Estimate, double? Mle);

/// <summary>A regression's residuals and, for two coefficients, the parameter space.</summary>
/// <param name="Response">The response's name.</param>
/// <param name="Fitted">Fitted values of a sample of rows.</param>
/// <param name="Residuals">Response minus fitted, of the same rows.</param>
/// <param name="Space">The space of two coefficients and the lines they mean; null unless there are exactly two.</param>
public sealed record RegressionPicture(string Response, double[] Fitted, double[] Residuals, ParameterSpacePicture? Space);

/// <summary>How good each scale of the slopes' prior is.</summary>
/// <param name="ChosenBy"><c>evidence</c> or <c>cv</c>.</param>
/// <param name="Alphas">Scales, ascending.</param>
/// <param name="Scores">The log evidence of each, or the mean log-likelihood of a row left out; NaN where there is none.</param>
/// <param name="Errors">For cross-validation the standard error of each mean over the parts; else null.</param>
/// <param name="Chosen">The scale that was chosen.</param>
public sealed record AlphaPicture(string ChosenBy, double[] Alphas, double[] Scores, double[]? Errors, double Chosen);

/// <summary>Prior, likelihood and posterior over (intercept, slope), or over two slopes, beside the lines they mean.</summary>
/// <param name="NameX">The first coefficient.</param>
/// <param name="NameY">The second coefficient.</param>
/// <param name="Prior">The prior; null where it is flat in either direction or not normal.</param>
/// <param name="Likelihood">The likelihood, normalised.</param>
/// <param name="Posterior">The posterior, as its normal approximation; null for maximum likelihood.</param>
/// <param name="Predictor">The predictor's name, if the coefficients are an intercept and one slope; else null.</param>
/// <param name="X">Sampled predictor values, for the lines' picture.</param>
/// <param name="Y">Sampled responses.</param>
public sealed record ParameterSpacePicture(
    string NameX, string NameY, PlanarNormal? Prior, PlanarNormal Likelihood, PlanarNormal? Posterior, string? Predictor, double[] X, double[] Y);

/// <summary>
/// What the rows of a regression look like at its end. The arrays by row have the same length: a sample of the rows, with those of the largest
/// influence among them; what a row does not have is not a number.
/// </summary>
/// <param name="Response">The response's name.</param>
/// <param name="FittedName">What a fitted value is: mean, probability, median or a parameter.</param>
/// <param name="PredictorName">What the predictor is, such as <c>log mean</c>.</param>
/// <param name="Predictor">The linear predictors.</param>
/// <param name="Fitted">The fitted values; of a binomial response the probability.</param>
/// <param name="Observed">The observed values; of a binomial response the share; of a censored row its bound.</param>
/// <param name="IsCensored">True for rows that are known only in part.</param>
/// <param name="Residuals">Quantile residuals.</param>
/// <param name="Leverages">Leverages.</param>
/// <param name="Distances">Cook's distances.</param>
public sealed record DiagnosticPicture(
    string Response, string FittedName, string PredictorName, double[] Predictor, double[] Fitted, double[] Observed, bool[] IsCensored,
    double[] Residuals, double[] Leverages, double[] Distances)
{
    /// <summary>The quantile residuals against what a standard normal sample would have; null if there are none.</summary>
    public QuantilePlot? Quantiles { get; init; }

    /// <summary>For a binary response, the shares of zeros and of ones above each threshold; null for others.</summary>
    public RocPicture? Roc { get; init; }

    /// <summary>For one numeric predictor, the fitted curve; null for others.</summary>
    public CurvePicture? Curve { get; init; }

    /// <summary>True if the response is 0 or 1, so that single rows cannot lie on a curve.</summary>
    public bool IsBinary { get; init; }
}

/// <summary>Ordered values against those expected of a standard normal sample, with a band for each.</summary>
/// <param name="Expected">Normal quantiles at (i - 1/2) / n, ascending.</param>
/// <param name="Observed">The values.</param>
/// <param name="Lower">The lower end of the range that holds the i-th smallest of n at the level of the intervals.</param>
/// <param name="Upper">Its upper end.</param>
public sealed record QuantilePlot(double[] Expected, double[] Observed, double[] Lower, double[] Upper);

/// <summary>The points of a receiver operating characteristic.</summary>
/// <param name="FalseAlarms">The share of zeros at or above each threshold, ascending.</param>
/// <param name="Sensitivity">The share of ones.</param>
public sealed record RocPicture(double[] FalseAlarms, double[] Sensitivity);

/// <summary>A fitted curve over one predictor, with its band, and the rows.</summary>
/// <param name="Predictor">The predictor.</param>
/// <param name="X">Ascending values of it.</param>
/// <param name="Fitted">The fitted value there.</param>
/// <param name="Lower">The lower end of its interval; not a number without one.</param>
/// <param name="Upper">Its upper end.</param>
/// <param name="Data">The predictor's value of each sampled row.</param>
public sealed record CurvePicture(string Predictor, double[] X, double[] Fitted, double[] Lower, double[] Upper, double[] Data);
