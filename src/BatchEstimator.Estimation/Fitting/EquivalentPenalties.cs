using System.Globalization;
using BatchEstimator.Estimation.Families;
using BatchEstimator.Estimation.Priors;
using BatchEstimator.Estimation.Regression;

namespace BatchEstimator.Estimation.Fitting;

/// <summary>
/// The penalties under which scikit-learn, glmnet and statsmodels arrive at the same mode, for normal or Laplace priors about zero on all slopes
/// and a flat intercept. With t the prior's standard deviation (or scale) and d the dispersion (sigma^2 of the normal, 1/shape of gamma, else 1),
/// -d log posterior is the loss plus d/t^2 times half the squared slopes, or d/t times their absolute values.
/// </summary>
/// <param name="plan">The plan.</param>
/// <param name="template">The coefficients.</param>
internal sealed class EquivalentPenalties(RegressionPlan plan, RegressionTemplate template)
{
    /// <summary>The penalties of a mode as a sentence; null where these programs have no such model.</summary>
    /// <param name="found">The fit.</param>
    /// <param name="natural">All coefficients, in the units of the data.</param>
    /// <param name="weights">The sum of the weights.</param>
    public string? Of(RegressionFound found, IReadOnlyList<double> natural, double weights)
    {
        var rows = found.Objective.Likelihood.Rows;
        var free = found.Objective.Searched.Where(i => i < template.Slopes).Select(i => found.Objective.Coefficients[i]).ToList();
        var named = free.Where(coefficient => !coefficient.Prior.IsFlat).ToList();
        bool isWhole = plan.Predictors.Count == 1 && rows.Counts[0] == rows.Count && plan.Model.Definition.Truncation is null && rows.Roles.Trials < 0
            && found.Objective.Coefficients.Take(template.Slopes).All(coefficient => coefficient.Held is null);
        if (named.Count == 0 || !isWhole || Dispersion(natural) is not { } dispersion)
            return null;
        bool hasIntercept = free.Exists(coefficient => coefficient.Name == "(Intercept)");
        return Of(plan.Model.Family, [.. free.Select(coefficient => (coefficient.Name, coefficient.Prior))], dispersion, weights, hasIntercept ? Spread(rows, found.Objective.Likelihood.Channels[0].Design!) : null);
    }

    /// <summary>The same from priors of the free coefficients, at least one of them not flat.</summary>
    /// <param name="family">The family: normal, bernoulli, poisson or gamma, with the link that these programs have.</param>
    /// <param name="free">The free coefficients by name, with their priors.</param>
    /// <param name="dispersion">d.</param>
    /// <param name="weights">The sum of the weights.</param>
    /// <param name="spread">The standard deviation (divisor n) of the response less its offset; null without an intercept.</param>
    public static string Of(Family family, IReadOnlyList<(string Name, Prior Prior)> free, double dispersion, double weights, double? spread)
    {
        var named = free.Where(coefficient => !coefficient.Prior.IsFlat).ToList();
        string kind = named[0].Prior.Family.Name;
        bool isShared = named.All(coefficient => coefficient.Prior.Family.Name == kind && kind is "normal" or "laplace" && coefficient.Prior.Arguments[0] == 0)
            && free.All(coefficient => coefficient.Prior.IsFlat == (coefficient.Name == "(Intercept)"));
        if (!isShared)
            return "No penalty of scikit-learn, glmnet or statsmodels stands for these priors as they are: theirs are about zero, of one kind for all slopes, and leave the intercept free.";
        bool isRidge = kind == "normal";
        double[] lambdas = [.. named.Select(coefficient => coefficient.Prior.Arguments[1]).Select(scale => dispersion / (isRidge ? scale * scale : scale))];
        string units = dispersion == 1 && family is not Normal ? "the log-likelihood" : family is Normal ? $"half the sum of squared residuals (sigma^2 = {Text(dispersion)})" : $"the log-likelihood over the shape (1/shape = {Text(dispersion)})";
        return $"The {(isRidge ? "normal" : "Laplace")} prior acts as the {(isRidge ? "ridge" : "lasso")} penalty {string.Join(", ", lambdas.Distinct().Select(Text))} on {(isRidge ? "half the squared" : "the absolute")} slopes beside {units}. "
            + $"The same mode elsewhere, columns as they are{(spread is null ? " and without an intercept" : "")}: {string.Join("; ", Programs(family, lambdas, isRidge, weights, spread))}.";
    }

    private static IEnumerable<string> Programs(Family family, double[] lambdas, bool isRidge, double weights, double? spread)
    {
        bool isOne = lambdas.Distinct().Count() == 1, isNormal = family is Normal;
        double mean = lambdas.Average(), each = mean / weights;
        string? scikit = (family, isRidge) switch
        {
            (Normal, true) => $"Ridge(alpha={Text(mean)})",
            (Normal, false) => $"Lasso(alpha={Text(each)})",
            (Bernoulli, _) => $"LogisticRegression(penalty=\"{(isRidge ? "l2\"" : "l1\", solver=\"saga\"")}, C={Text(1 / mean)})",
            (Poisson, true) => $"PoissonRegressor(alpha={Text(each)})",
            (Gamma, true) => $"GammaRegressor(alpha={Text(each)})",
            _ => null,
        };
        if (isOne && scikit is not null)
            yield return $"scikit-learn {scikit}";
        if (family is Gamma)
            yield break;
        // glmnet divides a normal response by its standard deviation, and lambda too: for the lasso that changes nothing, for ridge it does.
        double? stretch = isNormal && isRidge ? spread : 1;
        string factors = isOne ? "" : $", penalty.factor = c({string.Join(", ", lambdas.Select(lambda => Text(lambda / mean)))})";
        string name = isNormal ? "gaussian" : family is Poisson ? "poisson" : "binomial";
        if (stretch is { } factor)
            yield return $"glmnet family = \"{name}\", alpha = {(isRidge ? 0 : 1)}, lambda = {Text(each * factor)}{factors}, standardize = FALSE";
        string alpha = isOne ? $"{Text(each)} for each slope" : $"[{string.Join(", ", lambdas.Select(lambda => Text(lambda / weights)))}] for the slopes";
        yield return $"statsmodels {(isNormal ? "OLS" : "GLM")} fit_regularized with L1_wt = {(isRidge ? 0 : 1)}, alpha = {(spread is null ? "" : "0 for the intercept and ")}{alpha}";
    }

    // Null for a family or a link that these programs do not have.
    private double? Dispersion(IReadOnlyList<double> natural)
    {
        double Number(string name) => natural[template.Slopes + template.Numbers.ToList().FindIndex(i => plan.Form.Parameters[i].Name == name)];
        return (plan.Model.Family, plan.Predictors[0].Link.Name) switch
        {
            (LogNormal, _) => null,
            (Normal, "identity") => Number("sigma") * Number("sigma"),
            (Bernoulli, "logit") or (Poisson, "log") => 1,
            (InverseGamma, _) => null,
            (Gamma, "log") => 1 / Number("shape"),
            _ => null,
        };
    }

    private static double Spread(GroupRows rows, PredictorDesign design)
    {
        double weights = 0;
        for (int row = rows.From; row < rows.From + rows.Count; row++)
            weights += rows.Roles.Weight < 0 ? 1 : rows.Table.Numbers[rows.Roles.Weight][row];
        return Math.Sqrt(FitStatistics.TotalSquares(rows, design.Offsets, isCentred: true) / weights);
    }

    private static string Text(double value) => value.ToString("R", CultureInfo.InvariantCulture);
}
