using BatchEstimator.Estimation.Families;
using BatchEstimator.Estimation.Inference;
using BatchEstimator.Estimation.Models;

namespace BatchEstimator.Estimation.Fitting;

/// <summary>
/// The test of each coefficient of a formula against zero, at maximum likelihood. In a normal model whose sigma is estimated as one number it is
/// Student's t with n - p degrees of freedom, made with the unbiased variance (divisor n - p, p coefficients) where the standard error comes from
/// the information, which has the divisor n. Everywhere else, gamma and inverse Gaussian with their shape estimated included, it is z.
/// </summary>
/// <param name="Significance">The distribution.</param>
/// <param name="Cuts">How many coefficients, the first ones, are cut points, for which zero is no question.</param>
/// <param name="Slopes">How many belong to formulas; those behind them are numbers, for which it is none either.</param>
/// <param name="Inflation">What standard errors are multiplied by.</param>
internal sealed record CoefficientTests(Significance Significance, int Cuts, int Slopes, double Inflation)
{
    /// <summary>The tests of a fit; null if it has no standard errors, or no degrees of freedom are left.</summary>
    /// <param name="model">The model.</param>
    /// <param name="found">The fit.</param>
    /// <param name="evidence">Its covariance.</param>
    /// <param name="template">The coefficients.</param>
    /// <param name="n">The number of observations.</param>
    /// <param name="estimated">How many coefficients of formulas were estimated.</param>
    public static CoefficientTests? Of(FitModel model, RegressionFound found, RegressionEvidence evidence, RegressionTemplate template, double n, int estimated)
    {
        if (evidence.Standard is null)
            return null;
        bool isStudent = model.Family is Normal and not LogNormal && model.Predictors.Count == 0 && found.Objective.Free.Count > estimated
            && found.Objective.Likelihood.Rows.Counts[0] == found.Objective.Likelihood.Rows.Count;
        if (!isStudent)
            return new(Significance.Normal, template.Cuts, template.Slopes, 1);
        if (n <= estimated)
            return null;
        return new(Significance.Student(n - estimated), 0, template.Slopes, model.Definition.Vcov.Kind == VcovKind.Iid ? Math.Sqrt(n / (n - estimated)) : 1);
    }

    /// <summary>The statistic of a coefficient and its p-value.</summary>
    public (double? Statistic, double? PValue) Of(int coefficient, double estimate, double? standardError)
    {
        if (coefficient < Cuts || coefficient >= Slopes || standardError is not { } error || error == 0)
            return (null, null);
        double statistic = estimate / (Inflation * error);
        return (statistic, Significance.PValue(statistic));
    }
}
