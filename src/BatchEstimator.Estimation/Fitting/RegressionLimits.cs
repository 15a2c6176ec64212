using BatchEstimator.Estimation.Families;
using BatchEstimator.Estimation.Results;

namespace BatchEstimator.Estimation.Fitting;

/// <summary>
/// A regression whose family becomes a simpler one at the end of a parameter without a formula, where the likelihood is highest: the simpler
/// regression takes over, under the names of the one that was asked for.
/// </summary>
/// <param name="plan">The plan.</param>
/// <param name="template">The coefficients.</param>
/// <param name="estimatorOf">The estimator of the simpler regression.</param>
internal sealed class RegressionLimits(RegressionPlan plan, RegressionTemplate template, Func<RegressionPlan, RegressionEstimator> estimatorOf)
{
    // The standard error, on the log or logit scale, from which a parameter is likely on its way to the end.
    private const double WideError = 5;

    private readonly Dictionary<int, RegressionEstimator> estimators = [];

    /// <summary>The fit in the limit; null if the family's own top is higher.</summary>
    /// <param name="group">The group.</param>
    /// <param name="found">Where the search ended.</param>
    /// <param name="blank">The result so far.</param>
    /// <param name="number">The group's number.</param>
    /// <param name="inFull">False = the estimate and its verdict only.</param>
    public EstimatedFit? Of(RegressionGroup group, RegressionFound found, FitResult blank, int number, bool inFull)
    {
        if (found.End is null || found.Refusal is not null || found.Certified is not null || plan.Form.Layout != FormulaLayout.First)
            return null;
        if (!found.IsTop && plan.Family is Normal and not LogNormal && ExactFit(group, found, blank) is { } exact)
            return exact;
        foreach (var (name, family, code) in Ends())
        {
            int gone = Array.FindIndex([.. plan.Form.Parameters], parameter => parameter.Name == name), at = template.Numbers.ToList().IndexOf(gone);
            int coefficient = template.Slopes + at;
            if (at < 0 || !found.Objective.Free.Contains(coefficient) || !found.Objective.Coefficients[coefficient].Prior.IsFlat || !IsOnItsWay(found, coefficient))
                continue;
            EstimatedFit limited;
            lock (estimators)
            {
                if (!estimators.TryGetValue(gone, out var estimator))
                    estimators[gone] = estimator = estimatorOf(plan.InLimit(family, gone));
                limited = estimator.Estimate(group.Rows, blank, number, inFull);
            }
            double value = found.End.Top.Value;
            if (limited.Result is { Status: FitStatus.Ok or FitStatus.Caution } result && (result.LogPosterior ?? result.LogLikelihood) is { } height && height >= value - 1e-9 * (1 + Math.Abs(value)))
                return limited with { Result = Named(result, code, coefficient) };
        }
        return null;
    }

    // A normal whose sigma is 0: the coefficients are known, the likelihood is not.
    private EstimatedFit? ExactFit(RegressionGroup group, RegressionFound found, FitResult blank)
    {
        var starts = new RegressionStarts(plan, template);
        if (found.Objective.Coefficients.Any(coefficient => !coefficient.Prior.IsFlat) || starts.Exact(group, found.Objective) is not { } sigma)
            return null;
        double[] natural = group.Scale.ToNatural(starts.ExactCoefficients(group, found.Objective)!);
        return new(blank with
        {
            Status = FitStatus.Caution,
            Codes = [new(FitCodes.ExactFit, "The residuals are zero to all digits of the data: the coefficients are exact, sigma is 0 and the likelihood has no finite value.", [])],
            ParametersEstimated = found.Objective.Free.Count,
            Parameters = [.. template.Coefficients.Select((coefficient, i) => new ParameterEstimate(coefficient.Name,
                coefficient.Held ?? (coefficient.Name == sigma ? 0 : found.Objective.Free.Contains(i) ? natural[i] : null), null, null, null, Fixed: coefficient.Held is not null))],
        }, null);
    }

    private static bool IsOnItsWay(RegressionFound found, int coefficient)
    {
        var (first, _) = found.Objective.Coefficients[coefficient].Stretch(found.End!.Top.Beta[coefficient]);
        return !found.IsTop || found.Evidence.StandardErrorOf(coefficient) is not { } error || !(error / first <= WideError);
    }

    private IEnumerable<(string Parameter, ScalarFamily Family, FitCode Code)> Ends()
    {
        switch (plan.Family)
        {
            case NegativeBinomial:
                yield return ("size", new Poisson(), Limit("size", "Poisson"));
                break;
            case StudentT:
                yield return ("df", new Normal(), Limit("df", "normal"));
                break;
            case ZeroInflatedNegativeBinomial:
                yield return ("size", new ZeroInflatedPoisson(), Limit("size", "zero-inflated Poisson"));
                yield return ("pi", new NegativeBinomial(), NoExcess());
                break;
            case ZeroInflatedPoisson:
                yield return ("pi", new Poisson(), NoExcess());
                break;
        }
    }

    private static FitCode Limit(string parameter, string limit) => new(FitCodes.LimitModel,
        $"The likelihood is highest as {parameter} goes to infinity: the {limit} regression, which is shown. A prior on {parameter}, such as gamma(2, 0.1), would keep it finite.", [parameter]);

    private static FitCode NoExcess() => new(FitCodes.BoundaryEstimate,
        "The estimate of pi lies at 0, the boundary, where a standard error does not exist: there are no more zeros than the counts explain. A prior on pi such as beta(2, 2) would move it inside.", ["pi"]);

    private FitResult Named(FitResult result, FitCode code, int gone)
    {
        var known = result.Parameters.ToDictionary(parameter => parameter.Name);
        double? end = code.Code == FitCodes.BoundaryEstimate ? 0 : null;
        return result with
        {
            Status = FitStatus.Caution,
            Codes = [code, .. result.Codes],
            Parameters = [.. template.Coefficients.Select((coefficient, i) => i == gone ? new ParameterEstimate(coefficient.Name, end, null, null, null) : known[coefficient.Name])],
        };
    }
}
