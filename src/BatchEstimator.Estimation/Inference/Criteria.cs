namespace BatchEstimator.Estimation.Inference;

/// <summary>Criteria by which models of the same data are compared.</summary>
/// <remarks>H. Akaike, IEEE Trans. Autom. Control 19 (1974) 716; N. Sugiura, Commun. Statist. A7 (1978) 13; G. Schwarz, Ann. Statist. 6 (1978) 461.</remarks>
public static class Criteria
{
    /// <summary>-2 logL + 2 k; null unless logL is finite.</summary>
    public static double? Aic(double logLikelihood, int parameters) => double.IsFinite(logLikelihood) ? -2 * logLikelihood + 2 * parameters : null;

    /// <summary>AIC + 2 k (k + 1) / (n - k - 1); null unless n &gt; k + 1.</summary>
    public static double? Aicc(double logLikelihood, int parameters, double n) =>
        n - parameters - 1 > 0 ? Aic(logLikelihood, parameters) + 2.0 * parameters * (parameters + 1) / (n - parameters - 1) : null;

    /// <summary>-2 logL + k ln n; null for n = 0 or unless logL is finite.</summary>
    public static double? Bic(double logLikelihood, int parameters, double n) =>
        n > 0 && double.IsFinite(logLikelihood) ? -2 * logLikelihood + parameters * Math.Log(n) : null;
}
