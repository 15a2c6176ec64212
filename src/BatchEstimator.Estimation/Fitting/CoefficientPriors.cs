using System.Globalization;
using BatchEstimator.Estimation.Models;
using BatchEstimator.Estimation.Priors;
using BatchEstimator.Estimation.Regression;
using BatchEstimator.Estimation.Results;

namespace BatchEstimator.Estimation.Fitting;

/// <summary>
/// The priors of one group's coefficients in the units of the data: as the definition says them, those of slopes taken from standardised
/// columns to the data's own where that is asked for, and normal(0, alpha) for slopes that have no prior of their own.
/// </summary>
internal sealed class CoefficientPriors
{
    private readonly FitModel model;
    private readonly RegressionTemplate template;
    private readonly double[]? spreads;

    public CoefficientPriors(FitModel model, RegressionTemplate template, RegressionGroup group)
    {
        (this.model, this.template) = (model, template);
        bool isMap = model.Definition.Method == EstimationMethod.Map;
        spreads = isMap && model.Definition.PriorScale == PriorScale.Standardized ? ColumnSpread.Of(group, template.Coefficients.Count) : null;
        Chosen = [.. isMap && model.Definition.Alpha is not null ? template.SlopeCoefficients.Where(i => template.Coefficients[i].Held is null && !model.Priors.ContainsKey(template.Coefficients[i].Name)) : []];
    }

    /// <summary>The slopes whose prior is normal(0, alpha).</summary>
    public IReadOnlyList<int> Chosen { get; }

    /// <summary>All coefficients without priors: maximum likelihood.</summary>
    public IReadOnlyList<Coefficient> Flat => [.. template.Coefficients.Select(coefficient => coefficient with { Prior = Prior.Flat })];

    /// <summary>All coefficients with their priors.</summary>
    /// <param name="alpha">The standard deviation of the prior of <see cref="Chosen"/>; null = there is none.</param>
    public IReadOnlyList<Coefficient> With(double? alpha)
    {
        var normal = PriorCatalogue.All.First(family => family.Name == "normal");
        Prior[] priors = [.. template.Coefficients.Select(coefficient => coefficient.Prior)];
        if (alpha is { } deviation)
        {
            foreach (int i in Chosen)
                priors[i] = new(normal, [0, deviation]);
        }
        foreach (int i in spreads is null ? [] : template.SlopeCoefficients)
            priors[i] = spreads![i] > 0 ? priors[i].Divided(spreads[i]) : priors[i];
        return [.. template.Coefficients.Select((coefficient, i) => coefficient with { Prior = priors[i] })];
    }

    /// <summary>What a reader must know of standardised columns, with the coefficients on that scale; as it is otherwise.</summary>
    public EstimatedFit Explained(EstimatedFit fit) => fit with { Result = Explained(fit.Result) };

    private FitResult Explained(FitResult result)
    {
        if (model.Definition.Alpha is not null && Chosen.Count == 0)
            result = result with { Notes = [.. result.Notes, "Every slope is fixed or has a prior of its own, so alpha has no effect."] };
        if (spreads is null || result.Parameters.Count == 0)
            return result;
        var parameters = result.Parameters.ToDictionary(parameter => parameter.Name);
        var perDeviation = template.SlopeCoefficients.Where(i => spreads[i] > 0 && parameters.GetValueOrDefault(template.Coefficients[i].Name)?.Estimate is not null).Select(i =>
        {
            var raw = parameters[template.Coefficients[i].Name];
            double spread = spreads[i];
            return new DerivedEstimate($"{raw.Name} per standard deviation of its column ({spread.ToString("G6", CultureInfo.InvariantCulture)})",
                spread * raw.Estimate, spread * raw.StandardError, spread * raw.Lower, spread * raw.Upper);
        });
        return result with
        {
            Derived = [.. result.Derived, .. perDeviation],
            Notes = [.. result.Notes, "The priors of slopes are meant for columns divided by their standard deviation (divisor n, by weight; columns of levels too). The priors shown are the same ones for the columns as they are: location and scale divided by that standard deviation."],
        };
    }
}
